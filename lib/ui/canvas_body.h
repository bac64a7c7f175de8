// The canvas's inside, shared by canvas.cc, canvas_text.cc and canvas_pictures.cc.
#pragma once

#include <SDL.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "ui/canvas.h"
#include "ui/texture_cache.h"

namespace yichuang::ui {

struct Canvas::Body {
  SDL_Renderer* renderer;
  FontBook& fonts;
  Icons& icons;
  float scale;
  Point origin;
  TextureCache cache;
  std::vector<SDL_Rect> clips;  // the first is the region being redrawn
  std::string name;             // of the texture looked for; kept to save allocations
  std::unordered_map<std::string, int> widths;  // measured texts
  std::unordered_map<std::string, std::vector<std::string>> wrapped;

  Body(SDL_Renderer* r, FontBook& f, Icons& i, float s, Point o, size_t bytes_max)
      : renderer(r), fonts(f), icons(i), scale(s), origin(o), cache(r, bytes_max) {}

  // --- logical units to real pixels
  int length(float units) const;  // at least 1 for more than 0
  int across(float x) const;
  int down(float y) const;
  SDL_Rect box(const Rect& area) const;  // edges on whole pixels, at least 1 × 1

  bool shown(const SDL_Rect& box) const;
  void use_clip();

  // --- painting in real pixels
  void fill(const SDL_Rect& box, Color color);
  void copy(SDL_Texture* texture, const SDL_Rect* from, const SDL_Rect& to, Color tint);
  // The four corners of `mask` (slices `corner` wide) onto those of `box`.
  void corners(const CachedTexture& mask, const SDL_Rect& box, int corner, Color tint);
  // The four edges, stretched from the mask's middle row and column.
  void edges(const CachedTexture& mask, const SDL_Rect& box, int corner, Color tint);

  // `name` is set: the texture of that name, made by `make` if it is not kept.
  template <class Make>
  const CachedTexture& picture(Make make) {
    if (const CachedTexture* kept = cache.find(name)) return *kept;
    return cache.put(name, make());
  }

  // --- text
  const CachedTexture& line(std::string_view text, Face face, int size_px, Direction direction);
  int width(std::string_view text, Face face, int size_px, Direction direction);
  void text_name(std::string_view text, Face face, int size_px, Direction direction);
  // Draws with the line's left end at pixel `x` and its baseline at pixel `baseline`.
  void draw_line(const CachedTexture& line, int x, int baseline, Color color);
};

// Where the baseline lies below the top of the em box, in em.
inline constexpr float kBaseline = 0.88F;

}  // namespace yichuang::ui
