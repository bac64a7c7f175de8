#include "kiosk/screens/plain_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "kiosk/screens/parts.h"

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

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
  }
  const std::vector<Placed> placed = place(shown);
  const WordsPlace words = place_words(shown, placed);
  if (!words.card.empty()) {
    canvas.shadow(words.card, 28,
                  {.sigma = 10, .dy = 6, .color = view_.palette().brand900.percent(10)});
    canvas.round(words.card, 28, colors.card);
  }
  if (shown.is_list && !at.heading.empty()) draw_heading(canvas, shown);
  if (!words.body.empty()) draw_body(canvas, shown, words.body);
  if (shown.types) draw_typed(canvas, shown);
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
    if (!view_.flow.contrast)  // large type stands out more
      canvas.fill({0, 0, width, at.header}, ui::Color{0, 0, 0, 90});
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

// The title of a list, above it.
void PlainScreen::draw_heading(Canvas& canvas, const PlainPage& page) const {
  const PlainLook& at = look();
  const PlainColors colors = color();
  const Rect& area = at.heading;
  const ui::TextStyle title{.size = at.type.title, .color = colors.ink, .face = Face::kBold};
  const ui::TextStyle second{.size = at.type.subtitle, .color = colors.ink2};
  const std::string& other = page.notice.empty() ? page.subtitle : page.notice;
  if (area.h >= 100) {  // room for both, one under the other
    const float used = canvas.text_wrapped(page.title, {area.x, area.y, area.w, 130}, title, 1.25F);
    canvas.text_fit(other, area.x, area.y + used + 10, area.w, second, at.type.least / second.size);
    return;
  }
  const float used = canvas.text_fit(page.title, area.x, area.y, area.w * 0.7F, title, 0.6F);
  const float beside = area.x + used + 28;
  const float taken = canvas.text_fit(other, beside, area.y + 18, area.right() - beside, second,
                                      at.type.least / second.size);
  // What else there is to know stands at the end of the line, where it has room.
  if (page.rows.empty() || page.lines.empty()) return;
  ui::TextStyle last = second;
  last.align = Align::kRight;
  if (beside + taken + 56 + canvas.measure(page.lines[0], last) <= area.right())
    canvas.text(page.lines[0], area.right(), area.y + 18, last);
}

void PlainScreen::draw_typed(Canvas& canvas, const PlainPage& page) const {
  const PlainLook& at = look();
  const PlainColors colors = color();
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

void PlainScreen::draw_button(Canvas& canvas, const Placed& placed) const {
  const auto& [button, area, acts, of_list, touched_at] = placed;
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
  const bool narrow = area.w < (at.large ? 440 : 340);
  const std::string& brief = button.brief.empty() ? button.text : button.brief;
  const ui::TextStyle centred{.size = narrow && at.large ? at.type.least : at.type.button,
                              .color = ink,
                              .face = Face::kBold,
                              .align = Align::kCenter};
  if (button.icon.empty()) {
    canvas.text_fit(narrow ? brief : button.text, area.center().x,
                    area.center().y - centred.size * 0.55F, area.w - 24, centred,
                    at.type.least / centred.size);
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
    canvas.text_fit(brief, area.center().x, top + side + 8, area.w - 24, centred,
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
  draw_beside_icon(canvas, placed, x, room, ink);
}

// The words of a button and, beneath, those in the other language, if both have room. What is too
// long takes a second line, rather than being cut.
void PlainScreen::draw_beside_icon(Canvas& canvas, const Placed& placed, float x, float room,
                                   ui::Color ink) const {
  const PlainLook& at = look();
  const auto& [button, area, acts, of_list, touched_at] = placed;
  const ui::TextStyle small{.size = at.type.small, .color = ink};
  const bool two = !button.other.empty() && area.h >= at.type.button + at.type.small + 24 &&
                   (of_list || canvas.measure(button.other, small) <= room);
  ui::TextStyle bold{.size = at.type.button, .color = ink, .face = Face::kBold};
  // Around the two lines is as much room as the second needs.
  if (two) bold.size = std::clamp(area.h - 2 * at.type.small, at.type.least, bold.size);
  const bool brief = !of_list && !button.brief.empty() && canvas.measure(button.text, bold) > room;
  const std::string& text = brief ? button.brief : button.text;
  const ui::TextStyle least{.size = at.type.least, .color = ink, .face = Face::kBold};
  const bool long_text = canvas.measure(text, least) > room && area.h >= at.type.least * 2.5F;
  const float text_height = long_text ? least.size * 2.3F : bold.size * 1.1F;
  const float left = area.h - (of_list ? 24 : 40) - text_height;
  const bool long_other =
      two && left >= small.size * 2.3F && canvas.measure(button.other, small) > room;
  const bool other = two && (!long_text || left >= small.size * 1.1F + 8);
  const float other_height = other ? small.size * (long_other ? 2.15F : 1.0F) + 8 : 0;
  float y = area.center().y - (text_height + other_height) / 2;
  const auto draw = [&](const std::string& words, const ui::TextStyle& style, bool in_two) {
    if (!in_two) {
      canvas.text_fit(words, x, y, room, style, at.type.least / style.size);
    } else if (const auto lines = even_lines(canvas, words, room, style); lines.size() == 2) {
      draw_lines(canvas, lines, x, y, style, 1.15F);
    } else {
      canvas.text_wrapped(words, {x, y, room, style.size * 2.4F}, style, 1.15F);
    }
  };
  draw(text, long_text ? least : bold, long_text);
  y += text_height + 8;
  if (other) draw(button.other, small, long_other);
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
  const std::vector<std::string> lines = even_lines(canvas, placed.button.text, room, bold);
  // What needs more lines than there are is written smaller, and higher up.
  const bool tight = static_cast<float>(lines.size()) * bold.size * 1.2F > area.h - 28 - foot;
  const float top = area.y + (tight ? 8 : 20);
  float used = 0;
  if (tight) {
    bold.size = at.type.least;
    used = canvas.text_wrapped(placed.button.text, {x, top, room, area.bottom() - 8 - foot - top},
                               bold, 1.15F);
  } else {
    used = draw_lines(canvas, lines, x, top, bold, 1.15F);
  }
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
  const float room = (view_.flow.landscape ? more.x - 32 : at.size.w - kLargeMargin) - kLargeMargin;
  const bool landscape = view_.flow.landscape;
  const float clock_x = kLargeMargin + room;
  canvas.text(
      fmt::format("{}", seconds), clock_x, top + (landscape ? 16 : 24),
      {.size = 120, .color = colors.on_header2, .face = Face::kNumeral, .align = Align::kRight});
  const std::string what = words_.large(idle_text_key(view_.flow), {{"seconds", seconds}});
  const ui::TextStyle plain{.size = 52, .color = colors.on_header};
  if (landscape) {  // there is room for what will happen, and no more
    canvas.text_wrapped(what, {kLargeMargin, top + 24, room - 180, 150}, plain, 1.25F);
  } else {
    canvas.text_fit(words_.large("kiosk.idle.title"), kLargeMargin, top + 16, room - 200,
                    {.size = 76, .color = colors.on_header, .face = Face::kBold}, 52.0F / 76);
    canvas.text_wrapped(what, {kLargeMargin, top + 104, room - 200, 120}, plain, 1.05F);
  }
  draw_button(canvas, {{kMoreTimeNode, "check", words_.large("kiosk.idle.more"),
                        words_.small("kiosk.idle.more"), Touched{}},
                       more});
}

}  // namespace yichuang::kiosk
