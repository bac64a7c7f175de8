// Bar codes and QR codes on a page (ZXing): the number of a form, a certificate's check code. Any
// thread.
#pragma once

#include <vector>

#include "kiosk/scan/grey.h"

namespace yichuang::scan {

// What papers of a hall bear. ITF and Codabar are left out: they have no check digit, and tables
// and hatching look like them.
enum class Symbology : uint8_t {
  kQr,
  kDataMatrix,
  kPdf417,
  kAztec,
  kCode128,
  kCode39,
  kEan13,
};
// As people who configure say it: "QR", "Code 128".
const char* name_of(Symbology symbology);

struct Code {
  Symbology symbology = Symbology::kQr;
  // UTF-8. As private as the page: never logged. Cut at a byte when over limits::kCodeTextBytesMax.
  WipedText text;
};

// At most limits::kCodesPerPageMax, from the top of the page; none is no error. `page` is the
// upright page at 150 to 450 dpi; codes may stand in any quarter turn.
std::vector<Code> find_codes(const Grey& page);

}  // namespace yichuang::scan
