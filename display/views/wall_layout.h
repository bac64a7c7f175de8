// Where things stand on the managers' wall, on a wide screen or an upright one. A panel that the
// hall leaves out is empty, and its neighbours have its room. Plain values.
#pragma once

#include <array>

#include "display/layout_settings.h"
#include "display/views/frame.h"

namespace yichuang::display {

struct WallLayout {
  Frame frame;
  std::array<ui::Rect, 4> figures;
  ui::Rect figure_rows;  // around all of them
  ui::Rect chart;
  ui::Rect windows;
  ui::Rect services;
  ui::Rect alarms;
  bool hours = true;  // at the foot

  // More of them take turns.
  static constexpr size_t kServicesPerPage = 8;
  static constexpr size_t kWindowColumns = 4;
  static constexpr size_t kWindowsPerPage = kWindowColumns * 3;
  static constexpr float kAlarmRow = 62;  // at least
  size_t alarms_per_page() const;
  static constexpr float kFigureHeight = 172;
};

// A panel's heading, and what is below it.
inline constexpr float kPanelHead = 66;
inline ui::Rect inside_panel(const ui::Rect& panel) {
  return {panel.x + 28, panel.y + kPanelHead, panel.w - 56, panel.h - kPanelHead - 20};
}

WallLayout wall_layout(ui::Size screen, const WallSettings& settings);

}  // namespace yichuang::display
