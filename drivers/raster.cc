#include "drivers/raster.h"

#include <algorithm>

#include "base/assert.h"
#include "drivers/limits.h"

namespace yichuang {

Raster::Raster(int width_dots, int rows) : width_dots_(width_dots), rows_(rows) {
  HALL_ASSERT(width_dots >= 1 && width_dots <= limits::kRasterWidthDotsMax);
  HALL_ASSERT(rows >= 0 && rows <= limits::kRasterRowsMax);
  dots_.resize(row_bytes() * static_cast<size_t>(rows));
}

bool Raster::black(int x, int y) const {
  HALL_ASSERT(x >= 0 && x < width_dots_);
  return (row(y)[static_cast<size_t>(x) / 8] >> (7 - x % 8)) & 1;
}

void Raster::set_black(int x, int y, bool black) {
  HALL_ASSERT(x >= 0 && x < width_dots_ && y >= 0 && y < rows_);
  uint8_t& dots = dots_[static_cast<size_t>(y) * row_bytes() + static_cast<size_t>(x) / 8];
  const auto bit = static_cast<uint8_t>(0x80 >> (x % 8));
  dots = black ? static_cast<uint8_t>(dots | bit) : static_cast<uint8_t>(dots & ~bit);
}

std::span<const uint8_t> Raster::row(int y) const {
  HALL_ASSERT(y >= 0 && y < rows_);
  return std::span(dots_).subspan(static_cast<size_t>(y) * row_bytes(), row_bytes());
}

void Raster::add_row(std::span<const uint8_t> dots) {
  HALL_ASSERT(width_dots_ > 0 && rows_ < limits::kRasterRowsMax && dots.size() <= row_bytes());
  const size_t begin = dots_.size();
  dots_.resize(begin + row_bytes());
  std::copy(dots.begin(), dots.end(), dots_.begin() + static_cast<std::ptrdiff_t>(begin));
  if (width_dots_ % 8 != 0) dots_.back() &= static_cast<uint8_t>(0xFF << (8 - width_dots_ % 8));
  ++rows_;
}

Raster Raster::from_grey(const uint8_t* grey, int width_dots, int rows, size_t stride_bytes,
                         uint8_t threshold) {
  Raster raster(width_dots, rows);
  for (int y = 0; y < rows; ++y) {
    const uint8_t* line = grey + static_cast<size_t>(y) * stride_bytes;
    for (int x = 0; x < width_dots; ++x) {
      if (line[x] < threshold) raster.set_black(x, y);
    }
  }
  return raster;
}

}  // namespace yichuang
