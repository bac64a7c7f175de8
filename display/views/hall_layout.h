// Where things stand on the hall's board, for a screen and the hall's own layout. Plain values.
#pragma once

#include <algorithm>
#include <cstddef>

#include "display/layout_settings.h"
#include "display/pages.h"
#include "display/views/frame.h"

namespace yichuang::display {

struct HallLayout {
  Frame frame;
  ui::Rect hero;
  ui::Rect plate;  // in the hero, with the window's number
  ui::Rect calls;
  ui::Rect waiting;  // empty: not shown
  size_t call_columns = 1;
  size_t call_rows = 4;
  bool notices = true;
  Directions directions;

  static constexpr float kCallHead = 68;
  static constexpr float kWaitingHead = 142;
  static constexpr float kWaitingRow = 88;
  static constexpr float kGlow = 48;

  // What changes when the hero flashes: the card and the glow around it.
  ui::Rect hero_glow() const { return hero.inset(-kGlow); }
  size_t calls_shown() const { return call_columns * call_rows; }
  // Of so many awaited calls: all have a row, or the newest keeps the first and the others take
  // turns in the rest.
  Pages call_pages(size_t awaited) const {
    if (awaited <= calls_shown()) return {awaited, calls_shown()};
    return {awaited - 1, calls_shown() - 1};
  }
  // Newest first down the first column, then down the next.
  ui::Rect call_cell(size_t index) const {
    const float height = (calls.h - kCallHead - 4) / static_cast<float>(call_rows);
    const float width = calls.w / static_cast<float>(call_columns);
    const auto column = static_cast<float>(index / call_rows);
    const auto row = static_cast<float>(index % call_rows);
    return {calls.x + column * width, calls.y + kCallHead + row * height, width, height};
  }
  size_t waiting_rows() const {
    return static_cast<size_t>(std::max(1.0F, (waiting.h - kWaitingHead) / kWaitingRow));
  }
  ui::Rect waiting_row(size_t index) const {
    return {waiting.x, waiting.y + kWaitingHead + static_cast<float>(index) * kWaitingRow,
            waiting.w, kWaitingRow};
  }
};

HallLayout hall_layout(ui::Size screen, const LayoutSettings& settings);

}  // namespace yichuang::display
