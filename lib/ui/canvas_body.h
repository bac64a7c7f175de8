// The canvas's inside, shared by canvas.cc, canvas_text.cc and canvas_pictures.cc.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "ui/canvas.h"
#include "ui/picture_cache.h"
#include "ui/raster.h"

namespace yichuang::ui {

struct Canvas::Body {
  Raster raster;
  FontBook& fonts;
  Icons& icons;
  float scale;
  Point origin;
  PictureCache cache;
  std::vector<PixelBox> clips;  // the first is the region being redrawn
  std::string name;             // of the picture looked for; kept to save allocations
  CanvasWatch* watch = nullptr;
  std::unordered_map<std::string, int> widths;  // measured texts
  std::unordered_map<std::string, std::vector<std::string>> wrapped;

  Body(const PixelTarget& target, FontBook& f, Icons& i, float s, Point o, size_t bytes_max)
      : raster(target), fonts(f), icons(i), scale(s), origin(o), cache(bytes_max) {}

  // --- logical units to real pixels
  int length(float units) const;  // at least 1 for more than 0
  int across(float x) const;
  int down(float y) const;
  PixelBox box(const Rect& area) const;  // edges on whole pixels, at least 1 × 1

  bool shown(const PixelBox& box) const { return raster.shown(box); }
  void covers(const Rect& area, Color color) {
    if (watch && color.a == 255) watch->covers(area);
  }
  void use_clip() { raster.clip(clips.back()); }

  // The four corners of `mask` (slices `corner` wide) onto those of `box`.
  void corners(const Mask& mask, const PixelBox& box, int corner, Color color);
  // The four edges, stretched from the mask's middle row and column.
  void edges(const Mask& mask, const PixelBox& box, int corner, Color color);

  // `name` is set: the mask of that name, made by `make` if it is not kept.
  template <class Make>
  const Mask& mask(Make make) {
    if (const KeptPicture* kept = cache.find(name)) return kept->mask;
    return cache.put(name, {.mask = make(), .rgb = {}, .baseline_px = 0}).mask;
  }

  // --- text
  const KeptPicture& line(std::string_view text, Face face, int size_px, Direction direction);
  int width(std::string_view text, Face face, int size_px, Direction direction);
  void text_name(std::string_view text, Face face, int size_px, Direction direction);
};

// Where the baseline lies below the top of the em box, in em.
inline constexpr float kBaseline = 0.88F;

}  // namespace yichuang::ui
