#include "kiosk/scan/upright.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>

#include "base/assert.h"

namespace yichuang::scan {
namespace {

constexpr int kOne = 1 << 16;  // fixed point: 16 bits behind the point

// Which i in [0, count) keep low ≤ start + i × step ≤ high; as [first, last).
struct Span {
  int first;
  int last;
};
Span inside(double start, double step, double low, double high, int count) {
  if (std::abs(step) < 1e-9) return start >= low && start <= high ? Span{0, count} : Span{0, 0};
  double a = (low - start) / step;
  double b = (high - start) / step;
  if (a > b) std::swap(a, b);
  a = std::clamp(std::ceil(a), 0.0, static_cast<double>(count));
  b = std::clamp(std::floor(b) + 1, 0.0, static_cast<double>(count));
  return {static_cast<int>(a), static_cast<int>(std::max(a, b))};
}

template <int Channels>
void put(uint8_t* out, const uint8_t* from) {
  for (int c = 0; c < Channels; ++c) out[c] = from[c];
}

}  // namespace

Upright::Upright(const RawPage& page, const Frame& frame, uint8_t fill_level)
    : page_(page),
      fill_(fill_level),
      turned_(std::abs(frame.skew_degrees) >= kSkewDegreesMin),
      width_(static_cast<int>(std::lround(frame.width()))),
      height_(static_cast<int>(std::lround(frame.height()))),
      left_(frame.left),
      top_(frame.top),
      cos_(std::cos(frame.skew_degrees * std::numbers::pi / 180)),
      sin_(std::sin(frame.skew_degrees * std::numbers::pi / 180)) {
  HALL_ASSERT(width_ >= 1 && height_ >= 1);
  for (int y = 0; y < page.height_px(); ++y) rows_.push_back(page.row(y));
}

void Upright::row(int y, uint8_t* out) const {
  HALL_ASSERT(y >= 0 && y < height_);
  if (!turned_) return copied_row(y, out);
  if (page_.channels() == 3) return turned_row<3>(y, out);
  turned_row<1>(y, out);
}

void Upright::copied_row(int y, uint8_t* out) const {
  const auto channels = static_cast<size_t>(page_.channels());
  std::memset(out, fill_, static_cast<size_t>(width_) * channels);
  const int from_y = y + static_cast<int>(std::lround(top_));
  if (from_y < 0 || from_y >= page_.height_px()) return;
  const int from_x = static_cast<int>(std::lround(left_));
  const int first = std::max(0, -from_x);
  const int last = std::min(width_, page_.width_px() - from_x);
  if (first >= last) return;
  std::memcpy(out + static_cast<size_t>(first) * channels,
              rows_[static_cast<size_t>(from_y)] + static_cast<size_t>(first + from_x) * channels,
              static_cast<size_t>(last - first) * channels);
}

template <int Channels>
void Upright::turned_row(int y, uint8_t* out) const {
  // The middle of pixel (0, y) in the page, counted from the middle of its pixel (0, 0).
  const double u = left_ + 0.5;
  const double v = top_ + y + 0.5;
  const double x0 = u * cos_ - v * sin_ - 0.5;
  const double y0 = u * sin_ + v * cos_ - 0.5;
  // Between the middles of four pixels; a hair less, for what rounded steps add up to.
  constexpr double kHair = 0.1;
  const int w = page_.width_px();
  const int h = page_.height_px();
  const Span across = inside(x0, cos_, kHair, w - 1 - kHair, width_);
  const Span down = inside(y0, sin_, kHair, h - 1 - kHair, width_);
  const int first = std::max(across.first, down.first);
  const int last = std::max(first, std::min(across.last, down.last));

  const auto at_rim = [&](int i) {
    const long x = std::lround(x0 + i * cos_);
    const long at_y = std::lround(y0 + i * sin_);
    if (x < 0 || x >= w || at_y < 0 || at_y >= h) {
      std::memset(out + i * Channels, fill_, Channels);
    } else {
      put<Channels>(out + i * Channels, rows_[static_cast<size_t>(at_y)] + x * Channels);
    }
  };
  for (int i = 0; i < std::min(first, width_); ++i) at_rim(i);
  for (int i = last; i < width_; ++i) at_rim(i);

  auto fx = static_cast<int32_t>(std::lround((x0 + first * cos_) * kOne));
  auto fy = static_cast<int32_t>(std::lround((y0 + first * sin_) * kOne));
  const auto step_x = static_cast<int32_t>(std::lround(cos_ * kOne));
  const auto step_y = static_cast<int32_t>(std::lround(sin_ * kOne));
  uint8_t* to = out + first * Channels;
  for (int i = first; i < last; ++i, to += Channels, fx += step_x, fy += step_y) {
    const auto line = static_cast<size_t>(fy >> 16);
    const uint8_t* a = rows_[line] + (fx >> 16) * Channels;
    const uint8_t* b = rows_[line + 1] + (fx >> 16) * Channels;
    const int right = (fx >> 8) & 255;
    const int lower = (fy >> 8) & 255;
    for (int c = 0; c < Channels; ++c) {
      const int above = a[c] * 256 + (a[c + Channels] - a[c]) * right;
      const int below = b[c] * 256 + (b[c + Channels] - b[c]) * right;
      to[c] = static_cast<uint8_t>((above * 256 + (below - above) * lower + (1 << 15)) >> 16);
    }
  }
}

}  // namespace yichuang::scan
