// Where things stand on the hall's board, in logical units of 1920 × 1080. Constants only.
#pragma once

#include "display/board.h"
#include "ui/geometry.h"

namespace yichuang::display::layout {

inline constexpr ui::Size kBoard{1920, 1080};
inline constexpr ui::Rect kWhole{0, 0, 1920, 1080};
inline constexpr ui::Rect kHeader{0, 0, 1920, 112};
inline constexpr ui::Rect kHero{48, 124, 1216, 372};
inline constexpr ui::Rect kCalls{48, 520, 1216, 464};
inline constexpr ui::Rect kWaiting{1296, 124, 576, 860};
inline constexpr ui::Rect kStrip{0, 1008, 1920, 72};

// What changes when the hero flashes: the card and the glow around it.
inline constexpr float kGlow = 48;
inline constexpr ui::Rect kHeroGlow{kHero.x - kGlow, kHero.y - kGlow, kHero.w + 2 * kGlow,
                                    kHero.h + 2 * kGlow};

inline constexpr float kCallRowTop = 68;
inline constexpr float kCallRowHeight = 98;
inline ui::Rect call_row(size_t index) {
  return {kCalls.x, kCalls.y + kCallRowTop + static_cast<float>(index) * kCallRowHeight, kCalls.w,
          kCallRowHeight};
}

inline constexpr float kWaitingRowTop = 142;
inline constexpr float kWaitingRowHeight = 88;
inline ui::Rect waiting_row(size_t index) {
  return {kWaiting.x, kWaiting.y + kWaitingRowTop + static_cast<float>(index) * kWaitingRowHeight,
          kWaiting.w, kWaitingRowHeight};
}

// The window in which the ticker's text moves.
inline constexpr ui::Rect kTicker{208, 1008, 1664, 72};

}  // namespace yichuang::display::layout
