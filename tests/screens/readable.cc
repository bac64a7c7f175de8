#include "screens/readable.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "screens/golden.h"

namespace yichuang::ui {
namespace {

double luminance(uint32_t rgb) {
  const auto channel = [&](int shift) {
    const double value = static_cast<double>(rgb >> shift & 0xFF) / 255;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

double contrast(uint32_t a, uint32_t b) {
  const double light = std::max(luminance(a), luminance(b));
  const double dark = std::min(luminance(a), luminance(b));
  return (light + 0.05) / (dark + 0.05);
}

double contrast_needed(const TextStyle& style, const Readable& rules) {
  const bool numerals = style.face == Face::kNumeral || style.face == Face::kNumeralLight;
  return numerals ? rules.numerals : rules.body;
}

// Where the letters' ink mostly is: descenders and accents of two lines may meet.
Rect ink(const TextShown& line) {
  return {line.em.x + 2, line.em.y + line.em.h * 0.15F, line.em.w - 4, line.em.h * 0.7F};
}

// Units that rounding to whole pixels may take.
constexpr float kRounding = 1;

}  // namespace

void ShownTexts::covers(const Rect& area) {
  std::erase_if(lines, [&](const TextShown& line) {
    return !intersection(line.em, area).empty() && area.y <= line.em.y + kRounding &&
           area.bottom() >= line.em.bottom() - kRounding && area.x <= line.em.x + kRounding &&
           area.right() >= line.em.right() - kRounding;
  });
}

Painted paint_watched(Screen& screen, Size logical) {
  const auto window =
      open_offscreen(logical, static_cast<int>(logical.w), static_cast<int>(logical.h));
  ShownTexts texts;
  window->canvas().watch(&texts);
  window->show(screen);
  Painted painted{window->picture(), std::move(texts.lines)};
  window->canvas().watch(nullptr);
  return painted;
}

double contrast_at(const Picture& picture, const Rect& at) {
  std::map<uint32_t, int> count;
  std::vector<uint32_t> pixels;
  const int right = std::min(picture.width, static_cast<int>(at.right()));
  const int bottom = std::min(picture.height, static_cast<int>(at.bottom()));
  for (int y = std::max(0, static_cast<int>(at.y)); y < bottom; ++y) {
    for (int x = std::max(0, static_cast<int>(at.x)); x < right; ++x) {
      const size_t index = static_cast<size_t>(y) * static_cast<size_t>(picture.width);
      pixels.push_back(picture.pixels[index + static_cast<size_t>(x)] & 0xFFFFFF);
      ++count[pixels.back()];
    }
  }
  if (pixels.empty()) return 1;
  const uint32_t ground =
      std::ranges::max_element(count, {}, [](const auto& entry) { return entry.second; })->first;
  std::vector<double> found;
  for (const uint32_t pixel : pixels) {
    const double ratio = contrast(pixel, ground);
    if (ratio > 1.3) found.push_back(ratio);  // else the ground's own shades
  }
  constexpr size_t kDash = 8;  // the pixels of the smallest sign, a dash on a small screen
  if (found.size() < kDash) return 1;
  std::ranges::sort(found);
  return found[found.size() * 19 / 20];
}

std::vector<std::string> unreadable(const Painted& painted, Size screen, const Readable& rules) {
  std::vector<std::string> wrong;
  for (size_t i = 0; i < painted.texts.size(); ++i) {
    const TextShown& line = painted.texts[i];
    const auto say = [&](const std::string& what) {
      wrong.push_back(
          fmt::format("\"{}\" at {:.0f}, {:.0f} {}", line.text, line.em.x, line.em.y, what));
    };
    if (line.style.size < rules.size_min) {
      say(fmt::format("is {:.1f} units high, not {}", line.style.size, rules.size_min));
    }
    if (line.text.ends_with("…")) say("is cut short");
    if (line.em.x < -kRounding || line.em.y < -kRounding ||
        line.em.right() > screen.w + kRounding || line.em.bottom() > screen.h + kRounding)
      say("leaves the screen");
    const double least = contrast_needed(line.style, rules);
    const float scale = static_cast<float>(painted.picture.width) / screen.w;
    const double found = contrast_at(painted.picture, {line.em.x * scale, line.em.y * scale,
                                                       line.em.w * scale, line.em.h * scale});
    if (found < least) say(fmt::format("has a contrast of {:.2f}, not {}", found, least));
    for (size_t j = 0; j < i; ++j) {
      if (!intersection(ink(line), ink(painted.texts[j])).empty()) {
        say(fmt::format("lies over \"{}\"", painted.texts[j].text));
      }
    }
  }
  return wrong;
}

}  // namespace yichuang::ui
