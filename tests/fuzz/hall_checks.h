// What must hold of any state that was folded from events or pages from outside, and be possible
// with it.
#pragma once

#include "hall/state.h"

namespace yichuang::fuzz {

// The state is legal, its snapshot gives it back, and places in line are counted within it.
void check_state(const State& state, Time now);

// A server could go on from it: what is due, an estimate, a call at every window, the next day;
// every event is legal and is folded into `state`.
void go_on(State& state);

}  // namespace yichuang::fuzz
