#include "ui/raster.h"

#include <array>
#include <cstring>

#include "base/assert.h"

namespace yichuang::ui {

namespace {

// A colour taken apart once for many pixels.
struct Ink {
  uint32_t red_blue;
  uint32_t green;
  uint32_t packed;
  uint32_t alpha;

  explicit Ink(Color c)
      : red_blue(uint32_t{c.r} << 16 | c.b),
        green(uint32_t{c.g} << 8),
        packed(0xFF000000U | uint32_t{c.r} << 16 | uint32_t{c.g} << 8 | c.b),
        alpha(c.a) {}

  // The opacity of this ink where a shape covers `coverage` of 255.
  uint32_t opacity(uint32_t coverage) const {
    const uint32_t product = coverage * alpha + 128;
    return (product + (product >> 8)) >> 8;
  }
};

// `opacity` 0..255 of the ink over a pixel. 255 is widened to 256, so that it is the ink itself.
inline uint32_t over(uint32_t below, const Ink& ink, uint32_t opacity) {
  const uint32_t a = opacity + (opacity >> 7);
  const uint32_t b = 256 - a;
  const uint32_t red_blue =
      ((ink.red_blue * a + (below & 0x00FF00FFU) * b + 0x00800080U) >> 8) & 0x00FF00FFU;
  const uint32_t green =
      ((ink.green * a + (below & 0x0000FF00U) * b + 0x00008000U) >> 8) & 0x0000FF00U;
  return 0xFF000000U | red_blue | green;
}

void tint_span(uint32_t* to, const uint8_t* coverage, int count, const Ink& ink) {
  constexpr uint64_t kFull = ~uint64_t{0};
  int i = 0;
  while (i < count) {
    uint64_t eight = 1;
    if (i + 8 <= count) std::memcpy(&eight, coverage + i, 8);
    if (eight == 0) {  // most of a text line or an arc is empty
      i += 8;
      continue;
    }
    if (eight == kFull && ink.alpha == 255) {
      std::fill(to + i, to + i + 8, ink.packed);
      i += 8;
      continue;
    }
    const int end = std::min(count, i + 8);
    for (; i < end; ++i) {
      if (coverage[i] != 0) to[i] = over(to[i], ink, ink.opacity(coverage[i]));
    }
  }
}

void fill_span(uint32_t* to, int count, const Ink& ink, uint32_t opacity) {
  if (opacity == 255) {
    std::fill(to, to + count, ink.packed);
    return;
  }
  if (opacity == 0) return;
  for (int i = 0; i < count; ++i) to[i] = over(to[i], ink, opacity);
}

constexpr std::array<float, 16> kBayer = {0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5};

uint8_t dithered(uint8_t from, uint8_t to, float share, float threshold) {
  const float value = static_cast<float>(from) +
                      (static_cast<float>(to) - static_cast<float>(from)) * share + threshold;
  return static_cast<uint8_t>(std::clamp(value, 0.0F, 255.0F));
}

// The four tones that a row of a gradient repeats.
std::array<Color, 4> tones(Color top, Color bottom, float share, int y) {
  std::array<Color, 4> out;
  for (size_t x = 0; x < 4; ++x) {
    const float threshold = (kBayer[static_cast<size_t>(y & 3) * 4 + x] + 0.5F) / 16;
    out[x] = {dithered(top.r, bottom.r, share, threshold),
              dithered(top.g, bottom.g, share, threshold),
              dithered(top.b, bottom.b, share, threshold), 255};
  }
  return out;
}

// Fills begin..end of a row whose first tone stands at `origin`.
void repeat_tones(uint32_t* row, int origin, int begin, int end, const std::array<Color, 4>& tone) {
  std::array<uint32_t, 4> pattern;
  for (size_t i = 0; i < 4; ++i) {
    pattern[i] = Ink(tone[(i + static_cast<size_t>(begin - origin)) & 3]).packed;
  }
  int x = begin;
  for (; x + 4 <= end; x += 4) std::memcpy(row + x, pattern.data(), sizeof pattern);
  for (; x < end; ++x) row[x] = pattern[static_cast<size_t>(x - begin) & 3];
}

}  // namespace

Raster::Raster(const PixelTarget& target)
    : target_(target), clip_{0, 0, target.width, target.height} {
  HALL_ASSERT(target.pixels != nullptr && target.stride >= target.width);
}

void Raster::clip(const PixelBox& box) {
  clip_ = intersection(box, {0, 0, target_.width, target_.height});
}

void Raster::fill(const PixelBox& box, Color color) {
  const PixelBox area = intersection(box, clip_);
  const Ink ink(color);
  for (int y = area.y; y < area.y + area.h; ++y) fill_span(row(y) + area.x, area.w, ink, color.a);
}

void Raster::tint(const Mask& mask, const PixelBox& from, int x, int y, Color color) {
  HALL_ASSERT(from.x >= 0 && from.y >= 0 && from.x + from.w <= mask.width &&
              from.y + from.h <= mask.height);
  const PixelBox area = intersection({x, y, from.w, from.h}, clip_);
  const Ink ink(color);
  for (int at = area.y; at < area.y + area.h; ++at) {
    const uint8_t* coverage = mask.row(from.y + at - y) + from.x + (area.x - x);
    tint_span(row(at) + area.x, coverage, area.w, ink);
  }
}

void Raster::tint_rows(const Mask& mask, int column, int first, const PixelBox& box, Color color) {
  const PixelBox area = intersection(box, clip_);
  const Ink ink(color);
  for (int y = area.y; y < area.y + area.h; ++y) {
    const uint32_t opacity = ink.opacity(mask.row(first + y - box.y)[column]);
    fill_span(row(y) + area.x, area.w, ink, opacity);
  }
}

void Raster::tint_columns(const Mask& mask, int from, int column, const PixelBox& box,
                          Color color) {
  const PixelBox area = intersection(box, clip_);
  const Ink ink(color);
  const uint8_t* coverage = mask.row(from) + column + (area.x - box.x);
  for (int y = area.y; y < area.y + area.h; ++y) {
    tint_span(row(y) + area.x, coverage, area.w, ink);
  }
}

void Raster::gradient(const PixelBox& box, Color top, Color bottom, const Mask& corners,
                      int radius) {
  const PixelBox area = intersection(box, clip_);
  for (int y = area.y; y < area.y + area.h; ++y) {
    const int down = y - box.y;
    const float share = (static_cast<float>(down) + 0.5F) / static_cast<float>(box.h);
    const std::array<Color, 4> tone = tones(top, bottom, share, down);
    const bool above = down < radius;
    if (!above && down < box.h - radius) {
      repeat_tones(row(y), box.x, area.x, area.x + area.w, tone);
      continue;
    }
    const int inner_begin = std::clamp(box.x + radius, area.x, area.x + area.w);
    const int inner_end = std::clamp(box.x + box.w - radius, inner_begin, area.x + area.w);
    repeat_tones(row(y), box.x, inner_begin, inner_end, tone);
    const uint8_t* edge = corners.row(above ? down : corners.height - (box.h - down));
    const auto rounded = [&](int begin, int end, int column_of_begin) {
      for (int x = begin; x < end; ++x) {
        const Ink ink(tone[static_cast<size_t>((x - box.x) & 3)]);
        row(y)[x] = over(row(y)[x], ink, edge[column_of_begin + x - begin]);
      }
    };
    rounded(area.x, inner_begin, area.x - box.x);
    rounded(inner_end, area.x + area.w, corners.width - (box.x + box.w - inner_end));
  }
}

void Raster::copy(std::span<const uint32_t> rgb, int width, int height, int x, int y) {
  HALL_ASSERT(rgb.size() == static_cast<size_t>(width) * static_cast<size_t>(height));
  const PixelBox area = intersection({x, y, width, height}, clip_);
  for (int at = area.y; at < area.y + area.h; ++at) {
    const uint32_t* from = rgb.data() + static_cast<ptrdiff_t>(at - y) * width + (area.x - x);
    std::copy(from, from + area.w, row(at) + area.x);
  }
}

}  // namespace yichuang::ui
