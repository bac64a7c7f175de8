#include "ui/canvas.h"

#include <fmt/format.h>

#include <cmath>

#include "base/assert.h"
#include "ui/canvas_body.h"
#include "ui/shapes.h"

namespace yichuang::ui {

namespace {

constexpr int kGradientTile = 64;  // a multiple of the dither's 4

uint32_t packed(Color c) { return (uint32_t{c.r} << 16) | (uint32_t{c.g} << 8) | uint32_t{c.b}; }

}  // namespace

int Canvas::Body::length(float units) const {
  if (units <= 0) return 0;
  return std::max(1, static_cast<int>(std::lround(units * scale)));
}

int Canvas::Body::across(float x) const {
  return static_cast<int>(std::lround(origin.x + x * scale));
}

int Canvas::Body::down(float y) const {
  return static_cast<int>(std::lround(origin.y + y * scale));
}

SDL_Rect Canvas::Body::box(const Rect& area) const {
  const int x = across(area.x);
  const int y = down(area.y);
  return {x, y, std::max(1, across(area.right()) - x), std::max(1, down(area.bottom()) - y)};
}

bool Canvas::Body::shown(const SDL_Rect& box) const {
  return SDL_HasIntersection(&box, &clips.back()) == SDL_TRUE;
}

void Canvas::Body::use_clip() { SDL_RenderSetClipRect(renderer, &clips.back()); }

void Canvas::Body::fill(const SDL_Rect& box, Color color) {
  if (box.w <= 0 || box.h <= 0) return;
  SDL_SetRenderDrawBlendMode(renderer, color.a == 255 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
  SDL_SetRenderDrawColor(renderer, color.r, color.g, color.b, color.a);
  SDL_RenderFillRect(renderer, &box);
}

void Canvas::Body::copy(SDL_Texture* texture, const SDL_Rect* from, const SDL_Rect& to,
                        Color tint) {
  if (!texture || to.w <= 0 || to.h <= 0 || !shown(to)) return;
  SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
  SDL_SetTextureScaleMode(texture, SDL_ScaleModeNearest);
  SDL_SetTextureColorMod(texture, tint.r, tint.g, tint.b);
  SDL_SetTextureAlphaMod(texture, tint.a);
  SDL_RenderCopy(renderer, texture, from, &to);
}

void Canvas::Body::corners(const CachedTexture& mask, const SDL_Rect& box, int corner, Color tint) {
  const int across = std::min(corner, box.w / 2);
  const int below = std::min(corner, box.h / 2);
  for (const bool right : {false, true}) {
    for (const bool bottom : {false, true}) {
      const SDL_Rect from{right ? mask.width_px - across : 0, bottom ? mask.height_px - below : 0,
                          across, below};
      const SDL_Rect to{right ? box.x + box.w - across : box.x,
                        bottom ? box.y + box.h - below : box.y, across, below};
      copy(mask.texture, &from, to, tint);
    }
  }
}

void Canvas::Body::edges(const CachedTexture& mask, const SDL_Rect& box, int corner, Color tint) {
  const int across = std::min(corner, box.w / 2);
  const int below = std::min(corner, box.h / 2);
  const int middle_x = mask.width_px / 2;
  const int middle_y = mask.height_px / 2;
  const int inner_w = box.w - 2 * across;
  const int inner_h = box.h - 2 * below;
  const SDL_Rect from_top{middle_x, 0, 1, below};
  const SDL_Rect from_bottom{middle_x, mask.height_px - below, 1, below};
  const SDL_Rect from_left{0, middle_y, across, 1};
  const SDL_Rect from_right{mask.width_px - across, middle_y, across, 1};
  copy(mask.texture, &from_top, {box.x + across, box.y, inner_w, below}, tint);
  copy(mask.texture, &from_bottom, {box.x + across, box.y + box.h - below, inner_w, below}, tint);
  copy(mask.texture, &from_left, {box.x, box.y + below, across, inner_h}, tint);
  copy(mask.texture, &from_right, {box.x + box.w - across, box.y + below, across, inner_h}, tint);
}

Canvas::Canvas(SDL_Renderer* renderer, FontBook& fonts, Icons& icons, float scale, Point origin_px,
               size_t texture_bytes_max)
    : body_(std::make_unique<Body>(renderer, fonts, icons, scale, origin_px, texture_bytes_max)) {
  HALL_ASSERT(scale > 0);
  int w = 0;
  int h = 0;
  SDL_GetRendererOutputSize(renderer, &w, &h);
  body_->clips.push_back({0, 0, w, h});
}

Canvas::~Canvas() = default;

void Canvas::restrict_to(int x_px, int y_px, int w_px, int h_px) {
  HALL_ASSERT(body_->clips.size() == 1);  // no Clip guard lives
  body_->clips[0] = {x_px, y_px, w_px, h_px};
  body_->use_clip();
}

bool Canvas::visible(const Rect& area) const { return body_->shown(body_->box(area)); }

void Canvas::fill(const Rect& area, Color color) {
  if (area.empty()) return;
  const SDL_Rect box = body_->box(area);
  if (body_->shown(box)) body_->fill(box, color);
}

void Canvas::round(const Rect& area, float radius, Color color) {
  if (area.empty()) return;
  const SDL_Rect box = body_->box(area);
  if (!body_->shown(box)) return;
  const int corner = std::min({body_->length(radius), box.w / 2, box.h / 2});
  if (corner < 1) return body_->fill(box, color);
  body_->name = fmt::format("round {}", corner);
  const CachedTexture& mask = body_->picture([&] { return shapes::rounded_box(corner); });
  body_->corners(mask, box, corner, color);
  body_->fill({box.x + corner, box.y, box.w - 2 * corner, corner}, color);
  body_->fill({box.x, box.y + corner, box.w, box.h - 2 * corner}, color);
  body_->fill({box.x + corner, box.y + box.h - corner, box.w - 2 * corner, corner}, color);
}

void Canvas::circle(Point center, float radius, Color color) {
  round({center.x - radius, center.y - radius, 2 * radius, 2 * radius}, radius, color);
}

void Canvas::stroke(const Rect& area, float radius, float width, Color color) {
  if (area.empty() || width <= 0) return;
  const SDL_Rect box = body_->box(area);
  if (!body_->shown(box)) return;
  const int line = std::min({body_->length(width), box.w / 2, box.h / 2});
  if (line < 1) return body_->fill(box, color);
  const int rounding = std::min({body_->length(radius), box.w / 2, box.h / 2});
  const int corner = std::min({std::max(rounding, line + 1), box.w / 2, box.h / 2});
  body_->name = fmt::format("border {} {}", rounding, line);
  const CachedTexture& mask = body_->picture([&] { return shapes::border(rounding, line); });
  body_->corners(mask, box, corner, color);
  const int inner_w = box.w - 2 * corner;
  const int inner_h = box.h - 2 * corner;
  body_->fill({box.x + corner, box.y, inner_w, line}, color);
  body_->fill({box.x + corner, box.y + box.h - line, inner_w, line}, color);
  body_->fill({box.x, box.y + corner, line, inner_h}, color);
  body_->fill({box.x + box.w - line, box.y + corner, line, inner_h}, color);
}

void Canvas::shadow(const Rect& area, float radius, const Shadow& shadow) {
  if (area.empty()) return;
  const int sigma = std::max(1, body_->length(shadow.sigma));
  const int reach = shapes::shadow_reach(sigma);
  SDL_Rect box = body_->box(area.moved(0, shadow.dy));
  const int rounding = std::min({body_->length(radius), box.w / 2, box.h / 2});
  box = {box.x - reach, box.y - reach, box.w + 2 * reach, box.h + 2 * reach};
  if (!body_->shown(box)) return;
  body_->name = fmt::format("shadow {} {}", rounding, sigma);
  const CachedTexture& mask = body_->picture([&] { return shapes::soft_shadow(rounding, sigma); });
  body_->corners(mask, box, mask.width_px / 2, shadow.color);
  body_->edges(mask, box, mask.width_px / 2, shadow.color);
}

void Canvas::gradient(const Rect& area, float radius, Color top, Color bottom) {
  if (area.empty()) return;
  const SDL_Rect box = body_->box(area);
  if (!body_->shown(box)) return;
  const int corner = std::min({body_->length(radius), box.w / 2, box.h / 2});
  const int side = (corner + 3) / 4 * 4;
  const int width = std::min(box.w, 2 * side + kGradientTile);
  body_->name = fmt::format("gradient {} {} {} {:06x} {:06x}", width, box.h, corner, packed(top),
                            packed(bottom));
  const CachedTexture& made =
      body_->picture([&] { return shapes::gradient_box(width, box.h, corner, top, bottom); });
  if (!made.texture) return;
  SDL_SetTextureColorMod(made.texture, 255, 255, 255);
  SDL_SetTextureAlphaMod(made.texture, 255);
  const auto band = [&](int y, int height, SDL_BlendMode mode) {
    if (height <= 0) return;
    SDL_SetTextureBlendMode(made.texture, mode);
    const auto piece = [&](int from_x, int to_x, int w) {
      const SDL_Rect from{from_x, y, w, height};
      const SDL_Rect to{box.x + to_x, box.y + y, w, height};
      if (w > 0 && body_->shown(to)) SDL_RenderCopy(body_->renderer, made.texture, &from, &to);
    };
    if (width == box.w) return piece(0, 0, width);
    piece(0, 0, side);
    for (int x = side; x < box.w - side; x += kGradientTile) {
      piece(side, x, std::min(kGradientTile, box.w - side - x));
    }
    piece(width - side, box.w - side, side);
  };
  band(0, corner, SDL_BLENDMODE_BLEND);
  band(corner, box.h - 2 * corner, SDL_BLENDMODE_NONE);
  band(box.h - corner, corner, SDL_BLENDMODE_BLEND);
}

void Canvas::fade(const Rect& area, Color color, bool opaque_left) {
  if (area.empty()) return;
  const SDL_Rect box = body_->box(area);
  if (!body_->shown(box)) return;
  body_->name = fmt::format("fade {} {}", box.w, opaque_left);
  const CachedTexture& strip =
      body_->picture([&] { return shapes::fade_strip(box.w, opaque_left); });
  body_->copy(strip.texture, nullptr, box, color);
}

void Canvas::arcs(const Rect& area, Point center, float first_radius, float step, int count,
                  float width, Color color) {
  if (area.empty() || step <= 0 || count <= 0) return;
  const float reach = first_radius + step * static_cast<float>(count - 1) + width;
  const Rect touched =
      intersection(area, {center.x - reach, center.y - reach, 2 * reach, 2 * reach});
  if (touched.empty()) return;
  const SDL_Rect box = body_->box(touched);
  if (!body_->shown(box)) return;
  const float s = body_->scale;
  const Point at{(center.x - touched.x) * s, (center.y - touched.y) * s};
  body_->name = fmt::format("arcs {} {} {} {} {} {} {} {}", box.w, box.h, at.x, at.y, first_radius,
                            step, count, width);
  const CachedTexture& made = body_->picture([&] {
    return shapes::rings(box.w, box.h, at, first_radius * s, step * s, count,
                         std::max(1.0F, width * s));
  });
  body_->copy(made.texture, nullptr, box, color);
}

Canvas::Clip Canvas::clip(const Rect& area) {
  SDL_Rect box{0, 0, 0, 0};
  if (!area.empty()) {
    const SDL_Rect wanted = body_->box(area);
    if (!SDL_IntersectRect(&wanted, &body_->clips.back(), &box)) box.w = box.h = 0;
  }
  body_->clips.push_back(box);
  body_->use_clip();
  return Clip(*this);
}

Canvas::Clip::~Clip() {
  canvas_.body_->clips.pop_back();
  canvas_.body_->use_clip();
}

void Canvas::forget() {
  body_->cache.clear();
  body_->widths.clear();
  body_->wrapped.clear();
}

float Canvas::scale() const { return body_->scale; }
FontBook& Canvas::fonts() { return body_->fonts; }

CanvasStats Canvas::stats() const {
  const TextureCache& cache = body_->cache;
  return {.texture_bytes = cache.bytes(),
          .textures = cache.count(),
          .hits = cache.hits(),
          .misses = cache.misses(),
          .evictions = cache.evictions()};
}

}  // namespace yichuang::ui
