#include "kiosk/scan/raw_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "kiosk/scan/limits.h"

namespace yichuang::scan {
namespace {

Result<void> check(const PageFormat& format) {
  if (format.depth_bits != 8) {
    return Error{ErrorCode::kInvalid, fmt::format("the scanner gives {} bits a sample; set its "
                                                  "depth to 8",
                                                  format.depth_bits)};
  }
  if (format.dpi < limits::kScanDpiMin || format.dpi > limits::kScanDpiMax) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} dpi is not between {} and {}; set the scanner's resolution",
                             format.dpi, limits::kScanDpiMin, limits::kScanDpiMax)};
  }
  const bool lines_known = format.lines != -1;
  if (format.width_px < limits::kScanSidePxMin ||
      (lines_known && format.lines < limits::kScanSidePxMin)) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("a page of {} × {} pixels is too small; check the scanner's area",
                             format.width_px, format.lines)};
  }
  const size_t lines = lines_known ? static_cast<size_t>(format.lines) : 1;
  if (format.width_px > limits::kScanSidePxMax || format.lines > limits::kScanSidePxMax ||
      static_cast<size_t>(format.width_px) * lines > limits::kScanPixelsMax) {
    return Error{ErrorCode::kExhausted,
                 fmt::format("a page of {} × {} pixels is too large; scan with fewer dpi",
                             format.width_px, format.lines)};
  }
  const int row_bytes = format.width_px * channels_of(format.colour);
  if (format.bytes_per_line < row_bytes ||
      format.bytes_per_line > row_bytes + limits::kScanRowPaddingBytesMax) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("a row of {} pixels has {} bytes, not {}; the scanner's driver "
                             "contradicts itself",
                             format.width_px, format.bytes_per_line, row_bytes)};
  }
  return {};
}

}  // namespace

Result<PageIntake> PageIntake::open(const PageFormat& format) {
  if (const auto fine = check(format); !fine) return fine.error();
  PageIntake intake;
  intake.format_ = format;
  intake.page_.colour_ = format.colour;
  intake.page_.width_px_ = format.width_px;
  intake.page_.dpi_ = format.dpi;
  intake.page_.row_bytes_ =
      static_cast<size_t>(format.width_px) * static_cast<size_t>(channels_of(format.colour));
  return intake;
}

Result<void> PageIntake::fail(ErrorCode code, std::string sentence) {
  page_.bands_.clear();
  state_ = Error{code, std::move(sentence)};
  return state_;
}

void PageIntake::start_row() {
  const auto rows_held = page_.bands_.size() * RawPage::kBandRows;
  if (static_cast<size_t>(page_.height_px_) < rows_held) return;
  size_t rows = RawPage::kBandRows;
  if (format_.lines != -1)
    rows = std::min(rows, static_cast<size_t>(format_.lines - page_.height_px_));
  page_.bands_.emplace_back(rows * page_.row_bytes_);
}

Result<void> PageIntake::add(std::span<const uint8_t> bytes) {
  if (!state_) return state_;
  const auto line_bytes = static_cast<size_t>(format_.bytes_per_line);
  while (!bytes.empty()) {
    if (page_.height_px_ == format_.lines) {
      return fail(ErrorCode::kCorrupt, fmt::format("the scanner gave more than the {} lines that "
                                                   "it had announced; scan the page again",
                                                   format_.lines));
    }
    if (page_.height_px_ == limits::kScanSidePxMax ||
        page_.pixels() + static_cast<size_t>(page_.width_px_) > limits::kScanPixelsMax) {
      return fail(ErrorCode::kExhausted,
                  fmt::format("the page does not end after {} lines; scan with fewer dpi",
                              page_.height_px_));
    }
    start_row();
    const size_t taken = std::min(bytes.size(), line_bytes - in_row_);
    if (in_row_ < page_.row_bytes_) {  // the rest of a line is padding
      uint8_t* row =
          page_.bands_.back().data() +
          (static_cast<size_t>(page_.height_px_) % RawPage::kBandRows) * page_.row_bytes_;
      std::memcpy(row + in_row_, bytes.data(), std::min(taken, page_.row_bytes_ - in_row_));
    }
    bytes = bytes.subspan(taken);
    in_row_ += taken;
    if (in_row_ < line_bytes) continue;
    in_row_ = 0;
    ++page_.height_px_;
  }
  return {};
}

Result<RawPage> PageIntake::finish() && {
  if (!state_) return state_.error();
  if (in_row_ != 0 || (format_.lines != -1 && page_.height_px_ != format_.lines)) {
    return Error{ErrorCode::kCorrupt,
                 fmt::format("the page broke off after {} of {} lines; scan it again",
                             page_.height_px_, format_.lines)};
  }
  if (page_.height_px_ < limits::kScanSidePxMin) {
    return Error{ErrorCode::kCorrupt,
                 fmt::format("the page has only {} lines; scan it again", page_.height_px_)};
  }
  return std::move(page_);
}

}  // namespace yichuang::scan
