#include "drivers/escpos_commands.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "drivers/gbk.h"
#include "drivers/limits.h"

namespace yichuang::escpos {
namespace {

constexpr uint8_t kEsc = 0x1B;
constexpr uint8_t kFs = 0x1C;
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

void add_rows(Bytes& to, const Raster& raster, const Profile& profile, int from, int until) {
  for (int y = from; y < until; y += profile.band_rows) {
    add_band(to, raster, y, std::min(profile.band_rows, until - y));
  }
}

bool fits(const NativePart& part, int from, int rows) {
  return part.first_row >= from && part.rows > 0 && part.first_row + part.rows <= rows &&
         !part.text.empty() && part.text.size() <= limits::kScannedBytesMax;
}

// GS ( k, symbol 49 (QR code), function fn.
void add_qr_function(Bytes& to, uint8_t fn, std::string_view parameters) {
  add(to, {kGs, '(', 'k'});
  add_number_le16(to, parameters.size() + 2);
  add(to, {49, fn});
  to.insert(to.end(), parameters.begin(), parameters.end());
}

// Model 2, level M as in the picture. The quiet zone of four modules is fed, for printers add none.
bool add_qr(Bytes& to, const NativePart& code) {
  if (code.module_dots < 1 || code.module_dots > 16) return false;
  const auto quiet = static_cast<uint8_t>(4 * code.module_dots);
  add(to, {kEsc, 'J', quiet, kEsc, 'a', 1});
  add_qr_function(to, 65, std::string_view("2\0", 2));
  add_qr_function(to, 67, std::string(1, static_cast<char>(code.module_dots)));
  add_qr_function(to, 69, "1");
  add_qr_function(to, 80, "0" + code.text);
  add_qr_function(to, 81, "0");
  add(to, {kEsc, 'a', 0, kEsc, 'J', quiet});
  return true;
}

// A Chinese character is 24 x 24 dots, any other 12 x 24, times `scale` in both directions: as
// large as rows and paper allow. The line spacing is what the text leaves of the rows.
bool add_text(Bytes& to, const NativePart& line, int width_dots) {
  constexpr int kCellDots = 24;
  constexpr int kScaleMax = 8;
  constexpr int kLineSpacingMax = 255;
  if (line.rows > kLineSpacingMax) return false;
  const auto gbk = to_gbk(line.text);
  if (!gbk) return false;
  const int dots_wide = static_cast<int>(gbk->size()) * kCellDots / 2;
  const int scale = std::min({line.rows / kCellDots, width_dots / dots_wide, kScaleMax});
  if (scale < 1) return false;
  const auto size = static_cast<uint8_t>((scale - 1) << 4 | (scale - 1));
  add(to, {kFs, '&', kEsc, 'a', 1, kGs, '!', size});
  add(to, {kEsc, '3', static_cast<uint8_t>(line.rows)});
  to.insert(to.end(), gbk->begin(), gbk->end());
  add(to, {'\n', kGs, '!', 0, kEsc, '2', kEsc, 'a', 0, kFs, '.'});
  return true;
}

// What the printer does not draw itself, or does not fit where it should be, is printed as the
// picture that it is.
bool add_native(Bytes& to, const NativePart& part, const Profile& profile, int width_dots) {
  if (part.kind == NativeKind::kQr) return profile.native_qr && add_qr(to, part);
  return profile.gbk_text && add_text(to, part, width_dots);
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

Bytes ticket(const PrintJob& job, const Profile& profile) {
  HALL_ASSERT(profile.band_rows >= 1 && profile.band_rows <= limits::kBandRowsMax);
  const Raster& raster = job.raster;
  Bytes bytes;
  bytes.reserve(raster.row_bytes() * static_cast<size_t>(raster.rows()) + 1024);
  int y = 0;
  for (const NativePart& part : job.native) {
    if (!fits(part, y, raster.rows())) continue;
    Bytes drawn;
    if (!add_native(drawn, part, profile, raster.width_dots())) continue;
    add_rows(bytes, raster, profile, y, part.first_row);
    bytes.insert(bytes.end(), drawn.begin(), drawn.end());
    y = part.first_row + part.rows;
  }
  add_rows(bytes, raster, profile, y, raster.rows());
  if (job.cut) add_cut(bytes, profile);
  add_paper_request(bytes);
  return bytes;
}

}  // namespace yichuang::escpos
