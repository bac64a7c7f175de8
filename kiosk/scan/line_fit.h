// A straight line through points of which some belong to something else: the edge of a sheet among
// the rims of its corners, notches and dust. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

namespace yichuang::scan {

// across = at + slope × along, in pixels.
struct LinePoint {
  double along = 0;
  double across = 0;
};

struct Line {
  double at = 0;
  double slope = 0;
  std::vector<LinePoint> on_it;  // the points within 1 pixel
};

// The line with most points on it, least squares through those. Nothing when it is steeper than
// `slope_max`, has fewer than `points_min` points or less than three fifths of all. Cost: 64 passes
// over the points, the same for the same points.
std::optional<Line> fit_line(const std::vector<LinePoint>& points, double slope_max,
                             size_t points_min);

}  // namespace yichuang::scan
