#include "ui/window.h"

#include <SDL.h>
#include <fmt/format.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "base/log.h"
#include "ui/damage.h"
#include "ui/input_source.h"
#include "ui/loop.h"
#include "ui/pointer.h"
#include "ui/raster.h"
#include "ui/signals.h"
#include "ui/theme.h"

namespace yichuang::ui {

namespace {

constexpr size_t kPictureBytesAtFullHd = 24 * 1024 * 1024;
constexpr double kFullHdPixels = 1920.0 * 1080.0;
constexpr uint32_t kMouseAfterFingerMs = 700;
constexpr int kScreenshotsMax = 999;

int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

Error sdl_error(std::string_view what) {
  return {ErrorCode::kUnavailable,
          fmt::format("{}: {}; check DISPLAY and SDL_VIDEODRIVER", what, SDL_GetError())};
}

void set_hints() {
  SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");  // no GL texture behind the window surface
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");        // a finger is not also a mouse
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
}

std::optional<KeyCode> key_code(const SDL_Keysym& key) {
  switch (key.sym) {
    case SDLK_TAB:
      return (key.mod & KMOD_SHIFT) ? KeyCode::kPrevious : KeyCode::kNext;
    case SDLK_RETURN:
    case SDLK_KP_ENTER:
      return KeyCode::kEnter;
    case SDLK_ESCAPE:
    case SDLK_BACKSPACE:
      return KeyCode::kBack;
    case SDLK_LEFT:
      return KeyCode::kLeft;
    case SDLK_RIGHT:
      return KeyCode::kRight;
    case SDLK_UP:
      return KeyCode::kUp;
    case SDLK_DOWN:
      return KeyCode::kDown;
    default:
      return std::nullopt;
  }
}

}  // namespace

struct Window::Body {
  explicit Body(const WindowOptions& o)
      : options(o), pointer(o.touch_target_min, [this](const Rect& area) { invalidate(area); }) {}
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  ~Body();

  Result<void> open();
  Result<void> attach_surface();
  SDL_Window* create() const;

  PixelTarget target() const;
  void invalidate(const Rect& area);
  bool handle_events();
  void handle(const SDL_Event& event);
  void handle_window(const SDL_WindowEvent& event);
  void handle_finger(const SDL_TouchFingerEvent& event);
  void handle_mouse(TouchPhase phase, int x, int y, uint32_t which);
  Point logical(float x_px, float y_px) const;
  void take_signals();
  void paint();
  void draw(const PixelBox& box);
  Picture picture() const;
  Result<void> screenshot(const std::filesystem::path& file);
  void take_screenshot(std::string_view name);

  WindowOptions options;
  bool video = false;
  SDL_Window* window = nullptr;
  SDL_Surface* surface = nullptr;  // SDL's
  SDL_Surface* painted = nullptr;  // ours, when the surface's format is not the canvas's
  InputSource input;
  std::unique_ptr<FontBook> fonts;
  std::unique_ptr<Icons> icons;
  std::unique_ptr<Canvas> canvas;
  float scale = 1;
  Point origin;
  Damage damage;
  Loop loop;
  std::unique_ptr<Signals> signals;
  Pointer pointer;
  Screen* screen = nullptr;
  bool first_paint = false;  // of the screen that is shown
  bool mouse_down = false;
  std::optional<uint32_t> finger_at_ms;
  std::function<void()> on_wake;
  std::atomic<bool> stopped{false};
  int screenshots_taken = 0;
  WindowStats stats;
};

Window::Body::~Body() {
  signals.reset();
  canvas.reset();
  SDL_FreeSurface(painted);
  if (window) SDL_DestroyWindow(window);
  fonts.reset();
  if (video) SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

SDL_Window* Window::Body::create() const {
  int w = options.width_px;
  int h = options.height_px;
  uint32_t flags = SDL_WINDOW_SHOWN;
  if (w <= 0 || h <= 0) {
    SDL_Rect bounds{0, 0, 0, 0};
    const std::string_view driver = SDL_GetCurrentVideoDriver();
    const bool real = driver != "offscreen" && driver != "dummy";
    if (!real || SDL_GetDisplayBounds(options.display, &bounds) != 0) {
      bounds.w = static_cast<int>(options.logical.w);
      bounds.h = static_cast<int>(options.logical.h);
    }
    w = bounds.w;
    h = bounds.h;
    flags |= SDL_WINDOW_BORDERLESS;
  }
  const int place = static_cast<int>(SDL_WINDOWPOS_UNDEFINED_DISPLAY(options.display));
  return SDL_CreateWindow(options.title.c_str(), place, place, w, h, flags);
}

Result<void> Window::Body::open() {
  set_hints();
  if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) return sdl_error("no video");
  video = true;
  auto opened = FontBook::open();
  if (!opened) return opened.error();
  fonts = std::move(*opened);
  const auto assets = options.assets.empty() ? assets_folder() : options.assets;
  icons = std::make_unique<Icons>(assets / "icons");
  if (const char* folder = std::getenv("YICHUANG_SCREENSHOTS");
      folder && *folder && options.screenshots.empty()) {
    options.screenshots = folder;
  }
  window = create();
  if (!window) return sdl_error("no window");
  if (options.hide_cursor) SDL_ShowCursor(SDL_DISABLE);
  input = input_source(window);
  if (options.handle_signals) signals = std::make_unique<Signals>(loop);
  return attach_surface();
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
  scale = std::min(w / options.logical.w, h / options.logical.h);
  origin = {std::floor((w - options.logical.w * scale) / 2),
            std::floor((h - options.logical.h * scale) / 2)};
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

Point Window::Body::logical(float x_px, float y_px) const {
  return {(x_px - origin.x) / scale, (y_px - origin.y) / scale};
}

void Window::Body::handle_finger(const SDL_TouchFingerEvent& event) {
  finger_at_ms = SDL_GetTicks();
  TouchPhase phase = TouchPhase::kMove;
  if (event.type == SDL_FINGERDOWN) phase = TouchPhase::kDown;
  if (event.type == SDL_FINGERUP) phase = TouchPhase::kUp;
  const float x = event.x * static_cast<float>(surface->w);
  const float y = event.y * static_cast<float>(surface->h);
  pointer.touch({phase, logical(x, y), event.fingerId});
}

void Window::Body::handle_mouse(TouchPhase phase, int x, int y, uint32_t which) {
  if (which == SDL_TOUCH_MOUSEID) return;
  // Some X servers send a mouse click after a touch whatever the hint says.
  if (finger_at_ms && SDL_GetTicks() - *finger_at_ms < kMouseAfterFingerMs) return;
  if (phase == TouchPhase::kMove && !mouse_down) return;
  if (phase == TouchPhase::kDown) mouse_down = true;
  if (phase == TouchPhase::kUp) mouse_down = false;
  pointer.touch({phase, logical(static_cast<float>(x), static_cast<float>(y)), 0});
}

void Window::Body::handle_window(const SDL_WindowEvent& event) {
  switch (event.event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
      if (auto ok = attach_surface(); !ok) {
        log_error("{}", ok.error().sentence);
        stopped = true;
      }
      break;
    case SDL_WINDOWEVENT_EXPOSED:
      damage.add_all();
      break;
    case SDL_WINDOWEVENT_CLOSE:
      stopped = true;
      break;
    default:
      break;
  }
}

void Window::Body::handle(const SDL_Event& event) {
  switch (event.type) {
    case SDL_QUIT:
      stopped = true;
      break;
    case SDL_WINDOWEVENT:
      handle_window(event.window);
      break;
    case SDL_FINGERDOWN:
    case SDL_FINGERMOTION:
    case SDL_FINGERUP:
      handle_finger(event.tfinger);
      break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
      if (event.button.button == SDL_BUTTON_LEFT) {
        handle_mouse(event.type == SDL_MOUSEBUTTONDOWN ? TouchPhase::kDown : TouchPhase::kUp,
                     event.button.x, event.button.y, event.button.which);
      }
      break;
    case SDL_MOUSEMOTION:
      handle_mouse(TouchPhase::kMove, event.motion.x, event.motion.y, event.motion.which);
      break;
    case SDL_KEYDOWN:
      if (const auto code = key_code(event.key.keysym)) pointer.key(*code);
      break;
    case SDL_TEXTINPUT:
      pointer.text(event.text.text);
      break;
    default:
      break;
  }
}

bool Window::Body::handle_events() {
  bool any = false;
  SDL_Event event;
  while (!stopped && SDL_PollEvent(&event)) {
    handle(event);
    any = true;
  }
  return any;
}

void Window::Body::take_signals() {
  if (!signals) return;
  if (signals->take_stop()) stopped = true;
  if (signals->take_screenshot()) take_screenshot(screen ? screen->name() : "nothing");
}

void Window::Body::draw(const PixelBox& box) {
  canvas->restrict_to(box);
  if (origin.x > 0 || origin.y > 0) {  // bars beside the design
    Raster bars(target());
    bars.fill(box, Color{});
  }
  const auto inside = canvas->clip({0, 0, options.logical.w, options.logical.h});
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

Window::Window(std::unique_ptr<Body> body) : body_(std::move(body)) {}
Window::~Window() = default;

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
  HALL_ASSERT(options.logical.w > 0 && options.logical.h > 0);
  auto body = std::make_unique<Body>(options);
  if (auto ok = body->open(); !ok) return ok.error();
  return std::unique_ptr<Window>(new Window(std::move(body)));
}

void Window::show(Screen& screen) {
  body_->screen = &screen;
  body_->pointer.attach(&screen);
  body_->first_paint = true;
  invalidate();
}

void Window::invalidate() { body_->damage.add_all(); }
void Window::invalidate(const Rect& area) { body_->invalidate(area); }

TimerId Window::after(std::chrono::microseconds delay, std::function<void()> run) {
  return body_->loop.after(delay, std::chrono::microseconds(0), std::move(run));
}

TimerId Window::every(std::chrono::microseconds period, std::function<void()> run) {
  HALL_ASSERT(period.count() > 0);
  return body_->loop.after(period, period, std::move(run));
}

void Window::cancel(TimerId timer) { body_->loop.cancel(timer); }
void Window::wake() { body_->loop.wake(); }
bool Window::post(std::function<void()> run) { return body_->loop.post(std::move(run)); }
void Window::on_wake(std::function<void()> run) { body_->on_wake = std::move(run); }

bool Window::turn(std::chrono::microseconds wait) {
  Body& b = *body_;
  const bool busy = b.handle_events() || !b.damage.empty();
  if (!busy && !b.stopped) {
    if (b.input.must_poll)
      wait = std::min<std::chrono::microseconds>(wait, std::chrono::milliseconds(kPollMs));
    b.loop.sleep(b.input.fd, wait);
    b.handle_events();
  }
  if (b.loop.run_due() && b.on_wake) b.on_wake();
  b.take_signals();
  if (!b.stopped) b.paint();
  return !b.stopped;
}

void Window::run() {
  while (turn(std::chrono::hours(1))) {
  }
}

void Window::stop() {
  body_->stopped = true;
  body_->loop.wake();
}

Canvas& Window::canvas() { return *body_->canvas; }
FontBook& Window::fonts() { return *body_->fonts; }
Icons& Window::icons() { return *body_->icons; }

Picture Window::picture() {
  body_->paint();
  return body_->picture();
}

Result<void> Window::screenshot(const std::filesystem::path& file) {
  return body_->screenshot(file);
}

void Window::take_screenshot(std::string_view name) { body_->take_screenshot(name); }
WindowStats Window::stats() const { return body_->stats; }

Point Window::to_logical(int x_px, int y_px) const {
  return body_->logical(static_cast<float>(x_px), static_cast<float>(y_px));
}

}  // namespace yichuang::ui
