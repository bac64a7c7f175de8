#include "kiosk/screens/elder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kiosk/screens/papers.h"
#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

constexpr float kMargin = 48;
constexpr float kInner = kWidth - 2 * kMargin;
constexpr float kHeaderHeight = 300;
constexpr float kFooter = 1484;
constexpr Rect kCall{kMargin, kFooter + 32, kInner, 168};
constexpr Rect kLanguage{kMargin, kFooter + 232, 480, 152};
constexpr Rect kStandard{552, kFooter + 232, 480, 152};
constexpr float kRadius = 28;
constexpr float kBorder = 6;
constexpr float kButtonHeight = 168;
constexpr float kButtonGap = 24;
constexpr float kPagerHeight = 152;
constexpr float kSmall = 40;  // the other language
constexpr Rect kMoreTime{kMargin, kFooter + 232, kInner, 152};

}  // namespace

bool ElderScreen::on_touch(const ui::Touch& touch) {
  if (touch.phase == ui::TouchPhase::kDown) touched(view_, touch.at);
  return false;
}

// --- Where things are ---------------------------------------------------------------------------

// A list fills the page from the top; a few buttons stand at its foot.
std::vector<ElderScreen::Placed> ElderScreen::place(const ElderPage& page) const {
  std::vector<Placed> placed;
  const auto count = static_cast<float>(page.buttons.size());
  if (!lists()) {
    const float height = page.buttons.size() > 3 ? 152 : kButtonHeight;
    float y = kFooter - 32 - count * height - (count - 1) * kButtonGap;
    for (const ElderPage::Button& button : page.buttons) {
      placed.push_back({button, {kMargin, y, kInner, height}});
      y += height + kButtonGap;
    }
    return placed;
  }
  const bool pages = page_count(view_.flow) > 1;
  const float bottom = kFooter - 32 - (pages ? kPagerHeight + kButtonGap : 0);
  const auto rows = static_cast<float>(services_per_page(view_.flow));
  const float top = kHeaderHeight + 36;
  const float height = (bottom - top - (rows - 1) * kButtonGap) / rows;
  float y = top;
  for (const ElderPage::Button& button : page.buttons) {
    placed.push_back({button, {kMargin, y, kInner, height}});
    y += height + kButtonGap;
  }
  if (!pages) return placed;
  const uint32_t at = view_.flow.page;
  const float pager = kFooter - 32 - kPagerHeight;
  const auto turn = [&](int id, const Rect& area, const char* icon, std::string_view key,
                        uint32_t to, bool on) {
    placed.push_back({{id, icon, words_.large(key), "", PageChosen{to}, on}, area});
  };
  turn(kPreviousNode, {kMargin, pager, 480, kPagerHeight}, "chevron-left", "kiosk.home.previous",
       at > 0 ? at - 1 : 0, at > 0);
  turn(kNextNode, {552, pager, 480, kPagerHeight}, "chevron-right", "kiosk.home.next", at + 1,
       at + 1 < page_count(view_.flow));
  return placed;
}

std::vector<ElderScreen::Placed> ElderScreen::footer() const {
  const bool called = help_wanted(view_.flow, view_.steady_ms());
  const std::string_view call = !called                 ? "kiosk.elder.call"
                                : view_.flow.hall_fresh ? "kiosk.elder.called"
                                                        : "kiosk.elder.offline";
  const Language other = words_.chinese() ? Language::kEnglish : Language::kChinese;
  return {{{kHelpNode, called ? "bell" : "headset", words_.large(call),
            called && view_.flow.hall_fresh ? words_.large("kiosk.elder.come") : words_.small(call),
            HelpChosen{}},
           kCall},
          {{words_.chinese() ? kEnglishNode : kChineseNode, "globe",
            view_.texts.get(words_.other(), "kiosk.language.name"), "", LanguageChosen{other}},
           kLanguage},
          {{kElderNode, "text-size", words_.large("kiosk.elder.standard"), "", ElderChosen{false}},
           kStandard}};
}

std::vector<ui::Node> ElderScreen::nodes() const {
  std::vector<ui::Node> nodes;
  const auto add = [&](int id, const Rect& area, std::string label, FlowEvent event,
                       bool enabled = true) {
    nodes.push_back({.id = id,
                     .rect = area,
                     .label = std::move(label),
                     .focus_order = static_cast<int>(nodes.size()),
                     .action = [&view = view_, event = std::move(event)] { view.send(event); },
                     .enabled = enabled});
  };
  for (const Placed& each : place(elder_page(view_)))
    add(each.button.id, each.area, each.button.text, each.button.event, each.button.enabled);
  if (warns()) {
    add(kMoreTimeNode, kMoreTime, words_.large("kiosk.idle.more"), Touched{});
    return nodes;
  }
  for (const Placed& each : footer())
    add(each.button.id, each.area, each.button.text, each.button.event);
  return nodes;
}

// --- Painting -----------------------------------------------------------------------------------

void ElderScreen::draw(Canvas& canvas) {
  canvas.fill({0, 0, kWidth, kHeight}, color().surface);
  const ElderPage page = elder_page(view_);
  draw_header(canvas, page);
  const std::vector<Placed> buttons = place(page);
  const float bottom = lists() || buttons.empty() ? kFooter : buttons.front().area.y;
  draw_middle(canvas, page, bottom);
  for (const Placed& each : buttons) draw_button(canvas, each);
  canvas.fill({0, kFooter, kWidth, kHeight - kFooter}, color().footer);
  if (warns()) return draw_warning(canvas);
  for (const Placed& each : footer()) draw_button(canvas, each);
}

void ElderScreen::draw_header(Canvas& canvas, const ElderPage& page) const {
  if (const Emergency& emergency = view_.state().emergency; emergency.running()) {
    canvas.fill({0, 0, kWidth, kHeaderHeight}, view_.theme.light.bad);
    canvas.text_wrapped(words_.large(emergency.zh, emergency.en),
                        {60, 40, kWidth - 120, kHeaderHeight - 60},
                        {.size = 60, .color = color().surface, .face = Face::kBold}, 1.3F);
    return;
  }
  canvas.fill({0, 0, kWidth, kHeaderHeight}, color().navy);
  canvas.text_fit(page.title, 60, 66, kWidth - 120,
                  {.size = 92, .color = color().surface, .face = Face::kBold}, 0.56F);
  canvas.text_fit(page.subtitle, 60, 196, 760,
                  {.size = 52, .color = color().accent, .face = Face::kBold}, 0.7F);
  if (!view_.zone) return;
  canvas.clock(
      clock_face(view_.zone->local(view_.hall_now())), kWidth - 60, 196,
      {.size = 56, .color = color().surface, .face = Face::kNumeralLight, .align = Align::kRight});
}

void ElderScreen::draw_middle(Canvas& canvas, const ElderPage& page, float bottom) const {
  float y = kHeaderHeight + 40;
  const float center = kWidth / 2;
  if (!page.number.empty()) {
    const bool room = bottom - y > 560;
    const float size = room ? 320 : 200;
    canvas.text(
        page.number, center, y,
        {.size = size, .color = color().navy, .face = Face::kNumeral, .align = Align::kCenter});
    y += size * 1.22F;
  }
  if (page.picture != 0)
    return draw_page(canvas, view_, page.picture, {kMargin, y - 16, kInner, bottom - y - 8},
                     color().navy);
  if (!page.code.empty()) {
    const float side = std::min(440.0F, bottom - y - 32);
    canvas.qr(page.code, {center - side / 2, y, side, side}, color().ink, color().surface);
    return;
  }
  for (const std::string& line : page.lines) {
    if (bottom - y < 70) return;
    y += canvas.text_wrapped(
             line, {kMargin, y, kInner, bottom - y - 8},
             {.size = 60, .color = color().ink, .face = Face::kBold, .align = Align::kCenter},
             1.3F) +
         20;
  }
}

void ElderScreen::draw_button(Canvas& canvas, const Placed& placed) const {
  const auto& [button, area] = placed;
  const bool accent = button.id == kHelpNode;
  const bool pressed = is_pressed(button.id) && button.enabled;
  const bool filled = button.main || pressed;
  canvas.round(area, kRadius, accent ? color().accent : filled ? color().navy : color().surface);
  if (!accent)
    canvas.stroke(area, kRadius, kBorder, button.enabled ? color().navy : color().footer);
  if (is_focused(button.id)) canvas.stroke(area.inset(-12), kRadius + 8, kBorder, color().ink);
  const ui::Color ink = !button.enabled     ? view_.theme.light.ink3
                        : filled && !accent ? color().surface
                                            : color().ink;
  const float side = std::min(120.0F, area.h - 48);
  const Rect tile{area.x + 32, area.center().y - side / 2, side, side};
  if (accent || filled || !button.enabled) {
    canvas.icon(button.icon, tile.x + side * 0.15F, tile.y + side * 0.15F, side * 0.7F, ink, 2.2F);
  } else {
    canvas.round(tile, 20, color().navy);
    canvas.icon(button.icon, tile.x + side * 0.2F, tile.y + side * 0.2F, side * 0.6F,
                color().surface, 2.2F);
  }
  const float x = tile.right() + 36;
  const float room = area.right() - 32 - x;
  const bool low = area.h < 160;
  const float size = area.w < 600 ? 56 : low ? 64 : 76;
  const float small = low ? 36 : kSmall;
  const bool two = !button.other.empty();
  const float block = size + (two ? small + 14 : 0);
  const float y = area.center().y - block / 2;
  canvas.text_fit(button.text, x, y, room, {.size = size, .color = ink, .face = Face::kBold},
                  52 / size);
  if (two)
    canvas.text_fit(button.other, x, y + size + 14, room, {.size = small, .color = ink}, 0.9F);
}

void ElderScreen::draw_warning(Canvas& canvas) const {
  const int seconds = seconds_shown(view_.flow, view_.steady_ms());
  canvas.fill({0, kFooter, kWidth, kHeight - kFooter}, color().navy);
  canvas.text_fit(words_.large("kiosk.idle.title"), kMargin, kFooter + 36, kInner - 200,
                  {.size = 76, .color = color().surface, .face = Face::kBold}, 0.7F);
  canvas.text(
      fmt::format("{}", seconds), kWidth - kMargin, kFooter + 24,
      {.size = 120, .color = color().accent, .face = Face::kNumeral, .align = Align::kRight});
  const std::string_view key = view_.flow.screen != kiosk::Screen::kChoice ? "kiosk.idle.home"
                               : view_.flow.maybe_printed ? "kiosk.idle.maybe_printed"
                                                          : "kiosk.idle.choice";
  canvas.text_fit(words_.large(key, {{"seconds", seconds}}), kMargin, kFooter + 150, kInner,
                  {.size = 52, .color = color().surface}, 0.7F);
  draw_button(canvas, {{kMoreTimeNode, "check", words_.large("kiosk.idle.more"),
                        words_.small("kiosk.idle.more"), Touched{}},
                       kMoreTime});
}

}  // namespace yichuang::kiosk
