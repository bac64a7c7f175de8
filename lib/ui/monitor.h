// Where a monitor is now. Without a window manager nobody tells a window that its monitor was
// turned or has another resolution, and SDL asks only once, at its start. One thread (the
// window's).
#pragma once

#include <optional>

struct SDL_Window;

namespace yichuang::ui {

// In pixels of the whole desktop.
struct MonitorArea {
  int x = 0;
  int y = 0;
  int w = 0;
  int h = 0;
  friend bool operator==(const MonitorArea&, const MonitorArea&) = default;
};

// Monitor `index` (from 0, the primary one first) of the window's X screen, by RandR 1.5; nothing
// where there is no X, or no such monitor just now. A round trip to the X server.
std::optional<MonitorArea> monitor_area(SDL_Window* window, int index);

}  // namespace yichuang::ui
