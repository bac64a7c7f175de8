// The large card: who is called, and where to.
#include <algorithm>

#include "display/views/hall_parts.h"

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

std::string_view title_key(const Board& board) {
  if (!board.current) return "display.hero.none_title";
  if (board.current->status != CallStatus::kCalled) return "display.hero.latest";
  return board.current->call > 1 ? "display.hero.calling_again" : "display.hero.calling";
}

void draw_card(Canvas& canvas, const Look& look, const Rect& card, const Board& board, bool lit) {
  const auto& colors = look.colors();
  const float radius = look.theme.metrics.radius_panel;
  const bool calling = board.current && board.current->status == CallStatus::kCalled;
  if (calling) {
    canvas.shadow(card, radius, {.sigma = 16, .dy = 0, .color = colors.glow.percent(47)});
  }
  canvas.gradient(card, radius, colors.hero_top, colors.hero_bottom);
  canvas.arcs(card, {card.x + 150, card.bottom() + 40}, 160, 64, 8, 2, kWhite.percent(8));
  if (lit) canvas.stroke(card, radius, 8, colors.hero_mark);
  canvas.icon("megaphone", card.x + 44, card.y + 34, 44, colors.hero_mark, 1.9F);
  draw_pair(canvas, look.pair(title_key(board)), card.x + 104, card.y + 36,
            {.first = {.size = 38, .color = kWhite, .face = Face::kBold},
             .second = {.size = 28, .color = look.theme.light.on_brand3},
             .second_down = 10,
             .gap = 20});
}

PairStyle window_words(const Look& look) {
  return {.first = {.size = 44, .color = look.theme.light.ink, .face = Face::kBold},
          .second = {.size = 32, .color = look.theme.light.ink2},
          .second_down = 10.5F,
          .gap = 16};
}

// The white plate with the window's number: a square beside the number that is called …
void draw_plate(Canvas& canvas, const Look& look, const Rect& plate, WindowNumber window) {
  const auto& light = look.theme.light;
  canvas.text(std::to_string(window), plate.center().x, plate.y + 6,
              {.size = look.theme.board_type.number,
               .color = light.brand700,
               .face = Face::kNumeral,
               .align = Align::kCenter});
  const PairStyle style = window_words(look);
  const Pair words = look.pair("display.hero.window");
  draw_pair(canvas, words, plate.center().x - measure_pair(canvas, words, style) / 2, plate.y + 226,
            style);
}

// … or a band below it.
void draw_plate_band(Canvas& canvas, const Look& look, const Rect& plate, const Way& way,
                     WindowNumber window) {
  const auto& light = look.theme.light;
  const float middle = plate.center().y;
  const ui::TextStyle go_to{.size = 56, .color = light.ink, .face = Face::kBold};
  const ui::TextStyle number{.size = 190, .color = light.brand700, .face = Face::kNumeral};
  const std::string face = std::to_string(window);
  const Pair words = look.pair("display.hero.window");
  const PairStyle style = window_words(look);
  constexpr float kArrow = 96;
  constexpr float kGap = 28;
  const std::string to = look.first(way.card);
  const float width = canvas.measure(to, go_to) + kGap + kArrow + kGap +
                      canvas.measure(face, number) + kGap + measure_pair(canvas, words, style);
  float x = plate.center().x - width / 2;
  x += canvas.text(to, x, middle - 30, go_to) + kGap;
  canvas.icon(way.arrow, x, middle - kArrow / 2, kArrow, light.brand700, 2.0F);
  x += kArrow + kGap;
  x += canvas.text(face, x, middle - 102, number) + kGap;
  draw_pair(canvas, words, x, middle + 10, style);
}

// Number and service; the number at most `width` wide. Returns its width.
float draw_number(Canvas& canvas, const Look& look, const HallLayout& at, const CallRow& call,
                  float width, bool lit) {
  const Rect& card = at.hero;
  const ui::TextStyle number{.size = look.theme.board_type.number,
                             .color = lit ? kWhite : look.colors().hero_mark,
                             .face = Face::kNumeral};
  const float drawn = canvas.text_fit(call.number, card.x + 42, card.y + 88, width, number, 0.5F);
  const float service_width =
      (at.frame.upright() ? at.plate.right() : at.plate.x - 32) - card.x - 48;
  const Pair names = look.names(call.service_zh, call.service_en);
  const float first = canvas.text_fit(names.first, card.x + 48, card.y + 304,
                                      service_width * (names.second.empty() ? 1 : 0.55F),
                                      {.size = 34, .color = kWhite, .face = Face::kBold}, 0.6F);
  canvas.text_fit(names.second, card.x + 48 + first + 18, card.y + 309, service_width - first - 18,
                  {.size = 28, .color = look.theme.light.on_brand3}, 0.7F);
  return drawn;
}

void draw_call(Canvas& canvas, const Look& look, const HallLayout& at, const CallRow& call,
               bool lit) {
  const auto& light = look.theme.light;
  const Rect& card = at.hero;
  const Way way = way_to(at, call.window);
  canvas.shadow(at.plate, 28, {.sigma = 18, .dy = 8, .color = light.brand900.percent(43)});
  canvas.round(at.plate, 28, light.surface);
  if (at.frame.upright()) {
    draw_number(canvas, look, at, call, card.w - 84, lit);
    return draw_plate_band(canvas, look, at.plate, way, call.window);
  }
  const float width = draw_number(canvas, look, at, call, at.plate.x - card.x - 200, lit);
  const float left = card.x + 42 + width;
  const float middle = (left + at.plate.x) / 2 + 3;
  canvas.text_fit(look.first(way.card), middle, card.y + 118, at.plate.x - left - 32,
                  {.size = 44, .color = kWhite, .face = Face::kBold, .align = Align::kCenter},
                  0.5F);
  canvas.icon(way.arrow, middle - 48, card.y + 174, 96, kWhite, 2.0F);
  draw_plate(canvas, look, at.plate, call.window);
}

void draw_no_call(Canvas& canvas, const Look& look, const Rect& card) {
  const float x = card.x + 48;
  const Pair words = look.pair("display.hero.none");
  canvas.text_fit(words.first, x, card.y + 148, card.w - 96,
                  {.size = 68, .color = kWhite, .face = Face::kBold}, 0.5F);
  canvas.text_fit(words.second, x, card.y + 248, card.w - 96,
                  {.size = 34, .color = look.theme.light.on_brand3}, 0.6F);
}

}  // namespace

Way way_to(const HallLayout& at, WindowNumber window) {
  const auto found = at.directions.find(window);
  if (found == at.directions.end()) return {};
  switch (found->second) {
    case Direction::kLeft:
      return {"arrow-left", "display.go.left", "display.go.left"};
    case Direction::kRight:
      return {"arrow-right", "display.go.right", "display.go.right"};
    case Direction::kAhead:
      return {"arrow-up", "display.go.ahead", "display.go.ahead"};
    case Direction::kUpstairs:
      return {"arrow-up", "display.go.upstairs", "display.go.upstairs"};
    case Direction::kDownstairs:
      return {"arrow-down", "display.go.downstairs", "display.go.downstairs"};
  }
  return {};
}

void draw_hero(Canvas& canvas, const Look& look, const HallLayout& at, const Board& board,
               bool lit) {
  if (!canvas.visible(at.hero_glow())) return;
  draw_card(canvas, look, at.hero, board, lit);
  if (board.current) {
    draw_call(canvas, look, at, *board.current, lit);
  } else {
    draw_no_call(canvas, look, at.hero);
  }
}

}  // namespace yichuang::display
