// The window's surface: what is damaged, painting it, pictures of it.
#include <fmt/format.h>

#include <cmath>

#include "base/log.h"
#include "ui/window_body.h"

namespace yichuang::ui {

namespace {

constexpr size_t kPictureBytesAtFullHd = 24 * 1024 * 1024;
constexpr double kFullHdPixels = 1920.0 * 1080.0;
constexpr int kScreenshotsMax = 999;

int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Error sdl_error(std::string_view what) {
  return {ErrorCode::kUnavailable,
          fmt::format("{}: {}; check DISPLAY and SDL_VIDEODRIVER", what, SDL_GetError())};
}

// Also after each change of the window's size: SDL makes a new surface then.
Result<void> Window::Body::attach_surface() {
  canvas.reset();
  SDL_FreeSurface(painted);
  painted = nullptr;
  surface = SDL_GetWindowSurface(window);
  if (!surface) return sdl_error("no window surface");
  const uint32_t format = surface->format->format;
  const bool direct = (format == SDL_PIXELFORMAT_RGB888 || format == SDL_PIXELFORMAT_ARGB8888) &&
                      !SDL_MUSTLOCK(surface);
  if (!direct) {
    painted = SDL_CreateRGBSurfaceWithFormat(0, surface->w, surface->h, 32, SDL_PIXELFORMAT_RGB888);
    if (!painted) return sdl_error("no memory for the screen");
    SDL_SetSurfaceBlendMode(painted, SDL_BLENDMODE_NONE);
  }
  const auto w = static_cast<float>(surface->w);
  const auto h = static_cast<float>(surface->h);
  design = h > w && options.logical_upright.w > 0 ? options.logical_upright : options.logical;
  scale = std::min(w / design.w, h / design.h);
  origin = {std::floor((w - design.w * scale) / 2), std::floor((h - design.h * scale) / 2)};
  const double pixels = double{w} * double{h};
  const auto bytes = static_cast<size_t>(static_cast<double>(kPictureBytesAtFullHd) *
                                         std::max(1.0, pixels / kFullHdPixels));
  canvas = std::make_unique<Canvas>(target(), *fonts, *icons, scale, origin, bytes);
  damage.resize(surface->w, surface->h);
  return {};
}

PixelTarget Window::Body::target() const {
  const SDL_Surface* on = painted ? painted : surface;
  return {static_cast<uint32_t*>(on->pixels), on->w, on->h, on->pitch / 4};
}

void Window::Body::invalidate(const Rect& area) {
  if (area.empty()) return;
  // Outward to whole pixels, and one more for edges that were rounded outward when painted.
  const int x0 = static_cast<int>(std::floor(origin.x + area.x * scale)) - 1;
  const int y0 = static_cast<int>(std::floor(origin.y + area.y * scale)) - 1;
  const int x1 = static_cast<int>(std::ceil(origin.x + area.right() * scale)) + 1;
  const int y1 = static_cast<int>(std::ceil(origin.y + area.bottom() * scale)) + 1;
  damage.add({x0, y0, x1 - x0, y1 - y0});
}

void Window::Body::draw(const PixelBox& box) {
  canvas->restrict_to(box);
  if (origin.x > 0 || origin.y > 0) {  // bars beside the design
    Raster bars(target());
    bars.fill(box, Color{});
  }
  const auto inside = canvas->clip({0, 0, design.w, design.h});
  screen->draw(*canvas);
}

void Window::Body::paint() {
  if (damage.empty() || !screen) return;
  const int64_t begin = now_us();
  const std::vector<PixelBox> boxes = damage.take();
  std::vector<SDL_Rect> changed;
  for (const PixelBox& box : boxes) {
    draw(box);
    changed.push_back({box.x, box.y, box.w, box.h});
  }
  if (painted) {
    for (SDL_Rect& rect : changed) {
      SDL_Rect to = rect;
      SDL_BlitSurface(painted, &rect, surface, &to);
    }
  }
  const int64_t drawn_us = now_us();
  if (SDL_UpdateWindowSurfaceRects(window, changed.data(), static_cast<int>(changed.size())) != 0) {
    log_warning("the window cannot be updated: {}", SDL_GetError());
  }
  ++stats.frames;
  stats.paint_us_last = drawn_us - begin;
  stats.present_us_last = now_us() - drawn_us;
  if (std::exchange(first_paint, false)) take_screenshot(screen->name());
}

Picture Window::Body::picture() const {
  Picture out;
  out.width = surface->w;
  out.height = surface->h;
  out.pixels.resize(static_cast<size_t>(out.width) * static_cast<size_t>(out.height));
  const PixelTarget from = target();
  for (int y = 0; y < out.height; ++y) {
    const uint32_t* row = from.pixels + static_cast<ptrdiff_t>(y) * from.stride;
    uint32_t* to = out.pixels.data() + static_cast<ptrdiff_t>(y) * out.width;
    for (int x = 0; x < out.width; ++x) to[x] = row[x] | 0xFF000000U;
  }
  return out;
}

Result<void> Window::Body::screenshot(const std::filesystem::path& file) {
  paint();
  return write_png(picture(), file);
}

void Window::Body::take_screenshot(std::string_view name) {
  if (options.screenshots.empty() || screenshots_taken >= kScreenshotsMax) return;
  std::error_code error;
  std::filesystem::create_directories(options.screenshots, error);
  ++screenshots_taken;
  const auto file = options.screenshots / fmt::format("{:03}-{}.png", screenshots_taken, name);
  if (auto ok = screenshot(file); !ok) {
    log_warning("screenshot: {}", ok.error().sentence);
  } else {
    log_info("screenshot {}", file.string());
  }
}

}  // namespace yichuang::ui
