// The parts of the screen above a window. Each paints nothing when its region is not being redrawn.
// One thread (the window system's).
#pragma once

#include "display/views/frame_parts.h"
#include "display/views/window_layout.h"
#include "display/window_board.h"

namespace yichuang::display {

// `lit`: the bright half of a flash.
void draw_window_card(ui::Canvas& canvas, const Look& look, const WindowLayout& at,
                      const WindowBoard& board, bool lit);
void draw_window_plate(ui::Canvas& canvas, const Look& look, const WindowLayout& at,
                       const WindowBoard& board);
void draw_window_facts(ui::Canvas& canvas, const Look& look, const WindowLayout& at,
                       const WindowBoard& board);
// The strip: how many wait to be called here. Whose turn it is next is decided at the call.
void draw_next_up(ui::Canvas& canvas, const Look& look, const WindowLayout& at,
                  const WindowBoard& board);

}  // namespace yichuang::display
