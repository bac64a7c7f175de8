#include "queue-server/decide.h"

#include <algorithm>

#include "base/assert.h"
#include "queue-server/decide_parts.h"

namespace yichuang {

Result<const Window*, Refused> find_window(const State& state, WindowNumber number) {
  const Window* window = state.window(number);
  if (!window || window->retired) {
    return refuse(wire::REFUSAL_UNKNOWN_WINDOW, "there is no window {}", number);
  }
  return window;
}

Result<const Window*, Refused> own_window(const State& state, WindowNumber number,
                                          const Actor& actor) {
  const Window* window = state.window(number);  // also a retired one: its visitor is still served
  if (!window) return refuse(wire::REFUSAL_UNKNOWN_WINDOW, "there is no window {}", number);
  if (actor.role == Role::kAdmin) return window;
  if (window->clerk.empty()) {
    return refuse(wire::REFUSAL_NOT_ALLOWED, "nobody is signed in at window {}; sign in first",
                  number);
  }
  if (window->clerk != actor.clerk) {
    return refuse(wire::REFUSAL_NOT_ALLOWED, "another clerk is signed in at window {}", number);
  }
  return window;
}

Result<const Window*, Refused> empty_own_window(const State& state, WindowNumber number,
                                                const Actor& actor) {
  const auto window = own_window(state, number, actor);
  if (!window) return window;
  if (const Ticket* ticket = state.ticket((*window)->ticket)) {
    return refuse(wire::REFUSAL_WRONG_PHASE, "finish {} first", ticket->number);
  }
  return window;
}

Result<const Ticket*, Refused> find_ticket(const State& state, TicketKey key) {
  const Ticket* ticket = state.ticket(key);
  if (!ticket) {
    return refuse(wire::REFUSAL_UNKNOWN_TICKET, "there is no such ticket today; take a new number");
  }
  return ticket;
}

Result<const Ticket*, Refused> find_ticket(const State& state, const Moment& moment, TicketKey key,
                                           const std::string& token) {
  if (token.empty()) return find_ticket(state, key);
  const auto opened = moment.tokens ? ticket_of_token(*moment.tokens, token) : std::nullopt;
  return find_ticket(state, opened.value_or(0));
}

Result<const Ticket*, Refused> ticket_at(const State& state, WindowNumber number,
                                         const Actor& actor,
                                         std::initializer_list<TicketPhase> phases) {
  const auto window = own_window(state, number, actor);
  if (!window) return window.error();
  const Ticket* ticket = state.ticket((*window)->ticket);
  if (!ticket) return refuse(wire::REFUSAL_WRONG_PHASE, "nobody is at window {}", number);
  if (std::ranges::find(phases, ticket->phase) == phases.end()) return wrong_phase(*ticket);
  return ticket;
}

Result<const Service*, Refused> find_service(const State& state, const std::string& id) {
  const Service* service = state.service(id);
  if (!service || service->retired) {
    return refuse(wire::REFUSAL_UNKNOWN_SERVICE, "this hall has no service \"{}\"", id);
  }
  return service;
}

Refused wrong_phase(const Ticket& ticket) {
  return refuse(wire::REFUSAL_WRONG_PHASE, "ticket {} is {}", ticket.number, name_of(ticket.phase));
}

std::optional<Refused> check_person(const State& state, const std::string& person,
                                    ServiceIndex service, const Moment& moment) {
  if (person.empty()) return std::nullopt;
  if (person.size() != kPersonBytes) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "a person is a hash of {} bytes", kPersonBytes);
  }
  if (!moment.kept) return std::nullopt;
  const auto known = moment.kept->tickets_of.find(person);
  if (known == moment.kept->tickets_of.end()) return std::nullopt;
  for (const TicketKey key : known->second) {
    const Ticket* ticket = state.ticket(key);
    if (ticket && ticket->service == service && !is_over(ticket->phase)) {
      return refuse(wire::REFUSAL_LIMIT_REACHED,
                    "this person has {} for the service already; use it, or cancel it first",
                    ticket->number);
    }
  }
  return std::nullopt;
}

bool is_manager(const Actor& actor) {
  return actor.role == Role::kAdmin || actor.staff == wire::STAFF_ROLE_MANAGER ||
         actor.staff == wire::STAFF_ROLE_ADMIN;
}

bool is_guide(const Actor& actor) {
  return is_manager(actor) || actor.staff == wire::STAFF_ROLE_GUIDE;
}

Result<Events, Refused> decide(const State& state, const wire::Command& command, const Actor& actor,
                               const Moment& moment) {
  using wire::Command;
  HALL_ASSERT(state.day != 0);
  HALL_ASSERT(moment.now >= state.at);
  switch (command.body_case()) {
    case Command::kSignIn:
    case Command::kSignOut:
    case Command::kOpenWindow:
    case Command::kPauseWindow:
    case Command::kCloseWindow:
    case Command::kSetWindowServices:
      return decide_window(state, command, actor, moment);
    case Command::kIssueTicket:
    case Command::kAdoptTicket:
      return decide_issue(state, command, actor, moment);
    case Command::kConfirmTicket:
    case Command::kCancelTicket:
    case Command::kReactivateTicket:
    case Command::kResumeTicket:
    case Command::kGrantPriority:
      return decide_ticket(state, command, actor, moment);
    case Command::kCallNext:
    case Command::kRecallTicket:
    case Command::kMarkMissed:
    case Command::kStartService:
    case Command::kCompleteService:
    case Command::kHoldTicket:
    case Command::kTransferTicket:
    case Command::kAddService:
    case Command::kServeWalkIn:
      return decide_visit(state, command, actor, moment);
    case Command::kBookAppointment:
    case Command::kMoveAppointment:
    case Command::kCancelAppointment:
    case Command::kCheckIn:
      return decide_appointment(state, command, actor, moment);
    case Command::kReportDevice:
      return decide_device(state, command, actor, moment);
    case Command::kGetSnapshot:
    case Command::kGetEvents:
    case Command::kGetTicket:
    case Command::kGetSlots:
    case Command::kGetItems:
    case Command::kGrantUpload:
    case Command::kPing:
    case Command::BODY_NOT_SET:
      break;
    case Command::kOpenDocument:
      return decide_paper(state, command, actor);
    case Command::kSetEmergency:
      return decide_emergency(state, command, actor);
  }
  HALL_ASSERT(false && "not a command that changes the hall");
}

}  // namespace yichuang
