// Where the window's input arrives, so that the loop can sleep on it. Used by the window alone.
#pragma once

struct SDL_Window;

namespace yichuang::ui {

struct InputSource {
  int fd = -1;             // readable when the window system has something for us
  bool must_poll = false;  // no such descriptor is known: look every kPollMs
};

inline constexpr int kPollMs = 8;

InputSource input_source(SDL_Window* window);

}  // namespace yichuang::ui
