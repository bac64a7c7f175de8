#include "kiosk/scan/codes.h"

// Texts as UTF-8, as all later versions of ZXing give them.
#define ZX_USE_UTF8 1
#include <ReadBarcode.h>

#include <algorithm>
#include <exception>
#include <optional>

#include "base/assert.h"
#include "kiosk/scan/apart.h"
#include "kiosk/scan/limits.h"

namespace yichuang::scan {
namespace {

constexpr int kPatienceMs = 3000;  // a page takes some 100 ms; on a busy machine longer

struct Known {
  Symbology symbology;
  ZXing::BarcodeFormat format;
  const char* name;
};
constexpr Known kKnown[] = {
    {Symbology::kQr, ZXing::BarcodeFormat::QRCode, "QR"},
    {Symbology::kDataMatrix, ZXing::BarcodeFormat::DataMatrix, "Data Matrix"},
    {Symbology::kPdf417, ZXing::BarcodeFormat::PDF417, "PDF417"},
    {Symbology::kAztec, ZXing::BarcodeFormat::Aztec, "Aztec"},
    {Symbology::kCode128, ZXing::BarcodeFormat::Code128, "Code 128"},
    {Symbology::kCode39, ZXing::BarcodeFormat::Code39, "Code 39"},
    {Symbology::kEan13, ZXing::BarcodeFormat::EAN13, "EAN-13"}};

std::optional<Symbology> symbology_of(ZXing::BarcodeFormat format) {
  for (const Known& known : kKnown)
    if (known.format == format) return known.symbology;
  return std::nullopt;
}

ZXing::DecodeHints hints_for(ZXing::BarcodeFormat kind) {
  ZXing::BarcodeFormats formats;
  for (const Known& known : kKnown)
    if (ZXing::BarcodeFormats(kind).testFlag(known.format)) formats |= known.format;
  ZXing::DecodeHints out;
  out.setFormats(formats);
  out.setMaxNumberOfSymbols(limits::kCodesPerPageMax);
  constexpr uint8_t kEqualLinesMin = 4;  // of a linear code, or a word among text is taken for one
  out.setMinLineCount(kEqualLinesMin);
  // ZXing 1.4 aborts when it compares linear codes of two sizes of a picture (its issue 740).
  out.setTryDownscale(kind == ZXing::BarcodeFormat::MatrixCodes);
  return out;
}

// A code as it comes out of the child: symbology, four bytes of length, text.
void tell(const ZXing::Result& found, const Teller& teller) {
  const auto symbology = symbology_of(found.format());
  if (!found.isValid() || !symbology) return;
  const std::string text = found.text();
  const auto size = static_cast<uint32_t>(std::min(text.size(), limits::kCodeTextBytesMax));
  WipedBytes record{static_cast<uint8_t>(*symbology), static_cast<uint8_t>(size),
                    static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size >> 16),
                    static_cast<uint8_t>(size >> 24)};
  record.insert(record.end(), text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size));
  teller(record);
}

// In the child.
void read_codes(const Grey& page, const Teller& teller) {
  const ZXing::ImageView picture(page.pixels.data(), page.width, page.height,
                                 ZXing::ImageFormat::Lum);
  for (const auto kind : {ZXing::BarcodeFormat::MatrixCodes, ZXing::BarcodeFormat::LinearCodes}) {
    try {
      for (const ZXing::Result& found : ZXing::ReadBarcodes(picture, hints_for(kind)))
        tell(found, teller);
    } catch (const std::exception&) {
      continue;  // a page that the reader gives up has no more codes of this kind
    }
  }
}

}  // namespace

const char* name_of(Symbology symbology) {
  for (const Known& known : kKnown)
    if (known.symbology == symbology) return known.name;
  HALL_ASSERT(false);
}

std::vector<Code> find_codes(const Grey& page) {
  constexpr size_t kHeadBytes = 5;
  constexpr size_t kBytesMax =
      2 * limits::kCodesPerPageMax * (kHeadBytes + limits::kCodeTextBytesMax);
  const WipedBytes told =
      run_apart([&](const Teller& teller) { read_codes(page, teller); }, kBytesMax, kPatienceMs);
  std::vector<Code> codes;
  for (size_t at = 0; at + kHeadBytes <= told.size() && codes.size() < limits::kCodesPerPageMax;) {
    const uint32_t size = told[at + 1] | uint32_t{told[at + 2]} << 8 |
                          uint32_t{told[at + 3]} << 16 | uint32_t{told[at + 4]} << 24;
    const uint8_t symbology = told[at];
    at += kHeadBytes;
    // A child that was ended in the middle of a code has told half of it.
    if (size > told.size() - at || symbology >= std::size(kKnown)) break;
    const auto text = told.begin() + static_cast<std::ptrdiff_t>(at);
    codes.push_back({static_cast<Symbology>(symbology), WipedText(text, text + size)});
    at += size;
  }
  return codes;
}

}  // namespace yichuang::scan
