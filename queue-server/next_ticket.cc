#include "queue-server/next_ticket.h"

namespace yichuang {
namespace {

// The returned ticket that arrived first, of those whose turn has come (or of all: `early`).
const Ticket* first_returned(const State& state, const Window& window, bool early) {
  const Ticket* first = nullptr;
  for (const ServiceIndex index : window.services) {
    const Service& line = state.services[index];
    if (line.returned.empty()) continue;
    const QueuePlace& place = *line.returned.begin();
    if (!early && place.order > static_cast<int64_t>(line.calls)) continue;
    const Ticket* ticket = state.ticket(place.ticket);
    if (!first || ticket->issued_at < first->issued_at) first = ticket;
  }
  return first;
}

const Ticket* first_arrived(const State& state, const Window& window) {
  const QueuePlace* first = nullptr;
  for (const ServiceIndex index : window.services) {
    const Service& line = state.services[index];
    if (line.waiting.empty()) continue;
    const QueuePlace& place = *line.waiting.begin();
    if (!first || place < *first) first = &place;
  }
  return first ? state.ticket(first->ticket) : nullptr;
}

}  // namespace

std::optional<NextTicket> next_ticket(const State& state, const Window& window) {
  if (const Ticket* due = first_returned(state, window, false)) {
    return NextTicket{due->key, wire::CALL_REASON_RETURNED};
  }
  if (const Ticket* arrived = first_arrived(state, window)) {
    return NextTicket{arrived->key, wire::CALL_REASON_ARRIVAL};
  }
  if (const Ticket* early = first_returned(state, window, true)) {
    return NextTicket{early->key, wire::CALL_REASON_RETURNED};
  }
  return std::nullopt;
}

}  // namespace yichuang
