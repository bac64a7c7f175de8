// The window's inside, shared by window.cc, window_input.cc and window_paint.cc.
#pragma once

#include <SDL.h>

#include <atomic>
#include <optional>

#include "ui/damage.h"
#include "ui/input_source.h"
#include "ui/loop.h"
#include "ui/monitor.h"
#include "ui/pointer.h"
#include "ui/raster.h"
#include "ui/signals.h"
#include "ui/window.h"

namespace yichuang::ui {

struct Window::Body {
  explicit Body(const WindowOptions& o)
      : options(o), pointer(o.touch_target_min, [this](const Rect& area) { invalidate(area); }) {}
  Body(const Body&) = delete;
  Body& operator=(const Body&) = delete;
  ~Body();

  Result<void> open();
  Result<void> attach_surface();
  bool covers_monitor() const { return options.width_px <= 0 || options.height_px <= 0; }
  SDL_Window* create() const;

  PixelTarget target() const;
  void invalidate(const Rect& area);
  bool handle_events();
  void handle(const SDL_Event& event);
  void handle_key(const SDL_KeyboardEvent& event);
  void handle_text(const SDL_TextInputEvent& event);
  bool is_used(const KeyPress& key) const { return on_keys && on_keys(key); }
  bool is_taken(std::string_view text, uint32_t at_ms) const {
    return on_typing && on_typing(text, at_ms);
  }
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
  std::optional<MonitorArea> monitor;  // that the window was last fitted to
  SDL_Surface* surface = nullptr;      // SDL's
  SDL_Surface* painted = nullptr;      // ours, when the surface's format is not the canvas's
  InputSource input;
  std::unique_ptr<FontBook> fonts;
  std::unique_ptr<Icons> icons;
  std::unique_ptr<Canvas> canvas;
  Size design;  // options.logical or, while the window is higher than wide, logical_upright
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
  std::function<void()> on_design;
  Window::Typing on_typing;
  Window::Keys on_keys;
  std::optional<KeyPress> typed_key;  // went down, and its text comes next
  std::atomic<bool> stopped{false};
  int screenshots_taken = 0;
  WindowStats stats;
};

// What SDL last complained about, with what to check.
Error sdl_error(std::string_view what);

}  // namespace yichuang::ui
