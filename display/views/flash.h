// A new call flashes: bright and calm in turns of half a second for six seconds, then it rests.
// Pure.
#pragma once

#include <cstdint>

namespace yichuang::display {

struct Flash {
  static constexpr int64_t kWholeUs = 6'000'000;
  static constexpr int64_t kHalfUs = 500'000;  // 1 Hz: far below what can harm anybody

  int64_t began_us = INT64_MIN / 2;

  bool over(int64_t now_us) const { return now_us - began_us >= kWholeUs; }
  // Bright first: the change is seen at once.
  bool lit(int64_t now_us) const { return !over(now_us) && (now_us - began_us) / kHalfUs % 2 == 0; }
  // When it changes next; INT64_MAX once it is over.
  int64_t next_us(int64_t now_us) const {
    return over(now_us) ? INT64_MAX : began_us + ((now_us - began_us) / kHalfUs + 1) * kHalfUs;
  }
};

}  // namespace yichuang::display
