// A grey picture, and how one is made smaller: what the checks look at. Rows from the top, 0 is
// black. Wiped when it goes. Any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kiosk/scan/raw_page.h"
#include "kiosk/scan/wiped.h"

namespace yichuang::scan {

struct Grey {
  int width = 0;
  int height = 0;
  int dpi = 0;
  WipedBytes pixels;

  Grey() = default;
  Grey(int w, int h, int dots_per_inch)
      : width(w),
        height(h),
        dpi(dots_per_inch),
        pixels(static_cast<size_t>(w) * static_cast<size_t>(h)) {}
  uint8_t* row(int y) {
    return pixels.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
  const uint8_t* row(int y) const {
    return pixels.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
  uint8_t at(int x, int y) const { return row(y)[x]; }
};

// Luma of ITU-R BT.601 (299, 587, 114 thousandths), in 256ths.
constexpr uint8_t luma(int red, int green, int blue) {
  return static_cast<uint8_t>((77 * red + 150 * green + 29 * blue + 128) >> 8);
}

// The mean of each factor × factor block of pixels; what is left over at the right and the bottom
// is left out. 1 ≤ factor ≤ 16, and at least one block each way.
Grey reduce(const RawPage& page, int factor);
Grey reduce(const Grey& grey, int factor);

// The factor that brings `dpi` next to `wanted_dpi`, at least 1.
constexpr int factor_for(int dpi, int wanted_dpi) {
  return std::max(1, (dpi + wanted_dpi / 2) / wanted_dpi);
}

// The grey below which `share_permille` of the counted pixels lie. `counts` has 256 entries.
int level_at(const size_t* counts, int share_permille);

}  // namespace yichuang::scan
