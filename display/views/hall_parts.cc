#include "display/views/hall_parts.h"

#include <algorithm>

#include "display/views/hall_layout.h"

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

namespace {

constexpr Color kWhite = Color::hex(0xFFFFFF);

// The plate with the hall's emblem.
void draw_emblem(Canvas& canvas, const Look& look, float x, float y, float size) {
  canvas.round({x, y, size, size}, size * 0.28F, kWhite);
  canvas.icon("emblem", x + size * 0.12F, y + size * 0.12F, size * 0.76F, look.theme.light.brand700,
              2.0F);
}

}  // namespace

float draw_pair(Canvas& canvas, const Pair& pair, float x, float y, const PairStyle& style) {
  const float zh = canvas.text(pair.zh, x, y, style.zh);
  return zh + style.gap + canvas.text(pair.en, x + zh + style.gap, y + style.en_down, style.en);
}

float measure_pair(Canvas& canvas, const Pair& pair, const PairStyle& style) {
  return canvas.measure(pair.zh, style.zh) + style.gap + canvas.measure(pair.en, style.en);
}

Color level_color(const Look& look, WaitLevel level) {
  switch (level) {
    case WaitLevel::kShort:
      return look.theme.dark.ok;
    case WaitLevel::kMedium:
      return look.theme.dark.mid;
    case WaitLevel::kLong:
      break;
  }
  return look.theme.dark.bad;
}

void draw_ground(Canvas& canvas, const Look& look) {
  canvas.gradient(layout::kWhole, 0, look.theme.dark.ground950, look.theme.dark.ground900);
}

void draw_header(Canvas& canvas, const Look& look, const Board& board) {
  if (!canvas.visible(layout::kHeader)) return;
  const auto& dark = look.theme.dark;
  draw_emblem(canvas, look, 48, 28, 64);
  constexpr float kNameWidth = 1000;
  canvas.text_fit(board.hall_zh, 132, 28, kNameWidth,
                  {.size = 38, .color = dark.text, .face = Face::kBold}, 0.6F);
  canvas.text_fit(board.hall_en, 132, 74, kNameWidth, {.size = 22, .color = dark.text2}, 0.6F);
  if (!board.clock) return;
  const ui::TextStyle clock{
      .size = 56, .color = dark.text, .face = Face::kNumeralLight, .align = Align::kRight};
  const std::string face = clock_face(*board.clock);
  canvas.clock(face, 1872, 30, clock);
  const float date_right = 1872 - canvas.measure_clock(face, clock) - 28;
  canvas.text(look.texts.date("zh-CN", *board.clock, ui::DateStyle::kLong), date_right, 34,
              {.size = 26, .color = dark.text, .align = Align::kRight});
  canvas.text(look.texts.date("en", *board.clock, ui::DateStyle::kLong), date_right, 68,
              {.size = 20, .color = dark.text2, .align = Align::kRight});
}

// ---- the table of earlier calls ----

namespace {

struct CallColumns {
  float number = layout::kCalls.x + 44;
  float window = layout::kCalls.x + 360;
  float service = layout::kCalls.x + 640;
  float time = layout::kCalls.x + layout::kCalls.w - 44;  // right edge
};

void draw_calls_head(Canvas& canvas, const Look& look) {
  const auto& dark = look.theme.dark;
  const PairStyle style{.zh = {.size = 26, .color = dark.text, .face = Face::kBold},
                        .en = {.size = 22, .color = dark.text2},
                        .en_down = 3,
                        .gap = 10};
  const CallColumns at;
  const float y = layout::kCalls.y + 22;
  const auto head = [&](std::string_view key) { return Pair{look.zh(key), look.en(key)}; };
  draw_pair(canvas, head("display.calls.number"), at.number, y, style);
  draw_pair(canvas, head("display.calls.window"), at.window, y, style);
  draw_pair(canvas, head("display.calls.service"), at.service, y, style);
  const Pair time = head("display.calls.time");
  draw_pair(canvas, time, at.time - measure_pair(canvas, time, style), y, style);
}

// What became of the call, under its time; nothing for one that went as it should.
void draw_call_status(Canvas& canvas, const Look& look, const CallRow& row, float y) {
  const auto& dark = look.theme.dark;
  const CallColumns at;
  const ui::TextStyle time{
      .size = 36, .color = dark.text2, .face = Face::kNumeralLight, .align = Align::kRight};
  const bool awaited = row.status == CallStatus::kCalled;
  if (!awaited && row.status != CallStatus::kMissed) {
    canvas.clock(row.time, at.time, y + 32, time);
    return;
  }
  canvas.clock(row.time, at.time, y + 15, time);
  const std::string_view zh = awaited ? "display.calls.awaited" : "display.calls.missed";
  const Color color = awaited ? dark.gold : dark.bad;
  const PairStyle style{.zh = {.size = 22, .color = color, .face = Face::kBold},
                        .en = {.size = 20, .color = color},
                        .en_down = 1.5F,
                        .gap = 8};
  const Pair words{look.zh(zh), look.en(zh)};
  draw_pair(canvas, words, at.time - measure_pair(canvas, words, style), y + 60, style);
}

void draw_call_row(Canvas& canvas, const Look& look, const CallRow& row, const Rect& area,
                   bool fresh) {
  if (!canvas.visible(area)) return;
  const auto& dark = look.theme.dark;
  const CallColumns at;
  const float y = area.y;
  if (fresh) {
    canvas.round({area.x + 16, y + 6, area.w - 32, area.h - 10}, 20, dark.ground800);
    canvas.round({area.x + 16, y + 18, 8, area.h - 34}, 4, dark.gold);
  }
  canvas.text_fit(row.number, at.number, y + 15, at.window - at.number - 24,
                  {.size = look.theme.board_type.row, .color = dark.text, .face = Face::kNumeral},
                  0.5F);
  const float window =
      canvas.text(std::to_string(row.window), at.window, y + 15,
                  {.size = look.theme.board_type.row, .color = dark.gold, .face = Face::kNumeral});
  canvas.text(look.zh("display.calls.window_unit"), at.window + window + 10, y + 42,
              {.size = 34, .color = dark.text, .face = Face::kBold});
  const float service_width = at.time - at.service - 190;
  canvas.text_fit(row.service_zh, at.service, y + 15, service_width,
                  {.size = 38, .color = dark.text, .face = Face::kBold}, 0.6F);
  canvas.text_fit(row.service_en, at.service, y + 61, service_width,
                  {.size = 22, .color = dark.text2}, 0.75F);
  draw_call_status(canvas, look, row, y);
}

}  // namespace

void draw_calls(Canvas& canvas, const Look& look, const Board& board,
                const std::vector<bool>& fresh) {
  if (!canvas.visible(layout::kCalls)) return;
  const auto& dark = look.theme.dark;
  canvas.round(layout::kCalls, look.theme.metrics.radius_panel, dark.ground850);
  draw_calls_head(canvas, look);
  for (size_t i = 0; i < kRecentRows; ++i) {
    const Rect area = layout::call_row(i);
    if (i > 0 && i >= board.recent.size()) break;
    canvas.fill({area.x + 28, area.y, area.w - 56, 2}, dark.rule);
    if (i >= board.recent.size()) break;
    draw_call_row(canvas, look, board.recent[i], area, i < fresh.size() && fresh[i]);
  }
  if (!board.recent.empty()) return;
  const float x = layout::kCalls.center().x;
  canvas.icon("ticket", x - 36, layout::kCalls.y + 166, 72, dark.rule, 1.6F);
  canvas.text(look.zh("display.calls.none"), x, layout::kCalls.y + 256,
              {.size = 34, .color = dark.text2, .align = Align::kCenter});
  canvas.text(look.en("display.calls.none"), x, layout::kCalls.y + 304,
              {.size = 24, .color = dark.text3, .align = Align::kCenter});
}

// ---- banner and connecting ----

void draw_stale_banner(Canvas& canvas, const Look& look, const Board& board) {
  if (!canvas.visible(layout::kStrip)) return;
  canvas.fill(layout::kStrip, look.theme.light.bad);
  const Pair words{look.texts.get("zh-CN", "display.stale.banner", {{"time", board.stale_since}}),
                   look.texts.get("en", "display.stale.banner", {{"time", board.stale_since}})};
  const PairStyle style{.zh = {.size = 34, .color = kWhite, .face = Face::kBold},
                        .en = {.size = 28, .color = kWhite},
                        .en_down = 5,
                        .gap = 36};
  constexpr float kIcon = 44;
  const float width = kIcon + 20 + measure_pair(canvas, words, style);
  const float x = (layout::kStrip.w - width) / 2;
  canvas.icon("wifi-off", x, layout::kStrip.y + 14, kIcon, kWhite, 2.0F);
  draw_pair(canvas, words, x + kIcon + 20, layout::kStrip.y + 18, style);
}

void draw_connecting(Canvas& canvas, const Look& look, const Board& board) {
  const auto& dark = look.theme.dark;
  const float x = layout::kWhole.center().x;
  canvas.arcs(layout::kWhole, {x, 400}, 190, 110, 7, 2, dark.rule.percent(45));
  draw_emblem(canvas, look, x - 88, 312, 176);
  canvas.text(look.zh("display.connecting.title"), x, 610,
              {.size = 64, .color = dark.text, .face = Face::kBold, .align = Align::kCenter});
  canvas.text(look.en("display.connecting.title"), x, 700,
              {.size = 34, .color = dark.text2, .align = Align::kCenter});
  const bool slow = board.phase == BoardPhase::kConnectingSlow;
  const std::string_view key = slow ? "display.connecting.slow" : "display.connecting.hint";
  const Color color = slow ? dark.gold : dark.text3;
  if (slow) canvas.icon("wifi-off", x - 28, 792, 56, color, 1.9F);
  canvas.text(look.zh(key), x, slow ? 872 : 800,
              {.size = 34, .color = color, .align = Align::kCenter});
  canvas.text(look.en(key), x, slow ? 924 : 852,
              {.size = 26, .color = color, .align = Align::kCenter});
}

}  // namespace yichuang::display
