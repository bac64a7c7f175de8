#include "ui/damage.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace yichuang::ui {

namespace {

PixelBox around(const PixelBox& a, const PixelBox& b) {
  const int x = std::min(a.x, b.x);
  const int y = std::min(a.y, b.y);
  return {x, y, std::max(a.x + a.w, b.x + b.w) - x, std::max(a.y + a.h, b.y + b.h) - y};
}

int64_t area(const PixelBox& box) { return int64_t{box.w} * box.h; }

// What merging the two paints in vain.
int64_t waste(const PixelBox& a, const PixelBox& b) {
  return area(around(a, b)) - area(a) - area(b);
}

}  // namespace

void Damage::resize(int width, int height) {
  width_ = width;
  height_ = height;
  add_all();
}

void Damage::add_all() { boxes_.assign(1, {0, 0, width_, height_}); }

void Damage::add(PixelBox box) {
  box = intersection(box, {0, 0, width_, height_});
  if (box.empty()) return;
  // Joins everything it overlaps; the joined box may overlap others in turn.
  for (size_t i = 0; i < boxes_.size();) {
    if (intersection(boxes_[i], box).empty()) {
      ++i;
      continue;
    }
    box = around(boxes_[i], box);
    boxes_.erase(boxes_.begin() + static_cast<ptrdiff_t>(i));
    i = 0;
  }
  boxes_.push_back(box);
  if (boxes_.size() <= kBoxesMax) return;
  std::pair<size_t, size_t> least{0, 1};
  for (size_t i = 0; i < boxes_.size(); ++i) {
    for (size_t j = i + 1; j < boxes_.size(); ++j) {
      if (waste(boxes_[i], boxes_[j]) < waste(boxes_[least.first], boxes_[least.second])) {
        least = {i, j};
      }
    }
  }
  const PixelBox merged = around(boxes_[least.first], boxes_[least.second]);
  boxes_.erase(boxes_.begin() + static_cast<ptrdiff_t>(least.second));
  boxes_.erase(boxes_.begin() + static_cast<ptrdiff_t>(least.first));
  add(merged);
}

std::vector<PixelBox> Damage::take() { return std::exchange(boxes_, {}); }

}  // namespace yichuang::ui
