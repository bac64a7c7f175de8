// What may follow a state: the checks for events that come from outside. A mirror and the verifier
// ask before they call apply(), which asserts.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "hall/apply.h"
#include "hall/apply_parts.h"

namespace yichuang {
namespace {

using wire::Event;

std::string check_ticket(const State& state, TicketKey key,
                         std::initializer_list<TicketPhase> phases) {
  const Ticket* ticket = state.ticket(key);
  if (!ticket) return fmt::format("ticket {} is not known today", key);
  if (std::ranges::find(phases, ticket->phase) == phases.end()) {
    return fmt::format("ticket {} is {}", ticket->number, name_of(ticket->phase));
  }
  return {};
}

std::string check_window(const State& state, WindowNumber number) {
  return state.window(number) ? "" : fmt::format("window {} is not known", number);
}

std::string check_at_window(const State& state, WindowNumber number, TicketKey key,
                            std::initializer_list<TicketPhase> phases) {
  if (auto wrong = check_window(state, number); !wrong.empty()) return wrong;
  if (state.window(number)->ticket != key) {
    return fmt::format("ticket {} is not at window {}", key, number);
  }
  return check_ticket(state, key, phases);
}

std::string check_service(const State& state, std::string_view id) {
  return state.service(id) ? "" : fmt::format("service {} is not known", id);
}

template <class Ids>
std::string check_services(const State& state, const Ids& ids) {
  for (const auto& id : ids) {
    if (auto wrong = check_service(state, id); !wrong.empty()) return wrong;
  }
  return {};
}

// The next number of a series, or of an adopted ticket a later one of its kiosk's.
std::string check_number(const State& state, const wire::TicketIssued& issued,
                         const Service& service) {
  const bool adopted = issued.ordinal() != 0;
  std::string prefix = service.prefix;
  if (adopted) {
    const auto own = state.offline_series.find(issued.origin());
    if (own == state.offline_series.end()) {
      return fmt::format("{} has no series of its own", issued.origin());
    }
    prefix = own->second;
  }
  const auto series = state.series.find(prefix);
  const uint32_t last = series == state.series.end() ? 0 : series->second.ordinal;
  const uint32_t ordinal = adopted ? issued.ordinal() : last + 1;
  const std::string expected = fmt::format("{}{:03}", prefix, std::max(ordinal, last + 1));
  if (issued.number() != expected) {
    return fmt::format("number {} issued, {} is next", issued.number(), expected);
  }
  return {};
}

// What the ticket is issued for must not be used up.
std::string check_use(const State& state, const wire::TicketIssued& issued) {
  if (issued.instead_of() != 0) {
    const Ticket* older = ticket_for(state, issued.voucher(), issued.appointment());
    if (older && older->key == issued.instead_of() && reached_nobody(*older)) return {};
    return fmt::format("it is not instead of ticket {}", issued.instead_of());
  }
  if (issued.appointment() != 0 && !state.appointments.contains(issued.appointment())) {
    return fmt::format("appointment {} is not booked", issued.appointment());
  }
  if (issued.voucher() != 0 && !state.vouchers.contains(issued.voucher())) {
    return fmt::format("voucher {} is not valid", issued.voucher());
  }
  return {};
}

std::string check_issued(const State& state, const wire::TicketIssued& issued, Time at) {
  if (issued.ticket() != state.next_ticket()) {
    return fmt::format("ticket {} issued, {} is next", issued.ticket(), state.next_ticket());
  }
  const Service* service = state.service(issued.service());
  if (!service) return fmt::format("service {} is not known", issued.service());
  if (issued.arrival_ms() > at.ms) return "it arrives in the future";
  if (auto wrong = check_use(state, issued); !wrong.empty()) return wrong;
  if (auto wrong = check_services(state, issued.more_services()); !wrong.empty()) return wrong;
  return check_number(state, issued, *service);
}

std::string check_called(const State& state, const wire::TicketCalled& called) {
  if (auto wrong = check_window(state, called.window()); !wrong.empty()) return wrong;
  if (state.window(called.window())->ticket != 0) {
    return fmt::format("window {} has a ticket already", called.window());
  }
  return check_ticket(state, called.ticket(), {wire::TICKET_PHASE_WAITING});
}

std::string check_day(const State& state, const wire::DayOpened& opened) {
  if (opened.day() <= state.day) {
    return fmt::format("day {} opened, {} was open", opened.day(), state.day);
  }
  if (opened.next_ticket() < state.next_ticket()) return "ticket keys go back";
  if (state.day != 0 && opened.next_appointment() != 0 &&
      opened.next_appointment() < state.next_appointment) {
    return "appointment keys go back";
  }
  const auto live =
      std::ranges::find_if(state.tickets, [](const Ticket& t) { return !is_over(t.phase); });
  if (live != state.tickets.end()) return fmt::format("ticket {} vanishes", live->number);
  return {};
}

std::string check_transferred(const State& state, const wire::TicketTransferred& transferred) {
  if (auto wrong = check_at_window(state, transferred.window(), transferred.ticket(),
                                   {wire::TICKET_PHASE_CALLED, wire::TICKET_PHASE_SERVING});
      !wrong.empty()) {
    return wrong;
  }
  if (transferred.to_window() != 0) {
    if (auto wrong = check_window(state, transferred.to_window()); !wrong.empty()) return wrong;
  }
  return check_service(state, transferred.service());
}

std::string check_item_served(const State& state, const wire::ItemServed& served) {
  if (auto wrong =
          check_at_window(state, served.window(), served.ticket(), {wire::TICKET_PHASE_SERVING});
      !wrong.empty()) {
    return wrong;
  }
  return state.ticket(served.ticket())->plan.empty() ? "the ticket has no other item" : "";
}

std::string check_window_event(const State& state, const Event& event) {
  switch (event.body_case()) {
    case Event::kClerkSignedIn:
      return check_window(state, event.clerk_signed_in().window());
    case Event::kClerkSignedOut:
      return check_window(state, event.clerk_signed_out().window());
    case Event::kWindowOpened:
      return check_window(state, event.window_opened().window());
    case Event::kWindowPaused:
      return check_window(state, event.window_paused().window());
    case Event::kWindowClosed:
      return check_window(state, event.window_closed().window());
    case Event::kWindowServicesSet:
      if (auto wrong = check_window(state, event.window_services_set().window()); !wrong.empty()) {
        return wrong;
      }
      return check_services(state, event.window_services_set().services());
    default:
      return "the event has no body this version knows";
  }
}

std::string check_at_its_window(const State& state, const Event& event) {
  using enum wire::TicketPhase;
  switch (event.body_case()) {
    case Event::kTicketRecalled:
      return check_at_window(state, event.ticket_recalled().window(),
                             event.ticket_recalled().ticket(), {TICKET_PHASE_CALLED});
    case Event::kTicketMissed:
      return check_at_window(state, event.ticket_missed().window(), event.ticket_missed().ticket(),
                             {TICKET_PHASE_CALLED});
    case Event::kServiceStarted:
      return check_at_window(state, event.service_started().window(),
                             event.service_started().ticket(), {TICKET_PHASE_CALLED});
    case Event::kTicketServed:
      return check_at_window(state, event.ticket_served().window(), event.ticket_served().ticket(),
                             {TICKET_PHASE_SERVING});
    case Event::kItemServed:
      return check_item_served(state, event.item_served());
    case Event::kTicketHeld:
      return check_at_window(state, event.ticket_held().window(), event.ticket_held().ticket(),
                             {TICKET_PHASE_SERVING});
    case Event::kTicketTransferred:
      return check_transferred(state, event.ticket_transferred());
    default:
      return check_window_event(state, event);
  }
}

// At its window; or, as queue-web keeps what was taken in (window 0), after its visit: also when
// its day is over.
std::string check_opened(const State& state, const wire::DocumentOpened& opened) {
  const TicketKey key = opened.ticket();
  if (opened.window() != 0)
    return check_ticket(state, key, {wire::TICKET_PHASE_CALLED, wire::TICKET_PHASE_SERVING});
  if (key != 0 && key < state.first_ticket) return {};
  return check_ticket(state, key, {wire::TICKET_PHASE_SERVED});
}

std::string check_ticket_event(const State& state, const Event& event) {
  using enum wire::TicketPhase;
  switch (event.body_case()) {
    case Event::kTicketIssued:
      return check_issued(state, event.ticket_issued(), Time{event.at_ms()});
    case Event::kTicketConfirmed:
      return check_ticket(
          state, event.ticket_confirmed().ticket(),
          {TICKET_PHASE_ISSUED, TICKET_PHASE_WAITING, TICKET_PHASE_CALLED, TICKET_PHASE_VOIDED});
    case Event::kTicketCancelled:
      return check_ticket(state, event.ticket_cancelled().ticket(),
                          {TICKET_PHASE_ISSUED, TICKET_PHASE_WAITING, TICKET_PHASE_CALLED,
                           TICKET_PHASE_MISSED, TICKET_PHASE_HELD});
    case Event::kTicketExpired:
      return check_ticket(state, event.ticket_expired().ticket(),
                          {TICKET_PHASE_ISSUED, TICKET_PHASE_WAITING, TICKET_PHASE_CALLED,
                           TICKET_PHASE_SERVING, TICKET_PHASE_MISSED, TICKET_PHASE_HELD});
    case Event::kTicketVoided:
      return check_ticket(state, event.ticket_voided().ticket(), {TICKET_PHASE_ISSUED});
    case Event::kTicketCalled:
      return check_called(state, event.ticket_called());
    case Event::kTicketReactivated:
      return check_ticket(state, event.ticket_reactivated().ticket(), {TICKET_PHASE_MISSED});
    case Event::kTicketResumed:
      return check_ticket(state, event.ticket_resumed().ticket(), {TICKET_PHASE_HELD});
    case Event::kServiceAdded:
      if (auto wrong = check_service(state, event.service_added().service()); !wrong.empty()) {
        return wrong;
      }
      return check_ticket(state, event.service_added().ticket(), {TICKET_PHASE_SERVING});
    case Event::kPriorityGranted:
      return check_ticket(
          state, event.priority_granted().ticket(),
          {TICKET_PHASE_ISSUED, TICKET_PHASE_WAITING, TICKET_PHASE_MISSED, TICKET_PHASE_HELD});
    case Event::kDocumentOpened:
      return check_opened(state, event.document_opened());
    default:
      return check_at_its_window(state, event);
  }
}

std::string check_booked(const State& state, const wire::AppointmentBooked& booked) {
  if (state.appointments.contains(booked.appointment()) || booked.appointment() == 0) {
    return fmt::format("appointment {} is not new", booked.appointment());
  }
  return check_service(state, booked.service());
}

std::string check_carried(const State& state, const wire::AppointmentsCarried& carried) {
  std::set<AppointmentKey> seen;
  for (const auto& booked : carried.appointments()) {
    if (auto wrong = check_booked(state, booked); !wrong.empty()) return wrong;
    if (!seen.insert(booked.appointment()).second) {
      return fmt::format("appointment {} is carried twice", booked.appointment());
    }
  }
  return {};
}

std::string check_appointment(const State& state, AppointmentKey key) {
  return state.appointments.contains(key) ? "" : fmt::format("appointment {} is not booked", key);
}

std::string check_body(const State& state, const Event& event) {
  switch (event.body_case()) {
    case Event::kDayOpened:
      return check_day(state, event.day_opened());
    case Event::kCatalogueAdopted:
    case Event::kDeviceReported:
    case Event::kVouchersGranted:
    case Event::kAlarmRaised:
    case Event::kAlarmCleared:
    case Event::kEmergencySet:
      return "";
    case Event::kAppointmentBooked:
      return check_booked(state, event.appointment_booked());
    case Event::kAppointmentMoved:
      return check_appointment(state, event.appointment_moved().appointment());
    case Event::kAppointmentCancelled:
      return check_appointment(state, event.appointment_cancelled().appointment());
    case Event::kAppointmentMissed:
      return check_appointment(state, event.appointment_missed().appointment());
    case Event::kAppointmentsCarried:
      return check_carried(state, event.appointments_carried());
    case Event::BODY_NOT_SET:
      return "the event has no body this version knows";
    default:
      return check_ticket_event(state, event);
  }
}

}  // namespace

std::string cannot_follow(const State& state, const Event& event) {
  if (event.seq() <= state.seq) return fmt::format("seq {} after {}", event.seq(), state.seq);
  if (event.at_ms() < state.at.ms) return "the time goes back";
  if (state.day == 0 && !event.has_day_opened()) return "no day is open";
  return check_body(state, event);
}

}  // namespace yichuang
