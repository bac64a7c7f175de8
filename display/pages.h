// Lists longer than their place take turns: pages of equal length, each shown for kPageMs, around
// and around from the moment the view began. Plain arithmetic; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace yichuang::display {

inline constexpr int64_t kPageMs = 8000;

struct Pages {
  size_t items = 0;
  size_t rows = 1;  // of a page, at least 1

  // At least one.
  size_t count() const { return std::max<size_t>(1, (items + rows - 1) / rows); }
  // The one shown so long after the view began.
  size_t at(int64_t shown_us) const {
    return static_cast<size_t>(std::max<int64_t>(0, shown_us) / (kPageMs * 1000)) % count();
  }
  // When it turns next; INT64_MAX while there is only one.
  int64_t next_us(int64_t began_us, int64_t now_us) const {
    if (count() == 1) return INT64_MAX;
    const int64_t page_us = kPageMs * 1000;
    return began_us + (std::max<int64_t>(0, now_us - began_us) / page_us + 1) * page_us;
  }
};

}  // namespace yichuang::display
