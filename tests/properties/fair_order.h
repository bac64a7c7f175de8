// Who may be called next, said again in the plainest way: by looking at every ticket of the day.
#pragma once

#include <string>

#include "hall/state.h"

namespace yichuang::properties {

// Why `called` was not next at `window`; empty if it was: an emergency before everybody; within a
// class who came first; across classes the greatest priority of the hall's policy.
std::string check_call(const State& state, const Window& window, const Ticket& called, Time now);

// Who waits for the window after all, though it was told that nobody does; empty if that is true.
std::string check_nobody(const State& state, const Window& window);

}  // namespace yichuang::properties
