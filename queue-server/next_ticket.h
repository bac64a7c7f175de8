// Who is next at a window, and why. Pure.
#pragma once

#include <optional>

#include "hall/state.h"

namespace yichuang {

struct NextTicket {
  TicketKey ticket = 0;
  wire::CallReason reason = wire::CALL_REASON_UNSPECIFIED;
};

// The ticket that `window` should call next: a reactivated one whose turn has come, else the one
// that arrived first, else a reactivated one early, because nobody is before it. Among the services
// that the window serves. Cost: O(services × log waiting).
std::optional<NextTicket> next_ticket(const State& state, const Window& window);

}  // namespace yichuang
