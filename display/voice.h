// The voice of a part of the hall: tells the announcer which calls are its own to speak, who is
// still awaited, the manager's message, and the hour. One thread (the program's).
#pragma once

#include <vector>

#include "base/clock.h"
#include "display/announcer.h"
#include "display/hall_watch.h"

namespace yichuang::display {

class Voice {
 public:
  // `clock` outlives it.
  Voice(const VoiceSettings& settings, const Clock& clock)
      : windows_(settings.windows), announcer_(settings, clock) {}

  // The hall was polled: speak what is new. Takes the watch's calls.
  void update(HallWatch& hall);

 private:
  bool is_ours(WindowNumber window) const;

  const std::vector<WindowNumber> windows_;  // empty: all
  Announcer announcer_;
};

}  // namespace yichuang::display
