#include "ui/input_source.h"

#include <SDL.h>
#include <SDL_syswm.h>

#include <string_view>

namespace yichuang::ui {

InputSource input_source(SDL_Window* window) {
  const char* driver = SDL_GetCurrentVideoDriver();
  const std::string_view name = driver ? driver : "";
  if (name == "offscreen" || name == "dummy") return {};  // no input but what this process makes
#if defined(SDL_VIDEO_DRIVER_X11)
  SDL_SysWMinfo info;
  SDL_VERSION(&info.version);
  if (SDL_GetWindowWMInfo(window, &info) && info.subsystem == SDL_SYSWM_X11) {
    return {.fd = ConnectionNumber(info.info.x11.display), .must_poll = false};
  }
#endif
  return {.fd = -1, .must_poll = true};
}

}  // namespace yichuang::ui
