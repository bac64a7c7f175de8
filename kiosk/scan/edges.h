// How sharp a page's edges are: the smear of each edge is its contrast over its steepest slope,
// which noise and the amount of text do not change. Pure; any thread.
#pragma once

#include <cstddef>

#include "kiosk/scan/grey.h"

namespace yichuang::scan {

struct EdgeFacts {
  double noise = 0;        // standard deviation of a pixel, in grey levels
  int contrast = 0;        // upper quartile over all edges, in grey levels
  double spread_px = 0;    // standard deviation of the smear of the sharper edges; 0: too few edges
  size_t sharp_edges = 0;  // how many of the edges looked at are sharp
};

// Looks at up to 240 patches of the page that have anything on them; `coarse` is the page reduced
// by `coarse_factor`; nothing within `margin_px` of the rim is looked at.
EdgeFacts measure_edges(const Grey& page, const Grey& coarse, int coarse_factor, int margin_px);

}  // namespace yichuang::scan
