// A ticket before and between its calls, whoever asks: kiosk, desk or phone.
#include "base/assert.h"
#include "queue-server/decide_parts.h"

namespace yichuang {
namespace {

using wire::Command;

// While it was void the person may have taken another number: for the same service, or with the
// same voucher or appointment.
std::optional<Refused> check_comes_back(const State& state, const Ticket& ticket,
                                        const Moment& moment) {
  const Ticket* other = ticket_for(state, ticket.voucher, ticket.appointment, ticket.key);
  if (other && !reached_nobody(*other)) {
    return refuse(wire::REFUSAL_LIMIT_REACHED, "{} was issued instead of it", other->number);
  }
  if (!moment.kept) return std::nullopt;
  return check_person(state, moment.kept->person_of(ticket.key), ticket.service, moment);
}

Decision confirm_ticket(const State& state, const wire::ConfirmTicket& command,
                        const Moment& moment) {
  const auto ticket = find_ticket(state, command.ticket());
  if (!ticket) return ticket.error();
  if (command.delivery() != wire::DELIVERY_PRINTED &&
      command.delivery() != wire::DELIVERY_PAPERLESS) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "the delivery must be printed or paperless");
  }
  const TicketPhase phase = (*ticket)->phase;
  if (phase != wire::TICKET_PHASE_ISSUED && phase != wire::TICKET_PHASE_WAITING &&
      phase != wire::TICKET_PHASE_CALLED && phase != wire::TICKET_PHASE_VOIDED) {
    return wrong_phase(**ticket);
  }
  if ((*ticket)->delivery == command.delivery() && phase != wire::TICKET_PHASE_VOIDED) {
    return Events{};
  }
  if (phase == wire::TICKET_PHASE_VOIDED) {
    if (auto refused = check_comes_back(state, **ticket, moment)) return *refused;
  }
  wire::Event event;
  event.mutable_ticket_confirmed()->set_ticket(command.ticket());
  event.mutable_ticket_confirmed()->set_delivery(command.delivery());
  return one(std::move(event));
}

Decision cancel_ticket(const State& state, const wire::CancelTicket& command,
                       const Moment& moment) {
  const auto ticket = find_ticket(state, moment, command.ticket(), command.token());
  if (!ticket) return ticket.error();
  const TicketPhase phase = (*ticket)->phase;
  if (phase == wire::TICKET_PHASE_CANCELLED || phase == wire::TICKET_PHASE_VOIDED) return Events{};
  if (phase != wire::TICKET_PHASE_ISSUED && phase != wire::TICKET_PHASE_WAITING &&
      phase != wire::TICKET_PHASE_MISSED && phase != wire::TICKET_PHASE_HELD) {
    return wrong_phase(**ticket);
  }
  wire::Event event;
  event.mutable_ticket_cancelled()->set_ticket((*ticket)->key);
  return one(std::move(event));
}

Decision reactivate_ticket(const State& state, const wire::ReactivateTicket& command,
                           const Moment& moment) {
  const auto ticket = find_ticket(state, moment, command.ticket(), command.token());
  if (!ticket) return ticket.error();
  if ((*ticket)->phase != wire::TICKET_PHASE_MISSED) return wrong_phase(**ticket);
  wire::Event event;
  event.mutable_ticket_reactivated()->set_ticket((*ticket)->key);
  event.mutable_ticket_reactivated()->set_due_call(state.services[(*ticket)->service].calls +
                                                   state.rules.reactivate_behind);
  return one(std::move(event));
}

Decision resume_ticket(const State& state, const wire::ResumeTicket& command) {
  const auto ticket = find_ticket(state, command.ticket());
  if (!ticket) return ticket.error();
  if ((*ticket)->phase != wire::TICKET_PHASE_HELD) return wrong_phase(**ticket);
  wire::Event event;
  event.mutable_ticket_resumed()->set_ticket(command.ticket());
  return one(std::move(event));
}

Decision grant_priority(const State& state, const wire::GrantPriority& command,
                        const Actor& actor) {
  if (!is_guide(actor)) {
    return refuse(wire::REFUSAL_NOT_ALLOWED, "only the guide desk grants priority");
  }
  const auto ticket = find_ticket(state, command.ticket());
  if (!ticket) return ticket.error();
  const TicketPhase phase = (*ticket)->phase;
  if (phase != wire::TICKET_PHASE_ISSUED && phase != wire::TICKET_PHASE_WAITING &&
      phase != wire::TICKET_PHASE_MISSED && phase != wire::TICKET_PHASE_HELD) {
    return wrong_phase(**ticket);
  }
  if (!wire::PriorityClass_IsValid(command.priority()) ||
      command.priority() == wire::PRIORITY_CLASS_UNSPECIFIED) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "name the class whose priority is granted");
  }
  if (command.reason().empty()) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "a priority needs a reason: others will ask");
  }
  if ((*ticket)->priority == command.priority()) return Events{};
  wire::Event event;
  auto& granted = *event.mutable_priority_granted();
  granted.set_ticket(command.ticket());
  granted.set_priority(command.priority());
  granted.set_reason(command.reason());
  granted.set_clerk(actor.clerk);
  return one(std::move(event));
}

}  // namespace

Decision decide_ticket(const State& state, const Command& command, const Actor& actor,
                       const Moment& moment) {
  switch (command.body_case()) {
    case Command::kConfirmTicket:
      return confirm_ticket(state, command.confirm_ticket(), moment);
    case Command::kCancelTicket:
      return cancel_ticket(state, command.cancel_ticket(), moment);
    case Command::kReactivateTicket:
      return reactivate_ticket(state, command.reactivate_ticket(), moment);
    case Command::kResumeTicket:
      return resume_ticket(state, command.resume_ticket());
    case Command::kGrantPriority:
      return grant_priority(state, command.grant_priority(), actor);
    default:
      HALL_ASSERT(false && "not a ticket's command");
  }
}

}  // namespace yichuang
