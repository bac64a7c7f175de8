#include "kiosk/screens/frame.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Node;
using ui::Rect;

namespace {

constexpr float kMargin = 64;
constexpr float kItemGap = 20;
constexpr float kItemHeight = 96;
constexpr float kSecondsWidth = 240;  // of the countdown, with the room around it
// The two languages, large type, ease of access, help: their widths beside each other.
constexpr std::array<float, 5> kShares = {132, 132, 208, 196, 224};
constexpr float kShareSum = 892;

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

std::string_view idle_text_key(const Flow& flow) {
  if (flow.screen == Screen::kDone) return "kiosk.idle.maybe_printed";
  if (flow.screen != Screen::kChoice) return "kiosk.idle.home";
  return flow.maybe_printed ? "kiosk.idle.maybe_printed" : "kiosk.idle.choice";
}

void add_node(std::vector<Node>& nodes, const View& view, int id, const Rect& rect,
              std::string label, FlowEvent event, bool enabled) {
  nodes.push_back({.id = id,
                   .rect = rect,
                   .label = std::move(label),
                   .focus_order = static_cast<int>(nodes.size()),
                   .action = [&view, event = std::move(event)] { view.send(event); },
                   .enabled = enabled});
}

// The languages stand side by side without a gap.
Rect Frame::footer_item(int place) const {
  const float room = at_.size.w - 2 * kMargin - 3 * kItemGap;
  const auto width = [&](int of) {
    return std::floor(room * kShares.at(static_cast<size_t>(of)) / kShareSum);
  };
  float x = kMargin;
  for (int i = 0; i < place; ++i) x += width(i) + (i == 0 ? 0 : kItemGap);
  const float height = at_.size.h - at_.footer_top;
  return {x, at_.footer_top + (height - kItemHeight) / 2, width(place), kItemHeight};
}

Rect Frame::more_time() const {
  return {at_.size.w / 2, at_.size.h - 176, at_.size.w / 2 - kMargin, 128};
}

void Frame::add_nodes(std::vector<Node>& nodes, bool has_footer) const {
  if (warning_shown(view_.flow, view_.steady_ms())) {
    std::erase_if(nodes, [&](const Node& each) { return each.rect.bottom() > at_.warning_top; });
    add_node(nodes, view_, kMoreTimeNode, more_time(), words_.large("kiosk.idle.more"), Touched{});
    return;
  }
  if (!has_footer) return;
  const auto add = [&](int place, int id, std::string label, FlowEvent event) {
    add_node(nodes, view_, id, footer_item(place), std::move(label), std::move(event));
  };
  add(0, kChineseNode, view_.texts.get("zh-CN", "kiosk.language.choose"),
      LanguageChosen{Language::kChinese});
  add(1, kEnglishNode, view_.texts.get("en", "kiosk.language.choose"),
      LanguageChosen{Language::kEnglish});
  add(2, kElderNode, words_.large("kiosk.footer.elder_long"), ElderChosen{true});
  add(3, kAccessNode, words_.large("kiosk.access.title"), AccessChosen{!view_.flow.access_open});
  add(4, kHelpNode, words_.large(help_text_key(view_)), HelpChosen{});
}

// --- Painting -----------------------------------------------------------------------------------

void Frame::draw_header(Canvas& canvas, float height) const {
  const Rect area{0, 0, at_.size.w, height};
  if (view_.state().emergency.running()) return draw_emergency(canvas, area);
  {
    const auto clip = canvas.clip(area);
    canvas.gradient(area, 0, color().brand800, color().brand600);
    if (!view_.flow.contrast)
      canvas.arcs(area, {area.w - 120, area.h - 22}, 120, 58, 9, 2, Color{255, 255, 255, 20});
  }
  const float y = std::min(56.0F, (height - 72) / 2);
  canvas.round({kMargin, y, 72, 72}, 20, color().surface);
  canvas.icon("emblem", kMargin + 8, y + 8, 56, color().brand700, 2.0F);
  const State& hall = view_.state();
  const float room = area.w - 480;
  canvas.text_fit(words_.large(hall.hall_zh, hall.hall_en), 160, y, room,
                  {.size = 36, .color = color().on_brand, .face = Face::kBold}, 0.78F);
  canvas.text_fit(words_.small(hall.hall_zh, hall.hall_en), 160, y + 44, room,
                  {.size = 28, .color = color().on_brand3}, 1);
  if (!view_.zone) return;
  const LocalTime now = view_.zone->local(view_.hall_now());
  const float right = area.w - kMargin;
  canvas.clock(
      clock_face(now), right, y - 8,
      {.size = 48, .color = color().on_brand, .face = Face::kNumeralLight, .align = Align::kRight});
  canvas.text(view_.texts.date(words_.language(), now), right, y + 44,
              {.size = 28, .color = color().on_brand3, .align = Align::kRight});
}

// Whoever stands here must read it first.
void Frame::draw_emergency(Canvas& canvas, const Rect& area) const {
  canvas.fill(area, color().bad);
  canvas.icon("warning", kMargin, area.h / 2 - 44, 88, color().on_brand, 2.0F);
  const ui::TextStyle first{.size = 40, .color = color().on_brand, .face = Face::kBold};
  const ui::TextStyle second{.size = 30, .color = color().on_brand};
  const Emergency& emergency = view_.state().emergency;
  const std::string& text = words_.large(emergency.zh, emergency.en);
  const std::string& other = words_.small(emergency.zh, emergency.en);
  const float room = area.w - 184 - 48;
  const auto height = [&](const std::string& of, const ui::TextStyle& style) {
    if (of.empty()) return 0.0F;
    return static_cast<float>(canvas.wrap(of, room, style).size()) * style.size * 1.3F;
  };
  float y = std::max(20.0F, (area.h - height(text, first) - 12 - height(other, second)) / 2);
  y += canvas.text_wrapped(text, {184, y, room, area.h - y}, first, 1.3F) + 12;
  if (!other.empty() && other != text)
    canvas.text_wrapped(other, {184, y, room, area.h - y}, second, 1.3F);
}

void Frame::draw_footer(Canvas& canvas) const {
  canvas.fill({0, at_.footer_top, at_.size.w, at_.size.h - at_.footer_top}, color().surface);
  canvas.fill({0, at_.footer_top, at_.size.w, 2}, color().line);
  const Rect zh = footer_item(0);
  const Rect en = footer_item(1);
  canvas.round({zh.x, zh.y, zh.w + en.w, zh.h}, 24, color().canvas);
  const auto choice = [&](int id, const Rect& area, std::string_view language, bool chosen) {
    const Rect inner = area.inset(6);
    if (chosen) {
      canvas.shadow(inner, 18, {.sigma = 4, .dy = 2, .color = color().brand900.percent(16)});
      canvas.round(inner, 18, color().brand600);
    } else if (screen_.is_pressed(id)) {
      canvas.round(inner, 18, color().brand100);
    }
    if (screen_.is_focused(id)) canvas.stroke(area, 24, 4, color().brand700);
    canvas.text(view_.texts.get(language, "kiosk.language.name"), area.center().x,
                area.center().y - 16,
                {.size = 30,
                 .color = chosen ? color().on_brand : color().ink,
                 .face = chosen ? Face::kBold : Face::kRegular,
                 .align = Align::kCenter});
  };
  choice(kChineseNode, zh, "zh-CN", words_.chinese());
  choice(kEnglishNode, en, "en", !words_.chinese());
  const auto button = [&](int place, int id, std::string_view icon, std::string_view key, bool on) {
    const Rect area = footer_item(place);
    canvas.round(area, 24,
                 on                       ? color().mid_soft
                 : screen_.is_pressed(id) ? color().brand100
                                          : color().canvas);
    canvas.stroke(area, 24, 2, on ? color().mid : color().control);
    if (screen_.is_focused(id)) canvas.stroke(area, 24, 4, color().brand700);
    const Color ink = on ? color().mid : color().brand700;
    const ui::TextStyle style{.size = 30, .color = ink, .face = Face::kBold};
    const std::string text = words_.large(key);
    const float room = area.w - 80;
    const float width = std::min(room, canvas.measure(text, style));
    const float x = area.center().x - (48 + width) / 2;
    canvas.icon(icon, x, area.y + 30, 36, ink, 2.0F);
    canvas.text_fit(text, x + 48, area.center().y - 16, room, style, shrink_to_min(30));
  };
  button(2, kElderNode, "text-size", "kiosk.footer.elder", false);
  button(3, kAccessNode, "accessible", "kiosk.access.short", view_.flow.access_open);
  button(4, kHelpNode, "bell", help_text_key(view_), help_wanted(view_.flow, view_.steady_ms()));
}

void Frame::draw_warning(Canvas& canvas) const {
  const int seconds = seconds_shown(view_.flow, view_.steady_ms());
  const Rect area{0, at_.warning_top, at_.size.w, at_.size.h - at_.warning_top};
  canvas.shadow(area, 32, {.sigma = 18, .dy = -8, .color = color().brand900.percent(30)});
  canvas.round({0, area.y, area.w, area.h + 64}, 32, color().brand900);
  const Rect more = more_time();
  // The seconds and the button stand below the words, or beside them where that is the room.
  const bool beside = more.y < area.y + 160;
  const float room = (beside ? more.x - kSecondsWidth : area.w - kMargin) - kMargin;
  const float y = area.y + (beside ? 36 : 56);
  canvas.text(words_.large("kiosk.idle.title"), kMargin, y,
              {.size = 48, .color = color().on_brand, .face = Face::kBold});
  canvas.text_wrapped(words_.large(idle_text_key(view_.flow), {{"seconds", seconds}}),
                      {kMargin, y + 72, room, 84}, {.size = 30, .color = color().on_brand2}, 1.35F);
  canvas.clock(fmt::format("{}", seconds), beside ? more.x - 48 : kMargin, more.y + 4,
               {.size = 120,
                .color = color().on_brand,
                .face = Face::kNumeral,
                .align = beside ? Align::kRight : Align::kLeft});
  const bool pressed = screen_.is_pressed(kMoreTimeNode);
  canvas.round(more, 28, pressed ? color().brand100 : color().surface);
  if (screen_.is_focused(kMoreTimeNode)) canvas.stroke(more.inset(-8), 34, 4, color().on_brand);
  canvas.text_fit(
      words_.large("kiosk.idle.more"), more.center().x, more.y + 43, more.w - 48,
      {.size = 40, .color = color().brand700, .face = Face::kBold, .align = Align::kCenter});
}

}  // namespace yichuang::kiosk
