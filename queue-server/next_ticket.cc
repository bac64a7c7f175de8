#include "queue-server/next_ticket.h"

#include <algorithm>

namespace yichuang {
namespace {

// The lines that a window calls from, and whose they are.
using Lanes = std::vector<const Lines*>;

// The first of one line of every lane, by place.
const Ticket* first_of(const State& state, const Lanes& lanes, Line Lines::*line) {
  const QueuePlace* first = nullptr;
  for (const Lines* lane : lanes) {
    const Line& places = lane->*line;
    if (!places.empty() && (!first || places.front() < *first)) first = &places.front();
  }
  return first ? state.ticket(first->ticket) : nullptr;
}

const Ticket* first_emergency(const State& state, const Lanes& lanes) {
  const QueuePlace* first = nullptr;
  for (const Lines* lane : lanes) {
    const Line& places = lane->walk_ins[wire::PRIORITY_CLASS_EMERGENCY];
    if (!places.empty() && (!first || places.front() < *first)) first = &places.front();
  }
  return first ? state.ticket(first->ticket) : nullptr;
}

// The returned ticket that arrived first, of those whose turn has come (or of all: `early`).
const Ticket* first_returned(const State& state, const Lanes& lanes, bool early) {
  const Ticket* first = nullptr;
  for (const Lines* lane : lanes) {
    if (lane->returned.empty()) continue;
    const QueuePlace& place = lane->returned.front();
    const Ticket* ticket = state.ticket(place.ticket);
    if (!early && place.order > static_cast<int64_t>(state.services[ticket->service].calls)) {
      continue;
    }
    if (!first || ticket->arrived_at < first->arrived_at) first = ticket;
  }
  return first;
}

// Agents with many cases have a window of their own; while it is closed the others call them.
bool calls_agents(const State& state, const Window& window, ServiceIndex service) {
  return window.agent || !agents_apart(state, service);
}

// The walk-in of the greatest priority: within a class the first, so only the heads compete.
class BestWalkIn {
 public:
  BestWalkIn(const State& state, Time now) : state_(state), now_(now) {}

  void consider(const Line& line, PriorityClass priority) {
    if (line.empty()) return;
    const QueuePlace& place = line.front();
    const int64_t value = priority_of(state_.rules, priority, now_ - Time{place.order});
    if (best_ && (value < value_ || (value == value_ && !(place < *best_)))) return;
    best_ = &place;
    value_ = value;
  }
  const Ticket* ticket() const { return best_ ? state_.ticket(best_->ticket) : nullptr; }

 private:
  const State& state_;
  const Time now_;
  const QueuePlace* best_ = nullptr;
  int64_t value_ = 0;
};

const Ticket* best_walk_in(const State& state, const Window& window, const Lanes& lanes, Time now) {
  BestWalkIn best(state, now);
  for (const Lines* lane : lanes) {
    for (size_t i = 0; i < lane->walk_ins.size(); ++i) {
      if (i == wire::PRIORITY_CLASS_EMERGENCY) continue;
      best.consider(lane->walk_ins[i], static_cast<PriorityClass>(i));
    }
    if (lane->agents.empty()) continue;
    const ServiceIndex service = state.ticket(lane->agents.front().ticket)->service;
    // Who was sent to this very window is not called anywhere else.
    if (lane == &window.lines || calls_agents(state, window, service)) {
      best.consider(lane->agents, wire::PRIORITY_CLASS_ORDINARY);
    }
  }
  return best.ticket();
}

uint32_t passed_by(const Lanes& lanes, const Ticket& called) {
  size_t passed = 0;
  const QueuePlace arrival{called.arrived_at.ms, called.key};
  for (const Lines* lane : lanes) {
    for (const Line& line : lane->walk_ins) {
      if (!line.empty()) passed += line.before(arrival);
    }
  }
  return static_cast<uint32_t>(passed);
}

std::optional<NextTicket> next_of(const State& state, const Window& window, const Lanes& lanes,
                                  Time now) {
  const auto found = [&](const Ticket* ticket, wire::CallReason reason) {
    return NextTicket{ticket->key, reason, passed_by(lanes, *ticket)};
  };
  if (const Ticket* ticket = first_emergency(state, lanes)) {
    return found(ticket, wire::CALL_REASON_EMERGENCY);
  }
  if (const Ticket* ticket = first_of(state, lanes, &Lines::resumed)) {
    return found(ticket, wire::CALL_REASON_RESUMED);
  }
  if (const Ticket* ticket = first_returned(state, lanes, false)) {
    return found(ticket, wire::CALL_REASON_RETURNED);
  }
  if (const Ticket* ticket = first_of(state, lanes, &Lines::appointments)) {
    return found(ticket, wire::CALL_REASON_APPOINTMENT);
  }
  if (const Ticket* ticket = best_walk_in(state, window, lanes, now)) {
    NextTicket next = found(ticket, wire::CALL_REASON_ARRIVAL);
    if (next.passed > 0) next.reason = wire::CALL_REASON_PRIORITY;
    return next;
  }
  if (const Ticket* ticket = first_returned(state, lanes, true)) {
    return found(ticket, wire::CALL_REASON_RETURNED);
  }
  return std::nullopt;
}

}  // namespace

bool may_call(const Window& window, ServiceIndex service, const State& state) {
  return serves(window, service) || (window.helps && !state.services[service].retired);
}

std::optional<NextTicket> next_ticket(const State& state, const Window& window, Time now) {
  Lanes lanes{&window.lines};
  for (const ServiceIndex index : window.services) {
    // A window that left the catalogue still ends what left with it, but begins nothing else.
    if (window.retired && !state.services[index].retired) continue;
    lanes.push_back(&state.services[index].lines);
  }
  auto next = next_of(state, window, lanes, now);
  if (next || !window.helps || window.retired) return next;
  lanes.clear();
  for (ServiceIndex index = 0; index < state.services.size(); ++index) {
    if (!serves(window, index) && may_call(window, index, state)) {
      lanes.push_back(&state.services[index].lines);
    }
  }
  return next_of(state, window, lanes, now);
}

}  // namespace yichuang
