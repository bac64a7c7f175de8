// Text of any script: bidi, line breaks, font choice, measuring, and white pictures of lines for
// the canvas to tint.
//
// SDL_ttf shapes one run in one font; everything around that is here: ICU orders the runs and finds
// break places, the font book picks for each character the first font of the face that has it, and
// direction and script are set run by run. Sizes are in real pixels: the canvas has scaled them.
// One thread (the owner of the FontBook). Never fails on a text: what cannot be drawn is a box, and
// invalid UTF-8 becomes U+FFFD.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ui/pixels.h"

namespace yichuang::ui {

enum class Face : uint8_t {
  kRegular,
  kBold,
  kNumeral,       // Inter Display Bold; other scripts as kBold
  kNumeralLight,  // Inter Display SemiBold; clocks
};

enum class Direction : uint8_t { kAuto, kLeftToRight, kRightToLeft };

// Longer texts are cut at a character and end in "…".
inline constexpr size_t kTextBytesMax = 8192;

// A line drawn; its baseline lies `baseline_px` below the mask's top. The mask is as wide as the
// line's advance, and empty if there is nothing to draw.
struct LinePicture {
  Mask mask;
  int baseline_px = 0;
};

// The open fonts of one thread.
class FontBook {
 public:
  // Opens the font files; kUnavailable names the packages when one is missing.
  static Result<std::unique_ptr<FontBook>> open();
  FontBook(const FontBook&) = delete;
  FontBook& operator=(const FontBook&) = delete;
  ~FontBook();

  // Advance width in pixels of one line of text with em height `size_px`.
  int measure(std::string_view text, Face face, int size_px,
              Direction direction = Direction::kAuto);

  LinePicture render(std::string_view text, Face face, int size_px,
                     Direction direction = Direction::kAuto);

  // Lines of at most `width_px`, broken where the script allows (Chinese between characters but not
  // before "，", Latin between words, '\n' always). A single word too wide is broken inside. When
  // more than `lines_max` are needed the last one ends in "…".
  std::vector<std::string> wrap(std::string_view text, Face face, int size_px, int width_px,
                                size_t lines_max = 100);

  // The text if it fits, else its longest beginning that fits with "…" behind it.
  std::string ellipsize(std::string_view text, Face face, int size_px, int width_px);

  // The direction of a paragraph by its first letter of any script; left to right without one.
  static Direction paragraph_direction(std::string_view text);

  // How many font sizes are open (bounded).
  size_t open_count() const;

 private:
  struct Body;
  explicit FontBook(std::unique_ptr<Body> body);
  std::unique_ptr<Body> body_;
};

}  // namespace yichuang::ui
