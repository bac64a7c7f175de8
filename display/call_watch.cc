#include "display/call_watch.h"

#include <utility>

namespace yichuang::display {

bool is_still_called(const State& state, const CallToSpeak& call) {
  const Ticket* ticket = state.ticket(call.ticket);
  return ticket != nullptr && ticket->number == call.number && ticket->window == call.window &&
         ticket->phase == wire::TICKET_PHASE_CALLED;
}

bool is_answered(const State& state, const CallToSpeak& call) {
  if (is_still_called(state, call)) return false;
  const Ticket* ticket = state.ticket(call.ticket);
  const bool missed =
      ticket != nullptr && ticket->number == call.number && ticket->window == call.window &&
      ticket->misses > 0 &&
      (ticket->phase == wire::TICKET_PHASE_MISSED || ticket->phase == wire::TICKET_PHASE_EXPIRED);
  return !missed;
}

void CallWatch::on_event(const wire::Event& event, const State& state) {
  TicketKey key = 0;
  uint32_t call = 1;
  if (event.has_ticket_called()) {
    key = event.ticket_called().ticket();
  } else if (event.has_ticket_recalled()) {
    key = event.ticket_recalled().ticket();
    call = event.ticket_recalled().call();
  } else {
    return;
  }
  const Ticket* ticket = state.ticket(key);
  if (ticket == nullptr) return;
  if (!known_.insert({key, call, Time{event.at_ms()}}).second) return;
  live_.push_back({key, call, ticket->number, ticket->window});
}

std::vector<CallToSpeak> CallWatch::take(const State& state, Time now) {
  std::vector<CallToSpeak> calls = std::exchange(live_, {});
  std::set<Moment> present;
  // Oldest first: recent_calls has the newest at the front.
  for (auto call = state.recent_calls.rbegin(); call != state.recent_calls.rend(); ++call) {
    const Moment moment{call->ticket, call->call, call->at};
    present.insert(moment);
    if (known_.contains(moment)) continue;
    const CallToSpeak missed{call->ticket, call->call, call->number, call->window};
    if (now - call->at <= kYoungMs && !is_answered(state, missed)) calls.push_back(missed);
  }
  known_ = std::move(present);
  return calls;
}

}  // namespace yichuang::display
