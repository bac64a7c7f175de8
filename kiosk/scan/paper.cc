#include "kiosk/scan/paper.h"

#include <array>
#include <cmath>
#include <numbers>

#include "kiosk/scan/line_fit.h"

namespace yichuang::scan {
namespace {

constexpr double kRadians = std::numbers::pi / 180;
constexpr int kContrastMin = 40;    // between paper and background, in grey levels
constexpr double kSpreadMax = 30;   // standard deviation of a background that is one surface
constexpr double kPieceMmMin = 20;  // a light piece of less than this squared is dust or glare
constexpr double kEdgeMmMin = 14;   // of a side, to be a line
constexpr double kAgreeDegrees = 0.7;

double mm_to_px(double mm, int dpi) { return mm / 25.4 * dpi; }

// The level that splits the greys best into two (N. Otsu, 1979).
int split_level(const std::array<size_t, 256>& counts) {
  double all = 0;
  double sum = 0;
  for (int level = 0; level < 256; ++level) {
    all += static_cast<double>(counts[static_cast<size_t>(level)]);
    sum += level * static_cast<double>(counts[static_cast<size_t>(level)]);
  }
  double below = 0;
  double below_sum = 0;
  double best = -1;
  int split = 127;
  for (int level = 0; level < 255; ++level) {
    below += static_cast<double>(counts[static_cast<size_t>(level)]);
    below_sum += level * static_cast<double>(counts[static_cast<size_t>(level)]);
    if (below == 0 || below == all) continue;
    const double apart = below_sum / below - (sum - below_sum) / (all - below);
    const double between = below * (all - below) * apart * apart;
    if (between <= best) continue;
    best = between;
    split = level;
  }
  return split;
}

// One look at one picture: marks what is background, then what is paper, then draws lines.
class Finder {
 public:
  explicit Finder(const Grey& grey)
      : grey_(grey), labels_(grey.pixels.size(), kNone), piece_px_min_(piece_px_min(grey.dpi)) {}

  Paper find() {
    Paper paper;
    paper.level = level_of([](size_t) { return true; }, 800);
    paper.rim = corners();
    if (!find_background() || !find_pieces()) return paper;
    paper.level = level_of([&](size_t i) { return is_paper(i); }, 800);
    paper.outside.resize(labels_.size());
    for (size_t i = 0; i < labels_.size(); ++i) paper.outside[i] = is_paper(i) ? 0 : 1;
    find_rims();
    paper.rim = all_rims();
    paper.shape = PaperShape::kOther;
    if (pieces_ != 1) return paper;
    if (const auto frame = rectangle()) {
      paper.shape = PaperShape::kRectangle;
      paper.frame = *frame;
    }
    return paper;
  }

 private:
  static constexpr int32_t kNone = 0;
  static constexpr int32_t kBackground = 1;
  static constexpr int32_t kFirstPiece = 2;

  static size_t piece_px_min(int dpi) {
    const double side = mm_to_px(kPieceMmMin, dpi);
    return static_cast<size_t>(side * side);
  }
  bool is_paper(size_t i) const {
    return labels_[i] >= kFirstPiece && big_[static_cast<size_t>(labels_[i] - kFirstPiece)];
  }
  size_t index(int x, int y) const {
    return static_cast<size_t>(y) * static_cast<size_t>(grey_.width) + static_cast<size_t>(x);
  }
  std::vector<Place> corners() const {
    const double w = grey_.width;
    const double h = grey_.height;
    return {{0, 0}, {w, 0}, {0, h}, {w, h}};
  }

  template <class Wanted>
  std::array<size_t, 256> counts_of(Wanted wanted) const {
    std::array<size_t, 256> counts{};
    for (size_t i = 0; i < grey_.pixels.size(); ++i)
      if (wanted(i)) ++counts[grey_.pixels[i]];
    return counts;
  }
  template <class Wanted>
  int level_of(Wanted wanted, int share_permille) const {
    return level_at(counts_of(wanted).data(), share_permille);
  }

  // Labels what is connected with `start` and fits; returns how many pixels.
  template <class Fits>
  size_t flood(size_t start, int32_t label, Fits fits) {
    size_t count = 0;
    const auto visit = [&](size_t i) {
      if (labels_[i] != kNone || !fits(i)) return;
      labels_[i] = label;
      todo_.push_back(i);
      ++count;
    };
    visit(start);
    const auto width = static_cast<size_t>(grey_.width);
    while (!todo_.empty()) {
      const size_t i = todo_.back();
      todo_.pop_back();
      const size_t x = i % width;
      if (x > 0) visit(i - 1);
      if (x + 1 < width) visit(i + 1);
      if (i >= width) visit(i - width);
      if (i + width < labels_.size()) visit(i + width);
    }
    return count;
  }

  template <class Visit>
  void along_border(Visit visit) const {
    for (int x = 0; x < grey_.width; ++x) {
      visit(index(x, 0));
      visit(index(x, grey_.height - 1));
    }
    for (int y = 0; y < grey_.height; ++y) {
      visit(index(0, y));
      visit(index(grey_.width - 1, y));
    }
  }

  // Background: what is dark, like the dark part of the border, and connected with it.
  bool find_background() {
    const auto all = counts_of([](size_t) { return true; });
    const int split = split_level(all);
    std::array<size_t, 256> dark{};
    size_t dark_border = 0;
    along_border([&](size_t i) {
      if (grey_.pixels[i] > split) return;
      ++dark[grey_.pixels[i]];
      ++dark_border;
    });
    const double border = 2.0 * (grey_.width + grey_.height);
    if (static_cast<double>(dark_border) < border / 100) return false;
    const int background = level_at(dark.data(), 500);
    const int paper = level_of([&](size_t i) { return grey_.pixels[i] > split; }, 500);
    if (paper - background < kContrastMin) return false;
    threshold_ = background + (paper - background) * 2 / 5;
    size_t count = 0;
    along_border([&](size_t i) {
      count += flood(i, kBackground, [&](size_t j) { return grey_.pixels[j] <= threshold_; });
    });
    return count * 500 >= labels_.size() && is_one_surface(count);
  }

  bool is_one_surface(size_t count) const {
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < labels_.size(); ++i) {
      if (labels_[i] != kBackground) continue;
      sum += grey_.pixels[i];
      squares += static_cast<double>(grey_.pixels[i]) * grey_.pixels[i];
    }
    const auto n = static_cast<double>(count);
    return squares / n - sum / n * (sum / n) <= kSpreadMax * kSpreadMax;
  }

  bool find_pieces() {
    for (size_t i = 0; i < labels_.size(); ++i) {
      if (labels_[i] != kNone) continue;
      const auto label = static_cast<int32_t>(kFirstPiece + static_cast<int32_t>(big_.size()));
      const bool big = flood(i, label, [](size_t) { return true; }) >= piece_px_min_;
      big_.push_back(big);
      if (big) ++pieces_;
    }
    return pieces_ > 0;
  }

  // Where between two pixels the grey passes the threshold: 0 at the first one's middle, 1 at the
  // second's.
  double crossing(int dark, int light) const {
    if (light <= dark) return 0.5;
    return std::clamp((threshold_ - dark) / static_cast<double>(light - dark), 0.0, 1.0);
  }

  void find_rims() {
    for (int y = 0; y < grey_.height; ++y) {
      int first = 0;
      while (first < grey_.width && !is_paper(index(first, y))) ++first;
      if (first == grey_.width) continue;
      int last = grey_.width - 1;
      while (!is_paper(index(last, y))) --last;
      const auto step = [&](int out, int in) {
        return crossing(grey_.at(out, y), grey_.at(in, y));
      };
      left_.push_back({y + 0.5, first == 0 ? 0 : first - 0.5 + step(first - 1, first)});
      right_.push_back(
          {y + 0.5, last + 1 == grey_.width ? last + 1 : last + 1.5 - step(last + 1, last)});
    }
    for (int x = 0; x < grey_.width; ++x) {
      int first = 0;
      while (first < grey_.height && !is_paper(index(x, first))) ++first;
      if (first == grey_.height) continue;
      int last = grey_.height - 1;
      while (!is_paper(index(x, last))) --last;
      const auto step = [&](int out, int in) {
        return crossing(grey_.at(x, out), grey_.at(x, in));
      };
      top_.push_back({x + 0.5, first == 0 ? 0 : first - 0.5 + step(first - 1, first)});
      bottom_.push_back(
          {x + 0.5, last + 1 == grey_.height ? last + 1 : last + 1.5 - step(last + 1, last)});
    }
  }

  std::vector<Place> all_rims() const {
    std::vector<Place> rim;
    for (const auto* side : {&left_, &right_})
      for (const LinePoint& p : *side) rim.push_back({p.across, p.along});
    for (const auto* side : {&top_, &bottom_})
      for (const LinePoint& p : *side) rim.push_back({p.along, p.across});
    return rim;
  }

  // The side's line; what lies at the picture's own border is no edge of the paper.
  std::optional<Line> line_of(const std::vector<LinePoint>& side, int border) const {
    std::vector<LinePoint> inside;
    for (const LinePoint& p : side)
      if (p.across >= 2 && p.across <= border - 2) inside.push_back(p);
    return fit_line(inside, std::tan(kPaperSkewDegreesMax * kRadians),
                    static_cast<size_t>(std::max(4.0, mm_to_px(kEdgeMmMin, grey_.dpi))));
  }

  std::optional<Frame> rectangle() const {
    struct Side {
      std::optional<Line> line;
      bool upright;
      double degrees = 0;
    };
    std::array<Side, 4> sides{
        Side{line_of(left_, grey_.width), true}, Side{line_of(right_, grey_.width), true},
        Side{line_of(top_, grey_.height), false}, Side{line_of(bottom_, grey_.height), false}};
    const Side* longest = nullptr;
    for (Side& side : sides) {
      if (!side.line) continue;
      side.degrees = std::atan(side.line->slope) / kRadians * (side.upright ? -1 : 1);
      if (!longest || side.line->on_it.size() > longest->line->on_it.size()) longest = &side;
    }
    if (!longest) return std::nullopt;
    double sum = 0;
    double weight = 0;
    for (Side& side : sides) {
      if (!side.line) continue;
      const auto points = static_cast<double>(side.line->on_it.size());
      if (std::abs(side.degrees - longest->degrees) > kAgreeDegrees) {
        if (points * 3 > static_cast<double>(longest->line->on_it.size())) return std::nullopt;
        side.line.reset();
        continue;
      }
      // A line's angle is surer by its length to the power of three.
      sum += side.degrees * points * points * points;
      weight += points * points * points;
    }
    const double degrees = sum / weight;
    return frame_of(degrees, {sides[0].line, sides[1].line, sides[2].line, sides[3].line});
  }

  // Sides without a line lie where the paper ends.
  Frame frame_of(double degrees, const std::array<std::optional<Line>, 4>& lines) const {
    Paper all;
    all.rim = all_rims();
    Frame frame = frame_around(all, degrees);
    const double c = std::cos(degrees * kRadians);
    const double s = std::sin(degrees * kRadians);
    const auto mean = [](const Line& line, double along, double across) {
      double sum = 0;
      for (const LinePoint& p : line.on_it) sum += along * p.along + across * p.across;
      return sum / static_cast<double>(line.on_it.size());
    };
    if (lines[0]) frame.left = mean(*lines[0], s, c);
    if (lines[1]) frame.right = mean(*lines[1], s, c);
    if (lines[2]) frame.top = mean(*lines[2], -s, c);
    if (lines[3]) frame.bottom = mean(*lines[3], -s, c);
    return frame;
  }

  const Grey& grey_;
  WipedVector<int32_t> labels_;
  size_t piece_px_min_;
  int threshold_ = 0;
  std::vector<size_t> todo_;
  std::vector<bool> big_;  // by label − kFirstPiece
  size_t pieces_ = 0;      // the big ones
  // Along is y for left and right, x for top and bottom.
  std::vector<LinePoint> left_, right_, top_, bottom_;
};

}  // namespace

Paper find_paper(const Grey& small) { return Finder(small).find(); }

Frame frame_around(const Paper& paper, double skew_degrees) {
  const double c = std::cos(skew_degrees * kRadians);
  const double s = std::sin(skew_degrees * kRadians);
  Frame frame{skew_degrees, 1e9, 1e9, -1e9, -1e9};
  for (const Place& p : paper.rim) {
    const double u = p.x * c + p.y * s;
    const double v = p.y * c - p.x * s;
    frame.left = std::min(frame.left, u);
    frame.right = std::max(frame.right, u);
    frame.top = std::min(frame.top, v);
    frame.bottom = std::max(frame.bottom, v);
  }
  return frame;
}

}  // namespace yichuang::scan
