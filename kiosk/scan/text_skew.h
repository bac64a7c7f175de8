// The skew of a page by its lines of text, where no edge of the paper is seen. Leptonica's: it
// turns the picture by shears and looks where rows differ most (D. Bloomberg et al., "Measuring
// document image skew and orientation", 1995). Any thread, one at a time.
#pragma once

#include <optional>

#include "kiosk/scan/grey.h"
#include "kiosk/scan/paper.h"

namespace yichuang::scan {

// Looked for up to this, to 0.01 degrees.
inline constexpr double kTextSkewDegreesMax = 8;

// Clockwise degrees; nothing when there are too few lines to be sure. `page` is the scan at about
// 150 dpi, `paper` what find_paper said of the same scan at `paper_factor` times fewer dpi.
std::optional<double> text_skew(const Grey& page, const Paper& paper, int paper_factor);

}  // namespace yichuang::scan
