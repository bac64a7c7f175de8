// Raster: a picture of black and white dots, as a ticket printer takes it. Plain data; who holds it
// owns it. Rows are packed, eight dots a byte, the leftmost dot in the highest bit, 1 = black; the
// dots of a row's last byte beyond the width are always 0. At 203 dpi, 8 dots are a millimetre.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yichuang {

class Raster {
 public:
  Raster() = default;  // no dots; a printer refuses it
  // All white. 1 ≤ width_dots ≤ limits::kRasterWidthDotsMax, 0 ≤ rows ≤ limits::kRasterRowsMax.
  Raster(int width_dots, int rows);

  int width_dots() const { return width_dots_; }
  int rows() const { return rows_; }
  size_t row_bytes() const { return static_cast<size_t>(width_dots_ + 7) / 8; }

  bool black(int x, int y) const;
  void set_black(int x, int y, bool black = true);
  std::span<const uint8_t> row(int y) const;

  // Adds one row at the bottom. `dots` may be shorter than a row (white follows), never longer.
  void add_row(std::span<const uint8_t> dots);

  // From 8-bit grey (0 = black), `stride_bytes` from row to row: a dot is black below `threshold`.
  static Raster from_grey(const uint8_t* grey, int width_dots, int rows, size_t stride_bytes,
                          uint8_t threshold = 128);

  friend bool operator==(const Raster&, const Raster&) = default;

 private:
  int width_dots_ = 0;
  int rows_ = 0;
  std::vector<uint8_t> dots_;
};

}  // namespace yichuang
