// The panels of the guide desk's screen. Each paints nothing when its region is not being redrawn.
// One thread (the window's).
#pragma once

#include "display/guide.h"
#include "display/pages.h"
#include "display/views/frame_parts.h"
#include "display/views/guide_layout.h"

namespace yichuang::display {

// The pages of a panel's list.
Pages guide_pages(const GuideLayout& at, const Guide& guide, GuidePanel which);

void draw_guide_panel(ui::Canvas& canvas, const Look& look, const GuideLayout& at,
                      const Guide& guide, GuidePanel which, size_t page);

}  // namespace yichuang::display
