#include "ui/monitor.h"

#include <SDL.h>
#include <SDL_syswm.h>
#if defined(SDL_VIDEO_DRIVER_X11)
#include <X11/extensions/Xrandr.h>

#include <memory>
#endif

namespace yichuang::ui {

#if defined(SDL_VIDEO_DRIVER_X11)
std::optional<MonitorArea> monitor_area(SDL_Window* window, int index) {
  SDL_SysWMinfo info;
  SDL_VERSION(&info.version);
  if (!SDL_GetWindowWMInfo(window, &info) || info.subsystem != SDL_SYSWM_X11) return std::nullopt;
  Display* display = info.info.x11.display;
  int count = 0;
  const std::unique_ptr<XRRMonitorInfo, decltype(&XRRFreeMonitors)> monitors(
      XRRGetMonitors(display, DefaultRootWindow(display), True, &count), XRRFreeMonitors);
  if (monitors == nullptr || index >= count) return std::nullopt;
  const XRRMonitorInfo& found = monitors.get()[index];
  return MonitorArea{found.x, found.y, found.width, found.height};
}
#else
std::optional<MonitorArea> monitor_area(SDL_Window*, int) { return std::nullopt; }
#endif

}  // namespace yichuang::ui
