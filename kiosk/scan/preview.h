// A page as it is shown to whoever scanned it: small enough for a screen, from its JPEG. Pure; any
// thread. The pixels are wiped when they go.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "kiosk/scan/wiped.h"

namespace yichuang::scan {

struct Preview {
  int width_px = 0;
  int height_px = 0;
  WipedVector<uint32_t> rgb;  // 0xRRGGBB, row by row
};

// At most `side_max_px` in either direction. kCorrupt when it is no JPEG of one or three channels.
Result<Preview> make_preview(std::span<const uint8_t> jpeg, int side_max_px);

}  // namespace yichuang::scan
