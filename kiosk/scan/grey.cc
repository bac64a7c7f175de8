#include "kiosk/scan/grey.h"

#include <vector>

#include "base/assert.h"

namespace yichuang::scan {
namespace {

// Adds one row of `Channels` bytes a pixel to sums of `factor` neighbours, weighted to luma × 256.
template <int Channels>
void add_row(const uint8_t* row, int factor, WipedVector<uint32_t>& sums) {
  for (uint32_t& sum : sums) {
    uint32_t here = 0;
    for (int i = 0; i < factor; ++i, row += Channels) {
      if constexpr (Channels == 3) {
        here += 77U * row[0] + 150U * row[1] + 29U * row[2];
      } else {
        here += 256U * row[0];
      }
    }
    sum += here;
  }
}

template <int Channels, class RowAt>
Grey reduce_rows(RowAt row_at, int width, int height, int dpi, int factor) {
  HALL_ASSERT(factor >= 1 && factor <= 16 && width >= factor && height >= factor);
  Grey out(width / factor, height / factor, dpi / factor);
  WipedVector<uint32_t> sums(static_cast<size_t>(out.width));
  const auto area = static_cast<uint32_t>(256 * factor * factor);
  for (int y = 0; y < out.height; ++y) {
    std::fill(sums.begin(), sums.end(), area / 2);
    for (int i = 0; i < factor; ++i) add_row<Channels>(row_at(y * factor + i), factor, sums);
    uint8_t* to = out.row(y);
    for (size_t x = 0; x < sums.size(); ++x) to[x] = static_cast<uint8_t>(sums[x] / area);
  }
  return out;
}

}  // namespace

Grey reduce(const RawPage& page, int factor) {
  const auto row_at = [&](int y) { return page.row(y); };
  if (page.colour() == Colour::kRgb)
    return reduce_rows<3>(row_at, page.width_px(), page.height_px(), page.dpi(), factor);
  return reduce_rows<1>(row_at, page.width_px(), page.height_px(), page.dpi(), factor);
}

Grey reduce(const Grey& grey, int factor) {
  return reduce_rows<1>([&](int y) { return grey.row(y); }, grey.width, grey.height, grey.dpi,
                        factor);
}

int level_at(const size_t* counts, int share_permille) {
  size_t all = 0;
  for (int level = 0; level < 256; ++level) all += counts[level];
  size_t below = 0;
  for (int level = 0; level < 256; ++level) {
    below += counts[level];
    if (below * 1000 > all * static_cast<size_t>(share_permille)) return level;
  }
  return 255;
}

}  // namespace yichuang::scan
