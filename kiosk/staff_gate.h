// The way to the staff panel: five touches of a corner, then a PIN; wrong ones shut it for a while.
// Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "kiosk/pin.h"

namespace yichuang::kiosk {

class StaffGate {
 public:
  // A touch of the corner. True: that was the fifth within kCornerMs, the PIN may be asked for.
  bool corner_touched(int64_t now_ms);
  // A digit of the PIN, '0' to '9'. The whole PIN when it was the last; nothing while it is shut.
  std::optional<Pin> type(char digit, int64_t now_ms);
  void erase();
  // What became of the PIN; each third wrong one in a row shuts the gate, the longer the more.
  void answered(bool right, int64_t now_ms);
  // Nothing typed stays behind.
  void forget();

  size_t typed() const { return pin_.size(); }
  bool was_wrong() const { return wrong_ > 0; }
  // Whole seconds until it opens again; 0: it is open.
  int64_t shut_seconds(int64_t now_ms) const;

  static constexpr int kCornerTouches = 5;
  static constexpr int64_t kCornerMs = 4'000;
  static constexpr int kWrongMax = 3;
  static constexpr int64_t kShutMs = 60'000;  // doubles
  static constexpr int64_t kShutLongestMs = 3'600'000;

 private:
  int touches_ = 0;
  int64_t first_touch_ms_ = 0;
  Pin pin_;
  int wrong_ = 0;
  int64_t shut_until_ms_ = 0;
  int64_t shut_ms_ = kShutMs;
};

}  // namespace yichuang::kiosk
