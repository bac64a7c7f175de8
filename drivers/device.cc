#include "drivers/device.h"

#include <fmt/core.h>

#include <algorithm>

#include "drivers/usb_id.h"

namespace yichuang {
namespace {

constexpr size_t kAddressBytesMax = 200;

Error bad_address(std::string_view text) {
  return {ErrorCode::kInvalid,
          fmt::format("device address '{}': write SCHEME:usb, SCHEME:usb:VENDOR:PRODUCT or "
                      "SCHEME:usb:VENDOR:PRODUCT:SERIAL, with four hexadecimal digits for vendor "
                      "and product, SCHEME:tcp:HOST[:PORT], SCHEME:serial:/dev/NAME or sane:NAME; "
                      "for example escpos:usb:04b8:0202",
                      text.substr(0, 120))};
}

// Takes the text up to the next ':' off the front of `rest`.
std::string_view take_part(std::string_view& rest) {
  const size_t end = std::min(rest.find(':'), rest.size());
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

bool is_printable(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7f; });
}

// "host" or "host:port", 1 to 65535.
bool is_host(std::string_view text) {
  const std::string_view host = take_part(text);
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (host.empty() || !digits || text.size() > 5) return false;
  return text.empty() || (text[0] != '0' && (text.size() < 5 || text <= "65535"));
}

}  // namespace

const char* name_of(DeviceCondition condition) {
  switch (condition) {
    case DeviceCondition::kAway:
      return "away";
    case DeviceCondition::kReady:
      return "ready";
    case DeviceCondition::kAttention:
      return "attention";
    case DeviceCondition::kStopped:
      return "stopped";
  }
  return "?";
}

std::string text_of(DeviceCondition condition, const std::vector<const char*>& facts) {
  std::string text = name_of(condition);
  for (const char* fact : facts)
    text += fmt::format("{}{}", fact == facts.front() ? ": " : " ", fact);
  return text;
}

Result<DeviceAddress> DeviceAddress::parse(std::string_view text) {
  if (text.size() > kAddressBytesMax || !is_printable(text) || text.ends_with(':')) {
    return bad_address(text);
  }
  std::string_view rest = text;
  DeviceAddress address;
  address.scheme = take_part(rest);
  const std::string_view name = rest;
  address.bus = take_part(rest);
  if (address.scheme.empty() || address.bus.empty()) return bad_address(text);
  if (address.scheme == "sane") {
    address.where = name;
  } else if (address.bus == "tcp" && is_host(rest)) {
    address.where = rest;
  } else if (address.bus == "serial" && rest.starts_with("/dev/")) {
    address.where = rest;
  } else if (address.bus == "usb" && !rest.empty()) {
    address.vendor = parse_usb_id(take_part(rest));
    address.product = parse_usb_id(take_part(rest));
    if (!address.vendor || !address.product) return bad_address(text);
    address.serial = rest;  // the rest, so that a serial number may hold a colon
  } else if (address.bus != "usb") {
    return bad_address(text);
  }
  return address;
}

std::string DeviceAddress::text() const {
  if (scheme == "sane") return scheme + ":" + where;
  std::string text = scheme + ":" + bus;
  if (!where.empty()) text += ":" + where;
  if (vendor && product) text += fmt::format(":{:04x}:{:04x}", *vendor, *product);
  if (!serial.empty()) text += ":" + serial;
  return text;
}

}  // namespace yichuang
