#include "kiosk/scan/edges.h"

#include <array>
#include <cmath>
#include <vector>

namespace yichuang::scan {
namespace {

constexpr int kPatchPx = 64;
constexpr size_t kPatchesMax = 240;
constexpr int kLineStep = 3;    // every third line of a patch
constexpr int kReachPxMax = 8;  // how far an edge is looked at, either way
constexpr int kPatchContrastMin = 8;
constexpr int kContrastMin = 20;  // what shines through from the back is weaker, most often
constexpr size_t kEdgesMin = 100;
constexpr int kSpreadSharePermille = 350;  // of the edges are sharper than what is told

// Edges by contrast (of 8 levels) and spread (of a tenth of a pixel).
class EdgeTable {
 public:
  static constexpr size_t kContrasts = 32;
  static constexpr size_t kSpreads = 100;
  void add(int contrast, double spread_px) {
    const auto c = std::min(static_cast<size_t>(contrast / 8), kContrasts - 1);
    const auto s = std::min(static_cast<size_t>(spread_px * 10), kSpreads - 1);
    ++counts_[c][s];
  }
  size_t count(int contrast_min, double spread_px_max) const {
    size_t sum = 0;
    for (auto c = static_cast<size_t>(contrast_min / 8); c < kContrasts; ++c)
      for (size_t s = 0; s < kSpreads && static_cast<double>(s) < spread_px_max * 10; ++s)
        sum += counts_[c][s];
    return sum;
  }
  // The contrast that `share_permille` of the edges do not reach.
  int contrast_at(int contrast_min, int share_permille) const {
    const size_t all = count(contrast_min, kSpreads);
    size_t below = 0;
    for (auto c = static_cast<size_t>(contrast_min / 8); c < kContrasts; ++c) {
      for (const size_t n : counts_[c]) below += n;
      if (below * 1000 > all * static_cast<size_t>(share_permille))
        return static_cast<int>(c) * 8 + 4;
    }
    return 0;
  }
  // The spread of which `share_permille` of the edges have less; 0 if there are too few.
  double spread_at(int contrast_min, int share_permille) const {
    const size_t all = count(contrast_min, kSpreads);
    if (all < kEdgesMin) return 0;
    size_t below = 0;
    for (size_t s = 0; s < kSpreads; ++s) {
      for (auto c = static_cast<size_t>(contrast_min / 8); c < kContrasts; ++c)
        below += counts_[c][s];
      if (below * 1000 > all * static_cast<size_t>(share_permille))
        return (static_cast<double>(s) + 0.5) / 10;
    }
    return kSpreads / 10.0;
  }

 private:
  std::array<std::array<size_t, kSpreads>, kContrasts> counts_{};
};

// One line through a patch, each value the sum of three neighbours across the line (less noise).
using Profile = std::array<int, kPatchPx + 2 * kReachPxMax>;

struct Patch {
  int x;
  int y;
};

class Edges {
 public:
  Edges(const Grey& page, int margin_px)
      : page_(page),
        margin_(std::max(margin_px, kReachPxMax + 2)),
        reach_(std::clamp(page.dpi * kReachPxMax / 300, 3, kReachPxMax)) {}

  // Patches with anything on them, evenly chosen when they are many.
  std::vector<Patch> choose(const Grey& coarse, int factor) const {
    std::vector<Patch> all;
    for (int y = margin_; y + kPatchPx + margin_ <= page_.height; y += kPatchPx)
      for (int x = margin_; x + kPatchPx + margin_ <= page_.width; x += kPatchPx)
        if (contrast_of(coarse, x / factor, y / factor, std::max(1, kPatchPx / factor)) >=
            kPatchContrastMin)
          all.push_back({x, y});
    if (all.size() <= kPatchesMax) return all;
    std::vector<Patch> chosen;
    for (size_t i = 0; i < kPatchesMax; ++i) chosen.push_back(all[i * all.size() / kPatchesMax]);
    return chosen;
  }

  // From how each pixel differs from the mean of its two neighbours, all over the page.
  double noise() const {
    std::array<size_t, 1024> counts{};
    size_t all = 0;
    for (int y = margin_; y < page_.height - margin_; y += 16) {
      const uint8_t* row = page_.row(y);
      for (int x = margin_; x < page_.width - margin_; x += 2, ++all)
        ++counts[static_cast<size_t>(std::abs(row[x - 1] - 2 * row[x] + row[x + 1]))];
    }
    // The median of |a − 2b + c| is 0.6745 × √6 standard deviations.
    size_t below = 0;
    for (size_t difference = 0; difference < counts.size(); ++difference) {
      if (counts[difference] == 0) continue;
      if ((below + counts[difference]) * 2 > all) {
        const double inside = (static_cast<double>(all) / 2 - static_cast<double>(below)) /
                              static_cast<double>(counts[difference]);
        return (static_cast<double>(difference) - 0.5 + inside) / 1.652;
      }
      below += counts[difference];
    }
    return 0;
  }

  // Adds the edges of one patch: of upright lines to `across`, of level ones to `down`.
  void measure(const Patch& patch, int contrast_min, EdgeTable& across, EdgeTable& down) const {
    Profile profile{};
    for (int i = 0; i < kPatchPx; i += kLineStep) {
      const uint8_t* above = page_.row(patch.y + i - 1) + patch.x - kReachPxMax;
      const uint8_t* row = page_.row(patch.y + i) + patch.x - kReachPxMax;
      const uint8_t* below = page_.row(patch.y + i + 1) + patch.x - kReachPxMax;
      for (size_t j = 0; j < profile.size(); ++j) profile[j] = above[j] + row[j] + below[j];
      measure_line(profile, contrast_min, across);
    }
    for (int i = 0; i < kPatchPx; i += kLineStep) {
      for (size_t j = 0; j < profile.size(); ++j) {
        const uint8_t* row =
            page_.row(patch.y + static_cast<int>(j) - kReachPxMax) + patch.x + i - 1;
        profile[j] = row[0] + row[1] + row[2];
      }
      measure_line(profile, contrast_min, down);
    }
  }

 private:
  static int contrast_of(const Grey& coarse, int left, int top, int side) {
    int least = 255;
    int most = 0;
    for (int y = top; y < std::min(top + side, coarse.height); ++y) {
      for (int x = left; x < std::min(left + side, coarse.width); ++x) {
        least = std::min<int>(least, coarse.at(x, y));
        most = std::max<int>(most, coarse.at(x, y));
      }
    }
    return most - least;
  }

  void measure_line(const Profile& p, int contrast_min, EdgeTable& table) const {
    const auto slope = [&](int i) {
      return std::abs(p[static_cast<size_t>(i + 1)] - p[static_cast<size_t>(i - 1)]);
    };
    for (int i = kReachPxMax; i < kPatchPx + kReachPxMax; ++i) {
      const int here = slope(i);
      // An edge of the least contrast, smeared as far as is looked, is still so steep.
      if (here * 8 < contrast_min * 3) continue;
      if (here < slope(i - 1) || here <= slope(i + 1)) continue;
      int least = p[static_cast<size_t>(i)];
      int most = least;
      for (int j = i - reach_; j <= i + reach_; ++j) {
        least = std::min(least, p[static_cast<size_t>(j)]);
        most = std::max(most, p[static_cast<size_t>(j)]);
      }
      const int contrast = (most - least) / 3;
      if (contrast < contrast_min) continue;
      // A Gaussian edge of deviation σ, its slope taken over two pixels, is at most
      // 2 × contrast / √(2π (σ² + 1/3)) steep.
      const double ratio = 0.798 * (most - least) / here;
      table.add(contrast, std::sqrt(std::max(0.0, ratio * ratio - 1.0 / 3)));
    }
  }

  const Grey& page_;
  int margin_;
  int reach_;
};

}  // namespace

EdgeFacts measure_edges(const Grey& page, const Grey& coarse, int coarse_factor, int margin_px) {
  EdgeFacts out;
  const Edges edges(page, margin_px);
  out.noise = edges.noise();
  const std::vector<Patch> patches = edges.choose(coarse, coarse_factor);
  // Noise alone makes no edges: its range over a line is some four deviations of a mean of three.
  const int contrast_min =
      std::max(kContrastMin, static_cast<int>(std::ceil(7 * out.noise / std::sqrt(3))));
  EdgeTable across;
  EdgeTable down;
  for (const Patch& patch : patches) edges.measure(patch, contrast_min, across, down);
  out.contrast =
      std::max(across.contrast_at(contrast_min, 750), down.contrast_at(contrast_min, 750));
  constexpr double kSharpPx = 1.5;
  out.sharp_edges = across.count(contrast_min, kSharpPx) + down.count(contrast_min, kSharpPx);
  // The page's strong edges; in either direction, since a page that moves smears in one.
  const int strong = std::max({40, contrast_min, out.contrast / 2});
  out.spread_px = std::max(across.spread_at(strong, kSpreadSharePermille),
                           down.spread_at(strong, kSpreadSharePermille));
  return out;
}

}  // namespace yichuang::scan
