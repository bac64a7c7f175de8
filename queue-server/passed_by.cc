#include "queue-server/passed_by.h"

#include "queue-server/next_ticket.h"

namespace yichuang {

std::map<wire::CallReason, uint32_t> passed_by(const State& state, const Ticket& ticket) {
  std::map<wire::CallReason, uint32_t> passed;
  const Time until = ticket.first_called_at.is_set() ? ticket.first_called_at : Time{INT64_MAX};
  for (const Ticket& other : state.tickets) {
    if (other.arrived_at <= ticket.arrived_at || !other.first_called_at.is_set()) continue;
    if (other.first_called_at >= until) continue;
    const Window* window = state.window(other.window);
    if (window && may_call(*window, ticket.service, state)) ++passed[other.reason];
  }
  return passed;
}

}  // namespace yichuang
