// The pictures that the tests of ticket printers send.
#pragma once

#include <cstdint>

#include "drivers/raster.h"

namespace yichuang {

// A picture of `rows` rows that looks like noise, with bytes among it that are commands outside of
// a picture: questions for the status, a reset, a request for the paper sensor, a cut.
Raster noisy_raster(int width_dots, int rows, uint32_t seed);

}  // namespace yichuang
