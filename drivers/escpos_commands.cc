#include "drivers/escpos_commands.h"

#include <algorithm>
#include <string>
#include <string_view>

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

void add_rows(Bytes& to, const Raster& raster, const Profile& profile, int from, int until) {
  for (int y = from; y < until; y += profile.band_rows) {
    add_band(to, raster, y, std::min(profile.band_rows, until - y));
  }
}

// One that does not fit where it should be is printed as the picture that it is.
bool can_draw(const NativeQr& code, int from, int rows) {
  return code.first_row >= from && code.rows > 0 && code.first_row + code.rows <= rows &&
         code.module_dots >= 1 && code.module_dots <= 16 && !code.text.empty() &&
         code.text.size() <= limits::kScannedBytesMax;
}

// GS ( k, symbol 49 (QR code), function fn.
void add_qr_function(Bytes& to, uint8_t fn, std::string_view parameters) {
  add(to, {kGs, '(', 'k'});
  add_number_le16(to, parameters.size() + 2);
  add(to, {49, fn});
  to.insert(to.end(), parameters.begin(), parameters.end());
}

// Model 2, level M as in the picture. The quiet zone of four modules is fed, for printers add none.
void add_qr(Bytes& to, const NativeQr& code) {
  const auto quiet = static_cast<uint8_t>(4 * code.module_dots);
  add(to, {kEsc, 'J', quiet, kEsc, 'a', 1});
  add_qr_function(to, 65, std::string_view("2\0", 2));
  add_qr_function(to, 67, std::string(1, static_cast<char>(code.module_dots)));
  add_qr_function(to, 69, "1");
  add_qr_function(to, 80, "0" + code.text);
  add_qr_function(to, 81, "0");
  add(to, {kEsc, 'a', 0, kEsc, 'J', quiet});
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
  for (const NativeQr& code : job.codes) {
    if (!profile.native_qr || !can_draw(code, y, raster.rows())) continue;
    add_rows(bytes, raster, profile, y, code.first_row);
    add_qr(bytes, code);
    y = code.first_row + code.rows;
  }
  add_rows(bytes, raster, profile, y, raster.rows());
  if (job.cut) add_cut(bytes, profile);
  add_paper_request(bytes);
  return bytes;
}

}  // namespace yichuang::escpos
