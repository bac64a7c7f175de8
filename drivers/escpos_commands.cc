#include "drivers/escpos_commands.h"

#include <algorithm>

#include "base/assert.h"
#include "drivers/limits.h"

namespace yichuang::escpos {
namespace {

constexpr uint8_t kEsc = 0x1B;
constexpr uint8_t kGs = 0x1D;
constexpr uint8_t kReportOnlineErrorPaper = 0x02 | 0x04 | 0x08;

void add(Bytes& to, std::initializer_list<uint8_t> bytes) {
  to.insert(to.end(), bytes.begin(), bytes.end());
}

void add_number_le16(Bytes& to, size_t number) {
  HALL_ASSERT(number <= 0xFFFF);
  add(to, {static_cast<uint8_t>(number & 0xFF), static_cast<uint8_t>(number >> 8)});
}

void add_paper_request(Bytes& to) { add(to, {kGs, 'r', 1}); }

void add_cut(Bytes& to, const Profile& profile) {
  const auto feed = static_cast<uint8_t>(profile.feed_before_cut_dots);
  if (profile.cutter) {
    add(to, {kGs, 'V', 66, feed});
  } else {
    add(to, {kEsc, 'J', feed});
  }
}

// GS v 0: m = 0 (normal), width in bytes, height in dots, then the rows.
void add_band(Bytes& to, const Raster& raster, int first_row, int rows) {
  add(to, {kGs, 'v', '0', 0});
  add_number_le16(to, raster.row_bytes());
  add_number_le16(to, static_cast<size_t>(rows));
  for (int y = first_row; y < first_row + rows; ++y) {
    const auto row = raster.row(y);
    to.insert(to.end(), row.begin(), row.end());
  }
}

}  // namespace

Bytes ask_status(int n) {
  HALL_ASSERT(n >= 1 && n <= 4);
  return {0x10, 0x04, static_cast<uint8_t>(n)};
}

Bytes prologue(const Profile& profile, bool separate) {
  Bytes bytes = {kEsc, '@', kGs, 'a', kReportOnlineErrorPaper};
  if (separate) add_cut(bytes, profile);
  add_paper_request(bytes);
  return bytes;
}

Bytes ticket(const Raster& raster, const Profile& profile, bool cut) {
  HALL_ASSERT(profile.band_rows >= 1 && profile.band_rows <= limits::kBandRowsMax);
  Bytes bytes;
  bytes.reserve(raster.row_bytes() * static_cast<size_t>(raster.rows()) + 1024);
  for (int y = 0; y < raster.rows(); y += profile.band_rows) {
    add_band(bytes, raster, y, std::min(profile.band_rows, raster.rows() - y));
  }
  if (cut) add_cut(bytes, profile);
  add_paper_request(bytes);
  return bytes;
}

}  // namespace yichuang::escpos
