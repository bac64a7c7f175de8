// Paints pixels: fills, tinted coverage masks, gradients, copies; all inside one clip. The same
// integers on every machine, so pictures can be compared byte by byte. One thread.
#pragma once

#include <span>

#include "ui/geometry.h"
#include "ui/pixels.h"

namespace yichuang::ui {

class Raster {
 public:
  explicit Raster(const PixelTarget& target);

  // Everything is painted inside this box only (cut to the target).
  void clip(const PixelBox& box);
  const PixelBox& clip() const { return clip_; }
  bool shown(const PixelBox& box) const { return !intersection(box, clip_).empty(); }

  void fill(const PixelBox& box, Color color);
  // The part `from` of the mask with its corner at (x, y), in that colour.
  void tint(const Mask& mask, const PixelBox& from, int x, int y, Color color);
  void tint(const Mask& mask, int x, int y, Color color) {
    tint(mask, {0, 0, mask.width, mask.height}, x, y, color);
  }
  // Each row of `box` in one coverage: those of the mask's column `column`, from its row `row` on.
  void tint_rows(const Mask& mask, int column, int row, const PixelBox& box, Color color);
  // Every row of `box` like the mask's row `row`, from its column `column` on.
  void tint_columns(const Mask& mask, int row, int column, const PixelBox& box, Color color);
  // Vertical gradient, dithered. `corners` (a rounded box with corners of `radius`) shapes it.
  void gradient(const PixelBox& box, Color top, Color bottom, const Mask& corners, int radius);
  // Opaque pixels, `width` × `height`.
  void copy(std::span<const uint32_t> rgb, int width, int height, int x, int y);

 private:
  uint32_t* row(int y) { return target_.pixels + static_cast<ptrdiff_t>(y) * target_.stride; }

  PixelTarget target_;
  PixelBox clip_;
};

}  // namespace yichuang::ui
