// Plain data of painting in real pixels. Any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yichuang::ui {

struct PixelBox {
  int x = 0;
  int y = 0;
  int w = 0;
  int h = 0;

  bool empty() const { return w <= 0 || h <= 0; }
  friend bool operator==(const PixelBox&, const PixelBox&) = default;
};

// Empty (no width, no height) if they have nothing in common.
inline PixelBox intersection(const PixelBox& a, const PixelBox& b) {
  const int x = std::max(a.x, b.x);
  const int y = std::max(a.y, b.y);
  const int w = std::min(a.x + a.w, b.x + b.w) - x;
  const int h = std::min(a.y + a.h, b.y + b.h) - y;
  if (w <= 0 || h <= 0) return {x, y, 0, 0};
  return {x, y, w, h};
}

// How much of each pixel a shape covers, 0 to 255, rows from the top.
struct Mask {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> coverage;

  Mask() = default;
  Mask(int w, int h)
      : width(w), height(h), coverage(static_cast<size_t>(w) * static_cast<size_t>(h)) {}
  bool empty() const { return coverage.empty(); }
  uint8_t* row(int y) {
    return coverage.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
  const uint8_t* row(int y) const {
    return coverage.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
};

// Memory to paint on, 0x..RRGGBB a pixel; someone else's.
struct PixelTarget {
  uint32_t* pixels = nullptr;
  int width = 0;
  int height = 0;
  int stride = 0;  // pixels from one row to the next
};

}  // namespace yichuang::ui
