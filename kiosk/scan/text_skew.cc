#include "kiosk/scan/text_skew.h"

#include <leptonica/allheaders.h>
#include <malloc.h>

#include <cstdlib>
#include <memory>

namespace yichuang::scan {
namespace {

void* allocate_pixels(size_t size) { return std::malloc(size); }
void wipe_pixels(void* pixels) {
  if (pixels) wipe(pixels, malloc_usable_size(pixels));
  std::free(pixels);
}

// Leptonica's pixels are wiped as ours, and it prints nothing.
bool set_up_leptonica() {
  setPixMemoryManager(allocate_pixels, wipe_pixels);
  setMsgSeverity(L_SEVERITY_NONE);
  return true;
}

struct DestroyPix {
  void operator()(PIX* pix) const { pixDestroy(&pix); }
};

// 1 where there is ink: darker than three quarters of the paper, and on it.
std::unique_ptr<PIX, DestroyPix> ink_of(const Grey& page, const Paper& paper, int paper_factor) {
  std::unique_ptr<PIX, DestroyPix> pix(pixCreate(page.width, page.height, 1));
  if (!pix) return pix;
  const int ink_below = paper.level * 3 / 4;
  const int paper_width = page.width / paper_factor;
  const int paper_height = page.height / paper_factor;
  for (int y = 0; y < page.height; ++y) {
    const uint8_t* row = page.row(y);
    const int paper_y = std::min(y / paper_factor, paper_height - 1);
    const uint8_t* outside = paper.outside.empty()
                                 ? nullptr
                                 : paper.outside.data() + static_cast<size_t>(paper_y) *
                                                              static_cast<size_t>(paper_width);
    l_uint32* line = pixGetData(pix.get()) + static_cast<ptrdiff_t>(y) * pixGetWpl(pix.get());
    for (int x = 0; x < page.width; ++x) {
      if (row[x] >= ink_below) continue;
      if (outside && outside[std::min(x / paper_factor, paper_width - 1)]) continue;
      SET_DATA_BIT(line, x);
    }
  }
  return pix;
}

}  // namespace

std::optional<double> text_skew(const Grey& page, const Paper& paper, int paper_factor) {
  static const bool set_up = set_up_leptonica();
  static_cast<void>(set_up);
  const auto ink = ink_of(page, paper, paper_factor);
  if (!ink) return std::nullopt;
  constexpr int kSweepReduction = 2;   // looks at 75 dpi first,
  constexpr int kSearchReduction = 1;  // then at all pixels
  constexpr l_float32 kSweepStep = 1.0F;
  constexpr l_float32 kPrecision = 0.01F;
  constexpr l_float32 kConfidenceMin = 3.0F;  // as pixFindSkewAndDeskew asks for
  l_float32 degrees = 0;
  l_float32 confidence = 0;
  if (pixFindSkewSweepAndSearch(ink.get(), &degrees, &confidence, kSweepReduction, kSearchReduction,
                                static_cast<l_float32>(kTextSkewDegreesMax), kSweepStep,
                                kPrecision) != 0)
    return std::nullopt;
  if (confidence < kConfidenceMin) return std::nullopt;
  return -degrees;  // Leptonica's is the turn that mends it
}

}  // namespace yichuang::scan
