// A window and its clerk.
#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "queue-server/decide_parts.h"

namespace yichuang {
namespace {

using wire::Command;

Decision sign_in(const State& state, const wire::SignIn& command, const Actor& actor) {
  const auto window = find_window(state, command.window());
  if (!window) return window.error();
  if (actor.clerk.empty()) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "the command names no clerk who signs in");
  }
  if ((*window)->clerk == actor.clerk) return Events{};
  if (!(*window)->clerk.empty()) {
    return refuse(wire::REFUSAL_WINDOW_TAKEN, "another clerk is signed in at window {}",
                  command.window());
  }
  for (const auto& [number, other] : state.windows) {
    if (other.clerk == actor.clerk) {
      return refuse(wire::REFUSAL_WINDOW_TAKEN,
                    "you are signed in at window {}; sign out there first", number);
    }
  }
  wire::Event event;
  event.mutable_clerk_signed_in()->set_window(command.window());
  event.mutable_clerk_signed_in()->set_clerk(actor.clerk);
  return one(std::move(event));
}

Decision sign_out(const State& state, const wire::SignOut& command, const Actor& actor) {
  const auto window = empty_own_window(state, command.window(), actor);
  if (!window) return window.error();
  if ((*window)->clerk.empty()) return Events{};
  wire::Event event;
  event.mutable_clerk_signed_out()->set_window(command.window());
  return one(std::move(event));
}

Decision open_window(const State& state, const wire::OpenWindow& command, const Actor& actor) {
  const auto known = find_window(state, command.window());
  if (!known) return known.error();
  const auto window = own_window(state, command.window(), actor);
  if (!window) return window.error();
  if ((*window)->phase == wire::WINDOW_PHASE_OPEN) return Events{};
  wire::Event event;
  event.mutable_window_opened()->set_window(command.window());
  return one(std::move(event));
}

Decision pause_window(const State& state, const wire::PauseWindow& command, const Actor& actor,
                      Time now) {
  const auto window = own_window(state, command.window(), actor);
  if (!window) return window.error();
  if (command.reason().empty()) {
    return refuse(wire::REFUSAL_INVALID_VALUE,
                  "a pause needs a reason: it is shown to the waiting");
  }
  if ((*window)->phase == wire::WINDOW_PHASE_CLOSED) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "window {} is closed", command.window());
  }
  if (command.minutes() > limits::kPauseMinutesMax) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "a pause takes at most {} minutes: close the window",
                  limits::kPauseMinutesMax);
  }
  wire::Event event;
  auto& paused = *event.mutable_window_paused();
  paused.set_window(command.window());
  paused.set_reason(command.reason());
  if (command.minutes() > 0)
    paused.set_until_ms(std::min(now.ms + command.minutes() * int64_t{60'000}, limits::kTimeMsMax));
  return one(std::move(event));
}

Decision close_window(const State& state, const wire::CloseWindow& command, const Actor& actor) {
  const auto window = empty_own_window(state, command.window(), actor);
  if (!window) return window.error();
  if ((*window)->phase == wire::WINDOW_PHASE_CLOSED) return Events{};
  wire::Event event;
  event.mutable_window_closed()->set_window(command.window());
  return one(std::move(event));
}

Decision set_window_services(const State& state, const wire::SetWindowServices& command,
                             const Actor& actor) {
  if (!is_manager(actor)) {
    return refuse(wire::REFUSAL_NOT_ALLOWED, "only a manager changes what a window serves");
  }
  const auto window = find_window(state, command.window());
  if (!window) return window.error();
  if (command.general() != command.services().empty()) {
    return refuse(wire::REFUSAL_INVALID_VALUE,
                  "a window is general, or the services that it serves are named");
  }
  for (const std::string& id : command.services()) {
    if (const auto service = find_service(state, id); !service) return service.error();
  }
  wire::Event event;
  auto& set = *event.mutable_window_services_set();
  set.set_window(command.window());
  set.set_general(command.general());
  *set.mutable_services() = command.services();
  set.set_helps(command.helps());
  return one(std::move(event));
}

}  // namespace

Decision decide_window(const State& state, const Command& command, const Actor& actor,
                       const Moment& moment) {
  switch (command.body_case()) {
    case Command::kSignIn:
      return sign_in(state, command.sign_in(), actor);
    case Command::kSignOut:
      return sign_out(state, command.sign_out(), actor);
    case Command::kOpenWindow:
      return open_window(state, command.open_window(), actor);
    case Command::kPauseWindow:
      return pause_window(state, command.pause_window(), actor, moment.now);
    case Command::kCloseWindow:
      return close_window(state, command.close_window(), actor);
    case Command::kSetWindowServices:
      return set_window_services(state, command.set_window_services(), actor);
    default:
      HALL_ASSERT(false && "not a window's command");
  }
}

}  // namespace yichuang
