#include "drivers/reader_port.h"

#include <fmt/core.h>

#include <utility>
#include <variant>

#include "drivers/inbox.h"

namespace yichuang {

struct ReaderPort::Told {
  using Item = std::variant<ReaderStatus, hid::ScannedCode, CardRead>;
  explicit Told(Wake wake) : inbox(std::move(wake), [](const Item&) { return true; }) {}
  Inbox<Item> inbox;
};

ReaderPort::ReaderPort(std::shared_ptr<Told> told) : told_(std::move(told)) {}

ReaderPort::~ReaderPort() = default;

Result<std::unique_ptr<ReaderPort>> ReaderPort::open(std::string_view address,
                                                     const ReaderOptions& options, Wake wake) {
  auto parsed = DeviceAddress::parse(address);
  if (!parsed) return parsed.error();
  const ReaderDriver* driver = find_reader_driver(parsed->scheme);
  if (driver == nullptr) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("reader address '{}': no driver '{}' here", address, parsed->scheme)};
  }
  auto told = std::make_shared<Told>(std::move(wake));
  std::unique_ptr<ReaderPort> port(new ReaderPort(told));
  ReaderEvents events;
  events.status_changed = [told](const ReaderStatus& status) { told->inbox.put(status); };
  events.code_read = [told](const hid::ScannedCode& code) { told->inbox.put(code); };
  events.card_read = [told](const CardRead& card) { told->inbox.put(card); };
  auto device = driver->open(*parsed, options, std::move(events));
  if (!device) return device.error();
  port->device_ = std::move(*device);
  return port;
}

bool ReaderPort::drain() {
  const auto items = told_->inbox.take();
  for (const Told::Item& item : items) {
    if (const auto* status = std::get_if<ReaderStatus>(&item)) {
      if (changed_) changed_(*status);
    } else if (const auto* code = std::get_if<hid::ScannedCode>(&item)) {
      if (code_) code_(*code);
    } else if (card_) {
      card_(std::get<CardRead>(item));
    }
  }
  return !items.empty();
}

bool ReaderPort::wait(int timeout_ms) { return told_->inbox.wait(timeout_ms); }

}  // namespace yichuang
