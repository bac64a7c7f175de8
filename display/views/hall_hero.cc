// The large card: who is called, and where to.
#include <algorithm>

#include "display/views/hall_layout.h"
#include "display/views/hall_parts.h"

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

namespace {

constexpr Color kWhite = Color::hex(0xFFFFFF);
constexpr Rect kCard = layout::kHero;
constexpr Rect kPlate{kCard.x + kCard.w - 36 - 400, kCard.y + 36, 400, kCard.h - 72};

std::string_view title_key(const Board& board) {
  if (!board.current) return "display.hero.none_title";
  if (board.current->status != CallStatus::kCalled) return "display.hero.latest";
  return board.current->call > 1 ? "display.hero.calling_again" : "display.hero.calling";
}

void draw_card(Canvas& canvas, const Look& look, const Board& board, bool lit) {
  const auto& dark = look.theme.dark;
  const float radius = look.theme.metrics.radius_panel;
  const bool calling = board.current && board.current->status == CallStatus::kCalled;
  if (calling) {
    canvas.shadow(kCard, radius, {.sigma = 16, .dy = 0, .color = dark.glow.percent(47)});
  }
  canvas.gradient(kCard, radius, dark.hero_top, dark.hero_bottom);
  canvas.arcs(kCard, {kCard.x + 150, kCard.bottom() + 40}, 160, 64, 8, 2, kWhite.percent(8));
  if (lit) canvas.stroke(kCard, radius, 8, dark.gold);
  canvas.icon("megaphone", kCard.x + 44, kCard.y + 34, 44, dark.gold, 1.9F);
  const std::string_view key = title_key(board);
  draw_pair(canvas, {look.zh(key), look.en(key)}, kCard.x + 104, kCard.y + 36,
            {.zh = {.size = 38, .color = kWhite, .face = Face::kBold},
             .en = {.size = 28, .color = look.theme.light.on_brand3},
             .en_down = 10,
             .gap = 20});
}

// The white plate with the window's number.
void draw_plate(Canvas& canvas, const Look& look, WindowNumber window) {
  const auto& light = look.theme.light;
  canvas.shadow(kPlate, 28, {.sigma = 18, .dy = 8, .color = light.brand900.percent(43)});
  canvas.round(kPlate, 28, light.surface);
  canvas.text(std::to_string(window), kPlate.center().x, kPlate.y + 6,
              {.size = look.theme.board_type.number,
               .color = light.brand700,
               .face = Face::kNumeral,
               .align = Align::kCenter});
  const PairStyle style{.zh = {.size = 44, .color = light.ink, .face = Face::kBold},
                        .en = {.size = 32, .color = light.ink2},
                        .en_down = 10.5F,
                        .gap = 16};
  const Pair words{look.zh("display.hero.window"), look.en("display.hero.window")};
  draw_pair(canvas, words, kPlate.center().x - measure_pair(canvas, words, style) / 2,
            kPlate.y + 226, style);
}

void draw_call(Canvas& canvas, const Look& look, const CallRow& call, bool lit) {
  constexpr float kNumberWidth = 580;
  const ui::TextStyle number{.size = look.theme.board_type.number,
                             .color = lit ? kWhite : look.theme.dark.gold,
                             .face = Face::kNumeral};
  const float width =
      canvas.text_fit(call.number, kCard.x + 42, kCard.y + 88, kNumberWidth, number, 0.5F);
  constexpr float kServiceWidth = kPlate.x - kCard.x - 48 - 32;
  const ui::TextStyle service{.size = 34, .color = kWhite, .face = Face::kBold};
  const float zh = canvas.text_fit(call.service_zh, kCard.x + 48, kCard.y + 304,
                                   kServiceWidth * 0.55F, service, 0.6F);
  canvas.text_fit(call.service_en, kCard.x + 48 + zh + 18, kCard.y + 309, kServiceWidth - zh - 18,
                  {.size = 28, .color = look.theme.light.on_brand3}, 0.7F);
  const float middle = (kCard.x + 36 + width + kPlate.x) / 2 + 6;
  canvas.text(look.zh("display.hero.go_to"), middle, kCard.y + 118,
              {.size = 44, .color = kWhite, .face = Face::kBold, .align = Align::kCenter});
  canvas.icon("arrow-right", middle - 48, kCard.y + 174, 96, kWhite, 2.0F);
  draw_plate(canvas, look, call.window);
}

void draw_no_call(Canvas& canvas, const Look& look) {
  const float x = kCard.x + 48;
  canvas.text(look.zh("display.hero.none"), x, kCard.y + 148,
              {.size = 68, .color = kWhite, .face = Face::kBold});
  canvas.text(look.en("display.hero.none"), x, kCard.y + 248,
              {.size = 34, .color = look.theme.light.on_brand3});
}

}  // namespace

void draw_hero(Canvas& canvas, const Look& look, const Board& board, bool lit) {
  if (!canvas.visible(layout::kHeroGlow)) return;
  draw_card(canvas, look, board, lit);
  if (board.current) {
    draw_call(canvas, look, *board.current, lit);
  } else {
    draw_no_call(canvas, look);
  }
}

}  // namespace yichuang::display
