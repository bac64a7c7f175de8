#include "ui/shapes.h"

#include <cmath>
#include <vector>

#include "base/assert.h"

namespace yichuang::ui::shapes {

namespace {

// Signed distance from a point to a rounded box around the origin: negative inside.
float box_distance(float x, float y, float half_width, float half_height, float radius) {
  const float across = std::fabs(x) - half_width + radius;
  const float down = std::fabs(y) - half_height + radius;
  const float outside = std::hypot(std::max(across, 0.0F), std::max(down, 0.0F));
  return std::min(std::max(across, down), 0.0F) + outside - radius;
}

float coverage(float distance) { return std::clamp(0.5F - distance, 0.0F, 1.0F); }

// A picture whose opacity is a function of the pixel's centre.
template <class Function>
Mask from_opacity(int width, int height, Function opacity) {
  Mask mask(width, height);
  for (int y = 0; y < height; ++y) {
    uint8_t* row = mask.row(y);
    for (int x = 0; x < width; ++x) {
      const float value = opacity(static_cast<float>(x) + 0.5F, static_cast<float>(y) + 0.5F);
      row[x] = static_cast<uint8_t>(std::lround(std::clamp(value, 0.0F, 1.0F) * 255.0F));
    }
  }
  return mask;
}

// A cubic through the values at x in 0..1 that rises and falls only where they do (Fritsch and
// Butland: the harmonic mean of the slopes on both sides), so it never dips below nought.
float smooth_value(std::span<const float> values, float x) {
  const auto last = static_cast<int>(values.size()) - 1;
  const float place = x * static_cast<float>(last);
  const int i = std::clamp(static_cast<int>(place), 0, last - 1);
  const float f = place - static_cast<float>(i);
  const auto at = [&](int k) { return values[static_cast<size_t>(std::clamp(k, 0, last))]; };
  const auto slope = [&](int k) {
    const float before = at(k) - at(k - 1);
    const float after = at(k + 1) - at(k);
    return before * after > 0 ? 2 * before * after / (before + after) : 0;
  };
  const float slope0 = slope(i);
  const float slope1 = slope(i + 1);
  const float f2 = f * f;
  const float f3 = f2 * f;
  return (2 * f3 - 3 * f2 + 1) * at(i) + (f3 - 2 * f2 + f) * slope0 +
         (-2 * f3 + 3 * f2) * at(i + 1) + (f3 - f2) * slope1;
}

}  // namespace

Mask rounded_box(int radius) {
  const int side = 2 * radius + 1;
  const float half = static_cast<float>(side) / 2;
  const auto r = static_cast<float>(radius);
  return from_opacity(side, side, [=](float x, float y) {
    return coverage(box_distance(x - half, y - half, half, half, r));
  });
}

Mask border(int radius, int width) {
  const int side = 2 * std::max(radius, width + 1) + 1;
  const float half = static_cast<float>(side) / 2;
  const auto r = static_cast<float>(radius);
  const auto w = static_cast<float>(width);
  return from_opacity(side, side, [=](float x, float y) {
    const float d = box_distance(x - half, y - half, half, half, r);
    return coverage(d) - coverage(d + w);
  });
}

int shadow_reach(int sigma) { return 3 * sigma; }

Mask soft_shadow(int radius, int sigma) {
  // The error function of the distance looks like a Gaussian blur of the box when the corners are
  // rounded a little more than the box's own.
  const int reach = shadow_reach(sigma);
  const int side = 2 * (radius + 2 * reach) + 1;
  const float half = static_cast<float>(side) / 2;
  const float half_box = half - static_cast<float>(reach);
  const float corner =
      std::min(half_box, static_cast<float>(radius) + 0.6F * static_cast<float>(sigma));
  const float spread = static_cast<float>(sigma) * std::sqrt(2.0F);
  return from_opacity(side, side, [=](float x, float y) {
    const float d = box_distance(x - half, y - half, half_box, half_box, corner);
    return 0.5F * (1 - std::erf(d / spread));
  });
}

Mask fade_strip(int width, bool opaque_left) {
  const auto w = static_cast<float>(width);
  return from_opacity(width, 1, [=](float x, float) { return opaque_left ? 1 - x / w : x / w; });
}

Mask rings(int width, int height, Point center, float first_radius, float step, int count,
           float line_width) {
  HALL_ASSERT(step > 0 && count > 0);
  return from_opacity(width, height, [=](float x, float y) {
    const float distance = std::hypot(x - center.x, y - center.y);
    const float nearest = std::clamp(std::round((distance - first_radius) / step), 0.0F,
                                     static_cast<float>(count - 1));
    return coverage(std::fabs(distance - first_radius - nearest * step) - line_width / 2);
  });
}

Mask curve(int width, int height, std::span<const float> values, float value_max, float line_width,
           int area_percent) {
  HALL_ASSERT(values.size() >= 2 && value_max > 0);
  const auto h = static_cast<float>(height);
  std::vector<float> line(static_cast<size_t>(width));
  for (int x = 0; x < width; ++x) {
    const float place = static_cast<float>(x) / static_cast<float>(std::max(1, width - 1));
    line[static_cast<size_t>(x)] =
        std::min(h - line_width / 2, h - smooth_value(values, place) / value_max * h);
  }
  const auto y_at = [&](int x) { return line[static_cast<size_t>(std::clamp(x, 0, width - 1))]; };
  const float area = static_cast<float>(area_percent) / 100;
  return from_opacity(width, height, [&](float x, float y) {
    const int column = static_cast<int>(x);
    const float at = y_at(column);
    const float slope = (y_at(column + 1) - y_at(column - 1)) / 2;
    const float from_line = std::fabs(y - at) / std::sqrt(1 + slope * slope);
    const float on_line = coverage(from_line - line_width / 2);
    if (y <= at) return on_line;
    return std::max(on_line, area * (1 - (y - at) / std::max(1.0F, h - at)));
  });
}

}  // namespace yichuang::ui::shapes
