#include "ui/paper.h"

#include <SDL.h>

#include "base/assert.h"

namespace yichuang::ui {

namespace {

constexpr int kWidthDotsMax = 1024;
constexpr int kHeightDotsMax = 4096;
constexpr size_t kTextureBytesMax = 8 * 1024 * 1024;
// Thin strokes of Chinese characters are grey when drawn small: a threshold above the middle keeps
// them whole on paper.
constexpr int kBlackBelow = 150;

}  // namespace

struct Paper::Body {
  SDL_Surface* surface;
  SDL_Renderer* renderer;
  std::unique_ptr<Canvas> canvas;
  ~Body() {
    canvas.reset();
    SDL_DestroyRenderer(renderer);
    SDL_FreeSurface(surface);
  }
};

Paper::Paper(FontBook& fonts, Icons& icons, int width_dots, int height_dots_max)
    : body_(std::make_unique<Body>()) {
  HALL_ASSERT(width_dots > 0 && width_dots <= kWidthDotsMax);
  HALL_ASSERT(height_dots_max > 0 && height_dots_max <= kHeightDotsMax);
  body_->surface =
      SDL_CreateRGBSurfaceWithFormat(0, width_dots, height_dots_max, 32, SDL_PIXELFORMAT_RGB888);
  HALL_ASSERT(body_->surface != nullptr);
  SDL_FillRect(body_->surface, nullptr, 0xFFFFFF);
  body_->renderer = SDL_CreateSoftwareRenderer(body_->surface);
  HALL_ASSERT(body_->renderer != nullptr);
  body_->canvas =
      std::make_unique<Canvas>(body_->renderer, fonts, icons, 1.0F, Point{}, kTextureBytesMax);
}

Paper::~Paper() = default;

Canvas& Paper::canvas() { return *body_->canvas; }

MonoPicture Paper::finish(int height_dots) {
  const SDL_Surface* surface = body_->surface;
  HALL_ASSERT(height_dots > 0 && height_dots <= surface->h);
  SDL_RenderFlush(body_->renderer);
  MonoPicture mono;
  mono.width_dots = surface->w;
  mono.height_dots = height_dots;
  const auto row_bytes = static_cast<size_t>(mono.row_bytes());
  mono.bytes.assign(row_bytes * static_cast<size_t>(height_dots), 0);
  for (int y = 0; y < height_dots; ++y) {
    const auto* row = reinterpret_cast<const uint32_t*>(
        static_cast<const uint8_t*>(surface->pixels) + static_cast<ptrdiff_t>(y) * surface->pitch);
    uint8_t* out = mono.bytes.data() + static_cast<size_t>(y) * row_bytes;
    for (int x = 0; x < surface->w; ++x) {
      const auto red = static_cast<int>((row[x] >> 16) & 0xFF);
      const auto green = static_cast<int>((row[x] >> 8) & 0xFF);
      const auto blue = static_cast<int>(row[x] & 0xFF);
      if ((red * 3 + green * 6 + blue) / 10 < kBlackBelow) {
        out[x / 8] = static_cast<uint8_t>(out[x / 8] | (0x80 >> (x % 8)));
      }
    }
  }
  return mono;
}

Picture to_picture(const MonoPicture& mono, int zoom) {
  HALL_ASSERT(zoom >= 1 && zoom <= 8);
  Picture picture;
  picture.width = mono.width_dots * zoom;
  picture.height = mono.height_dots * zoom;
  picture.pixels.resize(static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height));
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const size_t at =
          static_cast<size_t>(y) * static_cast<size_t>(picture.width) + static_cast<size_t>(x);
      picture.pixels[at] = mono.black(x / zoom, y / zoom) ? 0xFF000000U : 0xFFFFFFFFU;
    }
  }
  return picture;
}

}  // namespace yichuang::ui
