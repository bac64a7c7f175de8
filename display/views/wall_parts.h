// The parts of the managers' wall, painted from its values. Each paints nothing when its region is
// not being redrawn. One thread (the window's).
#pragma once

#include "display/views/frame_parts.h"
#include "display/views/wall_layout.h"
#include "display/wall.h"
#include "ui/canvas.h"

namespace yichuang::display {

// A panel with its heading in both languages. Where its list has several pages (display/pages.h),
// which of them is shown, at its right edge.
struct PageOf {
  size_t page = 0;
  size_t count = 1;
};
void draw_panel(ui::Canvas& canvas, const Look& look, const ui::Rect& panel, std::string_view key,
                PageOf page = {});

void draw_figures(ui::Canvas& canvas, const Look& look, const WallLayout& at, const Wall& wall);
void draw_wait_chart(ui::Canvas& canvas, const Look& look, const ui::Rect& panel, const Wall& wall);
void draw_windows(ui::Canvas& canvas, const Look& look, const ui::Rect& panel, const Wall& wall,
                  PageOf page);
void draw_services(ui::Canvas& canvas, const Look& look, const ui::Rect& panel, const Wall& wall,
                   PageOf page);
void draw_alarms(ui::Canvas& canvas, const Look& look, const WallLayout& at, const Wall& wall,
                 PageOf page);
void draw_hours(ui::Canvas& canvas, const Look& look, const ui::Rect& strip, const Wall& wall);

}  // namespace yichuang::display
