// What every view has: a header, a strip at its foot, and what is between, on a wide screen or on
// an upright one. In logical units; the window scales them to its pixels. Plain values.
#pragma once

#include "ui/geometry.h"

namespace yichuang::display {

inline constexpr ui::Size kWide{1920, 1080};
inline constexpr ui::Size kUpright{1080, 1920};

struct Frame {
  ui::Size size = kWide;

  static constexpr float kMargin = 48;
  static constexpr float kGap = 24;
  static constexpr float kContentTop = 124;

  bool upright() const { return size.h > size.w; }
  ui::Rect whole() const { return {0, 0, size.w, size.h}; }
  ui::Rect header() const { return {0, 0, size.w, 112}; }
  // Notices, or the banner while cut off.
  ui::Rect strip() const { return {0, size.h - 72, size.w, 72}; }
  // The window in which the notices move.
  ui::Rect ticker() const { return {208, size.h - 72, size.w - 256, 72}; }
  // Between header and strip.
  ui::Rect content() const {
    return {kMargin, kContentTop, size.w - 2 * kMargin, size.h - 96 - kContentTop};
  }
};

}  // namespace yichuang::display
