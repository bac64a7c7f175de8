#include "kiosk/screens/parts.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Node;
using ui::Rect;
using ui::TextStyle;

void KioskScreen::draw(Canvas& canvas) {
  canvas.fill({0, 0, kWidth, kHeight}, color().canvas);
  // A manager's message lies over the header and what a screen puts there.
  const bool emergency = state().emergency.running();
  if (!emergency) frame_.draw_header(canvas, header_height());
  draw_middle(canvas);
  if (emergency) frame_.draw_header(canvas, header_height());
  if (has_footer()) frame_.draw_footer(canvas);
  if (warning_shown(view_.flow, view_.steady_ms())) frame_.draw_warning(canvas);
}

std::vector<Node> KioskScreen::nodes() const {
  std::vector<Node> nodes;
  add_nodes(nodes);
  frame_.add_nodes(nodes, has_footer());
  return nodes;
}

bool KioskScreen::on_touch(const ui::Touch& touch) {
  // While the question covers them, nothing beneath it may be hit by a finger that answers it.
  if (touch.phase == ui::TouchPhase::kDown) touched(view_, touch.at);
  return false;
}

void KioskScreen::add(std::vector<Node>& nodes, int id, const Rect& rect, std::string label,
                      FlowEvent event, bool enabled) const {
  add_node(nodes, view_, id, rect, std::move(label), std::move(event), enabled);
}

// --- Pieces -------------------------------------------------------------------------------------

void KioskScreen::card(Canvas& canvas, const Rect& area) const {
  canvas.shadow(area, 28, {.sigma = 10, .dy = 6, .color = color().brand900.percent(10)});
  canvas.round(area, 28, color().surface);
}

void KioskScreen::badge(Canvas& canvas, const Badge& badge, ui::Point center, float radius) const {
  draw_badge(canvas, badge.icon, center, radius, badge_colors(color(), badge.mood));
}

float KioskScreen::long_name(Canvas& canvas, std::string_view text, const Rect& area,
                             float size) const {
  ui::TextStyle bold{.size = size, .color = color().ink, .face = Face::kBold};
  const ui::TextStyle least{.size = kTextMin, .color = color().ink, .face = Face::kBold};
  if (canvas.measure(text, least) > area.w) return canvas.text_wrapped(text, area, least, 1.15F);
  canvas.text_fit(text, area.x, area.y + 8, area.w, bold, shrink_to_min(size));
  return size;
}

void KioskScreen::big_button(Canvas& canvas, int id, const Rect& area, Look look,
                             std::string_view icon, const std::string& text,
                             const std::string& hint) const {
  const bool pressed = is_pressed(id);
  const bool main = look == Look::kMain;
  const bool off = look == Look::kOff;
  if (!off) canvas.shadow(area, 28, {.sigma = 10, .dy = 6, .color = color().brand900.percent(14)});
  Color ground = main ? color().brand600 : off ? color().canvas : color().surface;
  if (pressed && !off) ground = main ? color().brand800 : color().brand50;
  canvas.round(area, 28, ground);
  if (!main) canvas.stroke(area, 28, off ? 2 : 3, off ? color().line : color().brand600);
  if (is_focused(id)) canvas.stroke(area.inset(-8), 34, 4, color().brand700);
  const Rect tile{area.x + 36, area.center().y - 52, 104, 104};
  canvas.round(tile, 26, main ? Color{255, 255, 255, 36} : off ? color().line : color().brand50);
  const Color ink = main ? color().on_brand : off ? color().ink3 : color().brand600;
  canvas.icon(icon, tile.x + 22, tile.y + 22, 60, ink, 1.8F);
  const float x = area.x + 176;
  const float room = area.w - 176 - 36;
  canvas.text_fit(text, x, area.center().y - 54, room,
                  {.size = 48,
                   .color = main  ? color().on_brand
                            : off ? color().ink3
                                  : color().ink,
                   .face = Face::kBold},
                  shrink_to_min(48));
  canvas.text_fit(hint, x, area.center().y + 18, room,
                  {.size = 28, .color = main ? color().on_brand2 : color().ink2},
                  shrink_to_min(28));
}

void KioskScreen::button(Canvas& canvas, int id, const Rect& area, Look look,
                         std::string_view text_key) const {
  const bool pressed = is_pressed(id);
  const bool main = look == Look::kMain;
  Color ground = main ? color().brand600 : color().surface;
  if (pressed) ground = main ? color().brand800 : color().brand50;
  canvas.round(area, 28, ground);
  if (!main) canvas.stroke(area, 28, 2, color().control);
  if (is_focused(id)) canvas.stroke(area.inset(-8), 34, 4, color().brand700);
  const Color ink = main ? color().on_brand : color().brand700;
  const TextStyle first{.size = 36, .color = ink, .face = Face::kBold};
  const TextStyle second{.size = 28, .color = main ? color().on_brand2 : color().ink2};
  const std::string text = words_.large(text_key);
  const std::string other = words_.small(text_key);
  const float width = canvas.measure(text, first) + 20 + canvas.measure(other, second);
  const float room = area.w - 48;
  if (width > room) {
    const auto centred = [](TextStyle style) {
      style.align = Align::kCenter;
      return style;
    };
    canvas.text_fit(text, area.center().x, area.center().y - 38, room, centred(first),
                    shrink_to_min(36));
    canvas.text_fit(other, area.center().x, area.center().y + 10, room, centred(second),
                    shrink_to_min(28));
    return;
  }
  float x = area.center().x - width / 2;
  const float y = area.center().y - 19;
  x += canvas.text(text, x, y, first) + 20;
  canvas.text(other, x, y + 8, second);
}

void KioskScreen::waiting_dots(Canvas& canvas, ui::Point center) const {
  constexpr int64_t kDotMs = 400;
  const int64_t lit = view_.steady_ms() / kDotMs % 3;
  for (int i = 0; i < 3; ++i) {
    const ui::Point at{center.x + static_cast<float>(i - 1) * 56, center.y};
    canvas.circle(at, 13, i == lit ? color().brand600 : color().brand100);
  }
}

float KioskScreen::pair(Canvas& canvas, std::string_view key, float y, float size, Color ink,
                        std::initializer_list<ui::TextArgument> arguments) const {
  const float room = kWidth - 2 * 96;
  const float small = std::max(kTextMin, size * 0.56F);
  canvas.text_fit(words_.large(key, arguments), kWidth / 2, y, room,
                  {.size = size, .color = ink, .face = Face::kBold, .align = Align::kCenter},
                  shrink_to_min(size));
  canvas.text_fit(words_.small(key, arguments), kWidth / 2, y + size * 1.36F, room,
                  {.size = small, .color = color().ink2, .align = Align::kCenter},
                  shrink_to_min(small));
  return size * 1.36F + small;
}

float KioskScreen::paragraph_pair(Canvas& canvas, std::string_view key, float y, float size,
                                  Color ink,
                                  std::initializer_list<ui::TextArgument> arguments) const {
  const auto paragraph = [&](const std::string& text, float top, const TextStyle& style) {
    return draw_lines(canvas, even_lines(canvas, text, kWidth - 2 * 112, style), kCenter, top,
                      style, 1.4F);
  };
  const float first = paragraph(words_.large(key, arguments), y,
                                {.size = size, .color = ink, .align = Align::kCenter});
  const float second = paragraph(
      words_.small(key, arguments), y + first + 18,
      {.size = std::max(kTextMin, size * 0.74F), .color = color().ink3, .align = Align::kCenter});
  return first + 18 + second;
}

void KioskScreen::ticket_number(Canvas& canvas, const TicketFacts& facts, float y, float size,
                                std::string_view item) const {
  canvas.text(words_.large("kiosk.ticket.number") + "  " + words_.small("kiosk.ticket.number"),
              kCenter, y, {.size = 28, .color = color().ink2, .align = Align::kCenter});
  canvas.text(
      facts.number, kCenter, y + 34,
      {.size = size, .color = color().brand700, .face = Face::kNumeral, .align = Align::kCenter});
  const float below = y + 34 + size * 1.16F;
  const wire::ItemRecord* record = view_.item && !item.empty() ? view_.item(item) : nullptr;
  const std::string& service = words_.large(facts.service_zh, facts.service_en);
  const std::string& first =
      record ? words_.large(record->name().zh(), record->name().en()) : service;
  const std::string& second = record ? service : words_.small(facts.service_zh, facts.service_en);
  canvas.text_fit(first, kCenter, below, 840,
                  {.size = 44, .color = color().ink, .face = Face::kBold, .align = Align::kCenter},
                  shrink_to_min(44));
  canvas.text_fit(second, kCenter, below + 60, 840,
                  {.size = 28, .color = color().ink2, .align = Align::kCenter}, shrink_to_min(28));
}

std::vector<Fact> ticket_fact_words(const View& view, const TicketFacts& facts) {
  const Words words(view);
  const std::string windows = window_ranges(facts.windows, words.chinese() ? "、" : ", ");
  return {{"people", words.large("kiosk.ticket.ahead"),
           facts.waits_known ? words.large("kiosk.ticket.people", {{"count", facts.ahead}})
                             : words.large("kiosk.home.unknown")},
          {"clock", words.large("kiosk.ticket.wait"),
           wait_words(view.texts, words.language(), "kiosk.ticket", facts)},
          {"window", words.large("kiosk.ticket.windows"),
           windows.empty() ? words.large("kiosk.ticket.unknown")
                           : words.large("kiosk.ticket.window_list", {{"numbers", windows}})}};
}

std::string missed_words(const View& view) {
  const TicketFacts facts = ticket_facts(view.state(), view.flow.ticket, view.web);
  return Words(view).large(
      fmt::format("kiosk.done.missed.{}", missed_rule(facts, view.reads_codes)));
}

}  // namespace yichuang::kiosk
