// The side panel: how many people wait for each service, and how long a newcomer would.
#include <fmt/format.h>

#include <algorithm>

#include "display/pages.h"
#include "display/views/hall_parts.h"

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

namespace {

// The panel's columns, from its right edge.
struct WaitingColumns {
  explicit WaitingColumns(const Rect& panel)
      : people_right(panel.right() - 254), minutes_right(panel.right() - 36) {}
  float people_right;
  float minutes_right;
};

constexpr float kUnitMinutes = 60;  // room for "分钟"
constexpr float kNumerals = 44;
// A bar is full at an hour.
constexpr float kBarFullMinutes = 60;

void draw_minutes(Canvas& canvas, const Look& look, const WaitingRow& row, const WaitingColumns& at,
                  float y) {
  const auto& colors = look.colors();
  if (!row.open) {
    const PairStyle style{.first = {.size = 26, .color = colors.text2, .face = Face::kBold},
                          .second = {.size = 20, .color = colors.text3},
                          .second_down = 4.5F,
                          .gap = 10};
    const Pair words = look.pair(row.paused ? "display.waiting.paused" : "display.waiting.closed");
    draw_pair(canvas, words, at.minutes_right - measure_pair(canvas, words, style), y + 29, style);
    return;
  }
  const ui::TextStyle unit{.size = 26, .color = colors.text2, .align = Align::kRight};
  const float left = at.people_right + 14;
  const float right = at.minutes_right - kUnitMinutes;
  if (!row.minutes_p50) {
    canvas.text("—", at.minutes_right, y + 22,
                {.size = 36, .color = colors.text2, .align = Align::kRight});
    return;
  }
  canvas.text(look.first("display.waiting.minutes_unit"), at.minutes_right, y + 31, unit);
  canvas.text_fit(minutes_range(*row.minutes_p50, row.minutes_p90), right, y + 18, right - left,
                  {.size = kNumerals,
                   .color = level_color(look, row.level),
                   .face = Face::kNumeral,
                   .align = Align::kRight},
                  0.5F);
}

// A name that needs more than one line has smaller type, the largest that leaves nothing out.
// Returns where the next line begins.
float draw_long_name(Canvas& canvas, const Look& look, const std::string& name, float x, float y,
                     float width, size_t lines_max) {
  ui::TextStyle style{.size = 28, .color = look.colors().text, .face = Face::kBold};
  constexpr float kSmallest = 20;
  constexpr float kHeightMax = 76;  // above the bar
  std::vector<std::string> lines = canvas.wrap(name, width, style, lines_max);
  const auto fits = [&] {
    return !lines.back().ends_with("…") &&
           static_cast<float>(lines.size()) * (style.size + 2) <= kHeightMax;
  };
  while (style.size > kSmallest && !lines.empty() && !fits()) {
    style.size -= 2;
    lines = canvas.wrap(name, width, style, lines_max);
  }
  for (const std::string& line : lines) {
    canvas.text(line, x, y, style);
    y += style.size + 2;
  }
  return y;
}

// What is waited for, in the row's left `width`.
void draw_service(Canvas& canvas, const Look& look, const WaitingRow& row, float x, float y,
                  float width) {
  const auto& colors = look.colors();
  const Pair names = look.names(row.service_zh, row.service_en);
  const bool alone = names.second.empty();
  const ui::TextStyle name{.size = 32, .color = colors.text, .face = Face::kBold};
  constexpr float kShrink = 0.8F;
  ui::TextStyle side{.size = 20, .color = colors.text2};
  if (canvas.measure(names.first, name) * kShrink <= width) {
    canvas.text_fit(names.first, x, y + (alone ? 26 : 10), width, name, kShrink);
    canvas.text_fit(names.second, x, y + 48, width, side, 0.9F);
    return;
  }
  const float next = draw_long_name(canvas, look, names.first, x, y + 2, width, alone ? 3 : 2);
  side.size = 18;
  canvas.text_fit(names.second, x, std::min(next, y + 62), width, side, 1);
}

void draw_row(Canvas& canvas, const Look& look, const WaitingRow& row, const Rect& area) {
  if (!canvas.visible(area)) return;
  const auto& colors = look.colors();
  const WaitingColumns at(area);
  const float x = area.x + 36;
  const float y = area.y;
  canvas.text(look.first("display.waiting.people_unit"), at.people_right, y + 31,
              {.size = 26, .color = colors.text2, .align = Align::kRight});
  const ui::TextStyle people{
      .size = kNumerals, .color = colors.text, .face = Face::kNumeral, .align = Align::kRight};
  const float people_width =
      canvas.text(std::to_string(row.people), at.people_right - 34, y + 18, people);
  const float name_width = at.people_right - 34 - people_width - 12 - x;
  draw_service(canvas, look, row, x, y, name_width);
  draw_minutes(canvas, look, row, at, y);
  const Rect bar{x, area.bottom() - 6, area.w - 72, 4};
  canvas.round(bar, 2, colors.ground800);
  if (!row.minutes_p50 || *row.minutes_p50 == 0) return;
  const float part = std::min(1.0F, static_cast<float>(*row.minutes_p50) / kBarFullMinutes);
  canvas.round({bar.x, bar.y, std::max(8.0F, bar.w * part), bar.h}, 2,
               level_color(look, row.level));
}

// Below the rows, where no line of notices says it.
void draw_told_well(Canvas& canvas, const Look& look, const HallLayout& layout,
                    const Board& board) {
  constexpr float kHeight = 40;
  const Rect& panel = layout.waiting;
  const float top = layout.waiting_row(layout.waiting_rows()).y;
  if (layout.notices || !board.told_well_percent || panel.bottom() - top < kHeight) return;
  draw_pair_fit(canvas,
                look.pair("display.waiting.told_well", {{"percent", *board.told_well_percent}}),
                panel.x + 36, top + 8, panel.w - 72,
                {.first = {.size = 22, .color = look.colors().text2},
                 .second = {.size = 20, .color = look.colors().text2},
                 .second_down = 2,
                 .gap = 12});
}

}  // namespace

void draw_waiting(Canvas& canvas, const Look& look, const HallLayout& layout, const Board& board,
                  size_t page) {
  const Rect& panel = layout.waiting;
  if (panel.empty() || !canvas.visible(panel)) return;
  const WaitingColumns at(panel);
  const auto& colors = look.colors();
  canvas.round(panel, look.theme.metrics.radius_panel, colors.ground850);
  canvas.icon("people", panel.x + 36, panel.y + 34, 44, colors.gold, 1.9F);
  draw_pair(canvas, look.pair("display.waiting.title"), panel.x + 96, panel.y + 38,
            {.first = {.size = 36, .color = colors.text, .face = Face::kBold},
             .second = {.size = 25, .color = colors.text2},
             .second_down = 9});
  const size_t pages = Pages{board.waiting.size(), layout.waiting_rows()}.count();
  if (pages > 1) {
    canvas.text(
        fmt::format("{}/{}", page + 1, pages), at.minutes_right, panel.y + 44,
        {.size = 28, .color = colors.text2, .face = Face::kNumeralLight, .align = Align::kRight});
  }
  if (board.waiting.empty()) {
    const float x = panel.center().x;
    const float y = panel.center().y;
    canvas.text(look.first("display.waiting.none"), x, y - 50,
                {.size = 34, .color = colors.text2, .align = Align::kCenter});
    canvas.text(look.second("display.waiting.none"), x, y - 2,
                {.size = 24, .color = colors.text3, .align = Align::kCenter});
    return;
  }
  const PairStyle head{.first = {.size = 24, .color = colors.text2},
                       .second = {.size = 20, .color = colors.text3},
                       .second_down = 3.5F,
                       .gap = 8};
  const auto draw_head = [&](std::string_view key, float right) {
    const Pair words = look.pair(key);
    draw_pair(canvas, words, right - measure_pair(canvas, words, head), panel.y + 104, head);
  };
  draw_head("display.waiting.people", at.people_right);
  draw_head("display.waiting.wait", at.minutes_right);
  const size_t rows = layout.waiting_rows();
  for (size_t i = 0; i < rows && page * rows + i < board.waiting.size(); ++i) {
    draw_row(canvas, look, board.waiting[page * rows + i], layout.waiting_row(i));
  }
  draw_told_well(canvas, look, layout, board);
}

}  // namespace yichuang::display
