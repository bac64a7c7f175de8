#include "ui/paper.h"

#include "base/assert.h"

namespace yichuang::ui {

namespace {

constexpr int kWidthDotsMax = 1024;
constexpr int kHeightDotsMax = 4096;
constexpr size_t kPictureBytesMax = 8 * 1024 * 1024;
// Thin strokes of Chinese characters are grey when drawn small: a threshold above the middle keeps
// them whole on paper.
constexpr int kBlackBelow = 150;

}  // namespace

struct Paper::Body {
  int width;
  int height;
  std::vector<uint32_t> pixels;
  std::unique_ptr<Canvas> canvas;
};

Paper::Paper(FontBook& fonts, Icons& icons, int width_dots, int height_dots_max)
    : body_(std::make_unique<Body>()) {
  HALL_ASSERT(width_dots > 0 && width_dots <= kWidthDotsMax);
  HALL_ASSERT(height_dots_max > 0 && height_dots_max <= kHeightDotsMax);
  body_->width = width_dots;
  body_->height = height_dots_max;
  body_->pixels.assign(static_cast<size_t>(width_dots) * static_cast<size_t>(height_dots_max),
                       0xFFFFFFFFU);
  const PixelTarget target{body_->pixels.data(), width_dots, height_dots_max, width_dots};
  body_->canvas = std::make_unique<Canvas>(target, fonts, icons, 1.0F, Point{}, kPictureBytesMax);
}

Paper::~Paper() = default;

Canvas& Paper::canvas() { return *body_->canvas; }

MonoPicture Paper::finish(int height_dots) {
  HALL_ASSERT(height_dots > 0 && height_dots <= body_->height);
  MonoPicture mono;
  mono.width_dots = body_->width;
  mono.height_dots = height_dots;
  const auto row_bytes = static_cast<size_t>(mono.row_bytes());
  mono.bytes.assign(row_bytes * static_cast<size_t>(height_dots), 0);
  for (int y = 0; y < height_dots; ++y) {
    const uint32_t* row = body_->pixels.data() + static_cast<ptrdiff_t>(y) * body_->width;
    uint8_t* out = mono.bytes.data() + static_cast<size_t>(y) * row_bytes;
    for (int x = 0; x < body_->width; ++x) {
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
