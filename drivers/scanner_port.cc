#include "drivers/scanner_port.h"

#include <fmt/core.h>

#include <utility>
#include <variant>

#include "drivers/inbox.h"

namespace yichuang {

struct ScannerPort::Told {
  struct Progressed {
    uint64_t job = 0;
    int pages = 0;
    int permille = 0;
  };
  struct Finished {
    uint64_t job = 0;
    ScanResult result;
  };
  using Item = std::variant<Finished, Progressed, ScannerStatus>;

  explicit Told(Wake wake)
      : inbox(std::move(wake),
              [](const Item& item) { return !std::holds_alternative<Finished>(item); }) {}
  Inbox<Item> inbox;
};

ScannerPort::ScannerPort(const ScannerDriver& driver, std::shared_ptr<Told> told)
    : driver_(driver), told_(std::move(told)) {}

Result<std::unique_ptr<ScannerPort>> ScannerPort::open(std::string_view address,
                                                       const ScannerOptions& options, Wake wake) {
  auto parsed = DeviceAddress::parse(address);
  if (!parsed) return parsed.error();
  const ScannerDriver* driver = find_scanner_driver(parsed->scheme);
  if (driver == nullptr) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("scanner address '{}': no driver '{}' here", address, parsed->scheme)};
  }
  auto told = std::make_shared<Told>(std::move(wake));
  std::unique_ptr<ScannerPort> port(new ScannerPort(*driver, told));
  ScannerEvents events;
  events.status_changed = [told](const ScannerStatus& status) { told->inbox.put(status); };
  events.progress = [told](uint64_t job, int pages, int permille) {
    told->inbox.put(Told::Progressed{job, pages, permille});
  };
  events.finished = [told](uint64_t job, const ScanResult& result) {
    told->inbox.put(Told::Finished{job, result});
  };
  auto device = driver->open(*parsed, options, std::move(events));
  if (!device) return device.error();
  port->device_ = std::move(*device);
  return port;
}

ScannerPort::~ScannerPort() {
  if (device_) driver_.close(std::move(device_));
}

void ScannerPort::scan(const ScanJob& what, std::shared_ptr<ScanSink> sink, Progress progress,
                       Done done) {
  HALL_ASSERT(!busy() && done != nullptr);
  const uint64_t job = ++last_job_;
  progress_ = std::move(progress);
  done_ = std::move(done);
  if (auto begun = driver_.scan(*device_, job, what, std::move(sink)); !begun)
    told_->inbox.put(Told::Finished{job, make_scan_result(ScanReason::kQueueFull, 0)});
}

void ScannerPort::cancel() {
  if (busy()) driver_.cancel(*device_);
}

void ScannerPort::on_status(StatusChanged changed) { status_changed_ = std::move(changed); }

bool ScannerPort::drain() {
  const auto items = told_->inbox.take();
  for (const Told::Item& item : items) {
    if (const auto* status = std::get_if<ScannerStatus>(&item)) {
      if (status_changed_) status_changed_(*status);
    } else if (const auto* progressed = std::get_if<Told::Progressed>(&item)) {
      if (progress_) progress_(progressed->pages, progressed->permille);
    } else {
      HALL_ASSERT(busy());  // a driver tells each job once
      progress_ = nullptr;
      const Done done = std::exchange(done_, nullptr);
      done(std::get<Told::Finished>(item).result);
    }
  }
  return !items.empty();
}

bool ScannerPort::wait(int timeout_ms) { return told_->inbox.wait(timeout_ms); }

ScannerStatus ScannerPort::status() const { return driver_.status(*device_); }

ScannerCapabilities ScannerPort::capabilities() const { return driver_.capabilities(*device_); }

}  // namespace yichuang
