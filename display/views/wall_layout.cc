#include "display/views/wall_layout.h"

namespace yichuang::display {
namespace {

void place_figures(WallLayout& at, const ui::Rect& area, int columns) {
  const float width =
      (area.w - static_cast<float>(columns - 1) * Frame::kGap) / static_cast<float>(columns);
  for (int i = 0; i < 4; ++i) {
    const auto column = static_cast<float>(i % columns);
    const auto row = static_cast<float>(i / columns);
    at.figures[static_cast<size_t>(i)] = {area.x + column * (width + Frame::kGap),
                                          area.y + row * (WallLayout::kFigureHeight + Frame::kGap),
                                          width, WallLayout::kFigureHeight};
  }
  at.figure_rows = around(at.figures.front(), at.figures.back());
}

void place_wide(WallLayout& at) {
  constexpr float kLeftWidth = 1104;
  constexpr float kUpperHeight = 304;
  const ui::Rect area = at.frame.content();
  place_figures(at, area, 4);
  const float right = area.x + kLeftWidth + Frame::kGap;
  const float right_width = area.w - kLeftWidth - Frame::kGap;
  const float upper = at.figure_rows.bottom() + Frame::kGap;
  const float lower = upper + kUpperHeight + Frame::kGap;
  const float lower_height = area.bottom() - lower;
  at.chart = {area.x, upper, kLeftWidth, kUpperHeight};
  at.windows = {right, upper, right_width, kUpperHeight};
  at.services = {area.x, lower, kLeftWidth, lower_height};
  at.alarms = {right, lower, right_width, lower_height};
}

void place_upright(WallLayout& at) {
  constexpr float kHeights[] = {304, 292, 300};  // chart, windows, services; alarms have the rest
  const ui::Rect area = at.frame.content();
  place_figures(at, area, 2);
  float y = at.figure_rows.bottom() + Frame::kGap;
  const auto next = [&](float height) {
    const ui::Rect placed{area.x, y, area.w, height};
    y += height + Frame::kGap;
    return placed;
  };
  at.chart = next(kHeights[0]);
  at.windows = next(kHeights[1]);
  at.services = next(kHeights[2]);
  at.alarms = next(area.bottom() - y);
}

}  // namespace

WallLayout wall_layout(ui::Size screen) {
  WallLayout at;
  at.frame.size = screen;
  if (at.frame.upright()) {
    place_upright(at);
  } else {
    place_wide(at);
  }
  return at;
}

}  // namespace yichuang::display
