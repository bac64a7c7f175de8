// The parts of the hall's board, painted from its rows. Each paints nothing when its region is not
// being redrawn. One thread (the window's).
#pragma once

#include <string_view>
#include <vector>

#include "display/board.h"
#include "display/views/frame_parts.h"
#include "display/views/hall_layout.h"

namespace yichuang::display {

// How a board points to a window: its arrow, and the keys of the words in the card and in a row.
struct Way {
  std::string_view arrow = "arrow-right";
  std::string_view card = "display.hero.go_to";
  std::string_view row = "display.calls.awaited";
};
Way way_to(const HallLayout& at, WindowNumber window);

// `lit`: the bright half of a flash.
void draw_hero(ui::Canvas& canvas, const Look& look, const HallLayout& at, const Board& board,
               bool lit);
// The calls that have a row now; those that are fresh stand out.
struct ShownCalls {
  std::vector<CallRow> rows;
  std::vector<bool> fresh;  // of each row
  size_t page = 0;
  size_t pages = 1;
};
void draw_calls(ui::Canvas& canvas, const Look& look, const HallLayout& at,
                const ShownCalls& calls);
void draw_waiting(ui::Canvas& canvas, const Look& look, const HallLayout& at, const Board& board,
                  size_t page);

}  // namespace yichuang::display
