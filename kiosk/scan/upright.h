// The page turned upright and cut out, row by row: the whole result is never held, so a page costs
// no second copy of its pixels (Leptonica's rotation needs two, at 4 bytes each). Bilinear. One
// thread; the page must outlive it.
#pragma once

#include <cstdint>
#include <vector>

#include "kiosk/scan/paper.h"
#include "kiosk/scan/raw_page.h"

namespace yichuang::scan {

// Pages skewed by less are only cut out, pixel by pixel: 0.05° is 0.25 mm over the length of an A4.
inline constexpr double kSkewDegreesMin = 0.05;

class Upright {
 public:
  // `frame` is in the page's pixels, at least 1 × 1. What lies outside the scan gets `fill_level`.
  Upright(const RawPage& page, const Frame& frame, uint8_t fill_level);

  int width_px() const { return width_; }
  int height_px() const { return height_; }
  // Writes row 0 ≤ y < height: width × channels bytes.
  void row(int y, uint8_t* out) const;

 private:
  template <int Channels>
  void turned_row(int y, uint8_t* out) const;
  void copied_row(int y, uint8_t* out) const;
  const RawPage& page_;
  std::vector<const uint8_t*> rows_;
  uint8_t fill_;
  bool turned_;
  int width_;
  int height_;
  double left_;
  double top_;
  double cos_;
  double sin_;
};

}  // namespace yichuang::scan
