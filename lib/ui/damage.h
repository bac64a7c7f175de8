// What must be painted anew, as few rectangles of real pixels that do not overlap. Plain data.
#pragma once

#include <cstddef>
#include <vector>

#include "ui/pixels.h"

namespace yichuang::ui {

class Damage {
 public:
  // More boxes than this are merged: each one paints the screen once more.
  static constexpr size_t kBoxesMax = 8;

  void resize(int width, int height);  // all of it is damaged
  void add_all();
  void add(PixelBox box);  // clipped to the surface
  bool empty() const { return boxes_.empty(); }
  // Hands the boxes over and starts anew.
  std::vector<PixelBox> take();

 private:
  int width_ = 0;
  int height_ = 0;
  std::vector<PixelBox> boxes_;
};

}  // namespace yichuang::ui
