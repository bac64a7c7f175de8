// Points, rectangles and colours of the screens. Lengths are logical units of the design (a kiosk
// is 1080 × 1920, a board 1920 × 1080); the canvas turns them into real pixels. Plain values.
#pragma once

#include <algorithm>
#include <cstdint>

namespace yichuang::ui {

struct Point {
  float x = 0;
  float y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

struct Size {
  float w = 0;
  float h = 0;
  friend bool operator==(const Size&, const Size&) = default;
};

struct Rect {
  float x = 0;
  float y = 0;
  float w = 0;
  float h = 0;

  float right() const { return x + w; }
  float bottom() const { return y + h; }
  Point center() const { return {x + w / 2, y + h / 2}; }
  bool empty() const { return w <= 0 || h <= 0; }
  bool contains(Point p) const { return p.x >= x && p.x < right() && p.y >= y && p.y < bottom(); }
  // Smaller (or, with a negative margin, larger) by `margin` on each side.
  Rect inset(float margin) const { return inset(margin, margin); }
  Rect inset(float across, float down) const {
    return {x + across, y + down, w - 2 * across, h - 2 * down};
  }
  Rect moved(float dx, float dy) const { return {x + dx, y + dy, w, h}; }
  friend bool operator==(const Rect&, const Rect&) = default;
};

inline Rect intersection(const Rect& a, const Rect& b) {
  const float x = std::max(a.x, b.x);
  const float y = std::max(a.y, b.y);
  return {x, y, std::max(0.0F, std::min(a.right(), b.right()) - x),
          std::max(0.0F, std::min(a.bottom(), b.bottom()) - y)};
}

// The smallest rectangle around both; an empty one counts for nothing.
inline Rect around(const Rect& a, const Rect& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  const float x = std::min(a.x, b.x);
  const float y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

struct Color {
  uint8_t r = 0;
  uint8_t g = 0;
  uint8_t b = 0;
  uint8_t a = 255;  // 255 = opaque

  static constexpr Color hex(uint32_t rgb) {
    return {static_cast<uint8_t>(rgb >> 16), static_cast<uint8_t>(rgb >> 8),
            static_cast<uint8_t>(rgb), 255};
  }
  // The same colour, `percent` of 100 opaque.
  constexpr Color percent(int opaque) const {
    return {r, g, b, static_cast<uint8_t>(opaque * 255 / 100)};
  }
  friend bool operator==(const Color&, const Color&) = default;
};

}  // namespace yichuang::ui
