#include "ui/canvas.h"

#include <fmt/format.h>

#include <cmath>

#include "base/assert.h"
#include "ui/canvas_body.h"
#include "ui/shapes.h"

namespace yichuang::ui {

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

PixelBox Canvas::Body::box(const Rect& area) const {
  const int x = across(area.x);
  const int y = down(area.y);
  return {x, y, std::max(1, across(area.right()) - x), std::max(1, down(area.bottom()) - y)};
}

void Canvas::Body::corners(const Mask& mask, const PixelBox& box, int corner, Color color) {
  const int w = std::min(corner, box.w / 2);
  const int h = std::min(corner, box.h / 2);
  for (const bool right : {false, true}) {
    for (const bool bottom : {false, true}) {
      const PixelBox from{right ? mask.width - w : 0, bottom ? mask.height - h : 0, w, h};
      raster.tint(mask, from, right ? box.x + box.w - w : box.x, bottom ? box.y + box.h - h : box.y,
                  color);
    }
  }
}

void Canvas::Body::edges(const Mask& mask, const PixelBox& box, int corner, Color color) {
  const int w = std::min(corner, box.w / 2);
  const int h = std::min(corner, box.h / 2);
  const int inner_w = box.w - 2 * w;
  const int inner_h = box.h - 2 * h;
  const int bottom = box.y + box.h - h;
  const int right = box.x + box.w - w;
  raster.tint_rows(mask, mask.width / 2, 0, {box.x + w, box.y, inner_w, h}, color);
  raster.tint_rows(mask, mask.width / 2, mask.height - h, {box.x + w, bottom, inner_w, h}, color);
  raster.tint_columns(mask, mask.height / 2, 0, {box.x, box.y + h, w, inner_h}, color);
  raster.tint_columns(mask, mask.height / 2, mask.width - w, {right, box.y + h, w, inner_h}, color);
}

Canvas::Canvas(const PixelTarget& target, FontBook& fonts, Icons& icons, float scale,
               Point origin_px, size_t picture_bytes_max)
    : body_(std::make_unique<Body>(target, fonts, icons, scale, origin_px, picture_bytes_max)) {
  HALL_ASSERT(scale > 0);
  body_->clips.push_back({0, 0, target.width, target.height});
}

Canvas::~Canvas() = default;

void Canvas::restrict_to(const PixelBox& box) {
  HALL_ASSERT(body_->clips.size() == 1);  // no Clip guard lives
  body_->clips[0] = box;
  body_->use_clip();
}

bool Canvas::visible(const Rect& area) const { return body_->shown(body_->box(area)); }

void Canvas::fill(const Rect& area, Color color) {
  if (area.empty()) return;
  body_->covers(area, color);
  const PixelBox box = body_->box(area);
  body_->raster.fill(box, color);
}

void Canvas::round(const Rect& area, float radius, Color color) {
  if (area.empty()) return;
  body_->covers(area, color);
  const PixelBox box = body_->box(area);
  if (!body_->shown(box)) return;
  const int corner = std::min({body_->length(radius), box.w / 2, box.h / 2});
  if (corner < 1) return body_->raster.fill(box, color);
  body_->name = fmt::format("round {}", corner);
  const Mask& mask = body_->mask([&] { return shapes::rounded_box(corner); });
  body_->corners(mask, box, corner, color);
  body_->raster.fill({box.x + corner, box.y, box.w - 2 * corner, corner}, color);
  body_->raster.fill({box.x, box.y + corner, box.w, box.h - 2 * corner}, color);
  body_->raster.fill({box.x + corner, box.y + box.h - corner, box.w - 2 * corner, corner}, color);
}

void Canvas::circle(Point center, float radius, Color color) {
  round({center.x - radius, center.y - radius, 2 * radius, 2 * radius}, radius, color);
}

void Canvas::stroke(const Rect& area, float radius, float width, Color color) {
  if (area.empty() || width <= 0) return;
  const PixelBox box = body_->box(area);
  if (!body_->shown(box)) return;
  const int line = std::min({body_->length(width), box.w / 2, box.h / 2});
  if (line < 1) return body_->raster.fill(box, color);
  const int rounding = std::min({body_->length(radius), box.w / 2, box.h / 2});
  const int corner = std::min({std::max(rounding, line + 1), box.w / 2, box.h / 2});
  body_->name = fmt::format("border {} {}", rounding, line);
  const Mask& mask = body_->mask([&] { return shapes::border(rounding, line); });
  body_->corners(mask, box, corner, color);
  const int inner_w = box.w - 2 * corner;
  const int inner_h = box.h - 2 * corner;
  body_->raster.fill({box.x + corner, box.y, inner_w, line}, color);
  body_->raster.fill({box.x + corner, box.y + box.h - line, inner_w, line}, color);
  body_->raster.fill({box.x, box.y + corner, line, inner_h}, color);
  body_->raster.fill({box.x + box.w - line, box.y + corner, line, inner_h}, color);
}

void Canvas::shadow(const Rect& area, float radius, const Shadow& shadow) {
  if (area.empty()) return;
  const int sigma = std::max(1, body_->length(shadow.sigma));
  const int reach = shapes::shadow_reach(sigma);
  PixelBox box = body_->box(area.moved(0, shadow.dy));
  const int rounding = std::min({body_->length(radius), box.w / 2, box.h / 2});
  box = {box.x - reach, box.y - reach, box.w + 2 * reach, box.h + 2 * reach};
  if (!body_->shown(box)) return;
  body_->name = fmt::format("shadow {} {}", rounding, sigma);
  const Mask& mask = body_->mask([&] { return shapes::soft_shadow(rounding, sigma); });
  body_->corners(mask, box, mask.width / 2, shadow.color);
  body_->edges(mask, box, mask.width / 2, shadow.color);
}

void Canvas::gradient(const Rect& area, float radius, Color top, Color bottom) {
  if (area.empty()) return;
  body_->covers(area, top);
  const PixelBox box = body_->box(area);
  if (!body_->shown(box)) return;
  const int corner = std::min({body_->length(radius), box.w / 2, box.h / 2});
  if (corner < 1) return body_->raster.gradient(box, top, bottom, {}, 0);
  body_->name = fmt::format("round {}", corner);
  const Mask& mask = body_->mask([&] { return shapes::rounded_box(corner); });
  body_->raster.gradient(box, top, bottom, mask, corner);
}

void Canvas::fade(const Rect& area, Color color, bool opaque_left) {
  if (area.empty()) return;
  const PixelBox box = body_->box(area);
  if (!body_->shown(box)) return;
  body_->name = fmt::format("fade {} {}", box.w, opaque_left);
  const Mask& strip = body_->mask([&] { return shapes::fade_strip(box.w, opaque_left); });
  body_->raster.tint_columns(strip, 0, 0, box, color);
}

void Canvas::arcs(const Rect& area, Point center, float first_radius, float step, int count,
                  float width, Color color) {
  if (area.empty() || step <= 0 || count <= 0) return;
  const float reach = first_radius + step * static_cast<float>(count - 1) + width;
  const Rect touched =
      intersection(area, {center.x - reach, center.y - reach, 2 * reach, 2 * reach});
  if (touched.empty()) return;
  const PixelBox box = body_->box(touched);
  if (!body_->shown(box)) return;
  const float s = body_->scale;
  const Point at{(center.x - touched.x) * s, (center.y - touched.y) * s};
  body_->name = fmt::format("arcs {} {} {} {} {} {} {} {}", box.w, box.h, at.x, at.y, first_radius,
                            step, count, width);
  const Mask& made = body_->mask([&] {
    return shapes::rings(box.w, box.h, at, first_radius * s, step * s, count,
                         std::max(1.0F, width * s));
  });
  body_->raster.tint(made, box.x, box.y, color);
}

Canvas::Clip Canvas::clip(const Rect& area) {
  const PixelBox box = area.empty() ? PixelBox{} : body_->box(area);
  body_->clips.push_back(intersection(box, body_->clips.back()));
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
  const PictureCache& cache = body_->cache;
  return {.picture_bytes = cache.bytes(),
          .pictures = cache.count(),
          .hits = cache.hits(),
          .misses = cache.misses(),
          .evictions = cache.evictions()};
}

}  // namespace yichuang::ui
