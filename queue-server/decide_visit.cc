// A visit at a window, from the call to the end.
#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "hall/voice_turn.h"
#include "queue-server/decide_parts.h"
#include "queue-server/next_ticket.h"
#include "queue-server/numbering.h"

namespace yichuang {
namespace {

using wire::Command;

Decision call_next(const State& state, const wire::CallNext& command, const Actor& actor,
                   Time now) {
  const auto window = empty_own_window(state, command.window(), actor);
  if (!window) return window.error();
  if ((*window)->phase != wire::WINDOW_PHASE_OPEN) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "window {} is {}; open it first", command.window(),
                  name_of((*window)->phase));
  }
  const auto next = next_ticket(state, **window, now);
  if (!next) {
    return refuse(wire::REFUSAL_NOBODY_WAITING, "nobody is waiting for window {}",
                  command.window());
  }
  const Ticket& ticket = *state.ticket(next->ticket);
  wire::Event event;
  auto& called = *event.mutable_ticket_called();
  called.set_ticket(ticket.key);
  called.set_window(command.window());
  called.set_reason(next->reason);
  called.set_number(ticket.number);
  called.set_service(state.services[ticket.service].id);
  called.set_passed(next->passed);
  return one(std::move(event));
}

// The called person did not come. A second time, or in a hall that voids what was missed, the
// ticket expires with it.
Events missed_at(const State& state, const Ticket& ticket, WindowNumber window) {
  Events events(1);
  events[0].mutable_ticket_missed()->set_ticket(ticket.key);
  events[0].mutable_ticket_missed()->set_window(window);
  const bool second = ticket.misses + 1 >= kMissesMax;
  if (second || state.rules.missed_is_void) {
    auto& expired = *events.emplace_back().mutable_ticket_expired();
    expired.set_ticket(ticket.key);
    expired.set_reason(second ? wire::EXPIRY_REASON_SECOND_MISS : wire::EXPIRY_REASON_MISSED);
  }
  return events;
}

// Called again; after the last call that the hall allows the ticket is missed instead. The time
// between two calls counts from when the one before was spoken: nobody has missed what was not
// heard.
Decision recall_ticket(const State& state, const wire::RecallTicket& command, const Actor& actor,
                       Time now) {
  const auto ticket = ticket_at(state, command.window(), actor, {wire::TICKET_PHASE_CALLED});
  if (!ticket) return ticket.error();
  const int64_t spacing_ms = state.rules.recall_seconds * int64_t{1000};
  const int64_t since_ms = now - turn_to_be_spoken(state, **ticket);
  if (since_ms < spacing_ms) {
    return refuse(wire::REFUSAL_TOO_SOON, "{} was called just now; call again in {} s",
                  (*ticket)->number, (spacing_ms - since_ms + 999) / 1000);
  }
  if ((*ticket)->calls >= state.rules.calls_max) {
    return missed_at(state, **ticket, command.window());
  }
  wire::Event event;
  event.mutable_ticket_recalled()->set_ticket((*ticket)->key);
  event.mutable_ticket_recalled()->set_window(command.window());
  event.mutable_ticket_recalled()->set_call((*ticket)->calls + 1);
  return one(std::move(event));
}

Decision mark_missed(const State& state, const wire::MarkMissed& command, const Actor& actor) {
  const auto ticket = ticket_at(state, command.window(), actor, {wire::TICKET_PHASE_CALLED});
  if (!ticket) return ticket.error();
  return missed_at(state, **ticket, command.window());
}

Decision start_service(const State& state, const wire::StartService& command, const Actor& actor) {
  const auto ticket = ticket_at(state, command.window(), actor, {wire::TICKET_PHASE_CALLED});
  if (!ticket) return ticket.error();
  wire::Event event;
  event.mutable_service_started()->set_ticket((*ticket)->key);
  event.mutable_service_started()->set_window(command.window());
  return one(std::move(event));
}

Decision complete_service(const State& state, const wire::CompleteService& command,
                          const Actor& actor) {
  const auto ticket = ticket_at(state, command.window(), actor, {wire::TICKET_PHASE_SERVING});
  if (!ticket) return ticket.error();
  if (!wire::VisitOutcome_IsValid(command.outcome())) {  // of a newer version
    return refuse(wire::REFUSAL_INVALID_VALUE, "this server does not know outcome {}",
                  static_cast<int>(command.outcome()));
  }
  wire::Event event;
  if (command.all() || (*ticket)->plan.empty()) {
    event.mutable_ticket_served()->set_ticket((*ticket)->key);
    event.mutable_ticket_served()->set_window(command.window());
    event.mutable_ticket_served()->set_outcome(command.outcome());
    return one(std::move(event));
  }
  const Window& window = *state.window(command.window());
  auto& served = *event.mutable_item_served();
  served.set_ticket((*ticket)->key);
  served.set_window(command.window());
  served.set_outcome(command.outcome());
  served.set_stays(serves(window, (*ticket)->plan.front()));
  return one(std::move(event));
}

Decision hold_ticket(const State& state, const wire::HoldTicket& command, const Actor& actor) {
  const auto ticket = ticket_at(state, command.window(), actor, {wire::TICKET_PHASE_SERVING});
  if (!ticket) return ticket.error();
  wire::Event event;
  event.mutable_ticket_held()->set_ticket((*ticket)->key);
  event.mutable_ticket_held()->set_window(command.window());
  event.mutable_ticket_held()->set_pool(command.pool());
  return one(std::move(event));
}

// Why the ticket cannot go there.
std::optional<Refused> check_target(const State& state, const wire::TransferTicket& command,
                                    const Service& service) {
  const ServiceIndex index = state.service_index(service);
  if (command.to_window() != 0) {
    const auto window = find_window(state, command.to_window());
    if (!window) return window.error();
    if (command.to_window() == command.window() || (*window)->phase == wire::WINDOW_PHASE_CLOSED ||
        !serves(**window, index)) {
      return refuse(wire::REFUSAL_WRONG_PHASE, "window {} is closed or does not serve {}",
                    command.to_window(), service.name_en);
    }
    return std::nullopt;
  }
  if (command.service().empty()) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "name the service or the window to go to");
  }
  const bool served = std::ranges::any_of(state.windows, [&](const auto& entry) {
    return !entry.second.retired && may_call(entry.second, index, state);
  });
  if (served) return std::nullopt;
  return refuse(wire::REFUSAL_WRONG_PHASE, "no window serves {}", service.name_en);
}

Decision transfer_ticket(const State& state, const wire::TransferTicket& command,
                         const Actor& actor) {
  const auto ticket = ticket_at(state, command.window(), actor,
                                {wire::TICKET_PHASE_CALLED, wire::TICKET_PHASE_SERVING});
  if (!ticket) return ticket.error();
  if (command.reason().empty()) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "a transfer needs a reason: it is recorded");
  }
  if (command.front() && !is_manager(actor)) {
    return refuse(wire::REFUSAL_NOT_ALLOWED, "only a manager puts a ticket first");
  }
  const Service* service = &state.services[(*ticket)->service];
  if (!command.service().empty()) {
    const auto found = find_service(state, command.service());
    if (!found) return found.error();
    service = *found;
  }
  if (auto refused = check_target(state, command, *service)) return *refused;
  wire::Event event;
  auto& transferred = *event.mutable_ticket_transferred();
  transferred.set_ticket((*ticket)->key);
  transferred.set_window(command.window());
  transferred.set_service(service->id);
  transferred.set_to_window(command.to_window());
  transferred.set_reason(command.reason());
  transferred.set_front(command.front());
  return one(std::move(event));
}

Decision add_service(const State& state, const wire::AddService& command, const Actor& actor) {
  const auto ticket = ticket_at(state, command.window(), actor, {wire::TICKET_PHASE_SERVING});
  if (!ticket) return ticket.error();
  const auto service = find_service(state, command.service());
  if (!service) return service.error();
  if ((*ticket)->plan.size() >= limits::kItemsPerTicketMax) {
    return refuse(wire::REFUSAL_LIMIT_REACHED, "{} has {} more items already", (*ticket)->number,
                  (*ticket)->plan.size());
  }
  wire::Event event;
  event.mutable_service_added()->set_ticket((*ticket)->key);
  event.mutable_service_added()->set_service((*service)->id);
  return one(std::move(event));
}

// Nobody waits for the window: who steps up gets a number, is called and served in one go.
Decision serve_walk_in(const State& state, const wire::ServeWalkIn& command, const Actor& actor,
                       Time now) {
  if (const auto known = find_window(state, command.window()); !known) return known.error();
  const auto window = empty_own_window(state, command.window(), actor);
  if (!window) return window.error();
  if ((*window)->phase != wire::WINDOW_PHASE_OPEN) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "window {} is {}; open it first", command.window(),
                  name_of((*window)->phase));
  }
  const auto service = find_service(state, command.service());
  if (!service) return service.error();
  if (!serves(**window, state.service_index(**service))) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "window {} does not serve {}", command.window(),
                  (*service)->name_en);
  }
  if (next_ticket(state, **window, now)) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "others are waiting; the person takes a number");
  }
  const auto number = next_number(state, **service);
  if (!number) {
    return refuse(wire::REFUSAL_SERIES_FULL, "all numbers of series {} are used today",
                  (*service)->prefix);
  }
  const TicketKey key = state.next_ticket();
  Events events(4);
  auto& issued = *events[0].mutable_ticket_issued();
  issued.set_ticket(key);
  issued.set_number(*number);
  issued.set_service((*service)->id);
  issued.set_origin(actor.device);
  issued.set_window(command.window());
  events[1].mutable_ticket_confirmed()->set_ticket(key);
  events[1].mutable_ticket_confirmed()->set_delivery(wire::DELIVERY_PAPERLESS);
  auto& called = *events[2].mutable_ticket_called();
  called.set_ticket(key);
  called.set_window(command.window());
  called.set_reason(wire::CALL_REASON_WALK_IN);
  called.set_number(*number);
  called.set_service((*service)->id);
  events[3].mutable_service_started()->set_ticket(key);
  events[3].mutable_service_started()->set_window(command.window());
  return events;
}

}  // namespace

Decision decide_visit(const State& state, const Command& command, const Actor& actor,
                      const Moment& moment) {
  switch (command.body_case()) {
    case Command::kCallNext:
      return call_next(state, command.call_next(), actor, moment.now);
    case Command::kRecallTicket:
      return recall_ticket(state, command.recall_ticket(), actor, moment.now);
    case Command::kMarkMissed:
      return mark_missed(state, command.mark_missed(), actor);
    case Command::kStartService:
      return start_service(state, command.start_service(), actor);
    case Command::kCompleteService:
      return complete_service(state, command.complete_service(), actor);
    case Command::kHoldTicket:
      return hold_ticket(state, command.hold_ticket(), actor);
    case Command::kTransferTicket:
      return transfer_ticket(state, command.transfer_ticket(), actor);
    case Command::kAddService:
      return add_service(state, command.add_service(), actor);
    case Command::kServeWalkIn:
      return serve_walk_in(state, command.serve_walk_in(), actor, moment.now);
    default:
      HALL_ASSERT(false && "not a visit's command");
  }
}

}  // namespace yichuang
