#include "drivers/sane_scanner.h"

#include <fmt/core.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "drivers/scan_session.h"
#include "drivers/trace.h"
#include "drivers/usb_bus.h"
#include "drivers/worker_process.h"

namespace yichuang {
namespace {

using scan_wire::Kind;

constexpr int kRestLongestMs = 60'000;
constexpr int kListMs = 40'000;

class SaneScanner final : public ScannerDevice, private ScanHost {
 public:
  SaneScanner(DeviceAddress address, const ScannerOptions& options, std::shared_ptr<UsbBus> bus,
              std::unique_ptr<Trace> trace, ScannerEvents events);
  ~SaneScanner() override;

  ScannerStatus status() const;
  ScannerCapabilities capabilities() const;
  Result<void> scan(uint64_t job, ScanJob what, std::shared_ptr<ScanSink> sink);
  void cancel();

 private:
  struct Wanted {
    uint64_t job = 0;
    ScanJob what;
    std::shared_ptr<ScanSink> sink;
  };
  struct Rung {
    bool stop = false;
    bool cancel = false;
    bool arrived = false;
    bool left = false;
    std::optional<Wanted> wanted;
  };

  // ScanHost, on the driver's thread.
  bool start_worker() override;
  bool send(std::span<const uint8_t> message) override;
  void end_worker() override;
  void facts_changed(const ScannerFacts& facts) override;
  void capabilities_changed(const ScannerCapabilities& able) override;
  void progress(uint64_t job, int pages, int permille) override;
  void finished(uint64_t job, const ScanResult& result) override;

  void ring();
  void run();
  bool answer_bell();
  void rest();
  void listen();
  int64_t now_ms() const { return clock_.steady_ms(); }

  const DeviceAddress address_;
  const ScannerOptions options_;
  const std::shared_ptr<UsbBus> bus_;  // null for scanners on the network
  const std::unique_ptr<Trace> trace_;
  const ScannerEvents events_;
  const SystemClock clock_;
  int subscription_ = 0;
  int bell_ = -1;  // an eventfd

  // The driver thread's own.
  std::unique_ptr<WorkerProcess> worker_;
  ScanSession session_;
  std::vector<uint8_t> room_;

  mutable std::mutex mutex_;  // guards all below
  Rung rung_;
  bool taken_ = false;  // a job is wanted or under way
  ScannerStatus status_;
  ScannerCapabilities able_;

  std::thread thread_;  // last: it begins when all else is there
};

SaneScanner::SaneScanner(DeviceAddress address, const ScannerOptions& options,
                         std::shared_ptr<UsbBus> bus, std::unique_ptr<Trace> trace,
                         ScannerEvents events)
    : address_(std::move(address)),
      options_(options),
      bus_(std::move(bus)),
      trace_(std::move(trace)),
      events_(std::move(events)),
      bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      session_(address_.where, options_.patience, *this),
      room_(limits::kScanMessageBytesMax + 1) {
  HALL_ASSERT(bell_ >= 0);
  if (bus_) {
    subscription_ = bus_->subscribe([this](UsbBus::Change change, const libusb_device*) {
      const std::lock_guard lock(mutex_);
      (change == UsbBus::Change::kArrived ? rung_.arrived : rung_.left) = true;
      ring();
    });
  }
  thread_ = std::thread([this] { run(); });
}

SaneScanner::~SaneScanner() {
  if (bus_) bus_->forget(subscription_);
  {
    const std::lock_guard lock(mutex_);
    rung_.stop = true;
  }
  ring();
  thread_.join();
  close(bell_);
}

// --- Any thread ----------------------------------------------------------------------------------

ScannerStatus SaneScanner::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

ScannerCapabilities SaneScanner::capabilities() const {
  const std::lock_guard lock(mutex_);
  return able_;
}

Result<void> SaneScanner::scan(uint64_t job, ScanJob what, std::shared_ptr<ScanSink> sink) {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(taken_, true))
      return Error{ErrorCode::kExhausted, make_scan_result(ScanReason::kQueueFull, 0).staff};
    rung_.wanted = Wanted{job, what, std::move(sink)};
    rung_.cancel = false;  // it was meant for the job before
  }
  ring();
  return {};
}

void SaneScanner::cancel() {
  {
    const std::lock_guard lock(mutex_);
    rung_.cancel = true;
  }
  ring();
}

void SaneScanner::ring() {
  const uint64_t one = 1;
  (void)!write(bell_, &one, sizeof(one));  // cannot fail but when it is full, and then it rings
}

// --- The driver thread ---------------------------------------------------------------------------

void SaneScanner::run() {
  while (answer_bell()) {
    session_.tick(now_ms());
    listen();
    rest();
  }
  session_.close();
}

// False at the end.
bool SaneScanner::answer_bell() {
  uint64_t count = 0;
  (void)!read(bell_, &count, sizeof(count));
  Rung rung;
  {
    const std::lock_guard lock(mutex_);
    rung = std::exchange(rung_, {});
  }
  if (rung.left) session_.on_bus_changed(false, now_ms());
  if (rung.arrived) session_.on_bus_changed(true, now_ms());
  if (rung.wanted)
    session_.begin_job(rung.wanted->job, rung.wanted->what, rung.wanted->sink, now_ms());
  if (rung.cancel) session_.cancel_job(now_ms());
  return !rung.stop;
}

void SaneScanner::rest() {
  const int64_t left_ms = std::clamp<int64_t>(session_.due_ms() - now_ms(), 0, kRestLongestMs);
  pollfd both[2] = {{bell_, POLLIN, 0}, {worker_ ? worker_->socket() : -1, POLLIN, 0}};
  (void)poll(both, 2, static_cast<int>(left_ms));
}

// A message a turn, so that a cancel is seen between two of them.
void SaneScanner::listen() {
  if (!worker_) return;
  bool ended = false;
  const auto message = worker_->receive(room_, ended);
  if (message && trace_) {
    const bool rows = (*message)[0] == static_cast<uint8_t>(Kind::kRows);
    if (rows) trace_->note(fmt::format("rows {}", message->size() - 1));
    if (!rows) trace_->received(*message);
  }
  if (message) {
    session_.on_message(*message, now_ms());
    std::fill(room_.begin(), room_.begin() + static_cast<ptrdiff_t>(message->size()), 0);
  } else if (ended) {
    session_.on_worker_ended(now_ms());
  }
}

bool SaneScanner::start_worker() {
  worker_.reset();
  auto started = WorkerProcess::start(options_);
  if (!started) {
    log_warning("scanner {}: {}", address_.text(), started.error().sentence);
    return false;
  }
  if (trace_) trace_->note("helper started");
  worker_ = std::move(*started);
  return true;
}

bool SaneScanner::send(std::span<const uint8_t> message) {
  if (trace_) trace_->sent(message);
  return worker_ && worker_->send(message);
}

void SaneScanner::end_worker() {
  if (trace_) trace_->note("helper ended");
  worker_.reset();
}

void SaneScanner::facts_changed(const ScannerFacts& facts) {
  const ScannerStatus status{facts, condition_of(facts)};
  {
    const std::lock_guard lock(mutex_);
    status_ = status;
  }
  log_info("scanner {}: {}", address_.text(), text_of(status));
  events_.status_changed(status);
}

void SaneScanner::capabilities_changed(const ScannerCapabilities& able) {
  const std::lock_guard lock(mutex_);
  able_ = able;
}

void SaneScanner::progress(uint64_t job, int pages, int permille) {
  events_.progress(job, pages, permille);
}

void SaneScanner::finished(uint64_t job, const ScanResult& result) {
  if (trace_) trace_->note(fmt::format("job {} {} pages {}", job, result.code, result.pages));
  {
    const std::lock_guard lock(mutex_);
    taken_ = false;
  }
  events_.finished(job, result);
}

// --- The table -----------------------------------------------------------------------------------

DeviceListing listing_of(const scan_wire::Device& device) {
  const std::string name = scan_wire::text_in(device.name);
  const std::string backend = name.substr(0, name.find(':'));
  return {{"sane", backend, {}, {}, {}, name},
          scan_wire::text_in(device.vendor),
          scan_wire::text_in(device.model),
          scan_wire::text_in(device.type)};
}

// All backends of the system, not only ours: whoever lists wants to find.
Result<std::vector<DeviceListing>> list(const ScannerOptions& options) {
  ScannerOptions wide = options;
  if (wide.config_folder.empty()) wide.config_folder = "/etc/sane.d";
  auto worker = WorkerProcess::start(wide);
  if (!worker) return worker.error();
  std::vector<DeviceListing> found;
  std::vector<uint8_t> room(limits::kScanMessageBytesMax + 1);
  const SystemClock clock;
  const int64_t deadline_ms = clock.steady_ms() + kListMs;
  bool ended = !(*worker)->send(scan_wire::message(Kind::kList));
  while (!ended && found.size() <= limits::kScannersMax) {
    const int64_t left_ms = deadline_ms - clock.steady_ms();
    if (left_ms <= 0) break;
    pollfd one{(*worker)->socket(), POLLIN, 0};
    if (poll(&one, 1, static_cast<int>(left_ms)) <= 0) continue;
    const auto message = (*worker)->receive(room, ended);
    if (!message) continue;
    if ((*message)[0] == static_cast<uint8_t>(Kind::kListed)) return found;
    if (const auto device = scan_wire::body_of<scan_wire::Device>(*message))
      found.push_back(listing_of(*device));
  }
  return Error{ErrorCode::kUnavailable, ended ? "a scanner's backend crashed while it searched"
                                              : "a scanner's backend searched for too long"};
}

Result<std::unique_ptr<ScannerDevice>> open(const DeviceAddress& address,
                                            const ScannerOptions& options, ScannerEvents events) {
  if (address.where.size() >= sizeof(scan_wire::Open::name)) {
    return Error{ErrorCode::kInvalid, fmt::format("'{}': a scanner's name has less than {} bytes",
                                                  address.text(), sizeof(scan_wire::Open::name))};
  }
  if (const auto program = worker_program(options); !program) return program.error();
  std::unique_ptr<Trace> trace;
  if (!options.trace_file.empty()) {
    auto created = Trace::create(options.trace_file);
    if (!created) return created.error();
    trace = std::move(*created);
  }
  std::shared_ptr<UsbBus> bus;
  if (address.bus != "airscan" && address.bus != "net") {
    auto shared = UsbBus::shared();
    if (!shared) return shared.error();
    bus = std::move(*shared);
  }
  return std::unique_ptr<ScannerDevice>(std::make_unique<SaneScanner>(
      address, options, std::move(bus), std::move(trace), std::move(events)));
}

void close_device(std::unique_ptr<ScannerDevice> device) { device.reset(); }

const SaneScanner& sane(const ScannerDevice& device) {
  return static_cast<const SaneScanner&>(device);
}

ScannerStatus status(const ScannerDevice& device) { return sane(device).status(); }

ScannerCapabilities capabilities(const ScannerDevice& device) {
  return sane(device).capabilities();
}

Result<void> scan(ScannerDevice& device, uint64_t job, ScanJob what,
                  std::shared_ptr<ScanSink> sink) {
  return static_cast<SaneScanner&>(device).scan(job, what, std::move(sink));
}

void cancel(ScannerDevice& device) { static_cast<SaneScanner&>(device).cancel(); }

}  // namespace

const ScannerDriver kSaneDriver = {"sane", list,         open, close_device,
                                   status, capabilities, scan, cancel};

}  // namespace yichuang
