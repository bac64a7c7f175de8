// Coverage masks of rounded boxes, borders, shadows, rings and curves, computed from signed
// distances at real pixels. The canvas cuts them into nine slices and tints them. Pure.
#pragma once

#include <span>

#include "ui/geometry.h"
#include "ui/pixels.h"

namespace yichuang::ui::shapes {

// Sizes are in pixels.

// A box of radius `radius`, just large enough to be cut into nine slices (odd side, 2 radius + 1).
Mask rounded_box(int radius);
// Its border of `width`.
Mask border(int radius, int width);
// Its shadow, blurred by `sigma`; reaches shadow_reach(sigma) beyond the box on each side.
Mask soft_shadow(int radius, int sigma);
int shadow_reach(int sigma);
// A strip of `width` × 1 whose opacity falls from left to right, or rises.
Mask fade_strip(int width, bool opaque_left);
// Rings of line width `line_width` around (x, y), in a picture of that size.
Mask rings(int width, int height, Point center, float first_radius, float step, int count,
           float line_width);
// A smooth line through `values` (see Canvas::curve), with the area under it.
Mask curve(int width, int height, std::span<const float> values, float value_max, float line_width,
           int area_percent);

}  // namespace yichuang::ui::shapes
