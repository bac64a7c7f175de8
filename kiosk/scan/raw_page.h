// A page as a scanner gives it: rows of 8-bit grey or RGB, as SANE's sane_read delivers them
// (SANE Standard 1.06, 4.3.9: rows of bytes_per_line, in pieces of any size; `lines` −1 when the
// scanner does not know). Whoever holds a RawPage owns the pixels; they are wiped when it goes.
// Plain data, no I/O; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "kiosk/scan/wiped.h"

namespace yichuang::scan {

enum class Colour : uint8_t { kGrey, kRgb };
constexpr int channels_of(Colour colour) { return colour == Colour::kRgb ? 3 : 1; }

// What the scanner says of the page before its first row.
struct PageFormat {
  Colour colour = Colour::kRgb;
  int depth_bits = 8;
  int width_px = 0;
  int lines = -1;  // −1: until the scanner says it is over
  int bytes_per_line = 0;
  int dpi = 0;  // the same in both directions
};

class RawPage {
 public:
  Colour colour() const { return colour_; }
  int channels() const { return channels_of(colour_); }
  int width_px() const { return width_px_; }
  int height_px() const { return height_px_; }
  int dpi() const { return dpi_; }
  size_t pixels() const { return static_cast<size_t>(width_px_) * static_cast<size_t>(height_px_); }
  // One row of width × channels bytes, 0 ≤ y < height.
  const uint8_t* row(int y) const {
    return bands_[static_cast<size_t>(y) / kBandRows].data() +
           (static_cast<size_t>(y) % kBandRows) * row_bytes_;
  }

 private:
  friend class PageIntake;
  // Rows are kept in bands, so that a page of unknown length grows without being copied.
  static constexpr size_t kBandRows = 64;
  Colour colour_ = Colour::kRgb;
  int width_px_ = 0;
  int height_px_ = 0;
  int dpi_ = 0;
  size_t row_bytes_ = 0;
  std::vector<WipedBytes> bands_;
};

// Takes a page's bytes as they come.
class PageIntake {
 public:
  // kInvalid for a format that contradicts itself or that is not 8-bit, kExhausted for a page over
  // the limits (kiosk/scan/limits.h); nothing is held then.
  static Result<PageIntake> open(const PageFormat& format);

  // The next bytes of the page, of any number. kCorrupt when they are more than the announced
  // lines, kExhausted when a page of unknown length passes the limits; after an error the intake
  // takes nothing more and finish() gives the same error.
  Result<void> add(std::span<const uint8_t> bytes);

  int lines_complete() const { return page_.height_px_; }

  // The page, when the scanner said that it is over. kCorrupt when rows are missing or the last is
  // cut: sane_read says EOF also for a page that was cancelled or jammed.
  Result<RawPage> finish() &&;

 private:
  PageIntake() = default;
  Result<void> fail(ErrorCode code, std::string sentence);
  void start_row();
  PageFormat format_;
  RawPage page_;
  size_t in_row_ = 0;  // bytes of the running row that have come
  Result<void> state_;
};

}  // namespace yichuang::scan
