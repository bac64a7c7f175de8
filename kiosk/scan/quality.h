// What can be said of an upright page without reading it: is anything on it, is it sharp, is it
// light enough. Pure; any thread.
//
// Made to be silent about a page that a clerk could read: every alarm costs a citizen a retake.
#pragma once

#include <cstddef>

#include "kiosk/scan/grey.h"

namespace yichuang::scan {

struct Quality {
  int paper_level = 255;   // grey of the blank paper
  size_t ink_px = 0;       // dark pixels at 75 dpi that are no specks
  int contrast = 0;        // of the page's edges, upper quartile, in grey levels; 0: no edges
  int spread_um = 0;       // standard deviation of what smears the edges, in µm; 0: not known
  size_t sharp_edges = 0;  // counted at a sample of places
  double noise = 0;        // standard deviation of a pixel, in grey levels

  bool blank = false;
  bool blurred = false;
  bool too_dark = false;
  bool too_light = false;
};

// Edges smeared by more than this many µm are too soft: at 200 µm two strokes of 10.5-point hanzi,
// 0.6 mm apart, keep a ninth of their contrast (exp(−2π²σ²/p²)). Measured, the spread of the
// sharper edges is 30 to 40 µm below the lens's own, at any noise.
inline constexpr int kSpreadUmMax = 200;
// Paper darker than this, of 255, leaves too little for ink; kraft paper has 130 and more.
inline constexpr int kPaperLevelMin = 96;
// Ink that is paler than this beside its paper, in grey levels, is too faint.
inline constexpr int kContrastMin = 45;
// At 75 dpi, where a 10.5-point hanzi has some fifty: less is dust.
inline constexpr size_t kInkPxMin = 50;

// `page` is the upright page at 75 to 450 dpi.
Quality measure_quality(const Grey& page);

}  // namespace yichuang::scan
