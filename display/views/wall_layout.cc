#include "display/views/wall_layout.h"

#include <algorithm>
#include <vector>

namespace yichuang::display {
namespace {

// A panel and how high it is where others stand below it; the last one has what is left.
struct Placed {
  ui::Rect* panel;
  float height;
};
using Column = std::vector<Placed>;

void place_column(const Column& column, ui::Rect area) {
  for (const Placed& placed : column) {
    const bool last = &placed == &column.back();
    *placed.panel = {area.x, area.y, area.w, last ? area.h : placed.height};
    area.y += placed.height + Frame::kGap;
    area.h -= placed.height + Frame::kGap;
  }
}

// Above the others; returns what is below.
ui::Rect place_figures(WallLayout& at, const ui::Rect& area, int columns) {
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
  const float top = at.figure_rows.bottom() + Frame::kGap;
  return {area.x, top, area.w, area.bottom() - top};
}

// What is shown of one column, in its order.
Column shown(const WallSettings& settings,
             std::initializer_list<std::pair<WallPanel, Placed>> column) {
  Column chosen;
  for (const auto& [which, placed] : column) {
    if (settings.shows(which)) chosen.push_back(placed);
  }
  return chosen;
}

void place_wide(WallLayout& at, const WallSettings& settings, const ui::Rect& area) {
  constexpr float kUpper = 304;
  constexpr float kLeftWidth = 1104;
  const Column left = shown(settings, {{WallPanel::kChart, {&at.chart, kUpper}},
                                       {WallPanel::kServices, {&at.services, kUpper}}});
  const Column right = shown(settings, {{WallPanel::kWindows, {&at.windows, kUpper}},
                                        {WallPanel::kAlarms, {&at.alarms, kUpper}}});
  if (left.empty() || right.empty()) return place_column(left.empty() ? right : left, area);
  const float beside = kLeftWidth + Frame::kGap;
  place_column(left, {area.x, area.y, kLeftWidth, area.h});
  place_column(right, {area.x + beside, area.y, area.w - beside, area.h});
}

void place_upright(WallLayout& at, const WallSettings& settings, const ui::Rect& area) {
  place_column(shown(settings, {{WallPanel::kChart, {&at.chart, 304}},
                                {WallPanel::kWindows, {&at.windows, 292}},
                                {WallPanel::kServices, {&at.services, 300}},
                                {WallPanel::kAlarms, {&at.alarms, 300}}}),
               area);
}

}  // namespace

size_t WallLayout::alarms_per_page() const {
  return std::max<size_t>(1, static_cast<size_t>(inside_panel(alarms).h / kAlarmRow));
}

WallLayout wall_layout(ui::Size screen, const WallSettings& settings) {
  WallLayout at;
  at.frame.size = screen;
  at.hours = settings.shows(WallPanel::kHours);
  ui::Rect area = at.frame.content();
  if (!at.hours) area.h = screen.h - Frame::kMargin - area.y;  // the banner covers its end
  if (settings.shows(WallPanel::kFigures))
    area = place_figures(at, area, at.frame.upright() ? 2 : 4);
  if (at.frame.upright()) {
    place_upright(at, settings, area);
  } else {
    place_wide(at, settings, area);
  }
  return at;
}

}  // namespace yichuang::display
