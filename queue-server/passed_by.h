// Why others were called before a ticket that came earlier. Pure.
#pragma once

#include <map>

#include "hall/state.h"

namespace yichuang {

// How many of those who came after this ticket were called before it, by the rule that called them
// first; only calls at windows that may call it count. Names nobody. Cost: O(tickets of the day).
std::map<wire::CallReason, uint32_t> passed_by(const State& state, const Ticket& ticket);

}  // namespace yichuang
