// Who is next at a window, and why. Pure.
#pragma once

#include <optional>

#include "hall/state.h"

namespace yichuang {

struct NextTicket {
  TicketKey ticket = 0;
  wire::CallReason reason = wire::CALL_REASON_UNSPECIFIED;
  uint32_t passed = 0;  // people who came before it and wait for the same window still
};

// The ticket that `window` should call next, in this order: emergencies; who was held and is back,
// or was put first; the reactivated whose turn has come; appointments inside their slot; the
// walk-in of the greatest priority by the hall's policy (rules.h), ties by arrival, then number;
// the reactivated before their turn, because nobody else waits. Among those who wait for this
// window alone or for a service of it; a window that helps goes on to all others when those are
// none. A window that left the catalogue calls only for services that left it too.
//
// Under the accumulating policy nobody waits longer than rate_max / rate_own times as long as a
// person who came at the same time and is called: that bounds what an ordinary person loses.
// Cost: O(services × classes × log waiting).
std::optional<NextTicket> next_ticket(const State& state, const Window& window, Time now);

// Whether the window calls tickets of the service, also by helping.
bool may_call(const Window& window, ServiceIndex service, const State& state);

}  // namespace yichuang
