// The table of earlier calls, in one column or several.
#include <algorithm>

#include "display/views/hall_parts.h"

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

namespace {

// Where the columns of a cell stand, and how large they are: lower rows have smaller type.
struct CallColumns {
  explicit CallColumns(const Rect& cell) : scale(std::clamp(cell.h / 98, 0.44F, 1.2F)) {
    const bool roomy = cell.w >= 1100;
    with_service = cell.w >= 900;
    with_time = cell.w >= 540;
    number = cell.x + (roomy ? 44 : 36);
    window = cell.x + (roomy ? 360 : with_service ? 270 : cell.w * (with_time ? 0.42F : 0.55F));
    service = cell.x + (roomy ? 640 : 430);
    time = cell.right() - (roomy ? 44 : 32);
  }
  float scale;
  bool with_service;
  bool with_time;
  float number;
  float window;
  float service;
  float time;  // right edge
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

// What became of the call, under its time (`go`: the key of where to, while it is awaited); nothing
// for one that went as it should. Rows too low for both have the time alone, and of a missed call
// the word instead.
void draw_call_status(Canvas& canvas, const Look& look, const CallRow& row, const CallColumns& at,
                      std::string_view go, float y) {
  const auto& colors = look.colors();
  const float f = at.scale;
  const bool awaited = row.status == CallStatus::kCalled;
  const bool missed = row.status == CallStatus::kMissed;
  const bool low = f < 0.62F;
  const Color color = awaited ? colors.gold : missed ? colors.bad : colors.text2;
  const Pair words = look.pair(awaited ? go : "display.calls.missed");
  if (low && missed) {
    canvas.text(words.first, at.time, y + 49 * f - 12,
                {.size = 22, .color = color, .face = Face::kBold, .align = Align::kRight});
    return;
  }
  const float size = low ? 24 : 36 * f;
  const bool both = !low && (awaited || missed);
  canvas.clock(row.time, at.time, both ? y + 15 * f : y + 49 * f - size / 2 + 1 * f,
               {.size = size,
                .color = low ? color : colors.text2,
                .face = Face::kNumeralLight,
                .align = Align::kRight});
  if (!both) return;
  const PairStyle style{.first = {.size = 22 * f, .color = color, .face = Face::kBold},
                        .second = {.size = 20 * f, .color = color},
                        .second_down = 1.5F * f,
                        .gap = 8 * f};
  draw_pair(canvas, words, at.time - measure_pair(canvas, words, style), y + 60 * f, style);
}

void draw_call_service(Canvas& canvas, const Look& look, const CallRow& row, const CallColumns& at,
                       float y) {
  const auto& colors = look.colors();
  const float f = at.scale;
  const float width = at.time - at.service - 190 * std::min(1.0F, f);
  const Pair names = look.names(row.service_zh, row.service_en);
  canvas.text_fit(names.first, at.service, y + (names.second.empty() ? 30 : 15) * f, width,
                  {.size = 38 * f, .color = colors.text, .face = Face::kBold}, 0.6F);
  canvas.text_fit(names.second, at.service, y + 61 * f, width,
                  {.size = 22 * f, .color = colors.text2}, 0.75F);
}

void draw_call_cell(Canvas& canvas, const Look& look, const CallRow& row, const Rect& area,
                    std::string_view go, bool fresh) {
  if (!canvas.visible(area)) return;
  const auto& colors = look.colors();
  const CallColumns at(area);
  const float f = at.scale;
  const float y = area.y + (area.h - 98 * f) / 2;
  if (fresh) {
    canvas.round({area.x + 16, area.y + 6, area.w - 32, area.h - 10}, 20 * f, colors.ground800);
    canvas.round({area.x + 16, area.y + 18 * f, 8, area.h - 34 * f}, 4, colors.gold);
  }
  const float size = look.theme.board_type.row * f;
  canvas.text_fit(row.number, at.number, y + 15 * f, at.window - at.number - 24,
                  {.size = size, .color = colors.text, .face = Face::kNumeral}, 0.5F);
  const float window = canvas.text(std::to_string(row.window), at.window, y + 15 * f,
                                   {.size = size, .color = colors.gold, .face = Face::kNumeral});
  canvas.text(look.first("display.calls.window_unit"), at.window + window + 10, y + 42 * f,
              {.size = 34 * f, .color = colors.text, .face = Face::kBold});
  if (at.with_service) draw_call_service(canvas, look, row, at, y);
  if (at.with_time) draw_call_status(canvas, look, row, at, go, y);
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

void draw_calls(Canvas& canvas, const Look& look, const HallLayout& at, const Board& board,
                const std::vector<bool>& fresh) {
  if (!canvas.visible(at.calls)) return;
  const auto& colors = look.colors();
  canvas.round(at.calls, look.theme.metrics.radius_panel, colors.ground850);
  for (size_t column = 0; column < at.call_columns; ++column) {
    const Rect top = at.call_cell(column * at.call_rows);
    draw_calls_head(canvas, look, top, at.calls.y + 22);
    canvas.fill({top.x + 28, top.y, top.w - 56, 2}, colors.rule);
  }
  for (size_t i = 0; i < std::min(at.calls_shown(), board.recent.size()); ++i) {
    const Rect area = at.call_cell(i);
    canvas.fill({area.x + 28, area.y, area.w - 56, 2}, colors.rule);
    const CallRow& row = board.recent[i];
    draw_call_cell(canvas, look, row, area, way_to(at, row.window).row,
                   i < fresh.size() && fresh[i]);
  }
  if (board.recent.empty()) draw_no_calls(canvas, look, at.calls);
}

}  // namespace yichuang::display
