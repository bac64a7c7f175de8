#include "kiosk/scan/line_fit.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace yichuang::scan {
namespace {

constexpr double kNearPx = 1.0;
constexpr size_t kGuesses = 64;

size_t count_near(const std::vector<LinePoint>& points, double at, double slope) {
  return static_cast<size_t>(std::count_if(points.begin(), points.end(), [&](const LinePoint& p) {
    return std::abs(p.across - at - slope * p.along) <= kNearPx;
  }));
}

std::vector<LinePoint> near(const std::vector<LinePoint>& points, double at, double slope) {
  std::vector<LinePoint> kept;
  for (const LinePoint& p : points)
    if (std::abs(p.across - at - slope * p.along) <= kNearPx) kept.push_back(p);
  return kept;
}

// Least squares; the points are not all at one place along.
Line through(std::vector<LinePoint> points) {
  const auto n = static_cast<double>(points.size());
  double along = 0;
  double across = 0;
  for (const LinePoint& p : points) {
    along += p.along / n;
    across += p.across / n;
  }
  double square = 0;
  double product = 0;
  for (const LinePoint& p : points) {
    square += (p.along - along) * (p.along - along);
    product += (p.along - along) * (p.across - across);
  }
  const double slope = square > 0 ? product / square : 0;
  return {across - slope * along, slope, std::move(points)};
}

}  // namespace

std::optional<Line> fit_line(const std::vector<LinePoint>& points, double slope_max,
                             size_t points_min) {
  if (points.size() < std::max<size_t>(points_min, 4)) return std::nullopt;
  const size_t apart = points.size() / 3;
  size_t most = 0;
  double at = 0;
  double slope = 0;
  for (size_t guess = 0; guess < kGuesses; ++guess) {
    const LinePoint& a = points[guess * (points.size() - apart) / kGuesses];
    const LinePoint& b = points[guess * (points.size() - apart) / kGuesses + apart];
    if (b.along <= a.along) continue;
    const double here = (b.across - a.across) / (b.along - a.along);
    if (std::abs(here) > slope_max) continue;
    const size_t count = count_near(points, a.across - here * a.along, here);
    if (count <= most) continue;
    most = count;
    at = a.across - here * a.along;
    slope = here;
  }
  if (most < 2) return std::nullopt;
  Line line = through(near(points, at, slope));
  line = through(near(points, line.at, line.slope));
  if (line.on_it.size() < points_min || line.on_it.size() * 5 < points.size() * 3 ||
      std::abs(line.slope) > slope_max)
    return std::nullopt;
  return line;
}

}  // namespace yichuang::scan
