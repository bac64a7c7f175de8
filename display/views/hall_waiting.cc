// The side panel: how many people wait for each service, and how long a newcomer would.
#include <fmt/format.h>

#include <algorithm>

#include "display/views/hall_layout.h"
#include "display/views/hall_parts.h"

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

namespace {

constexpr Rect kPanel = layout::kWaiting;
constexpr float kPeopleRight = kPanel.x + 322;
constexpr float kMinutesRight = kPanel.x + kPanel.w - 36;
constexpr float kUnitMinutes = 60;  // room for "分钟"
constexpr float kNumerals = 44;
// A bar is full at an hour.
constexpr float kBarFullMinutes = 60;
constexpr uint32_t kMinutesShownMax = 99;

// "12–18"; "12" if it is one; "95+" beyond what a board can promise.
std::string range(const WaitingRow& row) {
  const uint32_t low = std::min(*row.minutes_p50, kMinutesShownMax);
  if (row.minutes_p90 > kMinutesShownMax) return fmt::format("{}+", low);
  return low == row.minutes_p90 ? std::to_string(low) : fmt::format("{}–{}", low, row.minutes_p90);
}

void draw_minutes(Canvas& canvas, const Look& look, const WaitingRow& row, float y) {
  const auto& dark = look.theme.dark;
  if (!row.open) {
    const PairStyle style{.zh = {.size = 26, .color = dark.text2, .face = Face::kBold},
                          .en = {.size = 20, .color = dark.text3},
                          .en_down = 4.5F,
                          .gap = 10};
    const Pair words{look.zh("display.waiting.closed"), look.en("display.waiting.closed")};
    draw_pair(canvas, words, kMinutesRight - measure_pair(canvas, words, style), y + 29, style);
    return;
  }
  const ui::TextStyle unit{.size = 26, .color = dark.text2, .align = Align::kRight};
  const float left = kPeopleRight + 14;
  const float right = kMinutesRight - kUnitMinutes;
  if (!row.minutes_p50) {
    canvas.text("—", kMinutesRight, y + 22,
                {.size = 36, .color = dark.text2, .align = Align::kRight});
    return;
  }
  canvas.text(look.zh("display.waiting.minutes_unit"), kMinutesRight, y + 31, unit);
  canvas.text_fit(range(row), right, y + 18, right - left,
                  {.size = kNumerals,
                   .color = level_color(look, row.level),
                   .face = Face::kNumeral,
                   .align = Align::kRight},
                  0.5F);
}

void draw_row(Canvas& canvas, const Look& look, const WaitingRow& row, const Rect& area) {
  if (!canvas.visible(area)) return;
  const auto& dark = look.theme.dark;
  const float x = area.x + 36;
  const float y = area.y;
  canvas.text(look.zh("display.waiting.people_unit"), kPeopleRight, y + 31,
              {.size = 26, .color = dark.text2, .align = Align::kRight});
  const ui::TextStyle people{
      .size = kNumerals, .color = dark.text, .face = Face::kNumeral, .align = Align::kRight};
  const float people_width =
      canvas.text(std::to_string(row.people), kPeopleRight - 34, y + 18, people);
  const float name_width = kPeopleRight - 34 - people_width - 12 - x;
  canvas.text_fit(row.service_zh, x, y + 10, name_width,
                  {.size = 32, .color = dark.text, .face = Face::kBold}, 0.6F);
  canvas.text_fit(row.service_en, x, y + 48, name_width, {.size = 20, .color = dark.text2}, 0.75F);
  draw_minutes(canvas, look, row, y);
  const Rect bar{x, area.bottom() - 6, area.w - 72, 4};
  canvas.round(bar, 2, dark.ground800);
  if (!row.minutes_p50 || *row.minutes_p50 == 0) return;
  const float part = std::min(1.0F, static_cast<float>(*row.minutes_p50) / kBarFullMinutes);
  canvas.round({bar.x, bar.y, std::max(8.0F, bar.w * part), bar.h}, 2,
               level_color(look, row.level));
}

}  // namespace

void draw_waiting(Canvas& canvas, const Look& look, const Board& board, size_t page) {
  if (!canvas.visible(kPanel)) return;
  const auto& dark = look.theme.dark;
  canvas.round(kPanel, look.theme.metrics.radius_panel, dark.ground850);
  canvas.icon("people", kPanel.x + 36, kPanel.y + 34, 44, dark.gold, 1.9F);
  draw_pair(canvas, {look.zh("display.waiting.title"), look.en("display.waiting.title")},
            kPanel.x + 96, kPanel.y + 38,
            {.zh = {.size = 36, .color = dark.text, .face = Face::kBold},
             .en = {.size = 25, .color = dark.text2},
             .en_down = 9});
  const size_t pages = page_count(board);
  if (pages > 1) {
    canvas.text(
        fmt::format("{}/{}", page + 1, pages), kMinutesRight, kPanel.y + 44,
        {.size = 28, .color = dark.text2, .face = Face::kNumeralLight, .align = Align::kRight});
  }
  if (board.waiting.empty()) {
    const float x = kPanel.center().x;
    canvas.text(look.zh("display.waiting.none"), x, kPanel.y + 380,
                {.size = 34, .color = dark.text2, .align = Align::kCenter});
    canvas.text(look.en("display.waiting.none"), x, kPanel.y + 428,
                {.size = 24, .color = dark.text3, .align = Align::kCenter});
    return;
  }
  const PairStyle head{.zh = {.size = 24, .color = dark.text2},
                       .en = {.size = 20, .color = dark.text3},
                       .en_down = 3.5F,
                       .gap = 8};
  const auto draw_head = [&](std::string_view key, float right) {
    const Pair words{look.zh(key), look.en(key)};
    draw_pair(canvas, words, right - measure_pair(canvas, words, head), kPanel.y + 104, head);
  };
  draw_head("display.waiting.people", kPeopleRight);
  draw_head("display.waiting.wait", kMinutesRight);
  const size_t first = page * kWaitingRowsPerPage;
  for (size_t i = 0; i < kWaitingRowsPerPage && first + i < board.waiting.size(); ++i) {
    draw_row(canvas, look, board.waiting[first + i], layout::waiting_row(i));
  }
}

}  // namespace yichuang::display
