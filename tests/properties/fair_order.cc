#include "tests/properties/fair_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace yichuang::properties {
namespace {

using Tickets = std::vector<const Ticket*>;

bool names(const Window& window, ServiceIndex service) {
  return std::ranges::find(window.services, service) != window.services.end();
}

// Agents with many cases have a window of their own, unless it is closed.
bool kept_for_agent_window(const State& state, const Window& window, const Ticket& ticket) {
  if (!ticket.agent || ticket.only_window != 0 || window.agent) return false;
  if (ticket.resumed || ticket.due_call != 0 || ticket.slot_at.is_set()) return false;
  if (ticket.priority == wire::PRIORITY_CLASS_EMERGENCY) return false;
  return std::ranges::any_of(state.windows, [&](const auto& entry) {
    const Window& other = entry.second;
    return other.agent && !other.retired && other.phase != wire::WINDOW_PHASE_CLOSED &&
           names(other, ticket.service);
  });
}

// Who waits for the window: for it alone or for a service of it; if nobody does, and it helps, for
// any other service of the catalogue.
Tickets waiting_for(const State& state, const Window& window) {
  Tickets own;
  Tickets others;
  for (const Ticket& ticket : state.tickets) {
    if (ticket.phase != wire::TICKET_PHASE_WAITING) continue;
    if (kept_for_agent_window(state, window, ticket)) continue;
    // A window that left the catalogue calls only for what left it too.
    const bool ends = !window.retired || state.services[ticket.service].retired;
    if (ticket.only_window == window.number) {
      own.push_back(&ticket);
    } else if (ticket.only_window == 0 && ends && names(window, ticket.service)) {
      own.push_back(&ticket);
    } else if (ticket.only_window == 0 && window.helps && !window.retired &&
               !state.services[ticket.service].retired) {
      others.push_back(&ticket);
    }
  }
  return own.empty() ? others : own;
}

// Waits by arrival and class, and for nothing else.
bool is_plain(const Ticket& ticket) {
  return !ticket.resumed && ticket.due_call == 0 && !ticket.slot_at.is_set();
}

// Called by the policy rather than by a rule that comes before it.
bool by_policy(const Ticket& ticket) {
  return is_plain(ticket) && ticket.priority != wire::PRIORITY_CLASS_EMERGENCY;
}

struct Claim {
  uint64_t rate = 0;
  uint64_t worth = 0;
};

// An agent waits as an ordinary person, whatever the card says.
Claim claim_of(const State& state, const Ticket& ticket, Time now) {
  const auto waited = static_cast<uint64_t>(now - ticket.arrived_at);
  const size_t index = ticket.agent ? wire::PRIORITY_CLASS_ORDINARY : ticket.priority;
  const uint64_t rate = state.rules.rates[index];
  switch (state.rules.policy) {
    case Policy::kFifo:
      return {0, waited};
    case Policy::kAbsolute:
      return {rate, waited};
    case Policy::kAccumulating:
      return {0, rate * waited};
  }
  return {};
}

bool more(const Claim& a, const Claim& b) {
  return a.rate != b.rate ? a.rate > b.rate : a.worth > b.worth;
}

bool came_before(const Ticket& a, const Ticket& b) {
  return a.arrived_at != b.arrived_at ? a.arrived_at < b.arrived_at : a.key < b.key;
}

}  // namespace

std::string check_call(const State& state, const Window& window, const Ticket& called, Time now) {
  const Tickets waiting = waiting_for(state, window);
  if (std::ranges::find(waiting, &called) == waiting.end()) {
    return fmt::format("fair: {} does not wait for window {}", called.number, window.number);
  }
  const bool emergency = called.priority == wire::PRIORITY_CLASS_EMERGENCY;
  for (const Ticket* other : waiting) {
    if (other->priority == wire::PRIORITY_CLASS_EMERGENCY) {
      if (!emergency) return fmt::format("fair: emergency {} waits", other->number);
      if (came_before(*other, called))
        return fmt::format("fair: emergency {} first", other->number);
      continue;
    }
    if (emergency || !by_policy(called) || !by_policy(*other)) continue;
    const bool same = other->priority == called.priority && other->agent == called.agent;
    if (same && came_before(*other, called)) {
      return fmt::format("fair: {} of the same class came before {}", other->number, called.number);
    }
    if (more(claim_of(state, *other, now), claim_of(state, called, now))) {
      return fmt::format("fair: {} has more priority than {}", other->number, called.number);
    }
  }
  return "";
}

std::string check_nobody(const State& state, const Window& window) {
  const Tickets waiting = waiting_for(state, window);
  if (waiting.empty()) return "";
  return fmt::format("nobody is forgotten: {} waits for window {}", waiting.front()->number,
                     window.number);
}

}  // namespace yichuang::properties
