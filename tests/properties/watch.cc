#include "tests/properties/watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "tests/properties/fair_order.h"

namespace yichuang::properties {
namespace {

using wire::Event;

bool over(TicketPhase phase) {
  return phase == wire::TICKET_PHASE_SERVED || phase == wire::TICKET_PHASE_CANCELLED ||
         phase == wire::TICKET_PHASE_EXPIRED || phase == wire::TICKET_PHASE_VOIDED;
}

void count_line(const Line& line, std::map<TicketKey, int>& places) {
  for (const QueuePlace& place : line) ++places[place.ticket];
}

void count_lines(const Lines& lines, std::map<TicketKey, int>& places) {
  for (const Line& line : lines.walk_ins) count_line(line, places);
  count_line(lines.agents, places);
  count_line(lines.appointments, places);
  count_line(lines.resumed, places);
  count_line(lines.returned, places);
}

// Every ticket stands in as many lines as its phase says: one if it waits, else none.
Violation check_lines(const State& state) {
  std::map<TicketKey, int> waiting;
  for (const Service& service : state.services) count_lines(service.lines, waiting);
  for (const auto& [number, window] : state.windows) count_lines(window.lines, waiting);
  std::map<TicketKey, int> unconfirmed;
  std::map<TicketKey, int> held;
  count_line(state.unconfirmed, unconfirmed);
  count_line(state.held, held);
  size_t seen = 0;
  for (const Ticket& ticket : state.tickets) {
    const bool waits = ticket.phase == wire::TICKET_PHASE_WAITING;
    const bool issued = ticket.phase == wire::TICKET_PHASE_ISSUED;
    const bool holds = ticket.phase == wire::TICKET_PHASE_HELD;
    seen += waits + issued + holds;
    if (waiting[ticket.key] != waits || unconfirmed[ticket.key] != issued ||
        held[ticket.key] != holds) {
      return fmt::format("one line: {} is {} and stands in {} + {} + {} lines", ticket.number,
                         name_of(ticket.phase), waiting[ticket.key], unconfirmed[ticket.key],
                         held[ticket.key]);
    }
  }
  size_t standing = 0;
  for (const auto& counts : {waiting, unconfirmed, held}) {
    for (const auto& [key, count] : counts) standing += static_cast<size_t>(count);
  }
  return standing == seen ? "" : "one line: somebody unknown stands in a line";
}

}  // namespace

Violation Watch::before(const State& state, const Event& event) const {
  if (!event.has_ticket_called()) return "";
  const auto& called = event.ticket_called();
  const Window* window = state.window(called.window());
  const Ticket* ticket = state.ticket(called.ticket());
  if (!window || !ticket) return "one window: a call of nobody, or to nowhere";
  if (called.reason() == wire::CALL_REASON_WALK_IN) return "";
  return check_call(state, *window, *ticket, Time{event.at_ms()});
}

Violation Watch::nobody_for(const State& state, const Window& window) const {
  return check_nobody(state, window);
}

void Watch::leave_window(Seen& seen) {
  if (seen.window != 0) at_.erase(seen.window);
  seen.window = 0;
}

void Watch::move(TicketKey ticket, TicketPhase phase) {
  Seen& seen = today_[ticket];
  seen.phase = phase;
  if (phase != wire::TICKET_PHASE_CALLED && phase != wire::TICKET_PHASE_SERVING) {
    leave_window(seen);
  }
}

Violation Watch::take_window(TicketKey ticket, WindowNumber window) {
  Seen& seen = today_[ticket];
  if (at_.contains(window) || seen.window != 0) {
    return fmt::format("one window: {} is called to window {}", seen.number, window);
  }
  at_[window] = ticket;
  seen.window = window;
  seen.phase = wire::TICKET_PHASE_CALLED;
  return "";
}

void Watch::adopt(const wire::CatalogueAdopted& catalogue) {
  for (const auto& service : catalogue.services()) {
    capacity_[service.id()] = service.slot_capacity();
  }
}

Violation Watch::see_day(const wire::DayOpened& opened) {
  if (opened.day() <= day_) return "days go forward: " + std::to_string(opened.day());
  for (const auto& [key, seen] : today_) {
    if (!over(seen.phase)) return "no ticket vanishes: " + seen.number;
  }
  day_ = opened.day();
  today_.clear();
  numbers_.clear();
  at_.clear();
  bookings_.clear();  // those that go on are booked again
  adopt(opened.catalogue());
  return "";
}

Violation Watch::see_issued(const wire::TicketIssued& issued) {
  if (today_.contains(issued.ticket())) return "unique key: " + std::to_string(issued.ticket());
  if (!numbers_.insert(issued.number()).second) return "unique number: " + issued.number();
  const std::string& number = issued.number();
  const bool well_made =
      number.size() == 4 && number[0] >= 'A' && number[0] <= 'Z' &&
      std::all_of(number.begin() + 1, number.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
      number.substr(1) != "000";
  if (!well_made) return "a letter and three digits: " + number;
  const bool again = issued.instead_of() != 0;
  if (again && today_[issued.instead_of()].phase != wire::TICKET_PHASE_VOIDED &&
      today_[issued.instead_of()].phase != wire::TICKET_PHASE_CANCELLED) {
    return "a number instead of a good one: " + number;
  }
  if (issued.appointment() != 0 && !again && bookings_.erase(issued.appointment()) == 0) {
    return "an appointment is used once: " + number;
  }
  today_[issued.ticket()] = {number, wire::TICKET_PHASE_ISSUED, 0};
  ++issued_ever_;
  return "";
}

Violation Watch::book(const wire::AppointmentBooked& booked) {
  bookings_[booked.appointment()] = {booked.service(), booked.slot_ms()};
  const auto taken = std::ranges::count_if(bookings_, [&](const auto& entry) {
    return entry.second.service == booked.service() && entry.second.slot_ms == booked.slot_ms();
  });
  if (taken <= capacity_[booked.service()]) return "";
  return fmt::format("slots have room: {} people for one of {}", taken, booked.service());
}

Violation Watch::see_appointment(const Event& event) {
  switch (event.body_case()) {
    case Event::kAppointmentBooked:
      return book(event.appointment_booked());
    case Event::kAppointmentMoved: {
      wire::AppointmentBooked booked;
      booked.set_appointment(event.appointment_moved().appointment());
      booked.set_service(bookings_[booked.appointment()].service);
      booked.set_slot_ms(event.appointment_moved().slot_ms());
      return book(booked);
    }
    case Event::kAppointmentCancelled:
      bookings_.erase(event.appointment_cancelled().appointment());
      return "";
    case Event::kAppointmentMissed:
      bookings_.erase(event.appointment_missed().appointment());
      return "";
    case Event::kAppointmentsCarried:
      for (const auto& booked : event.appointments_carried().appointments()) {
        bookings_[booked.appointment()] = {booked.service(), booked.slot_ms()};
      }
      return "";
    default:
      return "";
  }
}

Violation Watch::see_visit(const Event& event) {
  using enum wire::TicketPhase;
  switch (event.body_case()) {
    case Event::kTicketCalled:
      return take_window(event.ticket_called().ticket(), event.ticket_called().window());
    case Event::kServiceStarted:
      move(event.service_started().ticket(), TICKET_PHASE_SERVING);
      return "";
    case Event::kTicketServed:
      move(event.ticket_served().ticket(), TICKET_PHASE_SERVED);
      return "";
    case Event::kItemServed:
      move(event.item_served().ticket(),
           event.item_served().stays() ? TICKET_PHASE_SERVING : TICKET_PHASE_WAITING);
      return "";
    case Event::kTicketMissed:
      move(event.ticket_missed().ticket(), TICKET_PHASE_MISSED);
      return "";
    case Event::kTicketHeld:
      move(event.ticket_held().ticket(), TICKET_PHASE_HELD);
      return "";
    case Event::kTicketTransferred:
      move(event.ticket_transferred().ticket(), TICKET_PHASE_WAITING);
      return "";
    default:
      return see_appointment(event);
  }
}

Violation Watch::see_wait(const Event& event) {
  using enum wire::TicketPhase;
  switch (event.body_case()) {
    case Event::kTicketIssued:
      return see_issued(event.ticket_issued());
    case Event::kTicketConfirmed: {
      const TicketPhase phase = today_[event.ticket_confirmed().ticket()].phase;
      if (phase == TICKET_PHASE_ISSUED || phase == TICKET_PHASE_VOIDED) {
        move(event.ticket_confirmed().ticket(), TICKET_PHASE_WAITING);
      }
      return "";
    }
    case Event::kTicketCancelled:
      move(event.ticket_cancelled().ticket(), TICKET_PHASE_CANCELLED);
      return "";
    case Event::kTicketExpired:
      move(event.ticket_expired().ticket(), TICKET_PHASE_EXPIRED);
      return "";
    case Event::kTicketVoided:
      move(event.ticket_voided().ticket(), TICKET_PHASE_VOIDED);
      return "";
    case Event::kTicketReactivated:
      move(event.ticket_reactivated().ticket(), TICKET_PHASE_WAITING);
      return "";
    case Event::kTicketResumed:
      move(event.ticket_resumed().ticket(), TICKET_PHASE_WAITING);
      return "";
    default:
      return see_visit(event);
  }
}

Violation Watch::see(const Event& event) {
  if (event.has_day_opened()) return see_day(event.day_opened());
  if (event.has_catalogue_adopted()) {
    adopt(event.catalogue_adopted());
    return "";
  }
  return see_wait(event);
}

Violation Watch::compare(const State& state) const {
  if (state.tickets.size() != today_.size()) {
    return fmt::format("no ticket vanishes: {} issued, {} there", today_.size(),
                       state.tickets.size());
  }
  for (const Ticket& ticket : state.tickets) {
    const auto seen = today_.find(ticket.key);
    if (seen == today_.end() || seen->second.number != ticket.number ||
        seen->second.phase != ticket.phase) {
      return fmt::format("one fold: {} is {}", ticket.number, name_of(ticket.phase));
    }
  }
  for (const auto& [number, window] : state.windows) {
    const auto there = at_.find(number);
    if (window.ticket != (there == at_.end() ? 0 : there->second)) {
      return fmt::format("one window: window {} has ticket {}", number, window.ticket);
    }
    const Ticket* ticket = state.ticket(window.ticket);
    if (ticket && ticket->window != number) return "one window: " + ticket->number;
  }
  uint32_t places = 0;
  for (const auto& [slot, count] : state.booked) places += count;
  if (state.appointments.size() != bookings_.size() || places != bookings_.size() ||
      state.appointment_times.size() != bookings_.size()) {
    return fmt::format("no appointment vanishes: {} booked, {} there", bookings_.size(),
                       state.appointments.size());
  }
  return check_lines(state);
}

}  // namespace yichuang::properties
