#include "ui/window.h"

#include <cstdlib>

#include "ui/theme.h"
#include "ui/window_body.h"

namespace yichuang::ui {

namespace {

void set_hints() {
  SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");  // no GL texture behind the window surface
  SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");        // a finger is not also a mouse
  SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
  SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
  SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
}

}  // namespace

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
  if (covers_monitor()) {
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
  if (covers_monitor()) monitor = monitor_area(window, options.display);
  if (options.handle_signals) signals = std::make_unique<Signals>(loop);
  return attach_surface();
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
void Window::on_typing(Typing typing) { body_->on_typing = std::move(typing); }

void Window::on_keys(Keys keys) { body_->on_keys = std::move(keys); }

void Window::key(KeyCode code) { body_->pointer.key(code); }

void Window::unfocus() { body_->pointer.unfocus(); }

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

void Window::follow_monitor() {
  Body& b = *body_;
  if (!b.covers_monitor()) return;
  const auto now = monitor_area(b.window, b.options.display);
  if (!now || now == b.monitor) return;
  b.monitor = now;
  SDL_SetWindowPosition(b.window, now->x, now->y);
  SDL_SetWindowSize(b.window, now->w, now->h);
}

Size Window::logical() const { return body_->design; }
void Window::on_design(std::function<void()> run) { body_->on_design = std::move(run); }
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
