// The large card: who is called, and where to.
#include <algorithm>

#include "display/views/hall_parts.h"

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

bool is_awaited(const CallRow& call) { return call.status == CallStatus::kCalled; }

std::string_view title_key(const Board& board) {
  if (!board.current) return "display.hero.none_title";
  if (!is_awaited(*board.current)) return "display.hero.latest";
  return board.current->call > 1 ? "display.hero.calling_again" : "display.hero.calling";
}

void draw_card(Canvas& canvas, const Look& look, const Rect& card, const Board& board, bool lit) {
  const auto& colors = look.colors();
  const float radius = look.theme.metrics.radius_panel;
  if (board.current && is_awaited(*board.current)) {
    canvas.shadow(card, radius, {.sigma = 16, .dy = 0, .color = colors.glow.percent(47)});
  }
  canvas.gradient(card, radius, colors.hero_top, colors.hero_bottom);
  canvas.arcs(card, {card.x + 150, card.bottom() + 40}, 160, 64, 8, 2, kWhite.percent(8));
  if (lit) canvas.stroke(card, radius, 8, colors.hero_mark);
  canvas.icon("megaphone", card.x + 44, card.y + 34, 44, colors.hero_mark, 1.9F);
  const float title = draw_pair(canvas, look.pair(title_key(board)), card.x + 104, card.y + 36,
                                {.first = {.size = 38, .color = kWhite, .face = Face::kBold},
                                 .second = {.size = 28, .color = look.theme.light.on_brand3},
                                 .second_down = 10,
                                 .gap = 20});
  if (board.spoken)
    canvas.icon("speaker", card.x + 104 + title + 24, card.y + 38, 38, colors.hero_mark, 2.0F);
}

// The plate's colours: white and strong while somebody is to go there, else part of the card.
struct PlateInk {
  PlateInk(const Look& look, bool awaited)
      : words(awaited ? look.theme.light.ink : kWhite),
        side(awaited ? look.theme.light.ink2 : look.theme.light.on_brand3),
        number(awaited ? look.theme.light.brand700 : kWhite) {}
  ui::Color words;
  ui::Color side;
  ui::Color number;
};

PairStyle window_words(const PlateInk& ink) {
  return {.first = {.size = 44, .color = ink.words, .face = Face::kBold},
          .second = {.size = 32, .color = ink.side},
          .second_down = 10.5F,
          .gap = 16};
}

void draw_plate_ground(Canvas& canvas, const Look& look, const Rect& plate, bool awaited) {
  const auto& light = look.theme.light;
  if (!awaited) return canvas.round(plate, 28, light.brand900.percent(35));
  canvas.shadow(plate, 28, {.sigma = 18, .dy = 8, .color = light.brand900.percent(43)});
  canvas.round(plate, 28, light.surface);
}

// The window's number: a square beside the number that is called …
void draw_plate(Canvas& canvas, const Look& look, const Rect& plate, const CallRow& call) {
  const PlateInk ink(look, is_awaited(call));
  canvas.text(std::to_string(call.window), plate.center().x, plate.y + 6,
              {.size = look.theme.board_type.number,
               .color = ink.number,
               .face = Face::kNumeral,
               .align = Align::kCenter});
  const PairStyle style = window_words(ink);
  const Pair words = look.pair("display.hero.window");
  draw_pair(canvas, words, plate.center().x - measure_pair(canvas, words, style) / 2, plate.y + 226,
            style);
}

// … or a band below it.
void draw_plate_band(Canvas& canvas, const Look& look, const Rect& plate, const Way& way,
                     const CallRow& call) {
  const PlateInk ink(look, is_awaited(call));
  const float middle = plate.center().y;
  const ui::TextStyle go_to{.size = 56, .color = ink.words, .face = Face::kBold};
  const ui::TextStyle number{.size = 190, .color = ink.number, .face = Face::kNumeral};
  const std::string face = std::to_string(call.window);
  const Pair words = look.pair("display.hero.window");
  const PairStyle style = window_words(ink);
  constexpr float kArrow = 96;
  constexpr float kGap = 28;
  const ui::TextStyle second{.size = 32, .color = ink.side};
  const Pair to{look.first(way.card), is_awaited(call) ? std::string() : look.second(way.card)};
  const float to_width = std::max(canvas.measure(to.first, go_to),
                                  to.second.empty() ? 0 : canvas.measure(to.second, second));
  const float width = to_width + kGap + kArrow + kGap + canvas.measure(face, number) + kGap +
                      measure_pair(canvas, words, style);
  float x = plate.center().x - width / 2;
  canvas.text(to.first, x, middle - (to.second.empty() ? 30 : 56), go_to);
  canvas.text(to.second, x, middle + 16, second);
  x += to_width + kGap;
  canvas.icon(way.arrow, x, middle - kArrow / 2, kArrow, ink.number, 2.0F);
  x += kArrow + kGap;
  x += canvas.text(face, x, middle - 102, number) + kGap;
  draw_pair(canvas, words, x, middle + 10, style);
}

// Number and service; the number at most `width` wide. Returns its width.
float draw_number(Canvas& canvas, const Look& look, const HallLayout& at, const CallRow& call,
                  float width, bool lit) {
  const Rect& card = at.hero;
  const ui::TextStyle number{.size = look.theme.board_type.number,
                             .color = lit || !is_awaited(call) ? kWhite : look.colors().hero_mark,
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

// What the card says between number and window: where to go, or, once nobody is awaited any more,
// what became of the call.
Way card_words(const HallLayout& at, const CallRow& call) {
  switch (call.status) {
    case CallStatus::kCalled:
      return way_to(at, call.window);
    case CallStatus::kServing:
      return {"person", "display.hero.serving", ""};
    case CallStatus::kOver:
      return {"check", "display.hero.over", ""};
    case CallStatus::kMissed:
      return {"clock", "display.hero.missed", ""};
  }
  return {};
}

void draw_call(Canvas& canvas, const Look& look, const HallLayout& at, const CallRow& call,
               bool lit) {
  const Rect& card = at.hero;
  const Way way = card_words(at, call);
  draw_plate_ground(canvas, look, at.plate, is_awaited(call));
  if (at.frame.upright()) {
    draw_number(canvas, look, at, call, card.w - 84, lit);
    return draw_plate_band(canvas, look, at.plate, way, call);
  }
  const float width = draw_number(canvas, look, at, call, at.plate.x - card.x - 200, lit);
  const float left = card.x + 42 + width;
  const float middle = (left + at.plate.x) / 2 + 3;
  const float room = at.plate.x - left - 32;
  canvas.text_fit(look.first(way.card), middle, card.y + 118, room,
                  {.size = 44, .color = kWhite, .face = Face::kBold, .align = Align::kCenter},
                  0.5F);
  const float icon = is_awaited(call) ? 174 : 206;
  canvas.icon(way.arrow, middle - (270 - icon) / 2, card.y + icon, 270 - icon, kWhite, 2.0F);
  if (!is_awaited(call)) {
    canvas.text_fit(look.second(way.card), middle, card.y + 166, room,
                    {.size = 28, .color = look.theme.light.on_brand3, .align = Align::kCenter},
                    0.7F);
  }
  draw_plate(canvas, look, at.plate, call);
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
