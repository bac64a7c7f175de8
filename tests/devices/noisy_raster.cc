#include "tests/devices/noisy_raster.h"

#include <algorithm>
#include <random>
#include <vector>

namespace yichuang {

Raster noisy_raster(int width_dots, int rows, uint32_t seed) {
  constexpr uint8_t kLikeCommands[] = {0x10, 0x04, 0x01, 0x10, 0x04, 0x04, 0x1B, '@',  0x1D,
                                       'r',  0x01, 0x1D, 'V',  0x42, 0x00, 0x10, 0x04, 0x02};
  std::mt19937 random(seed);
  Raster raster(width_dots, 0);
  std::vector<uint8_t> row(raster.row_bytes());
  for (int y = 0; y < rows; ++y) {
    for (uint8_t& byte : row) byte = static_cast<uint8_t>(random());
    if (y % 7 == 0) std::copy(std::begin(kLikeCommands), std::end(kLikeCommands), row.begin());
    raster.add_row(row);
  }
  return raster;
}

}  // namespace yichuang
