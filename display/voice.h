// The voice of a part of the hall: tells the announcer which calls are its own to speak, who is
// still awaited, the manager's message, and the hour. One thread (the program's).
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "display/announcer.h"
#include "display/hall_watch.h"

namespace yichuang::display {

class Voice {
 public:
  // `clock` outlives it; `on_turn` as Announcer has it.
  Voice(const VoiceSettings& settings, const Clock& clock, std::function<void()> on_turn = {})
      : windows_(settings.windows), announcer_(settings, clock, std::move(on_turn)) {}

  // The hall was polled: speak what is new. Takes the watch's calls.
  void update(HallWatch& hall);
  // The call that is being spoken now, if any.
  std::optional<CallToSpeak> speaking() const { return announcer_.speaking(); }

 private:
  bool is_ours(WindowNumber window) const;

  const std::vector<WindowNumber> windows_;  // empty: all
  Announcer announcer_;
};

}  // namespace yichuang::display
