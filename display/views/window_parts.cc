#include "display/views/window_parts.h"

#include <algorithm>

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

// ---- the card ----

namespace {

constexpr float kInset = 56;

void draw_title(Canvas& canvas, const Look& look, const Rect& card, std::string_view icon,
                const Pair& words) {
  canvas.icon(icon, card.x + kInset, card.y + 52, 64, look.colors().hero_mark, 1.9F);
  draw_pair_fit(canvas, words, card.x + kInset + 88, card.y + 56, card.w - 2 * kInset - 88,
                {.first = {.size = 56, .color = kWhite, .face = Face::kBold},
                 .second = {.size = 38, .color = look.theme.light.on_brand3},
                 .second_down = 16,
                 .gap = 26});
}

void draw_blue(Canvas& canvas, const Look& look, const Rect& card, bool glows, bool lit) {
  const auto& colors = look.colors();
  const float radius = look.theme.metrics.radius_panel;
  if (glows) canvas.shadow(card, radius, {.sigma = 16, .dy = 0, .color = colors.glow.percent(47)});
  canvas.gradient(card, radius, colors.hero_top, colors.hero_bottom);
  canvas.arcs(card, {card.x + 150, card.bottom() + 40}, 160, 96, 10, 2, kWhite.percent(8));
  if (lit) canvas.stroke(card, radius, 10, colors.hero_mark);
}

// Two sentences in the card's middle, below an icon.
void draw_sentences(Canvas& canvas, const Look& look, const Rect& card, std::string_view icon,
                    Color mark, const Pair& words, const Pair& more) {
  const auto& colors = look.colors();
  const bool blue = mark == colors.hero_mark;
  const Color main = blue ? kWhite : colors.text;
  const Color side = blue ? look.theme.light.on_brand3 : colors.text2;
  const float x = card.center().x;
  const float width = card.w - 2 * kInset;
  float y = card.center().y - 260;
  canvas.icon(icon, x - 80, y, 160, mark, 1.6F);
  y += 208;
  const auto line = [&](const std::string& text, float size, Color color, Face face) {
    if (text.empty()) return;
    canvas.text_fit(text, x, y, width,
                    {.size = size, .color = color, .face = face, .align = Align::kCenter}, 0.4F);
    y += size * 1.45F;
  };
  line(words.first, 84, main, Face::kBold);
  line(words.second, 46, side, Face::kRegular);
  y += 20;
  line(more.first, 52, main, Face::kRegular);
  line(more.second, 34, side, Face::kRegular);
}

// The number as large as the card allows, and what it is for.
void draw_ticket(Canvas& canvas, const Look& look, const Rect& card, const WindowBoard& board,
                 Color color) {
  constexpr float kNumber = 330;
  canvas.text_fit(
      board.ticket, card.center().x, card.y + 184, card.w - 2 * kInset,
      {.size = kNumber, .color = color, .face = Face::kNumeral, .align = Align::kCenter}, 0.4F);
  const Pair service = look.names(board.service_zh, board.service_en);
  const float width = card.w - 2 * kInset;
  canvas.text_fit(service.first, card.center().x, card.y + 590, width,
                  {.size = 68, .color = kWhite, .face = Face::kBold, .align = Align::kCenter},
                  0.5F);
  canvas.text_fit(service.second, card.center().x, card.y + 684, width,
                  {.size = 40, .color = look.theme.light.on_brand3, .align = Align::kCenter}, 0.5F);
}

// What goes on, and what to do: until when it is told, or to wait; the reason is the clerk's words.
void draw_paused(Canvas& canvas, const Look& look, const Rect& card, const WindowBoard& board) {
  Pair words = look.pair("display.window.paused");
  const auto add_reason = [&](std::string& text, size_t language) {
    if (text.empty()) return;
    const std::string reason = look.reason(look.languages[language], board.reason);
    if (!reason.empty()) text += " · " + reason;
  };
  add_reason(words.first, 0);
  add_reason(words.second, 1);
  draw_sentences(canvas, look, card, "pause", look.colors().mid, words,
                 board.until.empty()
                     ? look.pair("display.window.paused_how")
                     : look.pair("display.window.paused_until", {{"time", board.until}}));
}

Pair calling_words(const Look& look, const WindowBoard& board) {
  if (board.call <= 1) return look.pair("display.hero.calling");
  return look.pair("display.window.calling_again", {{"call", board.call}});
}

}  // namespace

void draw_window_card(Canvas& canvas, const Look& look, const WindowLayout& at,
                      const WindowBoard& board, bool lit) {
  const Rect& card = at.card;
  if (!canvas.visible(at.card_glow())) return;
  const auto& colors = look.colors();
  const bool calling = board.shows == WindowShows::kCalling;
  const auto rest = [&] { canvas.round(card, look.theme.metrics.radius_panel, colors.ground850); };
  switch (board.shows) {
    case WindowShows::kCalling:
    case WindowShows::kServing:
      draw_blue(canvas, look, card, calling, lit);
      draw_title(canvas, look, card, calling ? "megaphone" : "person",
                 calling ? calling_words(look, board) : look.pair("display.window.serving"));
      return draw_ticket(canvas, look, card, board, calling && !lit ? colors.hero_mark : kWhite);
    case WindowShows::kRate:
      draw_blue(canvas, look, card, false, false);
      return draw_sentences(canvas, look, card, "star", colors.hero_mark,
                            look.pair("display.window.rate"),
                            look.pair("display.window.rate_how", {{"ticket", board.ticket}}));
    case WindowShows::kFree:
      draw_blue(canvas, look, card, false, false);
      return draw_sentences(canvas, look, card, "ticket", colors.hero_mark,
                            look.pair("display.window.free"), look.pair("display.window.free_how"));
    case WindowShows::kPaused:
      rest();
      return draw_paused(canvas, look, card, board);
    case WindowShows::kClosed:
      rest();
      return draw_sentences(canvas, look, card, "lock", colors.text2,
                            look.pair("display.window.closed"),
                            look.pair("display.window.closed_how"));
    case WindowShows::kUnknown:
      break;
  }
  rest();
  draw_sentences(canvas, look, card, "warning", colors.bad,
                 look.pair("display.window.unknown", {{"window", board.window}}),
                 look.pair("display.window.unknown_how"));
}

// ---- the plate ----

void draw_window_plate(Canvas& canvas, const Look& look, const WindowLayout& at,
                       const WindowBoard& board) {
  const Rect& plate = at.plate;
  if (!canvas.visible(plate)) return;
  const auto& light = look.theme.light;
  canvas.round(plate, 28, light.surface);
  canvas.stroke(plate, 28, 2, look.colors().rule);
  const ui::TextStyle number{.size = 240, .color = light.brand700, .face = Face::kNumeral};
  const std::string face = std::to_string(board.window);
  const PairStyle style{.first = {.size = 52, .color = light.ink, .face = Face::kBold},
                        .second = {.size = 36, .color = light.ink2},
                        .second_down = 13,
                        .gap = 16};
  const Pair words = look.pair("display.hero.window");
  const Pair name = look.names(board.name_zh, board.name_en);
  if (at.frame.upright()) {
    const float width = canvas.measure(face, number) + 32 + measure_pair(canvas, words, style);
    float x = plate.center().x - width / 2;
    const float middle = plate.center().y - (name.first.empty() ? 0 : 24);
    x += canvas.text(face, x, middle - 128, number) + 32;
    draw_pair(canvas, words, x, middle + 16, style);
    canvas.text_fit(name.first, plate.center().x, plate.bottom() - 58, plate.w - 64,
                    {.size = 34, .color = light.ink2, .align = Align::kCenter}, 0.6F);
    return;
  }
  const float middle = plate.center().y - (name.first.empty() ? 0 : 24);
  ui::TextStyle centred = number;
  centred.align = Align::kCenter;
  canvas.text(face, plate.center().x, middle - 166, centred);
  draw_pair(canvas, words, plate.center().x - measure_pair(canvas, words, style) / 2, middle + 86,
            style);
  canvas.text_fit(name.first, plate.center().x, plate.bottom() - 56, plate.w - 64,
                  {.size = 32, .color = light.ink2, .align = Align::kCenter}, 0.6F);
}

// ---- the facts ----

namespace {

// Names one below the other, as many as there is room for, and how many more there are.
void draw_names(Canvas& canvas, const Look& look, const WindowBoard& board, const Rect& area) {
  const auto& colors = look.colors();
  const float row = look.bilingual() ? 72 : 48;
  const auto rows = static_cast<size_t>(area.h / row);
  const size_t shown =
      board.names.size() <= rows ? board.names.size() : std::max<size_t>(1, rows) - 1;
  for (size_t i = 0; i < shown; ++i) {
    const Pair name = look.names(board.names[i].zh, board.names[i].en);
    const float y = area.y + static_cast<float>(i) * row;
    canvas.text_fit(name.first, area.x, y, area.w,
                    {.size = 32, .color = colors.text, .face = Face::kBold}, 0.6F);
    canvas.text_fit(name.second, area.x, y + 38, area.w, {.size = 20, .color = colors.text2}, 0.7F);
  }
  const size_t left = board.names.size() - shown;
  if (left == 0) return;
  const Pair more = look.pair("display.window.more", {{"count", left}});
  draw_pair_fit(canvas, more, area.x, area.y + static_cast<float>(shown) * row, area.w,
                {.first = {.size = 28, .color = colors.text2},
                 .second = {.size = 20, .color = colors.text2},
                 .second_down = 6,
                 .gap = 14});
}

// What is served here: a heading, and everything or a list.
void draw_served(Canvas& canvas, const Look& look, const WindowBoard& board, const Rect& panel) {
  const auto& colors = look.colors();
  const PairStyle head{.first = {.size = 32, .color = colors.gold, .face = Face::kBold},
                       .second = {.size = 24, .color = colors.text2},
                       .second_down = 7,
                       .gap = 14};
  draw_pair(canvas, look.pair("display.window.services"), panel.x + 36, panel.y + 28, head);
  const Rect area{panel.x + 36, panel.y + 84, panel.w - 72, panel.h - 84};
  if (!board.general) return draw_names(canvas, look, board, area);
  const Pair all = look.pair("display.window.all_services");
  canvas.text_fit(all.first, area.x, area.y + 8, area.w,
                  {.size = 44, .color = colors.text, .face = Face::kBold}, 0.6F);
  canvas.text_fit(all.second, area.x, area.y + 66, area.w, {.size = 28, .color = colors.text2},
                  0.6F);
}

void draw_badge(Canvas& canvas, const Look& look, const WindowBoard& board, const Rect& panel) {
  const auto& colors = look.colors();
  const float y = panel.bottom() - 72;
  const PairStyle style{.first = {.size = 28, .color = colors.text2},
                        .second = {.size = 22, .color = colors.text2},
                        .second_down = 5,
                        .gap = 12};
  const float words =
      draw_pair(canvas, look.pair("display.window.badge"), panel.x + 36, y + 2, style);
  canvas.text_fit(
      board.badge.empty() ? "—" : board.badge, panel.right() - 36, y - 6, panel.w - 96 - words,
      {.size = 42, .color = colors.text, .face = Face::kNumeral, .align = Align::kRight}, 0.4F);
}

}  // namespace

void draw_window_facts(Canvas& canvas, const Look& look, const WindowLayout& at,
                       const WindowBoard& board) {
  const Rect& panel = at.facts;
  if (panel.empty() || !canvas.visible(panel)) return;
  const auto& colors = look.colors();
  canvas.round(panel, look.theme.metrics.radius_panel, colors.ground850);
  Rect services = panel;
  if (at.shown.badge) {
    services.h -= WindowLayout::kBadge;
    draw_badge(canvas, look, board, panel);
  }
  if (!at.shown.services) return;
  draw_served(canvas, look, board, services);
  if (at.shown.badge)
    canvas.fill({panel.x + 36, panel.bottom() - 92, panel.w - 72, 2}, colors.rule);
}

// ---- the strip ----

void draw_next_up(Canvas& canvas, const Look& look, const WindowLayout& at,
                  const WindowBoard& board) {
  const Rect strip = at.frame.strip();
  if (!at.shown.next || !canvas.visible(strip)) return;
  const auto& colors = look.colors();
  canvas.fill(strip, colors.ticker);
  if (board.shows == WindowShows::kUnknown) return;
  const bool works = board.shows != WindowShows::kClosed && board.shows != WindowShows::kPaused;
  const char* key = board.waiting == 0 ? "display.window.next_none"
                    : works            ? "display.window.next_of"
                                       : "display.window.waiting";
  const Pair words = look.pair(key, {{"count", board.waiting}});
  const PairStyle style{.first = {.size = 34, .color = colors.text, .face = Face::kBold},
                        .second = {.size = 28, .color = colors.text2},
                        .second_down = 5,
                        .gap = 30};
  const float room = strip.w - 2 * Frame::kMargin - 64;
  const float width = std::min(room, measure_pair(canvas, words, style));
  const float x = (strip.w - width - 64) / 2;
  canvas.icon("people", x, strip.y + 14, 44, colors.gold, 2.0F);
  draw_pair_fit(canvas, words, x + 64, strip.y + 18, width, style);
}

}  // namespace yichuang::display
