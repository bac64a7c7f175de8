// A USB vendor or product id as people write it: four hexadecimal digits, as lsusb prints them.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace yichuang {

inline std::optional<uint16_t> parse_usb_id(std::string_view text) {
  uint16_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.size() != 4 || error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

}  // namespace yichuang
