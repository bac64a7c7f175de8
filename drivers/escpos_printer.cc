#include "drivers/escpos_printer.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "drivers/escpos_session.h"
#include "drivers/limits.h"
#include "drivers/print_counter.h"
#include "drivers/tcp_link.h"
#include "drivers/usb_bus.h"
#include "drivers/usb_link.h"

namespace yichuang {
namespace {

constexpr int kPollReadyMs = 5000;  // a printer that tells its changes by itself, and is well
constexpr int kPollMs = 1000;
constexpr int kRetryFirstMs = 500;  // after a failed connection; doubles up to the longest
constexpr int kRetryLongestMs = 8000;
constexpr int kRestLongestMs = 60'000;

bool matches(const DeviceAddress& address, const UsbTarget& target) {
  if (address.vendor) return target.vendor == *address.vendor && target.product == *address.product;
  return target.printer_class;
}

class EscPosPrinter final : public PrinterDevice, public EscPosHost {
 public:
  EscPosPrinter(DeviceAddress address, const PrinterOptions& options, Profiles profiles,
                std::shared_ptr<UsbBus> bus, std::unique_ptr<Trace> trace, PrinterEvents events);
  ~EscPosPrinter() override;

  PrinterStatus status() const;
  int width_dots() const;
  PrintCounts counts() const;
  Result<void> enqueue(uint64_t job, PrintJob what);

 private:
  struct Job {
    uint64_t number = 0;
    PrintJob what;
  };

  // EscPosHost.
  void rest(int timeout_ms) override;
  bool stopping() const override;
  bool has_left() const override;
  void facts_changed(const PrinterFacts& facts) override;

  void subscribe();
  void note(std::string_view text);
  void ring();
  void run();
  void look_after();
  void try_to_connect();
  bool connect_usb();
  bool connect_tcp();
  bool connect(const UsbTarget& target);
  bool begin(std::unique_ptr<DeviceLink> link, const Profile& profile, const std::string& place);
  void disconnect(const char* why);
  void poll();
  void work_off(const Job& job);
  void count(const PrintJob& what, PrintOutcome outcome);
  std::optional<Job> take_job();
  void set_facts(const PrinterFacts& facts);
  int rest_ms() const;

  const DeviceAddress address_;
  const int width_dots_wanted_;
  const Profiles profiles_;
  const std::shared_ptr<UsbBus> bus_;  // null over TCP
  const std::unique_ptr<Trace> trace_;
  const PrinterEvents events_;
  const SystemClock clock_;
  int subscription_ = 0;

  // The driver thread's own.
  std::unique_ptr<EscPosSession> session_;
  PrintCounter counter_;
  const libusb_device* device_ = nullptr;  // of that session, or of the one that begins; TCP: null
  int64_t connect_at_ms_ = 0;              // -1: when a device arrives
  int retry_ms_ = kRetryFirstMs;
  int64_t poll_at_ms_ = 0;
  bool cutter_ = true;  // of the last profile
  bool torn_ = false;   // a piece of a ticket may hang at the blade; outlives a replug

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable bell_;
  bool rung_ = false;
  bool stopping_ = false;
  bool arrived_ = false;
  std::set<const libusb_device*> left_;  // since the last connection; bounded by the bus
  std::deque<Job> jobs_;
  PrinterStatus status_;
  PrintCounts counts_;
  int width_dots_;

  std::thread thread_;  // last: it begins when all else is there
};

EscPosPrinter::EscPosPrinter(DeviceAddress address, const PrinterOptions& options,
                             Profiles profiles, std::shared_ptr<UsbBus> bus,
                             std::unique_ptr<Trace> trace, PrinterEvents events)
    : address_(std::move(address)),
      width_dots_wanted_(options.width_dots),
      profiles_(std::move(profiles)),
      bus_(std::move(bus)),
      trace_(std::move(trace)),
      events_(std::move(events)),
      counter_(options.counter_file),
      counts_(counter_.counts()) {
  const Profile expected =
      address_.vendor ? profiles_.find(*address_.vendor, *address_.product) : Profile{};
  width_dots_ = width_dots_wanted_ != 0 ? width_dots_wanted_ : expected.width_dots;
  if (bus_) subscribe();
  thread_ = std::thread([this] { run(); });
}

void EscPosPrinter::subscribe() {
  subscription_ = bus_->subscribe([this](UsbBus::Change change, const libusb_device* device) {
    const std::lock_guard lock(mutex_);
    if (change == UsbBus::Change::kArrived) arrived_ = true;
    if (change == UsbBus::Change::kLeft) left_.insert(device);
    rung_ = true;
    bell_.notify_all();
  });
}

EscPosPrinter::~EscPosPrinter() {
  if (bus_) bus_->forget(subscription_);
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ring();
  thread_.join();
}

// --- Any thread ----------------------------------------------------------------------------------

PrinterStatus EscPosPrinter::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

int EscPosPrinter::width_dots() const {
  const std::lock_guard lock(mutex_);
  return width_dots_;
}

PrintCounts EscPosPrinter::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

Result<void> EscPosPrinter::enqueue(uint64_t job, PrintJob what) {
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= limits::kPrintJobsMax) {
      return Error{ErrorCode::kExhausted,
                   make_result(PrintOutcome::kFailed, PrintReason::kQueueFull).staff};
    }
    jobs_.push_back({job, std::move(what)});
  }
  ring();
  return {};
}

void EscPosPrinter::note(std::string_view text) {
  if (trace_) trace_->note(text);
}

void EscPosPrinter::ring() {
  const std::lock_guard lock(mutex_);
  rung_ = true;
  bell_.notify_all();
}

// --- The driver thread ---------------------------------------------------------------------------

void EscPosPrinter::rest(int timeout_ms) {
  std::unique_lock lock(mutex_);
  bell_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [this] { return rung_; });
  rung_ = false;
}

bool EscPosPrinter::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

bool EscPosPrinter::has_left() const {
  const std::lock_guard lock(mutex_);
  return left_.contains(device_);
}

// While a connection begins it is not yet one: nothing is told that would be taken back.
void EscPosPrinter::facts_changed(const PrinterFacts& facts) {
  if (session_) set_facts(facts);
}

void EscPosPrinter::run() {
  while (!stopping()) {
    look_after();
    if (auto job = take_job()) {
      work_off(*job);
    } else {
      rest(rest_ms());
    }
  }
  session_.reset();
  while (auto job = take_job()) {
    events_.finished(job->number, make_result(PrintOutcome::kFailed, PrintReason::kClosed));
  }
}

void EscPosPrinter::look_after() {
  if (session_) {
    session_->listen();
    if (session_->lost()) disconnect("lost");
  }
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(arrived_, false) && !session_) connect_at_ms_ = 0;
  }
  if (!session_ && connect_at_ms_ >= 0 && clock_.steady_ms() >= connect_at_ms_) try_to_connect();
  if (session_ && clock_.steady_ms() >= poll_at_ms_) poll();
}

// Until when there is nothing to do if nothing rings.
int EscPosPrinter::rest_ms() const {
  int64_t until_ms = clock_.steady_ms() + kRestLongestMs;
  if (session_) {
    until_ms = std::min(until_ms, poll_at_ms_);
    if (auto pause = session_->pause_ms())
      until_ms = std::min(until_ms, clock_.steady_ms() + *pause);
  } else if (connect_at_ms_ >= 0) {
    until_ms = std::min(until_ms, connect_at_ms_);
  }
  return static_cast<int>(std::max<int64_t>(0, until_ms - clock_.steady_ms()));
}

// Something there that does not answer, or that another program holds, and every printer on the
// network: tried again, less and less often. Where there is nothing an arrival rings.
void EscPosPrinter::try_to_connect() {
  const bool try_again = bus_ ? connect_usb() : !connect_tcp();
  if (session_) return;
  connect_at_ms_ = try_again ? clock_.steady_ms() + retry_ms_ : -1;
  if (try_again) retry_ms_ = std::min(retry_ms_ * 2, kRetryLongestMs);
}

// False: nothing of the kind is there.
bool EscPosPrinter::connect_usb() {
  {
    const std::lock_guard lock(mutex_);
    left_.clear();
  }
  std::vector<UsbTarget> targets = bus_->targets();
  std::erase_if(targets, [this](const UsbTarget& target) { return !matches(address_, target); });
  // Of several printers the ones that we know go first: the other may be an office printer.
  std::stable_partition(targets.begin(), targets.end(), [this](const UsbTarget& t) {
    return profiles_.knows(t.vendor, t.product);
  });
  for (const UsbTarget& target : targets) {
    if (connect(target)) return true;
  }
  return !targets.empty();
}

bool EscPosPrinter::connect(const UsbTarget& target) {
  if (!address_.serial.empty()) {
    auto texts = read_texts(target);
    if (!texts || texts->serial != address_.serial) return false;
  }
  const std::string place = fmt::format("{:04x}:{:04x} at bus {} device {}", target.vendor,
                                        target.product, target.bus, target.address);
  auto link = UsbLink::open(
      bus_, target, [this] { ring(); }, trace_.get());
  if (!link) {
    log_warning("printer {}: {}: {}", address_.text(), place, link.error().sentence);
    return false;
  }
  device_ = target.device.get();
  return begin(std::move(*link), profiles_.find(target.vendor, target.product), place);
}

bool EscPosPrinter::connect_tcp() {
  auto link = TcpLink::open(
      address_.where, [this] { ring(); }, trace_.get());
  if (!link) {
    log_warning("printer {}: {}", address_.text(), link.error().sentence);
    return false;
  }
  return begin(std::move(*link), Profile{}, address_.where);
}

bool EscPosPrinter::begin(std::unique_ptr<DeviceLink> link, const Profile& profile,
                          const std::string& place) {
  const int width = width_dots_wanted_ != 0 ? width_dots_wanted_ : profile.width_dots;
  auto session = std::make_unique<EscPosSession>(std::move(link), profile, width, *this);
  {
    const std::lock_guard lock(mutex_);
    width_dots_ = width;
  }
  note("begin");
  if (!session->begin()) {
    log_warning("printer {}: {} does not answer", address_.text(), place);
    if (!session->lost()) session->reset_port();
    return false;
  }
  log_info("printer {}: {}, profile '{}', {} dots", address_.text(), place, profile.name, width);
  session_ = std::move(session);
  cutter_ = profile.cutter;
  set_facts(session_->facts());
  retry_ms_ = kRetryFirstMs;
  poll_at_ms_ = clock_.steady_ms() + kPollMs;
  return true;
}

void EscPosPrinter::disconnect(const char* why) {
  log_info("printer {}: {}", address_.text(), why);
  session_.reset();
  connect_at_ms_ = clock_.steady_ms() + retry_ms_;
  set_facts(PrinterFacts{});
}

void EscPosPrinter::poll() {
  note("poll");
  if (!session_->ask_status()) {
    note("recover");
    if (!session_->recover()) {
      if (!stopping()) disconnect("does not answer");
      return;
    }
  }
  const bool ready = condition_of(session_->facts()) != DeviceCondition::kStopped;
  poll_at_ms_ = clock_.steady_ms() + (ready && session_->automatic() ? kPollReadyMs : kPollMs);
}

void EscPosPrinter::work_off(const Job& job) {
  PrintResult result = make_result(PrintOutcome::kFailed, PrintReason::kAway);
  note(fmt::format("job {}{}", job.number, torn_ ? " separate" : ""));
  if (session_) result = session_->print(job.what, torn_);
  note(fmt::format("job {} {} {}", job.number, name_of(result.outcome), result.code));
  if (session_ && session_->lost()) disconnect("lost while printing");  // told before the result
  log_info("printer {}: ticket {}: {}", address_.text(), name_of(result.outcome), result.code);
  events_.finished(job.number, result);
  count(job.what, result.outcome);
  if (result.outcome != PrintOutcome::kFailed) torn_ = result.outcome == PrintOutcome::kUnknown;
  if (!session_ || result.outcome == PrintOutcome::kPrinted) return;
  const bool untouched = result.outcome == PrintOutcome::kFailed &&
                         condition_of(session_->facts()) == DeviceCondition::kStopped;
  poll_at_ms_ = clock_.steady_ms() + kPollMs;
  if (result.reason == PrintReason::kBadJob || untouched) return;
  note("recover");
  if (!session_->recover() && !stopping()) disconnect("lost or silent after an error");
}

// After the result is told: nobody waits for the disk.
void EscPosPrinter::count(const PrintJob& what, PrintOutcome outcome) {
  counter_.add(outcome, what.raster.rows(), what.cut && cutter_);
  const std::lock_guard lock(mutex_);
  counts_ = counter_.counts();
}

std::optional<EscPosPrinter::Job> EscPosPrinter::take_job() {
  const std::lock_guard lock(mutex_);
  if (jobs_.empty()) return {};
  Job job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

// The only place where the status changes.
void EscPosPrinter::set_facts(const PrinterFacts& facts) {
  const PrinterStatus status{facts, condition_of(facts)};
  {
    const std::lock_guard lock(mutex_);
    if (status == status_) return;
    status_ = status;
  }
  log_info("printer {}: {}", address_.text(), text_of(status));
  events_.status_changed(status);
}

// --- The table -----------------------------------------------------------------------------------

Result<std::vector<DeviceListing>> list() {
  auto bus = UsbBus::shared();
  if (!bus) return bus.error();
  std::vector<DeviceListing> listings;
  for (const UsbTarget& target : (*bus)->targets()) {
    if (!target.printer_class) continue;
    const UsbTexts texts = [&] {
      auto read = read_texts(target);
      return read ? *read : UsbTexts{};
    }();
    listings.push_back({{"escpos", "usb", target.vendor, target.product, texts.serial, {}},
                        texts.manufacturer,
                        texts.product,
                        fmt::format("bus {} device {}", target.bus, target.address)});
  }
  return listings;
}

Result<std::unique_ptr<PrinterDevice>> open(const DeviceAddress& address,
                                            const PrinterOptions& options, PrinterEvents events) {
  if (options.width_dots < 0 || options.width_dots > limits::kRasterWidthDotsMax) {
    return Error{ErrorCode::kInvalid, fmt::format("printer width of {} dots: at most {}",
                                                  options.width_dots, limits::kRasterWidthDotsMax)};
  }
  Profiles profiles;
  if (!options.quirks_folder.empty()) {
    auto loaded = Profiles::load(options.quirks_folder);
    if (!loaded) return loaded.error();
    profiles = std::move(*loaded);
  }
  std::unique_ptr<Trace> trace;
  if (!options.trace_file.empty()) {
    auto created = Trace::create(options.trace_file);
    if (!created) return created.error();
    trace = std::move(*created);
  }
  std::shared_ptr<UsbBus> bus;
  if (address.bus == "usb") {
    auto shared = UsbBus::shared();
    if (!shared) return shared.error();
    bus = std::move(*shared);
  } else if (address.bus == "tcp") {
    if (auto good = TcpLink::check(address.where); !good) return good.error();
  } else {
    return Error{ErrorCode::kInvalid,
                 fmt::format("'{}': an ESC/POS printer is on usb or tcp", address.text())};
  }
  return std::unique_ptr<PrinterDevice>(std::make_unique<EscPosPrinter>(
      address, options, std::move(profiles), std::move(bus), std::move(trace), std::move(events)));
}

void close(std::unique_ptr<PrinterDevice> device) { device.reset(); }

PrinterStatus status(const PrinterDevice& device) {
  return static_cast<const EscPosPrinter&>(device).status();
}

int width_dots(const PrinterDevice& device) {
  return static_cast<const EscPosPrinter&>(device).width_dots();
}

PrintCounts counts(const PrinterDevice& device) {
  return static_cast<const EscPosPrinter&>(device).counts();
}

Result<void> print(PrinterDevice& device, uint64_t job, PrintJob what) {
  return static_cast<EscPosPrinter&>(device).enqueue(job, std::move(what));
}

}  // namespace

const PrinterDriver kEscPosDriver = {"escpos", list,       open,   close,
                                     status,   width_dots, counts, print};

}  // namespace yichuang
