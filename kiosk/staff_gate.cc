#include "kiosk/staff_gate.h"

#include <algorithm>

namespace yichuang::kiosk {

bool StaffGate::corner_touched(int64_t now_ms) {
  if (touches_ == 0 || now_ms - first_touch_ms_ > kCornerMs) {
    touches_ = 0;
    first_touch_ms_ = now_ms;
  }
  if (++touches_ < kCornerTouches) return false;
  touches_ = 0;
  return true;
}

std::optional<Pin> StaffGate::type(char digit, int64_t now_ms) {
  if (shut_seconds(now_ms) > 0 || digit < '0' || digit > '9') return {};
  pin_.add(digit);
  if (pin_.size() < kPinDigits) return {};
  const Pin whole = pin_;
  forget();
  return whole;
}

void StaffGate::erase() { pin_.erase(); }

void StaffGate::answered(bool right, int64_t now_ms) {
  if (right) {
    wrong_ = 0;
    shut_ms_ = kShutMs;
    return;
  }
  if (++wrong_ % kWrongMax != 0) return;
  shut_until_ms_ = now_ms + shut_ms_;
  shut_ms_ = std::min(shut_ms_ * 2, kShutLongestMs);
}

void StaffGate::forget() { pin_.wipe(); }

int64_t StaffGate::shut_seconds(int64_t now_ms) const {
  return std::max<int64_t>(0, (shut_until_ms_ - now_ms + 999) / 1000);
}

}  // namespace yichuang::kiosk
