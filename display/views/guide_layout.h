// Where things stand on the guide desk's screen. Plain values.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "display/layout_settings.h"
#include "display/views/frame.h"

namespace yichuang::display {

struct GuideLayout {
  Frame frame;
  std::vector<GuidePanel> lists;              // shown
  std::array<ui::Rect, kGuidePanels> panels;  // of each list that is

  static constexpr float kHead = 84;
  static constexpr float kRow = 80;

  const ui::Rect& panel(GuidePanel which) const { return panels[static_cast<size_t>(which)]; }
  // Rows of a page.
  size_t rows(GuidePanel which) const {
    return static_cast<size_t>(std::max(1.0F, (panel(which).h - kHead - 12) / kRow));
  }
};

GuideLayout guide_layout(ui::Size screen, const GuideSettings& settings);

}  // namespace yichuang::display
