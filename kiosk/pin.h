// Pin: the digits of a secret number; each copy is wiped where it ends. Plain value; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace yichuang::kiosk {

inline constexpr size_t kPinDigits = 6;

class Pin {
 public:
  Pin() = default;
  Pin(const Pin&) = default;
  Pin& operator=(const Pin&) = default;
  ~Pin();

  // One more, unless it is full.
  void add(char digit);
  // The last one, if there is any.
  void erase();
  // No digit is left.
  void wipe();

  size_t size() const { return size_; }
  // Valid as long as this copy, and until it changes.
  std::string_view view() const { return {digits_.data(), size_}; }

 private:
  std::array<char, kPinDigits> digits_{};
  size_t size_ = 0;
};

}  // namespace yichuang::kiosk
