#include "kiosk/scan/page.h"

#include <algorithm>
#include <cmath>

#include "kiosk/scan/jpeg.h"
#include "kiosk/scan/limits.h"
#include "kiosk/scan/paper.h"
#include "kiosk/scan/text_skew.h"
#include "kiosk/scan/upright.h"

namespace yichuang::scan {
namespace {

constexpr int kTextDpi = 150;   // lines of text are told apart at this
constexpr int kPaperDpi = 75;   // and edges of paper at this
constexpr int kLookDpi = 300;   // quality and codes need no more
constexpr double kRimMm = 0.3;  // cut off all round: the paper's edge is never quite sharp

struct Placement {
  Frame frame;  // in the page's pixels
  bool cut = false;
  SkewFrom skew_from = SkewFrom::kNothing;
  int paper_level = 255;
};

int fitting_factor(int factor, int width, int height) {
  return std::clamp(factor, 1, std::min(width, height));
}

Frame scaled(Frame frame, double by) {
  frame.left *= by;
  frame.top *= by;
  frame.right *= by;
  frame.bottom *= by;
  return frame;
}

Frame without_rim(Frame frame, double rim) {
  if (frame.width() < 4 * rim || frame.height() < 4 * rim) return frame;
  frame.left += rim;
  frame.top += rim;
  frame.right -= rim;
  frame.bottom -= rim;
  return frame;
}

Frame whole(const RawPage& page) {
  return {0, 0, 0, static_cast<double>(page.width_px()), static_cast<double>(page.height_px())};
}

Placement place(const RawPage& page) {
  const int text_factor =
      fitting_factor(factor_for(page.dpi(), kTextDpi), page.width_px(), page.height_px());
  const Grey for_text = reduce(page, text_factor);
  const int paper_factor =
      fitting_factor(factor_for(for_text.dpi, kPaperDpi), for_text.width, for_text.height);
  const Paper paper = find_paper(reduce(for_text, paper_factor));

  Placement out;
  out.paper_level = paper.level;
  const double factor = text_factor * paper_factor;
  const double rim = kRimMm / 25.4 * page.dpi();
  if (paper.shape == PaperShape::kRectangle) {
    out.frame = without_rim(scaled(paper.frame, factor), rim);
    out.cut = true;
    out.skew_from = SkewFrom::kPaper;
  } else {
    const auto skew = text_skew(for_text, paper, paper_factor);
    if (skew) out.skew_from = SkewFrom::kText;
    const bool straight = std::abs(skew.value_or(0)) < kSkewDegreesMin;
    out.cut = paper.shape == PaperShape::kOther;
    out.frame = scaled(frame_around(paper, skew.value_or(0)), factor);
    if (!out.cut && straight) out.frame = whole(page);
    out.frame.skew_degrees = skew.value_or(0);
  }
  // Too little to be a page: whatever it is, all of it is kept.
  if (out.frame.width() < limits::kScanSidePxMin || out.frame.height() < limits::kScanSidePxMin)
    return {whole(page), false, SkewFrom::kNothing, paper.level};
  return out;
}

// Collects the upright page in grey, reduced, from its rows as they go by.
class GreyCopy {
 public:
  GreyCopy(int width, int height, int dpi, Colour colour)
      : factor_(fitting_factor(factor_for(dpi, kLookDpi), width, height)),
        colour_(colour),
        grey_(width / factor_, height / factor_, dpi / factor_),
        sums_(static_cast<size_t>(grey_.width)) {}

  void add(const uint8_t* row) {
    if (filled_ == grey_.height) return;
    if (colour_ == Colour::kRgb) {
      sum<3>(row);
    } else {
      sum<1>(row);
    }
    if (++rows_ < factor_) return;
    const auto area = static_cast<uint32_t>(factor_ * factor_);
    uint8_t* to = grey_.row(filled_++);
    for (size_t x = 0; x < sums_.size(); ++x)
      to[x] = static_cast<uint8_t>((sums_[x] + area / 2) / area);
    std::fill(sums_.begin(), sums_.end(), 0);
    rows_ = 0;
  }
  const Grey& grey() const { return grey_; }

 private:
  template <int Channels>
  void sum(const uint8_t* row) {
    for (uint32_t& here : sums_) {
      for (int i = 0; i < factor_; ++i, row += Channels) {
        if constexpr (Channels == 3) {
          here += luma(row[0], row[1], row[2]);
        } else {
          here += row[0];
        }
      }
    }
  }
  int factor_;
  Colour colour_;
  Grey grey_;
  WipedVector<uint32_t> sums_;
  int rows_ = 0;
  int filled_ = 0;
};

Verdict verdict_of(const Quality& quality, const std::vector<Code>& codes) {
  if (quality.too_dark) return Verdict::kTooDark;
  if (quality.too_light) return Verdict::kTooLight;
  if (quality.blank && codes.empty()) return Verdict::kBlank;
  if (quality.blurred) return Verdict::kBlurred;
  return Verdict::kGood;
}

}  // namespace

std::string_view text_key(Verdict verdict) {
  switch (verdict) {
    case Verdict::kGood:
      return "scan.page.good";
    case Verdict::kBlank:
      return "scan.page.blank";
    case Verdict::kTooDark:
      return "scan.page.too_dark";
    case Verdict::kTooLight:
      return "scan.page.too_light";
    case Verdict::kBlurred:
      return "scan.page.blurred";
  }
  HALL_ASSERT(false);
}

std::string_view text_key(const Error& error) {
  switch (error.code) {
    case ErrorCode::kCorrupt:
      return "scan.page.incomplete";
    case ErrorCode::kExhausted:
      return "scan.page.too_large";
    default:
      return "scan.page.failed";
  }
}

Result<FinishedPage> finish_page(const RawPage& page, const PageOptions& options) {
  const Placement placed = place(page);
  const Upright upright(page, placed.frame, static_cast<uint8_t>(placed.paper_level));

  FinishedPage out;
  out.width_px = upright.width_px();
  out.height_px = upright.height_px();
  out.dpi = page.dpi();
  out.colour = page.colour();
  out.cut_to_paper = placed.cut;
  out.skew_from = placed.skew_from;
  out.skew_centidegrees = static_cast<int>(std::lround(placed.frame.skew_degrees * 100));

  GreyCopy copy(out.width_px, out.height_px, out.dpi, out.colour);
  {
    JpegWriter jpeg({out.width_px, out.height_px, out.colour, out.dpi, options.jpeg_quality});
    WipedBytes row(static_cast<size_t>(out.width_px) * static_cast<size_t>(page.channels()));
    for (int y = 0; y < out.height_px; ++y) {
      upright.row(y, row.data());
      copy.add(row.data());
      if (const auto added = jpeg.add(row.data()); !added) return added.error();
    }
    auto bytes = jpeg.finish();
    if (!bytes) return bytes.error();
    out.jpeg = std::move(*bytes);
  }
  out.quality = measure_quality(copy.grey());
  if (options.find_codes && !out.quality.blank) out.codes = find_codes(copy.grey());
  out.verdict = verdict_of(out.quality, out.codes);
  return out;
}

}  // namespace yichuang::scan
