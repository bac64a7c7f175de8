#include "kiosk/scan/codes.h"

// Texts as UTF-8, as all later versions of ZXing give them.
#define ZX_USE_UTF8 1
#include <ReadBarcode.h>

#include <algorithm>
#include <exception>
#include <optional>

#include "base/assert.h"
#include "kiosk/scan/limits.h"

namespace yichuang::scan {
namespace {

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

ZXing::DecodeHints hints() {
  ZXing::BarcodeFormats formats;
  for (const Known& known : kKnown) formats |= known.format;
  ZXing::DecodeHints out;
  out.setFormats(formats);
  out.setMaxNumberOfSymbols(limits::kCodesPerPageMax);
  constexpr uint8_t kEqualLinesMin = 4;  // of a linear code, or a word among text is taken for one
  out.setMinLineCount(kEqualLinesMin);
  return out;
}

Code code_of(Symbology symbology, std::string text) {
  Code code{symbology, {}};
  const size_t kept = std::min(text.size(), limits::kCodeTextBytesMax);
  code.text.assign(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(kept));
  wipe(text.data(), text.size());
  return code;
}

}  // namespace

const char* name_of(Symbology symbology) {
  for (const Known& known : kKnown)
    if (known.symbology == symbology) return known.name;
  HALL_ASSERT(false);
}

std::vector<Code> find_codes(const Grey& page) {
  std::vector<Code> codes;
  try {
    const ZXing::ImageView picture(page.pixels.data(), page.width, page.height,
                                   ZXing::ImageFormat::Lum);
    for (const ZXing::Result& found : ZXing::ReadBarcodes(picture, hints())) {
      const auto symbology = symbology_of(found.format());
      if (!found.isValid() || !symbology || codes.size() == limits::kCodesPerPageMax) continue;
      codes.push_back(code_of(*symbology, found.text()));
    }
  } catch (const std::exception&) {
    // A page whose codes break the reader is a page without more codes.
  }
  return codes;
}

}  // namespace yichuang::scan
