// What every view has around its own: ground, header, the banner while cut off, and the screen
// before the first state. One thread (the window's).
#pragma once

#include <string_view>

#include "display/board.h"
#include "display/views/frame.h"
#include "display/views/look.h"
#include "ui/canvas.h"

namespace yichuang::display {

void draw_ground(ui::Canvas& canvas, const Look& look, const Frame& frame);
void draw_header(ui::Canvas& canvas, const Look& look, const Frame& frame, const Board& board);
// With the view's own title before the hall's name; `key` is of assets/i18n.
void draw_titled_header(ui::Canvas& canvas, const Look& look, const Frame& frame,
                        const Board& board, std::string_view key);
void draw_stale_banner(ui::Canvas& canvas, const Look& look, const Frame& frame,
                       const Board& board);
void draw_connecting(ui::Canvas& canvas, const Look& look, const Frame& frame, const Board& board);

// Whether both headers show the same: hall, date, time.
bool same_header(const Board& a, const Board& b);

// Words on the coloured cards of a call.
inline constexpr ui::Color kWhite = ui::Color::hex(0xFFFFFF);

}  // namespace yichuang::display
