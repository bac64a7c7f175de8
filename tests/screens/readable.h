// Whether what is painted can be read: the lines of a whole screen as they were drawn, and the
// contrast of words against their ground, measured from the pixels by the formula of WCAG 2
// (relative luminance, https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio).
#pragma once

#include <string>
#include <vector>

#include "ui/canvas.h"
#include "ui/node.h"
#include "ui/png.h"

namespace yichuang::ui {

// The lines that are to be seen: what is covered is left out.
class ShownTexts final : public CanvasWatch {
 public:
  void shows(const TextShown& line) override { lines.push_back(line); }
  void covers(const Rect& area) override;
  std::vector<TextShown> lines;
};

struct Painted {
  Picture picture;
  std::vector<TextShown> texts;
};

// One real pixel a logical unit.
Painted paint_watched(Screen& screen, Size logical);

// The contrast of what stands out at a place of the picture, in pixels: 1 to 21. The ground is what
// most of the place is; the words are what stands out most, but for the last twentieth: edges are
// mixed, and a single pixel is no letter. 1 if there is nothing to read.
double contrast_at(const Picture& picture, const Rect& at);

struct Readable {
  float size_min = 0;     // of any line
  double body = 4.5;      // contrast
  double numerals = 4.2;  // of large numbers
};

// A sentence for each line that is too small, too pale, cut short ("…"), outside the screen, or
// over another one.
std::vector<std::string> unreadable(const Painted& painted, Size screen, const Readable& rules);

}  // namespace yichuang::ui
