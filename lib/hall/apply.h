// The one fold. State changes here and nowhere else.
#pragma once

#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

// Folds one event into the state. Pure and total: reads no clock, no randomness, does no I/O. The
// event must be the next of a journal that `decide` wrote (seq = state.seq + 1 for the server; a
// mirror has checked prev_seq); anything else is a bug and asserts.
void apply(State& state, const wire::Event& event);

// Why `event` cannot follow `state`, or empty if apply() may be called. A mirror and the verifier
// ask first, because their events come from outside. Cost: O(log n).
std::string cannot_follow(const State& state, const wire::Event& event);

}  // namespace yichuang
