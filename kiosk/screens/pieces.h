// Pieces that every look paints alike: an icon in a tinted circle, facts beside each other, words
// broken into lines of like length. Pure painting, in logical units; on the window's thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/canvas.h"
#include "ui/geometry.h"
#include "ui/theme.h"

namespace yichuang::kiosk {

// How things stand for the citizen; the icon says it too.
enum class Mood : uint8_t { kCalm, kGood, kCare };

// What a screen is about, as a picture.
struct Badge {
  std::string icon;  // of assets/icons; empty: none
  Mood mood = Mood::kCalm;
};

// One thing worth knowing: what it is, and how much or which.
struct Fact {
  std::string icon;
  std::string label;
  std::string value;
};

// A badge's ground and the ink of its icon.
struct BadgeColors {
  ui::Color ground, ink;
};
BadgeColors badge_colors(const ui::LightPalette& palette, Mood mood);

void draw_badge(ui::Canvas& canvas, std::string_view icon, ui::Point center, float radius,
                const BadgeColors& colors);

// How high a row of facts is.
inline constexpr float kFactsHeight = 136;
// In columns of equal width with lines between them, from the top of `area`, kFactsHeight high. A
// column's words shrink to 28 to fit.
void draw_facts(ui::Canvas& canvas, const ui::LightPalette& palette, const std::vector<Fact>& facts,
                const ui::Rect& area);

// `text` in as few lines as `width` has room for, and these of like length, so that no word stands
// alone on the last one; two lines part at a comma or full stop where there is one. For centred
// text.
std::vector<std::string> even_lines(ui::Canvas& canvas, std::string_view text, float width,
                                    const ui::TextStyle& style);
// Such lines around or from `x`, the first with its top at `y`, `line_height` em apart. Returns the
// height used.
float draw_lines(ui::Canvas& canvas, const std::vector<std::string>& lines, float x, float y,
                 const ui::TextStyle& style, float line_height);

}  // namespace yichuang::kiosk
