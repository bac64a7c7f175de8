#include "kiosk/scan/quality.h"

#include <array>
#include <cmath>

#include "kiosk/scan/edges.h"

namespace yichuang::scan {
namespace {

constexpr int kCoarseDpi = 75;
constexpr int kTilePx = 32;      // about 11 mm: lighting changes little over it
constexpr double kMarginMm = 4;  // the scan's own rim, and what the cut left of it
constexpr int kInkPercent = 80;  // of the paper's grey: darker is ink, lighter is bleed-through
// Beyond so many deviations noise alone darkens hardly a pixel; counted from the brighter pixels.
constexpr double kNoiseDeviations = 6;
constexpr double kFaintEdgesPerA4 = 500;
constexpr double kA4SquareMm = 210 * 297;

int px(double mm, int dpi) { return static_cast<int>(mm / 25.4 * dpi); }

// The blank paper's level tile by tile: a shadow on a page is no ink.
class PaperLevels {
 public:
  PaperLevels(const Grey& coarse, int floor)
      : across_((coarse.width + kTilePx - 1) / kTilePx), levels_() {
    const int down = (coarse.height + kTilePx - 1) / kTilePx;
    for (int ty = 0; ty < down; ++ty)
      for (int tx = 0; tx < across_; ++tx)
        levels_.push_back(std::max(floor, level_of(coarse, tx * kTilePx, ty * kTilePx)));
  }
  int at(int x, int y) const {
    return levels_[static_cast<size_t>(y / kTilePx) * static_cast<size_t>(across_) +
                   static_cast<size_t>(x / kTilePx)];
  }

 private:
  static int level_of(const Grey& coarse, int left, int top) {
    std::array<size_t, 256> counts{};
    for (int y = top; y < std::min(top + kTilePx, coarse.height); ++y)
      for (int x = left; x < std::min(left + kTilePx, coarse.width); ++x) ++counts[coarse.at(x, y)];
    return level_at(counts.data(), 900);
  }
  int across_;
  WipedVector<int> levels_;
};

int paper_level(const Grey& coarse) {
  std::array<size_t, 256> counts{};
  for (const uint8_t level : coarse.pixels) ++counts[level];
  return level_at(counts.data(), 850);
}

// Dark pixels with at least two dark neighbours: a speck of dust is one or two pixels.
// `noise` is the deviation of one of the picture's pixels, in grey levels.
size_t count_ink(const Grey& coarse, int page_level, double noise) {
  const int margin = std::max(1, px(kMarginMm, coarse.dpi));
  // A tile that is dark all over is ink beside the page's paper.
  const PaperLevels levels(coarse, page_level * 3 / 4);
  const auto noise_max = static_cast<int>(std::ceil(kNoiseDeviations * noise));
  const auto dark = [&](int x, int y) {
    const int level = levels.at(x, y);
    return coarse.at(x, y) * 100 < level * kInkPercent && coarse.at(x, y) < level - noise_max;
  };
  size_t count = 0;
  for (int y = margin; y < coarse.height - margin; ++y) {
    for (int x = margin; x < coarse.width - margin; ++x) {
      if (!dark(x, y)) continue;
      int neighbours = -1;
      for (int dy = -1; dy <= 1; ++dy)
        for (int dx = -1; dx <= 1; ++dx) neighbours += dark(x + dx, y + dy) ? 1 : 0;
      if (neighbours >= 2) ++count;
    }
  }
  return count;
}

}  // namespace

Quality measure_quality(const Grey& page) {
  Quality out;
  const int factor = std::min(factor_for(page.dpi, kCoarseDpi), std::min(page.width, page.height));
  const Grey coarse = reduce(page, factor);
  out.paper_level = paper_level(coarse);
  const EdgeFacts edges = measure_edges(page, coarse, factor, px(kMarginMm, page.dpi));
  out.ink_px = count_ink(coarse, out.paper_level, edges.noise / factor);
  out.noise = edges.noise;
  out.contrast = edges.contrast;
  out.sharp_edges = edges.sharp_edges;
  out.spread_um = static_cast<int>(std::lround(edges.spread_px * 25'400 / page.dpi));

  const double square_mm =
      25.4 * 25.4 * page.width * page.height / (static_cast<double>(page.dpi) * page.dpi);
  const bool faint =
      out.ink_px < kInkPxMin &&
      out.contrast<kContrastMin&& static_cast<double>(edges.sharp_edges)> kFaintEdgesPerA4 *
          std::min(1.0, square_mm / kA4SquareMm);
  out.too_dark = out.paper_level < kPaperLevelMin;
  out.too_light = faint && !out.too_dark;
  out.blank = out.ink_px < kInkPxMin && !faint;
  // A coarse scan smears by its own pixels: 1.2 of them are nobody's fault.
  const double spread_max_px = std::max(1.2, kSpreadUmMax / 25'400.0 * page.dpi);
  out.blurred = !out.blank && edges.spread_px > spread_max_px;
  return out;
}

}  // namespace yichuang::scan
