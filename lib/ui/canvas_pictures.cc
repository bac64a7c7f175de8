// The canvas's pictures: icons, QR codes, images, charts.
#include <fmt/format.h>
#include <qrencode.h>

#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "base/log.h"
#include "ui/canvas.h"
#include "ui/canvas_body.h"
#include "ui/shapes.h"

namespace yichuang::ui {

namespace {

constexpr size_t kLargePixels = 200'000;  // 0.8 MB
constexpr int kQuietModules = 4;          // ISO/IEC 18004: four modules of light around the code
constexpr size_t kQrBytesMax = 1000;

// The code's dark modules, `module` pixels wide each, without the quiet zone.
Mask draw_modules(const QRcode& code, int module) {
  const int side = code.width * module;
  Mask mask(side, side);
  for (int y = 0; y < side; ++y) {
    uint8_t* row = mask.row(y);
    for (int x = 0; x < side; ++x) {
      const int at = y / module * code.width + x / module;
      row[x] = (code.data[at] & 1) ? 255 : 0;
    }
  }
  return mask;
}

// Averages all source pixels under each target pixel: a page of paper stays readable when small.
std::vector<uint32_t> scaled(std::span<const uint32_t> rgb, int from_w, int from_h, int to_w,
                             int to_h) {
  std::vector<uint32_t> out(static_cast<size_t>(to_w) * static_cast<size_t>(to_h));
  const auto begin = [](int to, int from_size, int to_size) {
    return static_cast<int>(int64_t{to} * from_size / to_size);
  };
  for (int y = 0; y < to_h; ++y) {
    const int y0 = begin(y, from_h, to_h);
    const int y1 = std::max(y0 + 1, begin(y + 1, from_h, to_h));
    uint32_t* row = out.data() + static_cast<ptrdiff_t>(y) * to_w;
    for (int x = 0; x < to_w; ++x) {
      const int x0 = begin(x, from_w, to_w);
      const int x1 = std::max(x0 + 1, begin(x + 1, from_w, to_w));
      uint64_t red = 0;
      uint64_t green = 0;
      uint64_t blue = 0;
      for (int from_y = y0; from_y < y1; ++from_y) {
        const uint32_t* source = rgb.data() + static_cast<ptrdiff_t>(from_y) * from_w;
        for (int from_x = x0; from_x < x1; ++from_x) {
          red += (source[from_x] >> 16) & 0xFF;
          green += (source[from_x] >> 8) & 0xFF;
          blue += source[from_x] & 0xFF;
        }
      }
      const auto count = static_cast<uint64_t>(y1 - y0) * static_cast<uint64_t>(x1 - x0);
      row[x] = static_cast<uint32_t>((red / count) << 16 | (green / count) << 8 | blue / count);
    }
  }
  return out;
}

}  // namespace

void Canvas::icon(std::string_view name, float x, float y, float size, Color color, float stroke) {
  const int side = body_->length(size);
  if (side < 1) return;
  const PixelBox box{body_->across(x), body_->down(y), side, side};
  if (!body_->shown(box)) return;
  body_->name = fmt::format("icon {} {:.2f} {}", side, stroke, name);
  const Mask& made = body_->mask([&] { return body_->icons.render(name, side, stroke); });
  body_->raster.tint(made, box.x, box.y, color);
}

int Canvas::qr(std::string_view text, const Rect& area, Color dark, Color light) {
  if (text.empty() || text.size() > kQrBytesMax || area.empty()) return 0;
  QRcode* code =
      QRcode_encodeData(static_cast<int>(text.size()),
                        reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M);
  if (!code) return 0;
  const PixelBox box = body_->box(area);
  const int side = std::min(box.w, box.h);
  const int module = side / (code->width + 2 * kQuietModules);
  if (module < 1) {
    log_warning("a QR code of {} modules does not fit into {} pixels", code->width, side);
    QRcode_free(code);
    return 0;
  }
  if (body_->shown(box)) {
    body_->raster.fill(box, light);
    body_->name = fmt::format("qr {} ", module);
    body_->name.append(text);
    const Mask& made = body_->mask([&] { return draw_modules(*code, module); });
    body_->raster.tint(made, box.x + (box.w - made.width) / 2, box.y + (box.h - made.height) / 2,
                       dark);
  }
  QRcode_free(code);
  return module;
}

void Canvas::image(std::string_view key, uint64_t version, std::span<const uint32_t> rgb,
                   int width_px, int height_px, const Rect& area) {
  HALL_ASSERT(width_px > 0 && height_px > 0);
  HALL_ASSERT(rgb.size() == static_cast<size_t>(width_px) * static_cast<size_t>(height_px));
  if (area.empty()) return;
  const float fit =
      std::min(area.w / static_cast<float>(width_px), area.h / static_cast<float>(height_px));
  const float w = static_cast<float>(width_px) * fit;
  const float h = static_cast<float>(height_px) * fit;
  const PixelBox box = body_->box({area.x + (area.w - w) / 2, area.y + (area.h - h) / 2, w, h});
  if (!body_->shown(box)) return;
  body_->name = fmt::format("image {} {} {} {}", version, box.w, box.h, key);
  const KeptPicture* kept = body_->cache.find(body_->name);
  if (!kept) {
    // Of what fills a screen only the last version is worth its megabytes.
    const std::string same = fmt::format(" {}", key);
    if (static_cast<size_t>(box.w) * static_cast<size_t>(box.h) >= kLargePixels)
      body_->cache.drop_if([&](std::string_view name) {
        return name.starts_with("image ") && name.ends_with(same);
      });
    kept = &body_->cache.put(
        body_->name,
        {.mask = {}, .rgb = scaled(rgb, width_px, height_px, box.w, box.h), .baseline_px = 0});
  }
  body_->raster.copy(kept->rgb, box.w, box.h, box.x, box.y);
}

void Canvas::curve(const Rect& area, std::span<const float> values, float value_max, float width,
                   Color color, int area_percent) {
  if (area.empty() || values.size() < 2 || value_max <= 0) return;
  const PixelBox box = body_->box(area);
  if (!body_->shown(box)) return;
  std::string& name = body_->name;
  name = fmt::format("curve {} {} {} {} {}", box.w, box.h, value_max, width, area_percent);
  for (const float value : values) name += fmt::format(" {}", value);
  const Mask& made = body_->mask([&] {
    return shapes::curve(box.w, box.h, values, value_max, width * body_->scale, area_percent);
  });
  body_->raster.tint(made, box.x, box.y, color);
}

}  // namespace yichuang::ui
