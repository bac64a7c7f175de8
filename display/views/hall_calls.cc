// The table of earlier calls, in one column or several.
#include <fmt/format.h>

#include <algorithm>

#include "display/views/hall_parts.h"

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

namespace {

// Smaller words are not read from afar.
constexpr float kWords = 22;
constexpr float kWordsShrink = 0.8F;

// Where the columns of a cell stand, and how large they are: lower rows have smaller type. What
// became of a call always has its place: under the time, in low rows beside it; in a narrow cell
// under the window, or behind it, and no time.
struct CallColumns {
  explicit CallColumns(const Rect& cell)
      : scale(std::clamp(cell.h / 98, 0.44F, 1.2F)),
        low(scale < kWordsShrink),
        with_service(cell.w >= 900),
        with_time(cell.w >= 540) {
    const bool roomy = cell.w >= 1100;
    const float window_part = with_time || low ? 0.42F : 0.55F;
    number = cell.x + (roomy ? 44 : with_time ? 36 : 28);
    window = cell.x + (roomy ? 360 : with_service ? 270 : cell.w * window_part);
    service = cell.x + (roomy ? 640 : 430);
    time = cell.right() - (roomy ? 44 : with_time ? 32 : 24);
  }
  float scale;
  bool low;
  bool with_service;
  bool with_time;
  float number;
  float window;
  float service;
  float time;  // right edge

  // What the service leaves for time and status.
  float time_width() const { return low ? 250 : 190 * std::min(1.0F, scale); }
};

void draw_calls_head(Canvas& canvas, const Look& look, const Rect& cell, float y) {
  const auto& colors = look.colors();
  const PairStyle style{.first = {.size = 26, .color = colors.text, .face = Face::kBold},
                        .second = {.size = 22, .color = colors.text2},
                        .second_down = 3,
                        .gap = 10};
  const CallColumns at(cell);
  const auto head = [&](std::string_view key, float x, float right) {
    draw_pair_fit(canvas, look.pair(key), x, y, right - x, style);
  };
  const float last = at.with_time ? at.time - 190 : at.time;
  head("display.calls.number", at.number, at.window - 12);
  head("display.calls.window", at.window, at.with_service ? at.service - 12 : last);
  if (at.with_service) head("display.calls.service", at.service, at.time - 180);
  if (!at.with_time) return;
  const Pair time = look.pair("display.calls.time");
  const float width = std::min(170.0F, measure_pair(canvas, time, style));
  draw_pair_fit(canvas, time, at.time - width, y, width, style);
}

// The words for what became of a call, or where to go; nothing for one that went as it should.
struct CallWords {
  Pair words;
  Color color;
};
CallWords call_words(const Look& look, const CallRow& row, const HallLayout& layout) {
  const auto& colors = look.colors();
  if (row.status == CallStatus::kCalled)
    return {look.pair(way_to(layout, row.window).row), colors.gold};
  if (row.status == CallStatus::kMissed) return {look.pair("display.calls.missed"), colors.bad};
  return {{}, colors.text2};
}

// In one line at the right, from `left` on: the words in the first language, then the time.
void draw_call_status_low(Canvas& canvas, const Look& look, const CallRow& row,
                          const CallColumns& at, const CallWords& said, float left, float y) {
  const float f = at.scale;
  float right = at.time;
  if (at.with_time) {
    const float size = std::max(24.0F, 36 * f);
    right -= 16 + canvas.clock(row.time, at.time, y + 49 * f - size / 2 + f,
                               {.size = size,
                                .color = look.colors().text2,
                                .face = Face::kNumeralLight,
                                .align = Align::kRight});
  }
  canvas.text_fit(
      said.words.first, right, y + 49 * f - 12, right - left,
      {.size = kWords, .color = said.color, .face = Face::kBold, .align = Align::kRight},
      kWordsShrink);
}

// Under the window of a narrow cell.
void draw_call_status_narrow(Canvas& canvas, const CallColumns& at, const CallWords& said,
                             float y) {
  canvas.text_fit(said.words.first, at.window, y + 70 * at.scale, at.time - at.window,
                  {.size = kWords, .color = said.color, .face = Face::kBold}, kWordsShrink);
}

// Under the time.
void draw_call_status(Canvas& canvas, const Look& look, const CallRow& row, const CallColumns& at,
                      const CallWords& said, float y) {
  const float f = at.scale;
  const bool both = !said.words.first.empty();
  const float size = 36 * f;
  canvas.clock(row.time, at.time, both ? y + 15 * f : y + 49 * f - size / 2 + 1 * f,
               {.size = size,
                .color = look.colors().text2,
                .face = Face::kNumeralLight,
                .align = Align::kRight});
  if (!both) return;
  const PairStyle style{.first = {.size = kWords * f, .color = said.color, .face = Face::kBold},
                        .second = {.size = 20 * f, .color = said.color},
                        .second_down = 1.5F * f,
                        .gap = 8 * f};
  draw_pair(canvas, said.words, at.time - measure_pair(canvas, said.words, style), y + 60 * f,
            style);
}

void draw_call_service(Canvas& canvas, const Look& look, const CallRow& row, const CallColumns& at,
                       float y) {
  const auto& colors = look.colors();
  const float f = at.scale;
  const float width = at.time - at.service - at.time_width();
  const Pair names = look.names(row.service_zh, row.service_en);
  canvas.text_fit(names.first, at.service, y + (names.second.empty() ? 30 : 15) * f, width,
                  {.size = 38 * f, .color = colors.text, .face = Face::kBold}, 0.6F);
  canvas.text_fit(names.second, at.service, y + 61 * f, width,
                  {.size = 22 * f, .color = colors.text2}, 0.75F);
}

void draw_call_cell(Canvas& canvas, const Look& look, const CallRow& row, const Rect& area,
                    const HallLayout& layout, bool fresh) {
  if (!canvas.visible(area)) return;
  const auto& colors = look.colors();
  const CallColumns at(area);
  const float f = at.scale;
  const float y = area.y + (area.h - 98 * f) / 2;
  if (fresh) {
    canvas.round({area.x + 16, area.y + 6, area.w - 32, area.h - 10}, 20 * f, colors.ground800);
    canvas.round({area.x + 16, area.y + 18 * f, 8, area.h - 34 * f}, 4, colors.gold);
  }
  const CallWords said = call_words(look, row, layout);
  const bool under = !at.with_time && !at.low && !said.words.first.empty();
  const float top = y + (under ? 4 : 15) * f;
  const float size = look.theme.board_type.row * f;
  canvas.text_fit(row.number, at.number, y + 15 * f, at.window - at.number - (at.low ? 16 : 24),
                  {.size = size, .color = colors.text, .face = Face::kNumeral}, 0.5F);
  const float window = canvas.text(std::to_string(row.window), at.window, top,
                                   {.size = size, .color = colors.gold, .face = Face::kNumeral});
  const float unit =
      canvas.text(look.first("display.calls.window_unit"), at.window + window + 10, top + 27 * f,
                  {.size = 34 * f, .color = colors.text, .face = Face::kBold});
  if (at.with_service) draw_call_service(canvas, look, row, at, y);
  if (at.low) {
    const float left = at.with_service ? at.time - at.time_width() : at.window + window + unit;
    draw_call_status_low(canvas, look, row, at, said, left + 20, y);
  } else if (at.with_time) {
    draw_call_status(canvas, look, row, at, said, y);
  } else {
    draw_call_status_narrow(canvas, at, said, y);
  }
}

// "2/9" in the heading; narrow cells have no room for it.
void draw_page(Canvas& canvas, const Look& look, const HallLayout& layout,
               const ShownCalls& calls) {
  const CallColumns at(layout.call_cell(0));
  if (calls.pages == 1 || !at.with_service) return;
  canvas.text(fmt::format("{}/{}", calls.page + 1, calls.pages), at.time - 190, layout.calls.y + 22,
              {.size = 26,
               .color = look.colors().text2,
               .face = Face::kNumeralLight,
               .align = Align::kRight});
}

void draw_no_calls(Canvas& canvas, const Look& look, const Rect& panel) {
  const auto& colors = look.colors();
  const float x = panel.center().x;
  const Pair none = look.pair("display.calls.none");
  canvas.icon("ticket", x - 36, panel.y + 166, 72, colors.rule, 1.6F);
  canvas.text(none.first, x, panel.y + 256,
              {.size = 34, .color = colors.text2, .align = Align::kCenter});
  canvas.text(none.second, x, panel.y + 304,
              {.size = 24, .color = colors.text3, .align = Align::kCenter});
}

}  // namespace

void draw_calls(Canvas& canvas, const Look& look, const HallLayout& at, const ShownCalls& calls) {
  if (!canvas.visible(at.calls)) return;
  const auto& colors = look.colors();
  canvas.round(at.calls, look.theme.metrics.radius_panel, colors.ground850);
  for (size_t column = 0; column < at.call_columns; ++column) {
    const Rect top = at.call_cell(column * at.call_rows);
    draw_calls_head(canvas, look, top, at.calls.y + 22);
    canvas.fill({top.x + 28, top.y, top.w - 56, 2}, colors.rule);
  }
  for (size_t i = 0; i < calls.rows.size(); ++i) {
    const Rect area = at.call_cell(i);
    canvas.fill({area.x + 28, area.y, area.w - 56, 2}, colors.rule);
    draw_call_cell(canvas, look, calls.rows[i], area, at, calls.fresh[i]);
  }
  draw_page(canvas, look, at, calls);
  if (calls.rows.empty()) draw_no_calls(canvas, look, at.calls);
}

}  // namespace yichuang::display
