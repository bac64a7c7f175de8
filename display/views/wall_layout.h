// Where things stand on the managers' wall, in logical units of 1920 × 1080. Constants only.
#pragma once

#include "display/views/hall_layout.h"
#include "ui/geometry.h"

namespace yichuang::display::wall_layout {

inline constexpr float kLeft = 48;
inline constexpr float kGap = 24;
inline constexpr float kFullWidth = 1824;

inline constexpr int kFigures = 4;
inline constexpr float kFigureWidth = (kFullWidth - 3 * kGap) / kFigures;
inline constexpr ui::Rect kFigureRow{kLeft, 124, kFullWidth, 172};
inline ui::Rect figure(int index) {
  return {kLeft + static_cast<float>(index) * (kFigureWidth + kGap), kFigureRow.y, kFigureWidth,
          kFigureRow.h};
}

inline constexpr float kLeftWidth = 1104;
inline constexpr float kRightWidth = kFullWidth - kLeftWidth - kGap;
inline constexpr float kUpperTop = 320;
inline constexpr float kUpperHeight = 304;
inline constexpr float kLowerTop = kUpperTop + kUpperHeight + kGap;
inline constexpr float kLowerHeight = 336;
inline constexpr ui::Rect kChart{kLeft, kUpperTop, kLeftWidth, kUpperHeight};
inline constexpr ui::Rect kWindows{kLeft + kLeftWidth + kGap, kUpperTop, kRightWidth, kUpperHeight};
inline constexpr ui::Rect kServices{kLeft, kLowerTop, kLeftWidth, kLowerHeight};
inline constexpr ui::Rect kAlarms{kLeft + kLeftWidth + kGap, kLowerTop, kRightWidth, kLowerHeight};
// At the foot: visits by the hour; the banner while cut off.
inline constexpr ui::Rect kStrip = layout::kStrip;

// A panel's heading, and what is below it.
inline constexpr float kHeadHeight = 66;
inline ui::Rect inside(const ui::Rect& panel) {
  return {panel.x + 28, panel.y + kHeadHeight, panel.w - 56, panel.h - kHeadHeight - 20};
}

// More services take turns, as on the hall's board.
inline constexpr size_t kServicesPerPage = 8;
inline constexpr size_t kAlarmRows = 4;

}  // namespace yichuang::display::wall_layout
