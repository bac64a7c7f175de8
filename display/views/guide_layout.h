// Where things stand on the guide desk's screen. Plain values.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

#include "display/views/frame.h"

namespace yichuang::display {

enum class GuidePanel : uint8_t { kHelp, kMissed, kHeld, kVouchers, kWaiting };
inline constexpr size_t kGuidePanels = 5;

struct GuideLayout {
  Frame frame;
  std::array<ui::Rect, kGuidePanels> panels;

  static constexpr float kHead = 84;
  static constexpr float kRow = 80;

  const ui::Rect& panel(GuidePanel which) const { return panels[static_cast<size_t>(which)]; }
  // Rows of a page.
  size_t rows(GuidePanel which) const {
    return static_cast<size_t>(std::max(1.0F, (panel(which).h - kHead - 12) / kRow));
  }
};

GuideLayout guide_layout(ui::Size screen);

}  // namespace yichuang::display
