#include "kiosk/screens/plain_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "kiosk/screens/papers.h"
#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

constexpr float kMargin = 48;  // of the large frame
constexpr size_t kKeysInRow = 9;
constexpr int kLetters = 26;

bool is_pager(const PlainPage::Button& button) {
  return button.id == kPreviousNode || button.id == kNextNode;
}

}  // namespace

bool PlainScreen::on_touch(const ui::Touch& touch) {
  if (touch.phase == ui::TouchPhase::kDown) touched(view_, touch.at);
  return false;
}

Frame PlainScreen::frame() const {
  return {view_, *this, {look().size, look().footer_top, look().warning_top}};
}

bool PlainScreen::has_footer() const {
  return view_.flow.screen != kiosk::Screen::kStaffPin &&
         view_.flow.screen != kiosk::Screen::kStaff;
}

// --- Where things are ---------------------------------------------------------------------------

std::vector<PlainScreen::Placed> PlainScreen::place(const PlainPage& page) const {
  std::vector<Placed> placed;
  if (page.is_list) {
    place_list(page, placed);
    if (page.types) place_keys(placed);
  } else {
    place_acts(page, placed);
  }
  return placed;
}

// Rows fill the list from the top, as high as a full page's; the buttons stand below.
void PlainScreen::place_list(const PlainPage& page, std::vector<Placed>& placed) const {
  const PlainLook& at = look();
  const Rect list = page.types ? at.typed_list : at.list;
  const auto columns = static_cast<size_t>(page.types ? at.typed_columns : at.list_columns);
  const bool foot = !page.buttons.empty();
  const size_t full = page.types ? static_cast<size_t>(at.typed_rows)
                      : foot     ? rows_per_page(view_.flow)
                                 : services_per_page(view_.flow);
  const size_t rows = (full + columns - 1) / columns;
  const float bottom = list.bottom() - (foot ? at.foot_height + at.gap : 0);
  const auto count = static_cast<float>(rows);
  const float height = std::floor((bottom - list.y - (count - 1) * at.gap) / count);
  const auto across = static_cast<float>(columns);
  const float width = std::floor((list.w - (across - 1) * at.gap) / across);
  for (size_t i = 0; i < page.rows.size(); ++i) {
    const auto column = static_cast<float>(i % columns);
    const auto row = static_cast<float>(i / columns);
    placed.push_back(
        {page.rows[i].button,
         {list.x + column * (width + at.gap), list.y + row * (height + at.gap), width, height},
         page.rows[i].acts,
         true});
  }
  if (!foot) return;
  // What matters most has twice the room. In large type the arrows are square: what they mean is
  // clear.
  float room = list.w - static_cast<float>(page.buttons.size() - 1) * at.gap;
  float shares = 0;
  const bool only_pager = std::ranges::all_of(page.buttons, is_pager);
  const auto square = [&](const PlainPage::Button& button) {
    return at.large && is_pager(button) && !only_pager;
  };
  const auto share = [](const PlainPage::Button& button) { return button.main ? 2.0F : 1.0F; };
  for (const PlainPage::Button& button : page.buttons) {
    if (square(button)) {
      room -= at.foot_height;
    } else {
      shares += share(button);
    }
  }
  float x = list.x;
  for (const PlainPage::Button& button : page.buttons) {
    const float w = square(button) ? at.foot_height : std::floor(room * share(button) / shares);
    placed.push_back({button, {x, list.bottom() - at.foot_height, w, at.foot_height}});
    x += w + at.gap;
  }
}

void PlainScreen::place_acts(const PlainPage& page, std::vector<Placed>& placed) const {
  const PlainLook& at = look();
  const auto count = static_cast<float>(page.buttons.size());
  const float most = (at.acts.h + at.gap) / std::max(1.0F, count) - at.gap;
  const float height = std::floor(
      std::min(page.buttons.size() > 3 ? std::min(at.act_height, 152.0F) : at.act_height, most));
  float y = at.acts.bottom() - count * height - (count - 1) * at.gap;
  for (const PlainPage::Button& button : page.buttons) {
    placed.push_back({button, {at.acts.x, y, at.acts.w, height}});
    y += height + at.gap;
  }
}

void PlainScreen::place_keys(std::vector<Placed>& placed) const {
  const Rect& keys = look().keys;
  const float gap = 8;
  const auto rows = static_cast<float>((kLetters + kKeysInRow) / kKeysInRow);
  const float width = std::floor((keys.w + gap) / kKeysInRow - gap);
  const float height = std::floor((keys.h + gap) / rows - gap);
  for (int i = 0; i <= kLetters; ++i) {
    const Rect area{keys.x + static_cast<float>(i % static_cast<int>(kKeysInRow)) * (width + gap),
                    keys.y + static_cast<float>(i / static_cast<int>(kKeysInRow)) * (height + gap),
                    width, height};
    if (i == kLetters) {
      placed.push_back(
          {{kEraseNode, "backspace", words_.large("kiosk.search.erase"), "", LetterErased{}},
           area});
      continue;
    }
    const std::string letter(1, static_cast<char>('A' + i));
    placed.push_back(
        {{kLetterNode + i, "", letter, "", LetterTyped{static_cast<char>('a' + i)}}, area});
  }
}

std::vector<PlainScreen::Placed> PlainScreen::large_footer() const {
  const PlainLook& at = look();
  const float y = at.footer_top + (view_.flow.landscape ? 16 : 32);
  const float inner = at.size.w - 2 * kMargin;
  const Rect call =
      view_.flow.landscape ? Rect{kMargin, y, 656, 152} : Rect{kMargin, y, inner, 168};
  const Rect rest = view_.flow.landscape
                        ? Rect{call.right() + at.gap, y, inner - call.w - at.gap, 152}
                        : Rect{kMargin, call.bottom() + 32, inner, 152};
  const bool called = help_wanted(view_.flow, view_.steady_ms());
  const std::string_view call_key = !called                 ? "kiosk.elder.call"
                                    : view_.flow.hall_fresh ? "kiosk.elder.called"
                                                            : "kiosk.elder.offline";
  std::vector<Placed> placed;
  placed.push_back(
      {{kHelpNode, called ? "bell" : "headset", words_.large(call_key),
        called && view_.flow.hall_fresh ? words_.large("kiosk.elder.come") : words_.small(call_key),
        HelpChosen{}},
       call});
  const float width = std::floor((rest.w - 2 * at.gap) / 3);
  const auto beside = [&](int place, int id, std::string text, FlowEvent event) {
    placed.push_back(
        {{id, "", std::move(text), "", std::move(event)},
         {rest.x + static_cast<float>(place) * (width + at.gap), rest.y, width, rest.h}});
  };
  const Language other = words_.chinese() ? Language::kEnglish : Language::kChinese;
  beside(0, words_.chinese() ? kEnglishNode : kChineseNode,
         view_.texts.get(words_.other(), "kiosk.language.name"), LanguageChosen{other});
  beside(1, kAccessNode, words_.large("kiosk.access.short"), AccessChosen{!view_.flow.access_open});
  beside(2, kElderNode, words_.large("kiosk.elder.standard"), ElderChosen{false});
  return placed;
}

Rect PlainScreen::large_more_time() const {
  const PlainLook& at = look();
  if (view_.flow.landscape)
    return {at.size.w / 2 + 200, at.footer_top + 16, at.size.w / 2 - 248, 152};
  return {kMargin, at.footer_top + 232, at.size.w - 2 * kMargin, 152};
}

std::vector<ui::Node> PlainScreen::nodes() const {
  std::vector<ui::Node> nodes;
  const auto add = [&](const Placed& each) {
    if (each.acts)
      add_node(nodes, view_, each.button.id, each.area, each.button.text, each.button.event,
               each.button.enabled);
  };
  for (const Placed& each : place(page())) add(each);
  if (!look().large) {
    frame().add_nodes(nodes, has_footer());
  } else if (warning_shown(view_.flow, view_.steady_ms())) {
    add_node(nodes, view_, kMoreTimeNode, large_more_time(), words_.large("kiosk.idle.more"),
             Touched{});
  } else {
    for (const Placed& each : large_footer()) add(each);
  }
  return nodes;
}

// --- Painting -----------------------------------------------------------------------------------

void PlainScreen::draw(Canvas& canvas) {
  const PlainLook& at = look();
  const PlainColors colors = color();
  canvas.fill({0, 0, at.size.w, at.size.h}, colors.ground);
  const PlainPage shown = page();
  if (at.large) {
    draw_large_header(canvas, shown);
  } else {
    frame().draw_header(canvas, at.header);
    // A list in landscape has the whole width; its rows are cards themselves.
    const bool card = !at.card.empty() && (!shown.is_list || shown.types || !view_.flow.landscape);
    if (card) {
      Rect area = at.card;
      // Above it stands the heading.
      if (shown.types && view_.flow.landscape) area = {area.x, at.list.y, area.w, at.list.h};
      canvas.shadow(area, 28,
                    {.sigma = 10, .dy = 6, .color = view_.palette().brand900.percent(10)});
      canvas.round(area, 28, colors.card);
    }
  }
  const std::vector<Placed> placed = place(shown);
  Rect room = at.body;
  const bool beneath = !shown.is_list && !placed.empty() && at.acts.x < at.body.right();
  if (beneath) room.h = std::min(room.h, placed.front().area.y - at.gap - room.y);
  if (shown.is_list) {
    draw_heading(canvas, shown);
    // What there is to say where the list is empty.
    if (shown.rows.empty()) draw_body(canvas, shown, at.list);
  } else {
    draw_body(canvas, shown, room);
  }
  for (const Placed& each : placed)
    each.acts ? draw_button(canvas, each) : draw_to_read(canvas, each);
  const bool warns = warning_shown(view_.flow, view_.steady_ms());
  if (!at.large) {
    if (has_footer()) frame().draw_footer(canvas);
    if (warns) frame().draw_warning(canvas);
    return;
  }
  canvas.fill({0, at.footer_top, at.size.w, at.size.h - at.footer_top}, colors.panel);
  if (warns) return draw_large_warning(canvas);
  for (const Placed& each : large_footer()) draw_button(canvas, each);
}

void PlainScreen::draw_large_header(Canvas& canvas, const PlainPage& page) const {
  const PlainLook& at = look();
  const PlainColors colors = color();
  const float width = at.size.w;
  if (const Emergency& emergency = view_.state().emergency; emergency.running()) {
    canvas.fill({0, 0, width, at.header}, view_.palette().bad);
    canvas.text_wrapped(words_.large(emergency.zh, emergency.en),
                        {60, 40, width - 120, at.header - 60},
                        {.size = 60, .color = view_.palette().on_brand, .face = Face::kBold}, 1.3F);
    return;
  }
  canvas.fill({0, 0, width, at.header}, colors.header);
  const bool low = at.header < 200;
  const float title = low ? 76 : at.type.title;
  const float title_y = low ? 14 : 66;
  const float second_y = low ? 112 : 196;
  canvas.text_fit(page.title, 60, title_y, width - 120,
                  {.size = title, .color = colors.on_header, .face = Face::kBold},
                  at.type.least / title);
  const ui::TextStyle bold{
      .size = at.type.subtitle, .color = colors.on_header2, .face = Face::kBold};
  if (!page.notice.empty())
    canvas.text_fit(page.notice, 60, second_y, width - 320, bold, 1);
  else if (canvas.measure(page.subtitle, bold) <= width - 320)  // else the title says enough
    canvas.text(page.subtitle, 60, second_y, bold);
  if (!view_.zone) return;
  canvas.clock(
      clock_face(view_.zone->local(view_.hall_now())), width - 60, second_y,
      {.size = 56, .color = colors.on_header, .face = Face::kNumeralLight, .align = Align::kRight});
}

// In large type the title stands in the header already.
void PlainScreen::draw_heading(Canvas& canvas, const PlainPage& page) const {
  const PlainLook& at = look();
  const PlainColors colors = color();
  if (!at.heading.empty()) {
    const Rect& area = at.heading;
    const bool one_line = area.h < 100;
    const ui::TextStyle title{.size = at.type.title, .color = colors.ink, .face = Face::kBold};
    const ui::TextStyle second{.size = at.type.subtitle, .color = colors.ink2};
    const std::string& other = page.notice.empty() ? page.subtitle : page.notice;
    if (one_line) {
      const float used = std::min(canvas.measure(page.title, title), area.w * 0.7F);
      canvas.text_fit(page.title, area.x, area.y, area.w * 0.7F, title, 0.6F);
      canvas.text_fit(other, area.x + used + 28, area.y + 18, area.w - used - 28, second,
                      at.type.least / second.size);
    } else {
      const float used =
          canvas.text_wrapped(page.title, {area.x, area.y, area.w, 130}, title, 1.25F);
      canvas.text_fit(other, area.x, area.y + used + 10, area.w, second,
                      at.type.least / second.size);
    }
  }
  if (!page.types) return;
  const Rect& field = at.typed;
  canvas.round(field, 24, colors.card);
  canvas.stroke(field, 24, 3, colors.border);
  canvas.icon("search", field.x + 28, field.y + 28, 48, colors.strong, 2.0F);
  if (page.typed.empty())
    canvas.text_fit(words_.large("kiosk.search.hint"), field.x + 100, field.y + 36, field.w - 132,
                    {.size = 30, .color = colors.ink2}, at.type.least / 30);
  else
    canvas.text(page.typed, field.x + 100, field.y + 24,
                {.size = 52, .color = colors.ink, .face = Face::kBold});
}

void PlainScreen::draw_body(Canvas& canvas, const PlainPage& page, Rect room) const {
  const PlainLook& at = look();
  const PlainColors colors = color();
  const float center = room.center().x;
  float y = room.y;
  if (!at.large && !page.is_list) {
    const ui::TextStyle title{
        .size = at.type.title, .color = colors.ink, .face = Face::kBold, .align = Align::kCenter};
    y += canvas.text_wrapped(page.title, {room.x, y, room.w, at.type.title * 2.6F}, title, 1.25F);
    canvas.text_fit(page.subtitle, center, y + 4, room.w,
                    {.size = at.type.subtitle, .color = colors.ink2, .align = Align::kCenter},
                    at.type.least / at.type.subtitle);
    y += at.type.subtitle + 32;
  }
  if (!page.number.empty()) {
    const bool alone = page.code.empty() && page.picture == 0;
    const float size = std::min(at.type.number, (room.bottom() - y) * (alone ? 0.5F : 0.3F));
    canvas.text(
        page.number, center, y,
        {.size = size, .color = colors.strong, .face = Face::kNumeral, .align = Align::kCenter});
    y += size * 1.22F;
  }
  if (page.picture != 0)
    return draw_page(canvas, view_, page.picture, {room.x, y, room.w, room.bottom() - y},
                     colors.border);
  if (!page.code.empty()) {
    // Dark on white, whatever the colours: phones read nothing else for sure.
    const float beneath = at.large ? 0 : at.type.line * 1.3F + 24;
    const float side = std::min(440.0F, room.bottom() - y - 32 - beneath);
    const Rect area{center - side / 2, y + 16, side, side};
    canvas.fill(area.inset(-16), ui::Color{255, 255, 255});
    canvas.qr(page.code, area, ui::Color{0, 0, 0}, ui::Color{255, 255, 255});
    y = area.bottom() + 28;
  }
  for (const std::string& line : page.lines) {
    if (room.bottom() - y < at.type.line * 1.2F) return;
    y += canvas.text_wrapped(line, {room.x, y, room.w, room.bottom() - y},
                             {.size = at.type.line,
                              .color = colors.ink,
                              .face = at.large ? Face::kBold : Face::kRegular,
                              .align = Align::kCenter},
                             1.3F) +
         at.type.line * 0.33F;
  }
}

void PlainScreen::draw_button(Canvas& canvas, const Placed& placed) const {
  const auto& [button, area, acts, of_list] = placed;
  const PlainLook& at = look();
  const PlainColors colors = color();
  const bool accent = at.large && button.id == kHelpNode;
  const bool filled = button.enabled && (button.main || is_pressed(button.id));
  const float border = at.large ? 6 : 3;
  canvas.round(area, 28, accent ? colors.accent : filled ? colors.strong : colors.card);
  if (!accent) canvas.stroke(area, 28, border, button.enabled ? colors.border : colors.off);
  if (is_focused(button.id)) canvas.stroke(area.inset(-10), 36, border, colors.ink);
  const ui::Color ink = !button.enabled ? colors.off
                        : accent        ? colors.on_accent
                        : filled        ? colors.on_strong
                                        : colors.ink;
  const bool narrow = area.w < (at.large ? 440 : 300);
  const std::string& text = narrow && !button.brief.empty() ? button.brief : button.text;
  const ui::TextStyle centred{.size = narrow && at.large ? at.type.least : at.type.button,
                              .color = ink,
                              .face = Face::kBold,
                              .align = Align::kCenter};
  if (button.icon.empty()) {
    canvas.text_fit(text, area.center().x, area.center().y - centred.size * 0.55F, area.w - 24,
                    centred, at.type.least / centred.size);
    return;
  }
  const bool icon_alone = button.id == kEraseNode || (at.large && is_pager(button));
  if (icon_alone) {
    const float side = std::min(area.w, area.h) * 0.5F;
    canvas.icon(button.icon, area.center().x - side / 2, area.center().y - side / 2, side, ink,
                2.2F);
    return;
  }
  if (narrow && area.h >= 104) {
    const float side = at.large ? 56 : 40;
    const float top = area.center().y - (side + 8 + centred.size * 1.1F) / 2;
    canvas.icon(button.icon, area.center().x - side / 2, top, side, ink, 2.2F);
    canvas.text_fit(text, area.center().x, top + side + 8, area.w - 24, centred,
                    at.type.least / centred.size);
    return;
  }
  const float side = std::min(at.large ? 120.0F : 84.0F, area.h - (at.large ? 48 : 36));
  const Rect tile{area.x + (narrow ? 16 : 28), area.center().y - side / 2, side, side};
  const bool tinted = !accent && !filled && button.enabled && !narrow;
  if (tinted) canvas.round(tile, 20, colors.strong);
  const float inset = tinted ? side * 0.2F : side * 0.15F;
  canvas.icon(button.icon, tile.x + inset, tile.y + inset, side - 2 * inset,
              tinted ? colors.on_strong : ink, 2.2F);
  const bool points = of_list && area.w >= 500;  // else the words need the room
  if (points)
    canvas.icon("chevron-right", area.right() - 68, area.center().y - 24, 48, colors.border, 2.4F);
  const float x = tile.right() + (at.large ? 36 : 24);
  const float room = area.right() - (points ? 76 : 24) - x;
  const ui::TextStyle small{.size = at.type.small, .color = ink};
  const bool two = !button.other.empty() && area.h >= at.type.button + at.type.small + 24 &&
                   (of_list || canvas.measure(button.other, small) <= room);
  float size = two ? std::min(at.type.button, area.h - at.type.small - 36) : at.type.button;
  const ui::TextStyle least{.size = at.type.least, .color = ink, .face = Face::kBold};
  // What is too long takes a second line, rather than being cut.
  const auto lines = [&](const std::string& of, const ui::TextStyle& style) {
    return std::min<size_t>(2, canvas.wrap(of, room, style).size());
  };
  const bool long_text = canvas.measure(text, least) > room && area.h >= at.type.least * 2.5F;
  if (long_text) size = at.type.least;
  const float text_height = size * (long_text ? 2.3F : 1.1F);
  const float left = area.h - 24 - text_height;
  const bool long_other = two && left >= at.type.small * 2.3F && lines(button.other, small) > 1;
  const float other_height = two ? at.type.small * (long_other ? 2.3F : 1.1F) + 8 : 0;
  float y = area.center().y - (text_height + other_height) / 2;
  const ui::TextStyle bold{.size = size, .color = ink, .face = Face::kBold};
  if (long_text)
    canvas.text_wrapped(text, {x, y, room, text_height + 4}, least, 1.15F);
  else
    canvas.text_fit(text, x, y, room, bold, at.type.least / size);
  y += text_height + 8;
  if (long_other)
    canvas.text_wrapped(button.other, {x, y, room, at.type.small * 2.4F}, small, 1.15F);
  else if (two && (!long_text || left >= other_height))
    canvas.text_fit(button.other, x, y, room, small, at.type.least / small.size);
}

// A fact of a list: no border, and the words have the room.
void PlainScreen::draw_to_read(Canvas& canvas, const Placed& placed) const {
  const PlainLook& at = look();
  const PlainColors colors = color();
  const Rect& area = placed.area;
  if (!at.large) canvas.round(area, 28, colors.card);
  const float side = at.large ? 64 : 44;
  canvas.icon(placed.button.icon, area.x + 24, area.y + 24, side, colors.border, 2.0F);
  const float x = area.x + 24 + side + 24;
  const float room = area.right() - 24 - x;
  const float foot = placed.button.other.empty() ? 0 : at.type.small * 1.2F;
  ui::TextStyle bold{
      .size = at.large ? at.type.least : 32, .color = colors.ink, .face = Face::kBold};
  const size_t lines = canvas.wrap(placed.button.text, room, bold).size();
  // What needs more lines than there are is written smaller, and higher up.
  const bool tight = static_cast<float>(lines) * bold.size * 1.2F > area.h - 28 - foot;
  if (tight) bold.size = at.type.least;
  const float top = area.y + (tight ? 8 : 20);
  const float used = canvas.text_wrapped(
      placed.button.text, {x, top, room, area.bottom() - 8 - foot - top}, bold, 1.15F);
  canvas.text_fit(placed.button.other, x, top + used + 6, room,
                  {.size = at.type.small, .color = colors.ink2}, 1);
}

void PlainScreen::draw_large_warning(Canvas& canvas) const {
  const PlainLook& at = look();
  const PlainColors colors = color();
  const int seconds = seconds_shown(view_.flow, view_.steady_ms());
  const float top = at.footer_top;
  canvas.fill({0, top, at.size.w, at.size.h - top}, colors.header);
  const Rect more = large_more_time();
  const float room = (view_.flow.landscape ? more.x - 32 : at.size.w - kMargin) - kMargin;
  const bool landscape = view_.flow.landscape;
  const float clock_x = kMargin + room;
  canvas.text(
      fmt::format("{}", seconds), clock_x, top + (landscape ? 16 : 24),
      {.size = 120, .color = colors.on_header2, .face = Face::kNumeral, .align = Align::kRight});
  const std::string what = words_.large(idle_text_key(view_.flow), {{"seconds", seconds}});
  const ui::TextStyle plain{.size = 52, .color = colors.on_header};
  if (landscape) {  // there is room for what will happen, and no more
    canvas.text_wrapped(what, {kMargin, top + 24, room - 180, 150}, plain, 1.25F);
  } else {
    canvas.text_fit(words_.large("kiosk.idle.title"), kMargin, top + 16, room - 200,
                    {.size = 76, .color = colors.on_header, .face = Face::kBold}, 52.0F / 76);
    canvas.text_wrapped(what, {kMargin, top + 104, room - 200, 120}, plain, 1.05F);
  }
  draw_button(canvas, {{kMoreTimeNode, "check", words_.large("kiosk.idle.more"),
                        words_.small("kiosk.idle.more"), Touched{}},
                       more});
}

}  // namespace yichuang::kiosk
