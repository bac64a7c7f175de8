// White coverage pictures of rounded boxes, borders, shadows, rings and gradients, computed from
// signed distances at real pixels. The canvas stretches them (nine slices) and tints them. Pure.
#pragma once

#include <span>

#include "ui/geometry.h"

struct SDL_Surface;

namespace yichuang::ui::shapes {

// All return ARGB8888 surfaces that the caller frees; sizes in pixels.

// A box of radius `radius`, just large enough to be cut into nine slices (odd side, 2 radius + 1).
SDL_Surface* rounded_box(int radius);
// Its border of `width`.
SDL_Surface* border(int radius, int width);
// Its shadow, blurred by `sigma`; reaches shadow_reach(sigma) beyond the box on each side.
SDL_Surface* soft_shadow(int radius, int sigma);
int shadow_reach(int sigma);
// A rounded box of one size with a vertical gradient, dithered with a 4 × 4 Bayer matrix.
SDL_Surface* gradient_box(int width, int height, int radius, Color top, Color bottom);
// A strip of `width` × 1 whose opacity falls from left to right, or rises.
SDL_Surface* fade_strip(int width, bool opaque_left);
// Rings of line width `line_width` around (x, y), in a picture of that size.
SDL_Surface* rings(int width, int height, Point center, float first_radius, float step, int count,
                   float line_width);
// A smooth line through `values` (see Canvas::curve), with the area under it.
SDL_Surface* curve(int width, int height, std::span<const float> values, float value_max,
                   float line_width, int area_percent);

}  // namespace yichuang::ui::shapes
