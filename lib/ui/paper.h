// Paper of a ticket printer: the canvas and text engine of the screens, thresholded to 1 bit a dot.
//
//   Paper paper(fonts, icons, 576, 1600);
//   paper.canvas().text("A012", 288, 40, {.size = 120, .face = Face::kNumeral, .align = …});
//   MonoPicture picture = paper.finish(900);
//
// One logical unit is one dot. One thread (the FontBook's).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "ui/canvas.h"
#include "ui/png.h"

namespace yichuang::ui {

// One bit a dot, 1 = black, the most significant bit leftmost, each row padded to a whole byte.
struct MonoPicture {
  int width_dots = 0;
  int height_dots = 0;
  std::vector<uint8_t> bytes;
  int row_bytes() const { return (width_dots + 7) / 8; }
  bool black(int x, int y) const {
    return (bytes[static_cast<size_t>(y) * static_cast<size_t>(row_bytes()) +
                  static_cast<size_t>(x / 8)] >>
            (7 - x % 8)) &
           1;
  }
};

inline constexpr Color kPaperBlack = Color::hex(0x000000);
inline constexpr Color kPaperWhite = Color::hex(0xFFFFFF);

class Paper {
 public:
  // White paper `width_dots` wide (576 for 80 mm, 384 for 58 mm at 203 dpi; 1..1024) and at most
  // `height_dots_max` long (1..4096).
  Paper(FontBook& fonts, Icons& icons, int width_dots, int height_dots_max);
  ~Paper();

  Canvas& canvas();
  // The first `height_dots` rows, dark dots black.
  MonoPicture finish(int height_dots);

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

// The paper as a picture to look at, `zoom` pixels a dot.
Picture to_picture(const MonoPicture& mono, int zoom = 1);

}  // namespace yichuang::ui
