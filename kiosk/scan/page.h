// From a scanned page to one that is filed: straightened, cut to the paper, as JPEG, with what can
// be said of it and a sentence for the citizen. Nothing is logged, and nothing outside is touched
// but by a child process that reads the codes (apart.h). On a thread that may wait; a page takes
// one core (`./hall bench`, topic scan).
//
// Memory beside the page itself: at most limits::kFinishBytesPerPixelMax for each of its pixels and
// limits::kFinishFixedBytesMax. All of our own buffers are wiped when they go; for what the image
// libraries free see wipe_whatever_is_freed (wiped.h).
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "kiosk/scan/codes.h"
#include "kiosk/scan/quality.h"
#include "kiosk/scan/raw_page.h"

namespace yichuang::scan {

// What to tell the citizen, the worst first. All but kGood are advice: whoever knows better keeps
// the page.
enum class Verdict : uint8_t {
  kGood,
  kBlank,     // nothing on it: perhaps the wrong side
  kTooDark,   // retake
  kTooLight,  // retake
  kBlurred,   // retake
};
// The key of the sentence in assets/i18n, e.g. "scan.page.blurred".
std::string_view text_key(Verdict verdict);
// The same for an error of PageIntake or finish_page: scan the page again, or ask for help.
std::string_view text_key(const Error& error);

enum class SkewFrom : uint8_t {
  kNothing,  // no edge and no text to tell it by; left as it is
  kPaper,
  kText,
};

struct FinishedPage {
  WipedBytes jpeg;
  int width_px = 0;
  int height_px = 0;
  int dpi = 0;
  Colour colour = Colour::kRgb;

  Verdict verdict = Verdict::kGood;
  bool cut_to_paper = false;
  SkewFrom skew_from = SkewFrom::kNothing;
  int skew_centidegrees = 0;  // how far it lay clockwise; mended
  Quality quality;
  std::vector<Code> codes;
};

struct PageOptions {
  int jpeg_quality = 80;  // 1..100
  bool find_codes = true;
};

// kExhausted when the JPEG passes limits::kPageJpegBytesMax, kInternal when a library fails.
Result<FinishedPage> finish_page(const RawPage& page, const PageOptions& options = {});

}  // namespace yichuang::scan
