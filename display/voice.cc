#include "display/voice.h"

#include <algorithm>

namespace yichuang::display {

bool Voice::is_ours(WindowNumber window) const {
  return windows_.empty() || std::ranges::find(windows_, window) != windows_.end();
}

void Voice::update(HallWatch& hall) {
  const State& state = hall.state();
  announcer_.set_hour(hall.hour());
  announcer_.set_cut_off(!hall.fresh());
  announcer_.set_emergency({state.emergency.zh, state.emergency.en});
  for (const CallToSpeak& call : hall.take_calls()) {
    // Several things may have happened at once: who has come is not called any more.
    if (is_ours(call.window) && !is_answered(state, call)) announcer_.announce(call);
  }
  announcer_.keep_only([&](const CallToSpeak& call) { return !is_answered(state, call); });
}

}  // namespace yichuang::display
