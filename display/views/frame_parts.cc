#include "display/views/frame_parts.h"

#include <algorithm>

namespace yichuang::display {

using ui::Align;
using ui::Canvas;
using ui::Color;
using ui::Face;
using ui::Rect;

namespace {

// The plate with the hall's logo, or the emblem.
void draw_emblem(Canvas& canvas, const Look& look, float x, float y, float size) {
  canvas.round({x, y, size, size}, size * 0.28F, kWhite);
  if (look.logo != nullptr) {
    canvas.image("logo", look.logo_version, look.logo->pixels, look.logo->width, look.logo->height,
                 Rect{x, y, size, size}.inset(size * 0.1F));
    return;
  }
  canvas.icon("emblem", x + size * 0.12F, y + size * 0.12F, size * 0.76F, look.theme.light.brand700,
              2.0F);
}

bool same_minute(const std::optional<LocalTime>& a, const std::optional<LocalTime>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || (a->minute == b->minute && a->hour == b->hour && a->day == b->day &&
                a->month == b->month && a->year == b->year);
}

}  // namespace

bool same_header(const Board& a, const Board& b) {
  return a.hall_zh == b.hall_zh && a.hall_en == b.hall_en && same_minute(a.clock, b.clock);
}

std::string Look::reason(const std::string& language, const std::string& written) const {
  for (const std::string& key : texts.keys("zh-CN")) {
    if (key.starts_with("display.pause_reason.") && texts.get("zh-CN", key) == written)
      return texts.get(language, key);
  }
  const bool latin = std::ranges::all_of(written, [](unsigned char c) { return c < 0x80; });
  return language != "en" || latin ? written : std::string();
}

float draw_pair(Canvas& canvas, const Pair& pair, float x, float y, const PairStyle& style) {
  const float first = canvas.text(pair.first, x, y, style.first);
  if (pair.second.empty()) return first;
  return first + style.gap +
         canvas.text(pair.second, x + first + style.gap, y + style.second_down, style.second);
}

float measure_pair(Canvas& canvas, const Pair& pair, const PairStyle& style) {
  const float first = canvas.measure(pair.first, style.first);
  return pair.second.empty() ? first
                             : first + style.gap + canvas.measure(pair.second, style.second);
}

float draw_pair_fit(Canvas& canvas, const Pair& pair, float x, float y, float width,
                    PairStyle style) {
  const float wanted = measure_pair(canvas, pair, style);
  if (wanted > width) {
    const float part = width / wanted * 0.98F;  // sizes are rounded to pixels
    y += style.first.size * (1 - part) / 2;
    style.first.size *= part;
    style.second.size *= part;
    style.second_down *= part;
    style.gap *= part;
  }
  return draw_pair(canvas, pair, x, y, style);
}

Color level_color(const Look& look, WaitLevel level) {
  switch (level) {
    case WaitLevel::kShort:
      return look.colors().ok;
    case WaitLevel::kMedium:
      return look.colors().mid;
    case WaitLevel::kLong:
      break;
  }
  return look.colors().bad;
}

void draw_ground(Canvas& canvas, const Look& look, const Frame& frame) {
  canvas.gradient(frame.whole(), 0, look.colors().ground950, look.colors().ground900);
}

void draw_header(Canvas& canvas, const Look& look, const Frame& frame, const Board& board) {
  if (!canvas.visible(frame.header())) return;
  const auto& colors = look.colors();
  draw_emblem(canvas, look, Frame::kMargin, 28, 64);
  constexpr float kNameLeft = 132;
  constexpr float kNameWidthMax = 1000;
  float right = frame.size.w - Frame::kMargin;
  if (board.clock) {
    const ui::TextStyle clock{
        .size = 56, .color = colors.text, .face = Face::kNumeralLight, .align = Align::kRight};
    const std::string face = clock_face(*board.clock);
    canvas.clock(face, right, 30, clock);
    right -= canvas.measure_clock(face, clock) + 28;
    const auto date = [&](const std::string& language) {
      return look.texts.date(language, *board.clock, ui::DateStyle::kLong);
    };
    const float down = look.bilingual() ? 0 : 14;
    float width = canvas.text(date(look.languages[0]), right, 34 + down,
                              {.size = 26, .color = colors.text, .align = Align::kRight});
    if (look.bilingual())
      width =
          std::max(width, canvas.text(date(look.languages[1]), right, 68,
                                      {.size = 20, .color = colors.text2, .align = Align::kRight}));
    right -= width + 32;
  }
  const Pair name = look.names(board.hall_zh, board.hall_en);
  const float width = std::min(kNameWidthMax, right - kNameLeft);
  canvas.text_fit(name.first, kNameLeft, name.second.empty() ? 40 : 28, width,
                  {.size = 38, .color = colors.text, .face = Face::kBold}, 0.6F);
  canvas.text_fit(name.second, kNameLeft, 74, width, {.size = 22, .color = colors.text2}, 0.6F);
}

void draw_titled_header(Canvas& canvas, const Look& look, const Frame& frame, const Board& board,
                        std::string_view key) {
  Board titled = board;
  titled.hall_zh = look.texts.get("zh-CN", key) + " · " + board.hall_zh;
  titled.hall_en = look.texts.get("en", key) + " · " + board.hall_en;
  draw_header(canvas, look, frame, titled);
}

void draw_stale_banner(Canvas& canvas, const Look& look, const Frame& frame, const Board& board) {
  const Rect strip = frame.strip();
  if (!canvas.visible(strip)) return;
  canvas.fill(strip, look.theme.light.bad);
  const Pair words = look.pair("display.stale.banner", {{"time", board.stale_since}});
  const PairStyle style{.first = {.size = 34, .color = kWhite, .face = Face::kBold},
                        .second = {.size = 28, .color = kWhite},
                        .second_down = 5,
                        .gap = 36};
  constexpr float kIcon = 44;
  const float width = kIcon + 20 + measure_pair(canvas, words, style);
  const float room = strip.w - 2 * Frame::kMargin;
  if (width <= room) {
    const float x = (strip.w - width) / 2;
    canvas.icon("wifi-off", x, strip.y + 14, kIcon, kWhite, 2.0F);
    draw_pair(canvas, words, x + kIcon + 20, strip.y + 18, style);
    return;
  }
  // On an upright screen: one above the other.
  canvas.icon("wifi-off", Frame::kMargin, strip.y + 14, kIcon, kWhite, 2.0F);
  const float x = Frame::kMargin + kIcon + 20;
  canvas.text_fit(words.first, x, strip.y + 6, room - kIcon - 20,
                  {.size = 32, .color = kWhite, .face = Face::kBold}, 0.6F);
  canvas.text_fit(words.second, x, strip.y + 43, room - kIcon - 20, {.size = 22, .color = kWhite},
                  0.6F);
}

void draw_connecting(Canvas& canvas, const Look& look, const Frame& frame, const Board& board) {
  const auto& colors = look.colors();
  const float x = frame.whole().center().x;
  const float top = (frame.size.h - kWide.h) / 2;
  const float width = frame.size.w - 2 * Frame::kMargin;
  const auto line = [&](const std::string& text, float y, ui::TextStyle style) {
    style.align = Align::kCenter;
    canvas.text_fit(text, x, top + y, width, style, 0.5F);
  };
  canvas.arcs(frame.whole(), {x, top + 400}, 190, 110, 7, 2, colors.rule.percent(45));
  draw_emblem(canvas, look, x - 88, top + 312, 176);
  const Pair title = look.pair("display.connecting.title");
  line(title.first, 610, {.size = 64, .color = colors.text, .face = Face::kBold});
  line(title.second, 700, {.size = 34, .color = colors.text2});
  const bool slow = board.phase == BoardPhase::kConnectingSlow;
  const Pair hint = look.pair(slow ? "display.connecting.slow" : "display.connecting.hint");
  const Color color = slow ? colors.gold : colors.text3;
  if (slow) canvas.icon("wifi-off", x - 28, top + 792, 56, color, 1.9F);
  line(hint.first, slow ? 872 : 800, {.size = 34, .color = color});
  line(hint.second, slow ? 924 : 852, {.size = 26, .color = color});
}

}  // namespace yichuang::display
