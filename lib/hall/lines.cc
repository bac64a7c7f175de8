// Where tickets stand while they wait, and who is before whom.
#include <algorithm>

#include "base/assert.h"
#include "hall/state.h"

namespace yichuang {
namespace {

// Above any time that somebody can wait, 34 years: what separates the rates of the absolute policy.
constexpr int64_t kClassWeightMs = int64_t{1} << 40;

size_t index_of(PriorityClass priority) {
  return priority > 0 && priority < static_cast<int>(kPriorityClasses)
             ? static_cast<size_t>(priority)
             : static_cast<size_t>(wire::PRIORITY_CLASS_ORDINARY);
}

uint32_t rate_of(const Rules& rules, PriorityClass priority) {
  return rules.rates[index_of(priority)];
}

// The arrival before which people of another class are called before somebody of rate `own` who
// arrived at `arrival`, now.
Time arrival_before(const Rules& rules, uint32_t own, Time arrival, uint32_t other, Time now) {
  switch (rules.policy) {
    case Policy::kFifo:
      break;
    case Policy::kAbsolute:
      if (other > own) return Time{INT64_MAX};
      if (other < own) return Time{INT64_MIN};
      break;
    case Policy::kAccumulating:
      if (other != own) return now - (now - arrival) * own / other;
  }
  return arrival;
}

size_t walk_ins_ahead(const State& state, const Lines& lines, const Ticket& ticket, Time now) {
  const uint32_t own = rate_of(state.rules, ticket.priority);
  size_t ahead = 0;
  for (size_t i = 0; i < lines.walk_ins.size(); ++i) {
    if (lines.walk_ins[i].empty() || i == wire::PRIORITY_CLASS_EMERGENCY) continue;
    const Time before =
        arrival_before(state.rules, own, ticket.arrived_at, state.rules.rates[i], now);
    ahead += lines.walk_ins[i].before({before.ms, ticket.key});
  }
  return ahead;
}

// Returned tickets whose turn comes before `calls` more calls are made.
size_t returned_within(const Service& service, size_t calls) {
  return service.lines.returned.before({static_cast<int64_t>(service.calls + calls) + 1, 0});
}

// Before everybody, wherever it stood; but who missed a call comes back in turn.
bool is_emergency(const Ticket& ticket) {
  return ticket.priority == wire::PRIORITY_CLASS_EMERGENCY && ticket.due_call == 0;
}

}  // namespace

size_t Lines::size() const {
  size_t all = agents.size() + appointments.size() + resumed.size() + returned.size();
  for (const Line& line : walk_ins) all += line.size();
  return all;
}

Line& line_of(State& state, const Ticket& ticket) {
  Lines& lines = ticket.only_window != 0 ? state.windows.at(ticket.only_window).lines
                                         : state.services[ticket.service].lines;
  if (is_emergency(ticket)) return lines.walk_ins[wire::PRIORITY_CLASS_EMERGENCY];
  if (ticket.resumed) return lines.resumed;
  if (ticket.due_call != 0) return lines.returned;
  if (ticket.slot_at.is_set()) return lines.appointments;
  if (ticket.agent) return lines.agents;
  return lines.walk_ins[index_of(ticket.priority)];
}

QueuePlace place_of(const Ticket& ticket) {
  if (is_emergency(ticket) || ticket.resumed) return {ticket.arrived_at.ms, ticket.key};
  if (ticket.due_call != 0) return {ticket.due_call, ticket.key};
  if (ticket.slot_at.is_set()) return {ticket.slot_at.ms, ticket.key};
  return {ticket.arrived_at.ms, ticket.key};
}

int64_t priority_of(const Rules& rules, PriorityClass priority, int64_t waited_ms) {
  switch (rules.policy) {
    case Policy::kFifo:
      return waited_ms;
    case Policy::kAbsolute:
      return rate_of(rules, priority) * kClassWeightMs + waited_ms;
    case Policy::kAccumulating:
      break;
  }
  return rate_of(rules, priority) * waited_ms;
}

size_t people_ahead(const State& state, const Ticket& ticket, Time now) {
  const Service& service = state.services[ticket.service];
  const Lines& lines =
      ticket.only_window != 0 ? state.windows.at(ticket.only_window).lines : service.lines;
  const Line& emergencies = lines.walk_ins[wire::PRIORITY_CLASS_EMERGENCY];
  if (is_emergency(ticket)) {
    return emergencies.before(place_of(ticket));
  }
  size_t ahead = emergencies.size();
  if (ticket.resumed) return ahead + lines.resumed.before(place_of(ticket));
  ahead += lines.resumed.size();
  if (ticket.due_call != 0) {
    const size_t calls_left = ticket.due_call > service.calls ? ticket.due_call - service.calls : 0;
    return ahead + lines.returned.before(place_of(ticket)) +
           std::min(calls_left, lines.size() - lines.returned.size() - ahead);
  }
  if (ticket.slot_at.is_set()) return ahead + lines.appointments.before(place_of(ticket));
  ahead += lines.appointments.size();
  if (ticket.agent) return ahead + lines.agents.before(place_of(ticket));
  ahead += walk_ins_ahead(state, lines, ticket, now);
  return ahead + returned_within(service, ahead);
}

size_t people_behind(const State& state, const Ticket& ticket, Time now) {
  const Service& service = state.services[ticket.service];
  const size_t all = ticket.only_window != 0 ? state.windows.at(ticket.only_window).lines.size()
                                             : service.lines.size();
  const size_t others = all > 0 ? all - 1 : 0;
  return others - std::min(others, people_ahead(state, ticket, now));
}

}  // namespace yichuang
