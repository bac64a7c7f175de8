// Where tickets stand while they wait, and who is before whom.
#include <algorithm>

#include "base/assert.h"
#include "hall/state.h"

namespace yichuang {
namespace {

// Above any time that somebody can wait, 34 years: what separates the rates of the absolute policy.
constexpr int64_t kClassWeightMs = int64_t{1} << 40;

// Before everybody, whatever else the ticket is.
bool is_emergency(const Ticket& ticket) {
  return ticket.priority == wire::PRIORITY_CLASS_EMERGENCY;
}

// The place before which people of rate `other` are called before `place`, whose rate is `own`:
// that is, before anybody whom next_ticket() would prefer to it now.
QueuePlace place_before(const Rules& rules, uint32_t own, const QueuePlace& place, uint32_t other,
                        Time now) {
  if (rules.policy == Policy::kFifo || own == other) return place;
  if (rules.policy == Policy::kAbsolute) return {other > own ? INT64_MAX : INT64_MIN, 0};
  const int64_t waited_ms = now.ms - place.order;
  if (waited_ms <= 0) return place;
  // So long must the others have waited to be worth as much; whoever came first wins a tie.
  const int64_t even_ms = waited_ms * own / other;
  const bool tie_is_theirs = other < own && waited_ms * own % other == 0;
  return {now.ms - even_ms + (tie_is_theirs ? 1 : 0), 0};
}

// The lines of those who compete with the ticket for a call.
std::vector<const Lines*> lanes_of(const State& state, const Ticket& ticket) {
  std::vector<const Lines*> lanes{&state.services[ticket.service].lines};
  if (ticket.only_window != 0) lanes.push_back(&state.windows.at(ticket.only_window).lines);
  return lanes;
}

size_t walk_ins_ahead(const State& state, const Lines& lines, const Ticket& ticket, Time now) {
  const PriorityClass priority = ticket.agent ? wire::PRIORITY_CLASS_ORDINARY : ticket.priority;
  const uint32_t own = rate_of(state.rules, priority);
  const QueuePlace place = place_of(ticket);
  const auto before = [&](const Line& line, uint32_t rate) {
    return line.empty() ? 0 : line.before(place_before(state.rules, own, place, rate, now));
  };
  size_t ahead = 0;
  for (size_t i = 0; i < lines.walk_ins.size(); ++i) {
    if (i != wire::PRIORITY_CLASS_EMERGENCY) {
      ahead += before(lines.walk_ins[i], state.rules.rates[i]);
    }
  }
  if (ticket.agent || !agents_apart(state, ticket.service)) {
    ahead += before(lines.agents, rate_of(state.rules, wire::PRIORITY_CLASS_ORDINARY));
  }
  return ahead;
}

size_t calls_left(const Service& service, int64_t due_call) {
  return static_cast<size_t>(std::max<int64_t>(0, due_call - service.calls));
}

// Returned tickets whose turn comes before `calls` more calls of others are made; each of them is a
// call as well.
size_t returned_within(const Service& service, size_t calls) {
  size_t returned = 0;
  for (const QueuePlace& place : service.lines.returned) {
    if (calls_left(service, place.order) > calls + returned) break;
    ++returned;
  }
  return returned;
}

// How many are called before a returned ticket: `first` at any rate, those who returned before it,
// and of the `others` as many as make its turn come.
size_t ahead_of_returned(const Service& service, const Ticket& ticket, size_t first,
                         size_t others) {
  size_t calls = first;
  size_t returned = 0;
  for (const QueuePlace& place : service.lines.returned) {
    if (!(place < place_of(ticket))) break;
    calls = std::max(calls, calls_left(service, place.order)) + 1;
    ++returned;
  }
  calls = std::max(calls, calls_left(service, ticket.due_call));
  return std::min(calls, first + returned + others);
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
  return lines.walk_ins[class_index(ticket.priority)];
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

bool agents_apart(const State& state, ServiceIndex service) {
  return std::ranges::any_of(state.windows, [&](const auto& entry) {
    const Window& window = entry.second;
    return window.agent && !window.retired && window.phase != wire::WINDOW_PHASE_CLOSED &&
           serves(window, service);
  });
}

size_t people_ahead(const State& state, const Ticket& ticket, Time now) {
  const std::vector<const Lines*> lanes = lanes_of(state, ticket);
  const QueuePlace place = place_of(ticket);
  const auto sum = [&](auto count) {
    size_t all = 0;
    for (const Lines* lane : lanes) all += count(*lane);
    return all;
  };
  const auto emergencies = [](const Lines& lane) -> const Line& {
    return lane.walk_ins[wire::PRIORITY_CLASS_EMERGENCY];
  };
  if (is_emergency(ticket)) {
    return sum([&](const Lines& lane) { return emergencies(lane).before(place); });
  }
  size_t ahead = sum([&](const Lines& lane) { return emergencies(lane).size(); });
  if (ticket.resumed) {
    return ahead + sum([&](const Lines& lane) { return lane.resumed.before(place); });
  }
  ahead += sum([](const Lines& lane) { return lane.resumed.size(); });
  const Service& service = state.services[ticket.service];
  if (ticket.due_call != 0) {
    // Agents whom a window of their own calls are not before anybody here.
    const bool apart = !ticket.agent && agents_apart(state, ticket.service);
    const size_t waiting =
        sum([&](const Lines& lane) { return lane.size() - (apart ? lane.agents.size() : 0); });
    const size_t others = waiting - ahead - service.lines.returned.size();
    return ahead_of_returned(service, ticket, ahead, others);
  }
  if (ticket.slot_at.is_set()) {
    ahead += sum([&](const Lines& lane) { return lane.appointments.before(place); });
  } else {
    ahead += sum([](const Lines& lane) { return lane.appointments.size(); });
    ahead += sum([&](const Lines& lane) { return walk_ins_ahead(state, lane, ticket, now); });
  }
  return ahead + returned_within(service, ahead);
}

size_t people_behind(const State& state, const Ticket& ticket, Time now) {
  size_t all = 0;
  for (const Lines* lane : lanes_of(state, ticket)) all += lane->size();
  const size_t others = all > 0 ? all - 1 : 0;
  return others - std::min(others, people_ahead(state, ticket, now));
}

}  // namespace yichuang
