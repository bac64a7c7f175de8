#include "display/views/guide_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

namespace {

constexpr float kInset = 28;

struct Heading {
  std::string_view icon;
  std::string_view title;
  std::string_view none;
};

Heading heading_of(GuidePanel which) {
  switch (which) {
    case GuidePanel::kHelp:
      return {"bell", "display.guide.help", "display.guide.help_none"};
    case GuidePanel::kMissed:
      return {"refresh", "display.guide.missed", "display.guide.missed_none"};
    case GuidePanel::kHeld:
      return {"pause", "display.guide.held", "display.guide.held_none"};
    case GuidePanel::kVouchers:
      return {"ticket", "display.guide.vouchers", "display.guide.vouchers_none"};
    case GuidePanel::kWaiting:
      break;
  }
  return {"people", "display.guide.waiting", "display.waiting.none"};
}

size_t count_of(const Guide& guide, GuidePanel which) {
  switch (which) {
    case GuidePanel::kHelp:
      return guide.help.size();
    case GuidePanel::kMissed:
      return guide.missed.size();
    case GuidePanel::kHeld:
      return guide.held.size();
    case GuidePanel::kVouchers:
      return guide.vouchers.size();
    case GuidePanel::kWaiting:
      break;
  }
  return guide.waiting.size();
}

void draw_heading(Canvas& canvas, const Look& look, const Rect& panel, const Heading& heading,
                  size_t shown_count, const Pages& pages, size_t page, bool loud) {
  const auto& colors = look.colors();
  const float y = panel.y + 24;
  canvas.icon(heading.icon, panel.x + kInset, y - 1, 40, loud ? colors.bad : colors.gold, 2.0F);
  float right = panel.right() - kInset;
  const std::string count = std::to_string(shown_count);
  const ui::TextStyle number{.size = 44,
                             .color = loud ? colors.bad : colors.text,
                             .face = Face::kNumeral,
                             .align = Align::kRight};
  right -= canvas.text(count, right, y - 4, number) + 16;
  if (pages.count() > 1) {
    const std::string turn = fmt::format("{}/{}", page + 1, pages.count());
    right -= canvas.text(turn, right, y + 10,
                         {.size = 22, .color = colors.text2, .align = Align::kRight}) +
             16;
  }
  const float x = panel.x + kInset + 56;
  draw_pair_fit(canvas, look.pair(heading.title), x, y, right - x,
                {.first = {.size = 34, .color = colors.text, .face = Face::kBold},
                 .second = {.size = 24, .color = colors.text2},
                 .second_down = 9,
                 .gap = 14});
}

void draw_minutes(Canvas& canvas, const Look& look, uint32_t minutes, Color color, float right,
                  float y) {
  canvas.text(look.first("display.guide.minutes", {{"minutes", std::min(minutes, 999U)}}), right, y,
              {.size = 26, .color = color, .face = Face::kBold, .align = Align::kRight});
}

std::string place_words(const Look& look, const GuideTicket& ticket, GuidePanel which) {
  if (which == GuidePanel::kVouchers) return ticket.time;
  const std::string place =
      ticket.window == 0 ? look.first("display.guide.any_window")
                         : look.first("display.guide.at_window", {{"window", ticket.window}});
  return place + " · " + ticket.time;
}

// A panel of half an upright screen: what stands at the right goes down to the second line, so that
// long names keep the first.
bool is_narrow(const Rect& row) { return row.w < 480; }

void draw_ticket_row(Canvas& canvas, const Look& look, const GuideTicket& ticket, GuidePanel which,
                     const Rect& area) {
  const auto& colors = look.colors();
  constexpr float kNumberWidth = 150;
  constexpr float kMinutesWidth = 104;
  const bool narrow = is_narrow(area);
  canvas.text_fit(ticket.number, area.x, area.y + 16, kNumberWidth,
                  {.size = 44, .color = colors.text, .face = Face::kNumeral}, 0.5F);
  const float x = area.x + kNumberWidth + 14;
  const float width = area.right() - x;
  const float beside = width - kMinutesWidth - (narrow ? 0 : 16);
  const Pair service = look.names(ticket.service_zh, ticket.service_en);
  canvas.text_fit(service.first, x, area.y + 8, narrow ? width : beside,
                  {.size = 28, .color = colors.text, .face = Face::kBold}, 0.55F);
  canvas.text_fit(place_words(look, ticket, which), x, area.y + 44, beside,
                  {.size = 22, .color = colors.text2}, 0.7F);
  draw_minutes(canvas, look, ticket.minutes, ticket.late ? colors.bad : colors.text2, area.right(),
               area.y + (narrow ? 42 : 26));
}

void draw_help_row(Canvas& canvas, const Look& look, const HelpCall& call, const Rect& area) {
  const auto& colors = look.colors();
  const char* key = call.kind == HelpKind::kHelpWanted       ? "display.guide.help_wanted"
                    : call.kind == HelpKind::kEmergencyWaits ? "display.guide.emergency_waits"
                                                             : "display.guide.emergency_called";
  const Pair words = look.pair(key, {{"window", call.window}, {"subject", call.subject}});
  const bool help = call.kind == HelpKind::kHelpWanted;
  canvas.icon(help ? "person" : "warning", area.x, area.y + 16, 44, colors.bad, 2.0F);
  const float x = area.x + 62;
  const float width = area.right() - x - 120;
  canvas.text_fit(words.first, x, area.y + 8, width,
                  {.size = 30, .color = colors.bad, .face = Face::kBold}, 0.55F);
  canvas.text_fit(words.second, x, area.y + 46, width, {.size = 21, .color = colors.text2}, 0.6F);
  draw_minutes(canvas, look, call.minutes, colors.bad, area.right(), area.y + 26);
}

std::string wait_words(const Look& look, const WaitingRow& row) {
  if (!row.open) return look.first("display.waiting.closed");
  if (!row.minutes_p50) return "—";
  return minutes_range(*row.minutes_p50, row.minutes_p90) + " " +
         look.first("display.waiting.minutes_unit");
}

void draw_waiting_row(Canvas& canvas, const Look& look, const WaitingRow& row, const Rect& area) {
  const auto& colors = look.colors();
  constexpr float kWaitWidth = 150;
  constexpr float kPeopleWidth = 80;
  const bool narrow = is_narrow(area);
  const bool known = row.open && row.minutes_p50;
  canvas.text_fit(wait_words(look, row), area.right(), area.y + (narrow ? 44 : 24), kWaitWidth,
                  {.size = narrow ? 24.0F : 26.0F,
                   .color = known ? level_color(look, row.level) : colors.text2,
                   .align = Align::kRight},
                  0.6F);
  const float people = narrow ? area.right() : area.right() - kWaitWidth - 12;
  canvas.text(std::to_string(row.people), people, area.y + (narrow ? 4 : 14),
              {.size = narrow ? 36.0F : 44.0F,
               .color = colors.text,
               .face = Face::kNumeral,
               .align = Align::kRight});
  const Pair name = look.names(row.service_zh, row.service_en);
  const float width = people - kPeopleWidth - area.x;
  canvas.text_fit(name.first, area.x, area.y + (name.second.empty() ? 22 : 8), width,
                  {.size = 28, .color = colors.text, .face = Face::kBold}, 0.55F);
  canvas.text_fit(name.second, area.x, area.y + 44, narrow ? area.w - kWaitWidth - 12 : width,
                  {.size = 21, .color = colors.text2}, 0.6F);
}

void draw_row(Canvas& canvas, const Look& look, const Guide& guide, GuidePanel which, size_t index,
              const Rect& area) {
  switch (which) {
    case GuidePanel::kHelp:
      return draw_help_row(canvas, look, guide.help[index], area);
    case GuidePanel::kMissed:
      return draw_ticket_row(canvas, look, guide.missed[index], which, area);
    case GuidePanel::kHeld:
      return draw_ticket_row(canvas, look, guide.held[index], which, area);
    case GuidePanel::kVouchers:
      return draw_ticket_row(canvas, look, guide.vouchers[index], which, area);
    case GuidePanel::kWaiting:
      break;
  }
  draw_waiting_row(canvas, look, guide.waiting[index], area);
}

void draw_none(Canvas& canvas, const Look& look, const Rect& panel, std::string_view key) {
  const Pair words = look.pair(key);
  const float y = panel.center().y + 4;
  canvas.text(words.first, panel.center().x, y,
              {.size = 30, .color = look.colors().text2, .align = Align::kCenter});
  canvas.text(words.second, panel.center().x, y + 42,
              {.size = 22, .color = look.colors().text3, .align = Align::kCenter});
}

}  // namespace

Pages guide_pages(const GuideLayout& at, const Guide& guide, GuidePanel which) {
  // Vouchers end in a line that tells how many nobody has come with.
  const size_t foot = which == GuidePanel::kVouchers ? 1 : 0;
  return {count_of(guide, which), std::max<size_t>(1, at.rows(which) - foot)};
}

void draw_guide_panel(Canvas& canvas, const Look& look, const GuideLayout& at, const Guide& guide,
                      GuidePanel which, size_t page) {
  const Rect& panel = at.panel(which);
  if (!canvas.visible(panel)) return;
  const auto& colors = look.colors();
  canvas.round(panel, look.theme.metrics.radius_card, colors.ground850);
  const Pages pages = guide_pages(at, guide, which);
  const bool loud = which == GuidePanel::kHelp && !guide.help.empty();
  if (loud) canvas.stroke(panel, look.theme.metrics.radius_card, 4, colors.bad);
  const size_t count = which == GuidePanel::kWaiting ? guide.people : pages.items;
  draw_heading(canvas, look, panel, heading_of(which), count, pages, page, loud);
  const Rect list = panel.inset(kInset, 0);
  if (pages.items == 0) draw_none(canvas, look, panel, heading_of(which).none);
  for (size_t i = 0; i < pages.rows && page * pages.rows + i < pages.items; ++i) {
    const Rect area{list.x, list.y + GuideLayout::kHead + static_cast<float>(i) * GuideLayout::kRow,
                    list.w, GuideLayout::kRow};
    canvas.fill({area.x, area.y, area.w, 2}, colors.rule);
    draw_row(canvas, look, guide, which, page * pages.rows + i, area);
  }
  if (which != GuidePanel::kVouchers) return;
  const Pair unused =
      look.pair("display.guide.vouchers_unused", {{"count", guide.vouchers_unused}});
  draw_pair_fit(canvas, unused, list.x, panel.bottom() - 48, list.w,
                {.first = {.size = 26, .color = colors.text2},
                 .second = {.size = 22, .color = colors.text2},
                 .second_down = 3,
                 .gap = 12});
}

}  // namespace yichuang::display
