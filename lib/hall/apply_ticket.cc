// The life of a ticket, event by event (HALL.md).
#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "hall/apply_parts.h"

namespace yichuang {
namespace {

using wire::Event;

void enter_line(State& state, Ticket& ticket) {
  ticket.phase = wire::TICKET_PHASE_WAITING;
  line_of(state, ticket).insert(place_of(ticket));
}

// Out of the line or list in which its phase keeps it.
void leave_line(State& state, const Ticket& ticket) {
  bool was_there = true;
  if (ticket.phase == wire::TICKET_PHASE_WAITING) {
    was_there = line_of(state, ticket).erase(place_of(ticket));
  } else if (ticket.phase == wire::TICKET_PHASE_ISSUED) {
    was_there = state.unconfirmed.erase({ticket.issued_at.ms, ticket.key});
  } else if (ticket.phase == wire::TICKET_PHASE_HELD) {
    was_there = state.held.erase({ticket.held_at.ms, ticket.key});
  }
  HALL_ASSERT(was_there);
}

// The ticket's story is over, or it left its window: nobody is at that window now.
void leave_window(State& state, const Ticket& ticket) {
  if (ticket.window == 0) return;
  Window& window = window_of(state, ticket.window);
  if (window.ticket == ticket.key) window.ticket = 0;
}

void end_ticket(State& state, Ticket& ticket, TicketPhase phase) {
  leave_line(state, ticket);
  leave_window(state, ticket);
  ticket.phase = phase;
  ticket.ended_at = state.at;
}

void remember_call(State& state, const Ticket& ticket) {
  std::erase_if(state.recent_calls, [&](const Call& call) { return call.ticket == ticket.key; });
  state.recent_calls.push_front(
      {ticket.key, ticket.number, ticket.service, ticket.window, state.at, ticket.calls});
  if (state.recent_calls.size() > limits::kRecentCallsMax) state.recent_calls.pop_back();
}

PriorityClass class_of(PriorityClass given) {
  return given == wire::PRIORITY_CLASS_UNSPECIFIED ? wire::PRIORITY_CLASS_ORDINARY : given;
}

void issue(State& state, const wire::TicketIssued& issued) {
  HALL_ASSERT(issued.ticket() == state.next_ticket());
  Service& service = service_of(state, issued.service());
  ++service.issued;
  Ticket ticket;
  ticket.key = issued.ticket();
  ticket.number = issued.number();
  ticket.service = state.service_index(service);
  for (const auto& id : issued.more_services()) {
    ticket.plan.push_back(state.service_index(service_of(state, id)));
  }
  ticket.priority = class_of(issued.priority());
  ticket.agent = issued.agent();
  ticket.issued_at = state.at;
  ticket.arrived_at = issued.arrival_ms() != 0 ? Time{issued.arrival_ms()} : state.at;
  ticket.slot_at = Time{issued.slot_ms()};
  ticket.told_min_p50 = issued.wait_min_p50();
  ticket.told_min_p90 = issued.wait_min_p90();
  ticket.item = issued.item();
  ticket.voucher = issued.voucher();
  ticket.appointment = issued.appointment();
  if (issued.instead_of() == 0) {
    if (ticket.appointment != 0) take_appointment(state, ticket.appointment);
    state.vouchers.erase(ticket.voucher);
  }
  index_ticket(state, ticket);
  state.tickets.push_back(std::move(ticket));
}

void confirm(State& state, const wire::TicketConfirmed& confirmed) {
  Ticket& ticket = ticket_of(state, confirmed.ticket());
  ticket.delivery = confirmed.delivery();
  if (ticket.phase != wire::TICKET_PHASE_ISSUED && ticket.phase != wire::TICKET_PHASE_VOIDED) {
    return;
  }
  leave_line(state, ticket);
  ticket.ended_at = Time{};
  enter_line(state, ticket);
}

void call(State& state, const wire::TicketCalled& called) {
  Ticket& ticket = ticket_of(state, called.ticket());
  Window& window = window_of(state, called.window());
  HALL_ASSERT(ticket.phase == wire::TICKET_PHASE_WAITING);
  HALL_ASSERT(window.ticket == 0);
  leave_line(state, ticket);
  ++state.services[ticket.service].calls;
  ticket.phase = wire::TICKET_PHASE_CALLED;
  ticket.due_call = 0;
  ticket.resumed = false;
  ticket.only_window = 0;
  ticket.window = window.number;
  ticket.calls = 1;
  ticket.called_at = state.at;
  if (!ticket.first_called_at.is_set()) {
    ticket.first_called_at = state.at;
    ticket.reason = called.reason();
  }
  window.ticket = ticket.key;
  remember_call(state, ticket);
}

void recall(State& state, const wire::TicketRecalled& recalled) {
  Ticket& ticket = ticket_of(state, recalled.ticket());
  ticket.calls = recalled.call();
  ticket.called_at = state.at;
  remember_call(state, ticket);
}

void miss(State& state, const wire::TicketMissed& missed) {
  Ticket& ticket = ticket_of(state, missed.ticket());
  leave_window(state, ticket);
  ticket.phase = wire::TICKET_PHASE_MISSED;
  ++ticket.misses;
}

void reactivate(State& state, const wire::TicketReactivated& reactivated) {
  Ticket& ticket = ticket_of(state, reactivated.ticket());
  ticket.due_call = reactivated.due_call();
  ticket.calls = 0;
  enter_line(state, ticket);
}

void start(State& state, const wire::ServiceStarted& started) {
  Ticket& ticket = ticket_of(state, started.ticket());
  ticket.phase = wire::TICKET_PHASE_SERVING;
  ticket.started_at = state.at;
}

void count_served(State& state, const Ticket& ticket, WindowNumber window,
                  wire::VisitOutcome outcome) {
  Service& service = state.services[ticket.service];
  ++service.served;
  ++service.outcomes[static_cast<size_t>(outcome)];
  service.served_ms_total += std::max<int64_t>(0, state.at - ticket.started_at);
  ++window_of(state, window).served;
}

void serve(State& state, const wire::TicketServed& served) {
  Ticket& ticket = ticket_of(state, served.ticket());
  count_served(state, ticket, served.window(), served.outcome());
  ticket.plan.clear();
  end_ticket(state, ticket, wire::TICKET_PHASE_SERVED);
}

void go_on(State& state, const wire::ItemServed& served) {
  Ticket& ticket = ticket_of(state, served.ticket());
  HALL_ASSERT(!ticket.plan.empty());
  count_served(state, ticket, served.window(), served.outcome());
  ticket.service = ticket.plan.front();
  ticket.plan.erase(ticket.plan.begin());
  ticket.started_at = state.at;
  if (served.stays()) return;
  leave_window(state, ticket);
  ticket.calls = 0;
  enter_line(state, ticket);
}

void hold(State& state, const wire::TicketHeld& held) {
  Ticket& ticket = ticket_of(state, held.ticket());
  leave_window(state, ticket);
  ticket.phase = wire::TICKET_PHASE_HELD;
  ticket.pool = held.pool();
  ticket.held_at = state.at;
  state.held.insert({ticket.held_at.ms, ticket.key});
}

// Back to the window that held it, unless that has closed meanwhile.
void resume(State& state, const wire::TicketResumed& resumed) {
  Ticket& ticket = ticket_of(state, resumed.ticket());
  leave_line(state, ticket);
  const Window& window = window_of(state, ticket.window);
  const bool there = !ticket.pool && window.phase != wire::WINDOW_PHASE_CLOSED && !window.retired;
  ticket.only_window = there ? window.number : 0;
  ticket.resumed = true;
  ticket.calls = 0;
  enter_line(state, ticket);
}

void transfer(State& state, const wire::TicketTransferred& transferred) {
  Ticket& ticket = ticket_of(state, transferred.ticket());
  leave_window(state, ticket);
  ticket.service = state.service_index(service_of(state, transferred.service()));
  ticket.only_window = transferred.to_window();
  ticket.resumed = transferred.front();
  ticket.calls = 0;
  enter_line(state, ticket);
}

void grant(State& state, const wire::PriorityGranted& granted) {
  Ticket& ticket = ticket_of(state, granted.ticket());
  const bool waits = ticket.phase == wire::TICKET_PHASE_WAITING;
  if (waits) leave_line(state, ticket);
  ticket.priority = class_of(granted.priority());
  if (waits) enter_line(state, ticket);
}

}  // namespace

void free_those_waiting_for(State& state, Window& window) {
  std::vector<TicketKey> waiting;
  const auto gather = [&](const Line& line) {
    for (const QueuePlace& place : line) waiting.push_back(place.ticket);
  };
  for (const Line& line : window.lines.walk_ins) gather(line);
  gather(window.lines.agents);
  gather(window.lines.appointments);
  gather(window.lines.resumed);
  gather(window.lines.returned);
  for (const TicketKey key : waiting) {
    Ticket& ticket = ticket_of(state, key);
    leave_line(state, ticket);
    ticket.only_window = 0;
    enter_line(state, ticket);
  }
}

void index_ticket(State& state, const Ticket& ticket) {
  const NumberParts number = parts_of(ticket.number);
  Series& series = state.series[number.prefix];
  if (number.ordinal > series.ordinal) series = {number.ordinal, ticket.arrived_at};
  if (ticket.phase == wire::TICKET_PHASE_ISSUED) {
    state.unconfirmed.insert({ticket.issued_at.ms, ticket.key});
  } else if (ticket.phase == wire::TICKET_PHASE_HELD) {
    state.held.insert({ticket.held_at.ms, ticket.key});
  } else if (ticket.phase == wire::TICKET_PHASE_WAITING) {
    line_of(state, ticket).insert(place_of(ticket));
  }
}

NumberParts parts_of(const std::string& number) {
  const size_t digits = std::min(number.find_first_of("0123456789"), number.size());
  NumberParts parts{number.substr(0, digits), 0};
  for (size_t i = digits; i < number.size() && i < digits + 6; ++i) {
    const char digit = number[i];
    if (digit < '0' || digit > '9') return parts;
    parts.ordinal = parts.ordinal * 10 + static_cast<uint32_t>(digit - '0');
  }
  return parts;
}

void apply_to_ticket(State& state, const Event& event) {
  switch (event.body_case()) {
    case Event::kTicketIssued:
      return issue(state, event.ticket_issued());
    case Event::kTicketConfirmed:
      return confirm(state, event.ticket_confirmed());
    case Event::kTicketCancelled:
      return end_ticket(state, ticket_of(state, event.ticket_cancelled().ticket()),
                        wire::TICKET_PHASE_CANCELLED);
    case Event::kTicketExpired:
      return end_ticket(state, ticket_of(state, event.ticket_expired().ticket()),
                        wire::TICKET_PHASE_EXPIRED);
    case Event::kTicketVoided:
      return end_ticket(state, ticket_of(state, event.ticket_voided().ticket()),
                        wire::TICKET_PHASE_VOIDED);
    case Event::kTicketCalled:
      return call(state, event.ticket_called());
    case Event::kTicketRecalled:
      return recall(state, event.ticket_recalled());
    case Event::kTicketMissed:
      return miss(state, event.ticket_missed());
    case Event::kTicketReactivated:
      return reactivate(state, event.ticket_reactivated());
    case Event::kServiceStarted:
      return start(state, event.service_started());
    case Event::kTicketServed:
      return serve(state, event.ticket_served());
    case Event::kItemServed:
      return go_on(state, event.item_served());
    case Event::kTicketHeld:
      return hold(state, event.ticket_held());
    case Event::kTicketResumed:
      return resume(state, event.ticket_resumed());
    case Event::kTicketTransferred:
      return transfer(state, event.ticket_transferred());
    case Event::kServiceAdded:
      ticket_of(state, event.service_added().ticket())
          .plan.push_back(state.service_index(service_of(state, event.service_added().service())));
      return;
    case Event::kPriorityGranted:
      return grant(state, event.priority_granted());
    default:
      HALL_ASSERT(false && "not a ticket's event");
  }
}

}  // namespace yichuang
