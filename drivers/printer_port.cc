#include "drivers/printer_port.h"

#include <fmt/core.h>

#include <utility>
#include <variant>

#include "drivers/inbox.h"

namespace yichuang {

struct PrinterPort::Told {
  struct Finished {
    uint64_t job = 0;
    PrintResult result;
  };
  using Item = std::variant<Finished, PrinterStatus>;

  explicit Told(Wake wake)
      // Results are few (limits::kPrintJobsMax) and never dropped.
      : inbox(std::move(wake),
              [](const Item& item) { return std::holds_alternative<PrinterStatus>(item); }) {}
  Inbox<Item> inbox;
};

PrinterPort::PrinterPort(const PrinterDriver& driver, std::shared_ptr<Told> told)
    : driver_(driver), told_(std::move(told)) {}

Result<std::unique_ptr<PrinterPort>> PrinterPort::open(std::string_view address,
                                                       const PrinterOptions& options, Wake wake) {
  auto parsed = DeviceAddress::parse(address);
  if (!parsed) return parsed.error();
  const PrinterDriver* driver = find_printer_driver(parsed->scheme);
  if (driver == nullptr) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("printer address '{}': no driver '{}' here", address, parsed->scheme)};
  }
  auto told = std::make_shared<Told>(std::move(wake));
  std::unique_ptr<PrinterPort> port(new PrinterPort(*driver, told));
  PrinterEvents events;
  events.status_changed = [told](const PrinterStatus& status) { told->inbox.put(status); };
  events.finished = [told](uint64_t job, const PrintResult& result) {
    told->inbox.put(Told::Finished{job, result});
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
    told_->inbox.put(
        Told::Finished{job, make_result(PrintOutcome::kFailed, PrintReason::kQueueFull)});
  }
}

void PrinterPort::on_status(StatusChanged changed) { status_changed_ = std::move(changed); }

bool PrinterPort::drain() {
  const auto items = told_->inbox.take();
  for (const Told::Item& item : items) {
    if (const auto* status = std::get_if<PrinterStatus>(&item)) {
      if (status_changed_) status_changed_(*status);
      continue;
    }
    const auto& finished = std::get<Told::Finished>(item);
    auto node = waiting_.extract(finished.job);
    HALL_ASSERT(!node.empty());  // a driver tells each job once
    if (node.mapped()) node.mapped()(finished.result);
  }
  return !items.empty();
}

bool PrinterPort::wait(int timeout_ms) { return told_->inbox.wait(timeout_ms); }

PrinterStatus PrinterPort::status() const { return driver_.status(*device_); }

int PrinterPort::width_dots() const { return driver_.width_dots(*device_); }

PrintCounts PrinterPort::counts() const { return driver_.counts(*device_); }

}  // namespace yichuang
