// The canvas's text: lines kept as masks, measured widths and wraps kept by text.
#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "base/assert.h"
#include "ui/canvas.h"
#include "ui/canvas_body.h"

namespace yichuang::ui {

namespace {

constexpr size_t kMeasuresKeptMax = 8192;
constexpr size_t kWrapsKeptMax = 512;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void Canvas::Body::text_name(std::string_view text, Face face, int size_px, Direction direction) {
  name.clear();
  fmt::format_to(std::back_inserter(name), "text {} {} {}|", static_cast<int>(face),
                 static_cast<int>(direction), size_px);
  name.append(text);
}

const KeptPicture& Canvas::Body::line(std::string_view text, Face face, int size_px,
                                      Direction direction) {
  text_name(text, face, size_px, direction);
  if (const KeptPicture* kept = cache.find(name)) return *kept;
  LinePicture made = fonts.render(text, face, size_px, direction);
  return cache.put(name,
                   {.mask = std::move(made.mask), .rgb = {}, .baseline_px = made.baseline_px});
}

int Canvas::Body::width(std::string_view text, Face face, int size_px, Direction direction) {
  text_name(text, face, size_px, direction);
  if (const auto known = widths.find(name); known != widths.end()) return known->second;
  if (widths.size() >= kMeasuresKeptMax) widths.clear();
  const int measured = fonts.measure(text, face, size_px, direction);
  widths.emplace(name, measured);
  return measured;
}

float Canvas::text(std::string_view text, float x, float y, const TextStyle& style) {
  if (text.empty()) return 0;
  const int size_px = body_->length(style.size);
  if (size_px < 1) return 0;
  const int advance = body_->width(text, style.face, size_px, style.direction);
  int left = body_->across(x);
  if (style.align == Align::kCenter) left -= advance / 2;
  if (style.align == Align::kRight) left -= advance;
  const int baseline = body_->down(y + style.size * kBaseline);
  // Ink may reach beyond the em box: half an em each way is more than any of our fonts needs.
  const int over = size_px / 2 + 1;
  const PixelBox reach{left - over, baseline - size_px - over, advance + 2 * over,
                       size_px + 3 * over};
  if (body_->shown(reach)) {
    const KeptPicture& line = body_->line(text, style.face, size_px, style.direction);
    body_->raster.tint(line.mask, left, baseline - line.baseline_px, style.color);
    if (body_->watch) {
      const float width = static_cast<float>(advance) / body_->scale;
      const float at = (static_cast<float>(left) - body_->origin.x) / body_->scale;
      body_->watch->shows({std::string(text), {at, y, width, style.size}, style});
    }
  }
  return static_cast<float>(advance) / body_->scale;
}

void Canvas::watch(CanvasWatch* watch) { body_->watch = watch; }

float Canvas::text_fit(std::string_view text, float x, float y, float width, const TextStyle& style,
                       float shrink_min) {
  HALL_ASSERT(shrink_min > 0 && shrink_min <= 1);
  float natural = measure(text, style);
  if (natural <= width) return this->text(text, x, y, style);
  TextStyle smaller = style;
  smaller.size = style.size * std::max(shrink_min, width / natural);
  natural = measure(text, smaller);
  // Rounding to whole pixels may leave it a little too wide.
  while (natural > width && smaller.size > style.size * shrink_min) {
    smaller.size = std::max(style.size * shrink_min, smaller.size - 1 / body_->scale);
    natural = measure(text, smaller);
  }
  const float lower = y + (style.size - smaller.size) * kBaseline;  // the baseline stays
  if (natural <= width) return this->text(text, x, lower, smaller);
  const std::vector<std::string> cut = wrap(text, width, smaller, 1);
  return cut.empty() ? 0 : this->text(cut.front(), x, lower, smaller);
}

std::vector<std::string> Canvas::wrap(std::string_view text, float width, const TextStyle& style,
                                      size_t lines_max) {
  const int size_px = body_->length(style.size);
  if (size_px < 1 || text.empty()) return {};
  const int width_px = std::max(1, static_cast<int>(std::lround(width * body_->scale)));
  std::string key =
      fmt::format("{} {} {} {}|", static_cast<int>(style.face), size_px, width_px, lines_max);
  key.append(text);
  if (const auto known = body_->wrapped.find(key); known != body_->wrapped.end()) {
    return known->second;
  }
  if (body_->wrapped.size() >= kWrapsKeptMax) body_->wrapped.clear();
  auto lines = body_->fonts.wrap(text, style.face, size_px, width_px, lines_max);
  body_->wrapped.emplace(std::move(key), lines);
  return lines;
}

float Canvas::text_wrapped(std::string_view text, const Rect& area, const TextStyle& style,
                           float line_height) {
  const float step = style.size * line_height;
  if (area.empty() || step <= 0) return 0;
  const float below_last = std::max(0.0F, step - style.size);
  const auto lines_max = static_cast<size_t>(std::max(1.0F, (area.h + below_last) / step));
  const auto lines = wrap(text, area.w, style, lines_max);
  float x = area.x;
  if (style.align == Align::kCenter) x = area.x + area.w / 2;
  if (style.align == Align::kRight) x = area.right();
  float y = area.y;
  TextStyle of_line = style;  // a line that begins with a number goes the way of its paragraph
  if (style.direction == Direction::kAuto) {
    of_line.direction = FontBook::paragraph_direction(text);
  }
  for (const std::string& line : lines) {
    this->text(line, x, y, of_line);
    y += step;
  }
  return lines.empty() ? 0 : y - area.y - below_last;
}

float Canvas::measure(std::string_view text, const TextStyle& style) {
  const int size_px = body_->length(style.size);
  if (size_px < 1 || text.empty()) return 0;
  return static_cast<float>(body_->width(text, style.face, size_px, style.direction)) /
         body_->scale;
}

namespace {

// "10:24" as "1" "0" ":" "2" "4": digits alone, the rest together.
std::vector<std::string_view> cells_of(std::string_view text) {
  std::vector<std::string_view> cells;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (!is_digit(text[i])) {
      while (end < text.size() && !is_digit(text[end])) ++end;
    }
    cells.push_back(text.substr(i, end - i));
    i = end;
  }
  return cells;
}

}  // namespace

float Canvas::measure_clock(std::string_view text, const TextStyle& style) {
  float digit = 0;
  for (char c = '0'; c <= '9'; ++c) digit = std::max(digit, measure({&c, 1}, style));
  float total = 0;
  for (const std::string_view cell : cells_of(text)) {
    total += is_digit(cell[0]) ? digit : measure(cell, style);
  }
  return total;
}

float Canvas::clock(std::string_view text, float x, float y, const TextStyle& style) {
  const float digit = measure_clock("0", style);
  const float total = measure_clock(text, style);
  float left = x;
  if (style.align == Align::kCenter) left -= total / 2;
  if (style.align == Align::kRight) left -= total;
  TextStyle one = style;
  for (const std::string_view cell : cells_of(text)) {
    const bool number = is_digit(cell[0]);
    one.align = number ? Align::kCenter : Align::kLeft;
    this->text(cell, number ? left + digit / 2 : left, y, one);
    left += number ? digit : measure(cell, style);
  }
  return total;
}

}  // namespace yichuang::ui
