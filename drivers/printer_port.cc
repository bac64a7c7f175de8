#include "drivers/printer_port.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>
#include <variant>

#include "drivers/limits.h"

namespace yichuang {

struct PrinterPort::Inbox {
  struct Finished {
    uint64_t job = 0;
    PrintResult result;
  };
  using Item = std::variant<Finished, PrinterStatus>;

  std::mutex mutex;
  std::condition_variable filled;
  std::deque<Item> items;
  Wake wake;

  // When full, the oldest status goes: results are few (limits::kPrintJobsMax) and never dropped.
  void put(Item item) {
    {
      const std::lock_guard lock(mutex);
      if (items.size() >= limits::kPortEventsMax) {
        const auto oldest = std::ranges::find_if(
            items, [](const Item& each) { return std::holds_alternative<PrinterStatus>(each); });
        if (oldest != items.end()) items.erase(oldest);
      }
      items.push_back(std::move(item));
    }
    filled.notify_one();
    if (wake) wake();
  }
};

PrinterPort::PrinterPort(const PrinterDriver& driver, std::shared_ptr<Inbox> inbox)
    : driver_(driver), inbox_(std::move(inbox)) {}

Result<std::unique_ptr<PrinterPort>> PrinterPort::open(std::string_view address,
                                                       const PrinterOptions& options, Wake wake) {
  auto parsed = DeviceAddress::parse(address);
  if (!parsed) return parsed.error();
  const PrinterDriver* driver = find_printer_driver(parsed->scheme);
  if (driver == nullptr) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("printer address '{}': no driver '{}' here", address, parsed->scheme)};
  }
  auto inbox = std::make_shared<Inbox>();
  inbox->wake = std::move(wake);
  std::unique_ptr<PrinterPort> port(new PrinterPort(*driver, inbox));
  PrinterEvents events;
  events.status_changed = [inbox](const PrinterStatus& status) { inbox->put(status); };
  events.finished = [inbox](uint64_t job, const PrintResult& result) {
    inbox->put(Inbox::Finished{job, result});
  };
  auto device = driver->open(*parsed, options, std::move(events));
  if (!device) return device.error();
  port->device_ = std::move(*device);
  return port;
}

PrinterPort::~PrinterPort() {
  if (device_) driver_.close(std::move(device_));
}

void PrinterPort::print(PrintJob what, Done done) {
  HALL_ASSERT(waiting_.size() < limits::kPortEventsMax);  // a program that never drains
  const uint64_t job = ++last_job_;
  waiting_[job] = std::move(done);
  auto queued = driver_.print(*device_, job, std::move(what));
  if (!queued) {
    inbox_->put(Inbox::Finished{job, make_result(PrintOutcome::kFailed, PrintReason::kQueueFull)});
  }
}

void PrinterPort::on_status(StatusChanged changed) { status_changed_ = std::move(changed); }

bool PrinterPort::drain() {
  std::deque<Inbox::Item> items;
  {
    const std::lock_guard lock(inbox_->mutex);
    items.swap(inbox_->items);
  }
  for (const Inbox::Item& item : items) {
    if (const auto* status = std::get_if<PrinterStatus>(&item)) {
      if (status_changed_) status_changed_(*status);
      continue;
    }
    const auto& finished = std::get<Inbox::Finished>(item);
    auto node = waiting_.extract(finished.job);
    HALL_ASSERT(!node.empty());  // a driver tells each job once
    if (node.mapped()) node.mapped()(finished.result);
  }
  return !items.empty();
}

bool PrinterPort::wait(int timeout_ms) {
  std::unique_lock lock(inbox_->mutex);
  return inbox_->filled.wait_for(lock, std::chrono::milliseconds(timeout_ms),
                                 [this] { return !inbox_->items.empty(); });
}

PrinterStatus PrinterPort::status() const { return driver_.status(*device_); }

int PrinterPort::width_dots() const { return driver_.width_dots(*device_); }

}  // namespace yichuang
