// When a call has its turn to be spoken, by rule: the hall trusts no display to tell it. Calls are
// spoken one after another, so in a rush a call is heard long after it was made, and whoever is
// called must hear it before anybody may say that the person did not come. Pure.
#pragma once

#include <cstdint>

#include "base/clock.h"
#include "hall/state.h"

namespace yichuang {

// How long one call keeps the voice of a hall in a rush: number and window in two languages, 6 to 7
// s at the default speed (tests/display/speech_test holds the voice to it), and a breath.
inline constexpr int64_t kSpeakMs = 8000;

// The moment from which the last call or recall of `ticket` is spoken, at the earliest the call's
// own: after the calls before it (of the last limits::kRecentCallsMax people) that were not
// answered before their turn. A hall with several voices is faster than that, never slower.
Time turn_to_be_spoken(const State& state, const Ticket& ticket);

}  // namespace yichuang
