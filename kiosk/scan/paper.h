// Finds the paper in a scan: light paper before a dark lid or table. Pure; any thread.
//
// Never cuts what may be content: only four straight edges that agree count as a paper's outline.
// Where no dark border is seen (a white lid) the whole scan is the page; where the light part is no
// rectangle (two cards, a torn or curled sheet) the box around all of it is.
#pragma once

#include <optional>
#include <vector>

#include "kiosk/scan/grey.h"

namespace yichuang::scan {

// A place on a picture: a pixel (x, y) covers [x, x + 1) × [y, y + 1).
struct Place {
  double x = 0;
  double y = 0;
};

// A rectangle turned clockwise by `skew_degrees`: its sides in the upright frame, which is the
// picture's turned about its origin, u = x cos + y sin, v = y cos − x sin.
struct Frame {
  double skew_degrees = 0;
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

enum class PaperShape : uint8_t {
  kUnseen,     // no edge of the paper in the picture
  kRectangle,  // one sheet; `frame` is its outline
  kOther,      // something light before something dark
};

struct Paper {
  PaperShape shape = PaperShape::kUnseen;
  Frame frame;             // kRectangle
  int level = 255;         // grey of the blank paper
  std::vector<Place> rim;  // outermost places of all paper, for frame_around
  WipedBytes outside;      // a byte a pixel, 1 where there is no paper; empty for kUnseen
};

// Edges are found for skews up to this.
inline constexpr double kPaperSkewDegreesMax = 15;

// `small` is the scan at about 75 dpi; places and frames are in its pixels.
Paper find_paper(const Grey& small);

// The upright frame, turned by `skew_degrees`, that holds all of the paper.
Frame frame_around(const Paper& paper, double skew_degrees);

}  // namespace yichuang::scan
