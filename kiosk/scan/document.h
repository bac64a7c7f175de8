// Several pages as one file: PDF 1.7 in the manner of PDF/A-2b (ISO 19005-2), so that it opens
// the same in thirty years. The JPEG bytes of each page stand in it unchanged; colours are sRGB by
// an output intent; the metadata is XMP and names nobody: a time, an id, the program. Pure, no I/O;
// any thread.
#pragma once

#include <span>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "kiosk/scan/page.h"

namespace yichuang::scan {

struct DocumentFacts {
  Time created;
  CommandId id;  // of the document; stands in the metadata
};

// The file's bytes: the same for the same pages and facts. kInvalid without a page, kExhausted over
// limits::kDocumentPagesMax or kDocumentBytesMax (say to the citizen: begin a second document),
// kInternal when libqpdf fails. Memory: the file once more than the pages hold.
Result<WipedBytes> write_document(std::span<const FinishedPage> pages, const DocumentFacts& facts);

}  // namespace yichuang::scan
