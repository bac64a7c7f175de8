#include "kiosk/screens/pieces.h"

#include <algorithm>
#include <array>
#include <utility>

namespace yichuang::kiosk {

using ui::Align;
using ui::Canvas;
using ui::Face;
using ui::Rect;

namespace {

constexpr float kLabelSize = 28;
constexpr float kValueSize = 36;
// Of two lines, the shorter has at least so much of the longer.
constexpr float kShorterMin = 0.3F;

// Where a reader rests: behind a mark and the space that may follow, before a bracket.
std::vector<size_t> pauses_in(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kPauses = {"，", "。", "；", "：", "！", "？",
                                                               ", ", ". ", "; ", ": ", "! ", "? "};
  std::vector<size_t> places;
  for (const std::string_view pause : kPauses)
    for (size_t at = text.find(pause); at != text.npos; at = text.find(pause, at + 1))
      places.push_back(at + pause.size());
  for (const std::string_view bracket : {"（", "("})
    for (size_t at = text.find(bracket); at != text.npos; at = text.find(bracket, at + 1))
      places.push_back(at);
  return places;
}

// The two most even lines that part at a pause; empty if none are short enough.
std::vector<std::string> parted_at_pause(Canvas& canvas, std::string_view text, float width,
                                         const ui::TextStyle& style) {
  std::vector<std::string> lines;
  float least = width;
  for (const size_t place : pauses_in(text)) {
    std::string_view first = text.substr(0, place);
    while (first.ends_with(' ')) first.remove_suffix(1);
    const std::string_view second = text.substr(place);
    const auto [shorter, longer] =
        std::minmax({canvas.measure(first, style), canvas.measure(second, style)});
    if (longer > least || shorter < longer * kShorterMin) continue;
    least = longer;
    lines = {std::string(first), std::string(second)};
  }
  return lines;
}

}  // namespace

BadgeColors badge_colors(const ui::LightPalette& palette, Mood mood) {
  switch (mood) {
    case Mood::kCalm:
      return {palette.brand50, palette.brand600};
    case Mood::kGood:
      return {palette.ok_soft, palette.ok};
    case Mood::kCare:
      break;
  }
  return {palette.mid_soft, palette.mid};
}

void draw_badge(Canvas& canvas, std::string_view icon, ui::Point center, float radius,
                const BadgeColors& colors) {
  canvas.circle(center, radius, colors.ground);
  const float side = radius * 1.1F;
  canvas.icon(icon, center.x - side / 2, center.y - side / 2, side, colors.ink, 1.9F);
}

void draw_facts(Canvas& canvas, const ui::LightPalette& palette, const std::vector<Fact>& facts,
                const Rect& area) {
  const float width = area.w / static_cast<float>(facts.size());
  float left = area.x;
  for (const Fact& fact : facts) {
    const float center = left + width / 2;
    if (left > area.x) canvas.fill({left, area.y + 8, 2, kFactsHeight - 16}, palette.divider);
    canvas.icon(fact.icon, center - 20, area.y, 40, palette.brand600, 1.8F);
    canvas.text_fit(fact.label, center, area.y + 52, width - 24,
                    {.size = kLabelSize, .color = palette.ink2, .align = Align::kCenter}, 1);
    canvas.text_fit(
        fact.value, center, area.y + 92, width - 24,
        {.size = kValueSize, .color = palette.ink, .face = Face::kBold, .align = Align::kCenter},
        kLabelSize / kValueSize);
    left += width;
  }
}

std::vector<std::string> even_lines(Canvas& canvas, std::string_view text, float width,
                                    const ui::TextStyle& style) {
  std::vector<std::string> lines = canvas.wrap(text, width, style);
  if (lines.size() < 2) return lines;
  if (lines.size() == 2) {
    std::vector<std::string> parted = parted_at_pause(canvas, text, width, style);
    if (!parted.empty()) return parted;
  }
  float fits = width;
  float too_narrow = width / static_cast<float>(lines.size()) * 0.9F;
  while (fits - too_narrow > style.size / 2) {
    const float tried = (fits + too_narrow) / 2;
    std::vector<std::string> narrower = canvas.wrap(text, tried, style);
    if (narrower.size() > lines.size()) {
      too_narrow = tried;
    } else {
      fits = tried;
      lines = std::move(narrower);
    }
  }
  return lines;
}

float draw_lines(Canvas& canvas, const std::vector<std::string>& lines, float x, float y,
                 const ui::TextStyle& style, float line_height) {
  float top = y;
  for (const std::string& line : lines) {
    canvas.text(line, x, top, style);
    top += style.size * line_height;
  }
  return top - y;
}

}  // namespace yichuang::kiosk
