// Who may be called next, said again in the plainest way: by looking at every ticket of the day.
#pragma once

#include <string>
#include <vector>

#include "hall/state.h"

namespace yichuang::properties {

// Why `called` was not next at `window`; empty if it was: the rules of next_ticket.h in their
// order, and under each who came first, by slot or by due call; of the walk-ins, within a class who
// came first, across classes the greatest priority of the hall's policy.
std::string check_call(const State& state, const Window& window, const Ticket& called, Time now);

// Who waits for the window after all, though it was told that nobody does; empty if that is true.
std::string check_nobody(const State& state, const Window& window);

// The tickets that the window may call now: in its own lines, or when those are empty and it helps,
// in the others'.
std::vector<const Ticket*> waiting_at(const State& state, const Window& window);
// Waits by class and arrival: no rule that comes before the policy holds for it.
bool called_by_policy(const Ticket& ticket);
// By arrival, then by number.
bool comes_before(const Ticket& a, const Ticket& b);

}  // namespace yichuang::properties
