// KeyWedge: a code reader that types like a keyboard ("keyboard wedge"), for readers that do not
// speak HID POS. It must be set to type a prefix before each code and Enter after it; what begins
// with the prefix and comes as fast as no hand types is a code, all else stays typing. Pure.
//
// The system sees a keyboard: whether the reader is there cannot be known, and another program may
// see the keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace yichuang {

class KeyWedge {
 public:
  // `prefix`: 1 to 8 printable ASCII characters, as the reader is set to send them.
  explicit KeyWedge(std::string prefix) : prefix_(std::move(prefix)) {}

  struct Typed {
    bool taken = false;               // part of a code: nobody else should see it
    std::optional<std::string> code;  // complete with this key; personal: it is not logged
  };
  // What was typed, "\n" for Enter, at `at_ms` of a clock that does not go back.
  Typed type(std::string_view text, int64_t at_ms);

  // Between two characters of a reader; hands are slower when they type 20 characters.
  static constexpr int64_t kGapMs = 100;

 private:
  Typed type_one(char c);
  void forget();

  const std::string prefix_;
  std::string begun_;  // with the prefix, which may be incomplete
  bool too_long_ = false;
  int64_t last_ms_ = 0;
};

}  // namespace yichuang
