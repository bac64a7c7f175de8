#include "tests/properties/overtaking.h"

#include <fmt/format.h>

#include <algorithm>

#include "tests/properties/fair_order.h"

namespace yichuang::properties {
namespace {

// An agent waits as an ordinary person, whatever the card says.
PriorityClass class_of(const Ticket& ticket) {
  return ticket.agent ? wire::PRIORITY_CLASS_ORDINARY : ticket.priority;
}

// How long before `now` the last of those came who can have overtaken it, by the fastest class.
int64_t widest_span_ms(const Rules& rules, const Ticket& ticket, Time now) {
  int64_t widest = 0;
  for (size_t i = 0; i < kPriorityClasses; ++i) {
    if (i == wire::PRIORITY_CLASS_EMERGENCY) continue;
    widest =
        std::max(widest, overtaking_span_ms(rules, class_of(ticket), static_cast<PriorityClass>(i),
                                            now - ticket.arrived_at));
  }
  return widest;
}

// The people who could have: later, of a faster class today, and inside the span.
size_t might_overtake(const State& state, const Ticket& ticket, Time now) {
  const int64_t span_ms = widest_span_ms(state.rules, ticket, now);
  const uint32_t own = rate_of(state.rules, class_of(ticket));
  return static_cast<size_t>(std::ranges::count_if(state.tickets, [&](const Ticket& other) {
    return comes_before(ticket, other) && rate_of(state.rules, class_of(other)) > own &&
           other.arrived_at - ticket.arrived_at < span_ms;
  }));
}

}  // namespace

std::string Overtaking::check_passed(const State& state, const Ticket& passed, const Ticket& called,
                                     Time now) {
  const int64_t waited_ms = now - passed.arrived_at;
  const int64_t later_ms = called.arrived_at - passed.arrived_at;
  const int64_t span_ms =
      overtaking_span_ms(state.rules, class_of(passed), class_of(called), waited_ms);
  if (later_ms >= span_ms) {
    return fmt::format("bound: {} overtakes {}, which came {} ms before it and has waited {} ms",
                       called.number, passed.number, later_ms, waited_ms);
  }
  // The same said of the waits: nobody who waits has waited more than rate/rate times as long.
  const uint64_t theirs = rate_of(state.rules, class_of(called));
  const uint64_t own = rate_of(state.rules, class_of(passed));
  if (state.rules.policy == Policy::kAccumulating &&
      own * static_cast<uint64_t>(waited_ms) >
          theirs * static_cast<uint64_t>(now - called.arrived_at)) {
    return fmt::format("bound: {} has waited too long beside {}", passed.number, called.number);
  }
  std::set<TicketKey>& passed_by = passed_by_[passed.key];
  passed_by.insert(called.key);
  ++seen_;
  const size_t most = might_overtake(state, passed, now);
  if (passed_by.size() <= most) return "";
  return fmt::format("bound: {} overtook {}, {} could have", passed_by.size(), passed.number, most);
}

std::string Overtaking::see_call(const State& state, const wire::TicketCalled& call, Time now) {
  const Window* window = state.window(call.window());
  const Ticket* called = state.ticket(call.ticket());
  if (!window || !called || !called_by_policy(*called)) return "";
  for (const Ticket* passed : waiting_at(state, *window)) {
    if (!called_by_policy(*passed) || !comes_before(*passed, *called)) continue;
    if (auto wrong = check_passed(state, *passed, *called, now); !wrong.empty()) return wrong;
  }
  forget(called->key);
  return "";
}

std::string Overtaking::before(const State& state, const wire::Event& event) {
  using wire::Event;
  switch (event.body_case()) {
    case Event::kDayOpened:
    case Event::kCatalogueAdopted:  // other rates from now on: another bound
      passed_by_.clear();
      return "";
    case Event::kPriorityGranted: {  // another class: its bound begins again, and so do others'
      passed_by_.clear();
      return "";
    }
    case Event::kTicketCalled:
      return see_call(state, event.ticket_called(), Time{event.at_ms()});
    default:
      return "";
  }
}

}  // namespace yichuang::properties
