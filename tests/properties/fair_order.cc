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

// The rules in their order: who comes under an earlier one is called first.
int turn_of(const State& state, const Ticket& ticket) {
  if (ticket.priority == wire::PRIORITY_CLASS_EMERGENCY) return 0;
  if (ticket.resumed) return 1;
  if (ticket.due_call != 0) {
    return ticket.due_call <= state.services[ticket.service].calls ? 2 : 5;
  }
  return ticket.slot_at.is_set() ? 3 : 4;
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

// Why `other` should have been called first although the same rule holds for both.
std::string check_same_turn(const State& state, const Ticket& other, const Ticket& called) {
  if (other.due_call != 0 && !other.resumed) {
    // Across services there is no order of calls to come.
    if (other.service != called.service || other.due_call >= called.due_call) return "";
    return fmt::format("fair: {} is due before {}", other.number, called.number);
  }
  if (other.slot_at.is_set() && !other.resumed) {
    if (other.slot_at >= called.slot_at) return "";
    return fmt::format("fair: {} has an earlier slot than {}", other.number, called.number);
  }
  if (!came_before(other, called)) return "";
  return fmt::format("fair: {} came before {} by the rule {}", other.number, called.number,
                     turn_of(state, called));
}

}  // namespace

bool called_by_policy(const Ticket& ticket) { return by_policy(ticket); }

bool comes_before(const Ticket& a, const Ticket& b) { return came_before(a, b); }

std::vector<const Ticket*> waiting_at(const State& state, const Window& window) {
  return waiting_for(state, window);
}

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
    if (emergency || other == &called) continue;
    if (turn_of(state, *other) < turn_of(state, called)) {
      return fmt::format("fair: the rule of {} comes before that of {}", other->number,
                         called.number);
    }
    if (turn_of(state, *other) > turn_of(state, called)) continue;
    if (!by_policy(called)) {
      if (auto wrong = check_same_turn(state, *other, called); !wrong.empty()) return wrong;
      continue;
    }
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
