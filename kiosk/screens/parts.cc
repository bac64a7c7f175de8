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

namespace {

constexpr Rect kSwitch{64, 1800, 456, 96};
constexpr Rect kElder{540, 1800, 248, 96};
constexpr Rect kHelp{808, 1800, 208, 96};
constexpr Rect kChinese{kSwitch.x, kSwitch.y, kSwitch.w / 2, kSwitch.h};
constexpr Rect kEnglish{kSwitch.x + kSwitch.w / 2, kSwitch.y, kSwitch.w / 2, kSwitch.h};
// The question whether anybody is there covers the footer and what is just above it.
constexpr Rect kWarning{0, kWarningTop, kWidth, kHeight - kWarningTop};
constexpr Rect kMoreTime{540, 1744, 476, 128};

}  // namespace

void touched(const View& view, ui::Point at) {
  constexpr float kCorner = 150;  // the staff know it
  view.send(Touched{});
  if (at.x < kCorner && at.y < kCorner) view.send(CornerTouched{});
}

std::string_view help_text_key(const View& view) {
  if (!help_wanted(view.flow, view.steady_ms())) return "kiosk.footer.help";
  return view.flow.hall_fresh ? "kiosk.footer.help_called" : "kiosk.footer.help_offline";
}

void KioskScreen::draw(Canvas& canvas) {
  canvas.fill({0, 0, kWidth, kHeight}, color().canvas);
  draw_header(canvas);
  draw_middle(canvas);
  if (state().emergency.running()) draw_emergency(canvas);
  if (has_footer()) draw_footer(canvas);
  if (warns()) draw_warning(canvas);
}

std::vector<Node> KioskScreen::nodes() const {
  std::vector<Node> nodes;
  const bool warning = warns();
  if (warning) add(nodes, kMoreTimeNode, kMoreTime, words_.large("kiosk.idle.more"), Touched{});
  add_nodes(nodes);
  if (warning) {
    std::erase_if(nodes, [](const Node& each) {
      return each.id != kMoreTimeNode && each.rect.bottom() > kWarningTop;
    });
  } else if (has_footer()) {
    add(nodes, kChineseNode, kChinese, view_.texts.get("zh-CN", "kiosk.language.choose"),
        LanguageChosen{Language::kChinese});
    add(nodes, kEnglishNode, kEnglish, view_.texts.get("en", "kiosk.language.choose"),
        LanguageChosen{Language::kEnglish});
    add(nodes, kElderNode, kElder, words_.large("kiosk.footer.elder_long"), ElderChosen{true});
    add(nodes, kHelpNode, kHelp, words_.large(help_key()), HelpChosen{});
  }
  return nodes;
}

bool KioskScreen::on_touch(const ui::Touch& touch) {
  // While the question covers them, nothing beneath it may be hit by a finger that answers it.
  if (touch.phase == ui::TouchPhase::kDown) touched(view_, touch.at);
  return false;
}

void KioskScreen::add(std::vector<Node>& nodes, int id, const Rect& rect, std::string label,
                      FlowEvent event, bool enabled) const {
  nodes.push_back({.id = id,
                   .rect = rect,
                   .label = std::move(label),
                   .focus_order = static_cast<int>(nodes.size()),
                   .action = [&view = view_, event = std::move(event)] { view.send(event); },
                   .enabled = enabled});
}

// --- Frame --------------------------------------------------------------------------------------

void KioskScreen::draw_header(Canvas& canvas) const {
  const Rect area{0, 0, kWidth, header_height()};
  {
    const auto clip = canvas.clip(area);
    canvas.gradient(area, 0, color().brand800, color().brand600);
    canvas.arcs(area, {960, area.h - 22}, 120, 58, 9, 2, Color{255, 255, 255, 20});
  }
  canvas.round({64, 56, 72, 72}, 20, color().surface);
  canvas.icon("emblem", 72, 64, 56, color().brand700, 2.0F);
  const State& hall = state();
  canvas.text_fit(words_.large(hall.hall_zh, hall.hall_en), 160, 60, 600,
                  {.size = 36, .color = color().on_brand, .face = Face::kBold}, 0.7F);
  canvas.text_fit(words_.small(hall.hall_zh, hall.hall_en), 160, 106, 600,
                  {.size = 22, .color = color().on_brand3}, 1);
  if (!view_.zone) return;
  const LocalTime now = view_.zone->local(view_.hall_now());
  canvas.clock(
      clock_face(now), 1016, 54,
      {.size = 48, .color = color().on_brand, .face = Face::kNumeralLight, .align = Align::kRight});
  canvas.text(view_.texts.date(words_.language(), now), 1016, 108,
              {.size = 22, .color = color().on_brand3, .align = Align::kRight});
}

// Over the header and its greeting: whoever stands here must read it first.
void KioskScreen::draw_emergency(Canvas& canvas) const {
  const Rect area{0, 0, kWidth, header_height()};
  canvas.fill(area, color().bad);
  canvas.icon("warning", 64, area.h / 2 - 44, 88, color().on_brand, 2.0F);
  const ui::TextStyle first{.size = 40, .color = color().on_brand, .face = Face::kBold};
  const ui::TextStyle second{.size = 30, .color = color().on_brand};
  const std::string& text = words_.large(state().emergency.zh, state().emergency.en);
  const std::string& other = words_.small(state().emergency.zh, state().emergency.en);
  const float room = kWidth - 184 - 48;
  const auto height = [&](const std::string& of, const ui::TextStyle& style) {
    if (of.empty()) return 0.0F;
    return static_cast<float>(canvas.wrap(of, room, style).size()) * style.size * 1.3F;
  };
  float y = std::max(20.0F, (area.h - height(text, first) - 12 - height(other, second)) / 2);
  y += canvas.text_wrapped(text, {184, y, room, area.h - y}, first, 1.3F) + 12;
  if (!other.empty() && other != text)
    canvas.text_wrapped(other, {184, y, room, area.h - y}, second, 1.3F);
}

std::string_view KioskScreen::help_key() const { return help_text_key(view_); }

void KioskScreen::draw_footer(Canvas& canvas) const {
  canvas.fill({0, kFooterTop, kWidth, kHeight - kFooterTop}, color().surface);
  canvas.fill({0, kFooterTop, kWidth, 2}, color().line);
  canvas.round(kSwitch, 24, color().canvas);
  const auto choice = [&](int id, const Rect& area, std::string_view language, bool chosen) {
    const Rect inner = area.inset(6);
    if (chosen) {
      canvas.shadow(inner, 18, {.sigma = 4, .dy = 2, .color = color().brand900.percent(16)});
      canvas.round(inner, 18, color().brand600);
    } else if (is_pressed(id)) {
      canvas.round(inner, 18, color().brand100);
    }
    if (is_focused(id)) canvas.stroke(area, 24, 4, color().brand700);
    canvas.text(view_.texts.get(language, "kiosk.language.name"), area.center().x,
                area.center().y - 16,
                {.size = 30,
                 .color = chosen ? color().on_brand : color().ink,
                 .face = chosen ? Face::kBold : Face::kRegular,
                 .align = Align::kCenter});
  };
  choice(kChineseNode, kChinese, "zh-CN", words_.chinese());
  choice(kEnglishNode, kEnglish, "en", !words_.chinese());
  const auto button = [&](int id, const Rect& area, std::string_view icon, std::string_view key,
                          bool on) {
    canvas.round(area, 24,
                 on               ? color().mid_soft
                 : is_pressed(id) ? color().brand100
                                  : color().canvas);
    canvas.stroke(area, 24, 2, on ? color().mid : color().control);
    if (is_focused(id)) canvas.stroke(area, 24, 4, color().brand700);
    const Color ink = on ? color().mid : color().brand700;
    canvas.icon(icon, area.x + 20, area.y + 28, 40, ink, 2.0F);
    canvas.text_fit(words_.large(key), area.x + 72, area.center().y - 15, area.w - 88,
                    {.size = 30, .color = ink, .face = Face::kBold}, shrink_to_min(30));
  };
  button(kElderNode, kElder, "text-size", "kiosk.footer.elder", false);
  button(kHelpNode, kHelp, "bell", help_key(), help_wanted(view_.flow, view_.steady_ms()));
}

void KioskScreen::draw_warning(Canvas& canvas) const {
  const int seconds = seconds_shown(view_.flow, view_.steady_ms());
  canvas.shadow(kWarning, 32, {.sigma = 18, .dy = -8, .color = color().brand900.percent(30)});
  canvas.round({0, kWarning.y, kWidth, kWarning.h + 64}, 32, color().brand900);
  canvas.text(words_.large("kiosk.idle.title"), 64, kWarning.y + 56,
              {.size = 48, .color = color().on_brand, .face = Face::kBold});
  const std::string_view key = view_.flow.screen != kiosk::Screen::kChoice ? "kiosk.idle.home"
                               : view_.flow.maybe_printed ? "kiosk.idle.maybe_printed"
                                                          : "kiosk.idle.choice";
  canvas.text_fit(words_.large(key, {{"seconds", seconds}}), 64, kWarning.y + 128, 952,
                  {.size = 30, .color = color().on_brand2}, shrink_to_min(30));
  canvas.clock(fmt::format("{}", seconds), 64, kMoreTime.y + 4,
               {.size = 120, .color = color().on_brand, .face = Face::kNumeral});
  const bool pressed = is_pressed(kMoreTimeNode);
  canvas.round(kMoreTime, 28, pressed ? color().brand100 : color().surface);
  if (is_focused(kMoreTimeNode)) canvas.stroke(kMoreTime.inset(-8), 34, 4, color().on_brand);
  canvas.text_fit(
      words_.large("kiosk.idle.more"), kMoreTime.center().x, kMoreTime.y + 43, kMoreTime.w - 48,
      {.size = 40, .color = color().brand700, .face = Face::kBold, .align = Align::kCenter});
}

// --- Pieces -------------------------------------------------------------------------------------

void KioskScreen::card(Canvas& canvas, const Rect& area) const {
  canvas.shadow(area, 28, {.sigma = 10, .dy = 6, .color = color().brand900.percent(10)});
  canvas.round(area, 28, color().surface);
}

void KioskScreen::badge(Canvas& canvas, std::string_view icon, ui::Point center, float radius,
                        Color ground, Color ink) const {
  canvas.circle(center, radius, ground);
  const float side = radius * 1.1F;
  canvas.icon(icon, center.x - side / 2, center.y - side / 2, side, ink, 1.9F);
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
                  0.6F);
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
  const TextStyle second{.size = 26, .color = main ? color().on_brand2 : color().ink2};
  const std::string text = words_.large(text_key);
  const std::string other = words_.small(text_key);
  const float width = canvas.measure(text, first) + 20 + canvas.measure(other, second);
  const float room = area.w - 48;
  if (width > room) {
    const auto centred = [](TextStyle style) {
      style.align = Align::kCenter;
      return style;
    };
    canvas.text_fit(text, area.center().x, area.center().y - 38, room, centred(first), 0.6F);
    canvas.text_fit(other, area.center().x, area.center().y + 10, room, centred(second),
                    shrink_to_min(26));
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
                  {.size = size, .color = ink, .face = Face::kBold, .align = Align::kCenter}, 0.6F);
  canvas.text_fit(words_.small(key, arguments), kWidth / 2, y + size * 1.36F, room,
                  {.size = small, .color = color().ink2, .align = Align::kCenter},
                  shrink_to_min(small));
  return size * 1.36F + small;
}

float KioskScreen::paragraph_pair(Canvas& canvas, std::string_view key, float y, float size,
                                  Color ink,
                                  std::initializer_list<ui::TextArgument> arguments) const {
  const Rect room{112, y, kWidth - 2 * 112, size * 1.4F * 2};
  const float first =
      canvas.text_wrapped(words_.large(key, arguments), room,
                          {.size = size, .color = ink, .align = Align::kCenter}, 1.4F);
  const float small = std::max(kTextMin, size * 0.74F);
  const float second = canvas.text_wrapped(
      words_.small(key, arguments), {room.x, y + first + 18, room.w, small * 1.4F * 2},
      {.size = small, .color = color().ink3, .align = Align::kCenter}, 1.4F);
  return first + 18 + second;
}

void KioskScreen::ticket_number(Canvas& canvas, const TicketFacts& facts, float y,
                                float size) const {
  const float center = kWidth / 2;
  canvas.text(words_.large("kiosk.ticket.number") + "  " + words_.small("kiosk.ticket.number"),
              center, y, {.size = 28, .color = color().ink2, .align = Align::kCenter});
  canvas.text(
      facts.number, center, y + 34,
      {.size = size, .color = color().brand700, .face = Face::kNumeral, .align = Align::kCenter});
  const float below = y + 34 + size * 1.16F;
  canvas.text_fit(words_.large(facts.service_zh, facts.service_en), center, below, 840,
                  {.size = 44, .color = color().ink, .face = Face::kBold, .align = Align::kCenter},
                  0.6F);
  canvas.text_fit(words_.small(facts.service_zh, facts.service_en), center, below + 60, 840,
                  {.size = 28, .color = color().ink2, .align = Align::kCenter}, shrink_to_min(28));
}

void KioskScreen::ticket_columns(Canvas& canvas, const TicketFacts& facts, const Rect& area) const {
  const float width = area.w / 3;
  const auto column = [&](int place, std::string_view icon, std::string_view label,
                          const std::string& value) {
    const float center = area.x + width * (static_cast<float>(place) + 0.5F);
    if (place > 0)
      canvas.fill({area.x + width * static_cast<float>(place), area.y + 8, 2, area.h - 16},
                  color().divider);
    canvas.icon(icon, center - 20, area.y, 40, color().brand600, 1.8F);
    canvas.text_fit(words_.large(label), center, area.y + 52, width - 24,
                    {.size = 26, .color = color().ink2, .align = Align::kCenter},
                    shrink_to_min(26));
    canvas.text_fit(
        value, center, area.y + 92, width - 24,
        {.size = 36, .color = color().ink, .face = Face::kBold, .align = Align::kCenter},
        shrink_to_min(36));
  };
  column(0, "people", "kiosk.ticket.ahead",
         facts.waits_known ? words_.large("kiosk.ticket.people", {{"count", facts.ahead}})
                           : words_.large("kiosk.home.unknown"));
  column(1, "clock", "kiosk.ticket.wait",
         wait_words(view_.texts, words_.language(), "kiosk.ticket", facts));
  const std::string windows = window_ranges(facts.windows, words_.chinese() ? "、" : ", ");
  column(2, "window", "kiosk.ticket.windows",
         windows.empty() ? words_.large("kiosk.ticket.unknown")
                         : words_.large("kiosk.ticket.window_list", {{"numbers", windows}}));
}

}  // namespace yichuang::kiosk
