// The parts of the hall's board, painted from its rows. Each paints nothing when its region is not
// being redrawn. One thread (the window's).
#pragma once

#include <string>
#include <string_view>

#include "display/board.h"
#include "ui/canvas.h"
#include "ui/i18n.h"
#include "ui/theme.h"

namespace yichuang::display {

// What every part needs to paint: the colours and the words.
struct Look {
  const ui::Theme& theme;
  const ui::Texts& texts;
  std::string zh(std::string_view key) const { return texts.get("zh-CN", key); }
  std::string en(std::string_view key) const { return texts.get("en", key); }
};

// Green, amber, red.
ui::Color level_color(const Look& look, WaitLevel level);

void draw_ground(ui::Canvas& canvas, const Look& look);
void draw_header(ui::Canvas& canvas, const Look& look, const Board& board);
// `lit`: the bright half of a flash.
void draw_hero(ui::Canvas& canvas, const Look& look, const Board& board, bool lit);
// The rows for which `fresh(row)` holds are still new enough to stand out.
void draw_calls(ui::Canvas& canvas, const Look& look, const Board& board,
                const std::vector<bool>& fresh);
void draw_waiting(ui::Canvas& canvas, const Look& look, const Board& board, size_t page);
void draw_stale_banner(ui::Canvas& canvas, const Look& look, const Board& board);
void draw_connecting(ui::Canvas& canvas, const Look& look, const Board& board);

// Chinese and English beside each other on one line: returns the width. `gap` between the two.
struct Pair {
  std::string zh;
  std::string en;
};
struct PairStyle {
  ui::TextStyle zh;
  ui::TextStyle en;
  float en_down = 0;  // how much lower the English begins, so that both stand on one baseline
  float gap = 18;
};
float draw_pair(ui::Canvas& canvas, const Pair& pair, float x, float y, const PairStyle& style);
float measure_pair(ui::Canvas& canvas, const Pair& pair, const PairStyle& style);

}  // namespace yichuang::display
