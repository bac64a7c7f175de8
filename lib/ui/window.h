// The window and its loop.
//
// Paints on the window surface by the processor alone: only regions that were invalidated are
// painted and presented. The loop sleeps in the kernel until an input event, the next timer or
// wake(); with nothing to do it uses no CPU. All members belong to the thread that opened the
// window, but for wake(), post() and stop(), which any thread may call. Open the window before
// starting other threads: it routes SIGINT and SIGTERM (stop) and SIGUSR1 (screenshot) to the loop.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ui/canvas.h"
#include "ui/keys.h"
#include "ui/node.h"
#include "ui/png.h"

namespace yichuang::ui {

struct WindowOptions {
  std::string title = "Yichuang";
  Size logical{1920, 1080};  // the design's size; a kiosk is {1080, 1920}
  Size logical_upright{};    // the design for a window higher than wide, if there is one
  // The window's size in real pixels; 0 means the whole display, without a border.
  int width_px = 0;
  int height_px = 0;
  int display = 0;  // which monitor
  float touch_target_min = 96;
  bool hide_cursor = false;
  // Screenshots go here: one when a screen is first painted, one on each SIGUSR1, named
  // "003-home.png", written whole or not at all. Empty: none, unless $YICHUANG_SCREENSHOTS names
  // one.
  std::filesystem::path screenshots;
  bool handle_signals = true;
  std::filesystem::path assets;  // empty: assets_folder()
};

using TimerId = uint64_t;  // 0 is never a timer

struct WindowStats {
  uint64_t frames = 0;
  int64_t paint_us_last = 0;    // painting alone
  int64_t present_us_last = 0;  // handing the pixels to the system
};

class Window {
 public:
  static Result<std::unique_ptr<Window>> open(const WindowOptions& options);
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window();

  // Shows `screen`, which stays the caller's and lives until the next turn, paint or event that
  // comes without another show(). May be called from an action of the screen before, which may be
  // destroyed by then.
  void show(Screen& screen);

  // Marks what must be painted anew, in logical units.
  void invalidate();
  void invalidate(const Rect& area);

  // Calls `run` once after `delay`, or again each `period` (late calls are not made up for).
  TimerId after(std::chrono::microseconds delay, std::function<void()> run);
  TimerId every(std::chrono::microseconds period, std::function<void()> run);
  void cancel(TimerId timer);

  // Any thread: the loop turns once and calls on_wake's function.
  void wake();
  // Any thread: `run` is called on the window's thread, in order. False if 1,024 are waiting.
  bool post(std::function<void()> run);
  void on_wake(std::function<void()> run);

  // Sees what is typed before the screen does: text, "\n" for Enter, and when (milliseconds of the
  // window system's clock). True: taken, the screen does not see it.
  using Typing = std::function<bool(std::string_view text, int64_t at_ms)>;
  void on_typing(Typing typing);

  // Sees each key that goes down before the screen does, but for those of text that on_typing()'s
  // function took. True: used, and neither the screen nor the focus sees it.
  using Keys = std::function<bool(const KeyPress& key)>;
  void on_keys(Keys keys);
  // As if a key with this meaning had been pressed.
  void key(KeyCode code);
  // No node has the focus any more.
  void unfocus();

  // Turns until stop(), a signal or the window's closing.
  void run();
  // One turn: waits at most `wait`, handles what came, paints what is due. False once stopped.
  bool turn(std::chrono::microseconds wait);
  void stop();

  // Fits a window of the whole display to its monitor as it is now: another resolution, turned. For
  // X without a window manager (elsewhere the window is told); call about once a second.
  void follow_monitor();
  // The size of the design for the window's shape: changes when a monitor is turned.
  Size logical() const;
  // `run` is called when that has changed, before anything is painted: to show another screen.
  void on_design(std::function<void()> run);
  Canvas& canvas();
  FontBook& fonts();
  Icons& icons();
  // The picture on the screen now (paints first what is due).
  Picture picture();
  // The same as a PNG file.
  Result<void> screenshot(const std::filesystem::path& file);
  // Into the screenshots folder under the next number; nothing if there is no folder.
  void take_screenshot(std::string_view name);
  WindowStats stats() const;
  // The logical place of a real pixel.
  Point to_logical(int x_px, int y_px) const;

 private:
  struct Body;
  explicit Window(std::unique_ptr<Body> body);
  std::unique_ptr<Body> body_;
};

}  // namespace yichuang::ui
