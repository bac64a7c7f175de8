// The window's input: SDL's events become touches, keys and text for the pointer.
#include <utility>

#include "base/log.h"
#include "ui/window_body.h"

namespace yichuang::ui {

namespace {

constexpr uint32_t kMouseAfterFingerMs = 700;

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

// SDL queues what a key types directly behind the key.
bool text_follows() {
  SDL_Event next;
  return SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1 &&
         next.type == SDL_TEXTINPUT;
}

}  // namespace

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

// A key that types something is not used before who sees the typing first has seen it: it may be
// a reader's.
void Window::Body::handle_key(const SDL_KeyboardEvent& event) {
  const KeyPress press{event.keysym.sym, event.repeat != 0};
  typed_key.reset();
  if (text_follows()) {
    typed_key = press;
    return;
  }
  const auto code = key_code(event.keysym);
  if (code == KeyCode::kEnter && is_taken("\n", event.timestamp)) return;
  if (is_used(press) || !code) return;
  pointer.key(*code);
}

void Window::Body::handle_text(const SDL_TextInputEvent& event) {
  const std::optional<KeyPress> press = std::exchange(typed_key, std::nullopt);
  if (is_taken(event.text, event.timestamp)) return;
  if (press && is_used(*press)) return;
  pointer.text(event.text);
}

void Window::Body::handle_window(const SDL_WindowEvent& event) {
  switch (event.event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED: {
      const Size before = design;
      if (auto ok = attach_surface(); !ok) {
        log_error("{}", ok.error().sentence);
        stopped = true;
      } else if (design != before && on_design) {
        on_design();
      }
      break;
    }
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
      handle_key(event.key);
      break;
    case SDL_TEXTINPUT:
      handle_text(event.text);
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

}  // namespace yichuang::ui
