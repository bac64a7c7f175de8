// Appointments (预约): booked for a slot, moved, cancelled, turned into a ticket.
#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "queue-server/decide_parts.h"
#include "queue-server/numbering.h"
#include "queue-server/slots.h"

namespace yichuang {
namespace {

using wire::Command;

// Named by its key, or by the token of its QR code; 0 if the hall did not make that token.
AppointmentKey key_of(const Moment& moment, AppointmentKey key, const std::string& token) {
  if (token.empty()) return key;
  const auto opened = moment.tokens ? appointment_of_token(*moment.tokens, token) : std::nullopt;
  return opened.value_or(0);
}

Result<const Appointment*, Refused> find_appointment(const State& state, AppointmentKey key) {
  const auto found = state.appointments.find(key);
  if (found == state.appointments.end()) {
    return refuse(wire::REFUSAL_UNKNOWN_APPOINTMENT,
                  "there is no such appointment; take a number, or book again");
  }
  return &found->second;
}

// A slot that can be booked now: in the catalogue's plan, to come, not too far ahead, not full.
std::optional<Refused> check_slot(const State& state, const Service& service, Time slot,
                                  const Moment& moment) {
  if (service.slot_minutes == 0 || service.slot_capacity == 0 || !moment.opening) {
    return refuse(wire::REFUSAL_SERVICE_CLOSED, "{} takes no appointments", service.name_en);
  }
  if (slot <= moment.now) return refuse(wire::REFUSAL_SLOT_FULL, "this slot has begun");
  const int64_t ahead_ms = state.rules.booking_days * int64_t{86'400'000};
  if (slot - moment.now > ahead_ms) {
    return refuse(wire::REFUSAL_NOT_YET, "book at most {} days ahead", state.rules.booking_days);
  }
  const auto slots = slots_of(state, service, *moment.opening, moment.opening->zone().day(slot));
  const auto found = std::ranges::find(slots, slot, &PlannedSlot::from);
  if (found == slots.end()) {
    return refuse(wire::REFUSAL_SLOT_FULL, "there is no slot at {}", moment.opening->clock(slot));
  }
  if (found->free == 0) return refuse(wire::REFUSAL_SLOT_FULL, "this slot is full; take another");
  return std::nullopt;
}

Decision book_appointment(const State& state, const wire::BookAppointment& command,
                          const Moment& moment) {
  const auto service = find_service(state, command.service());
  if (!service) return service.error();
  if (command.person().size() != kPersonBytes) {
    return refuse(wire::REFUSAL_INVALID_VALUE, "an appointment needs the person's hash, {} bytes",
                  kPersonBytes);
  }
  if (auto refused = check_slot(state, **service, Time{command.slot_ms()}, moment)) return *refused;
  if (moment.kept && moment.kept->bookings(command.person()) >= state.rules.bookings_per_person) {
    return refuse(wire::REFUSAL_LIMIT_REACHED,
                  "this person has {} appointments, as many as allowed; cancel one first",
                  state.rules.bookings_per_person);
  }
  if (state.appointments.size() >= limits::kAppointmentsMax) {
    return refuse(wire::REFUSAL_BUSY, "the hall has as many appointments as it can keep");
  }
  wire::Event event;
  auto& booked = *event.mutable_appointment_booked();
  booked.set_appointment(state.next_appointment);
  booked.set_service((*service)->id);
  booked.set_slot_ms(command.slot_ms());
  return one(std::move(event));
}

Decision move_appointment(const State& state, const wire::MoveAppointment& command,
                          const Moment& moment) {
  const auto appointment =
      find_appointment(state, key_of(moment, command.appointment(), command.token()));
  if (!appointment) return appointment.error();
  const Time slot{command.slot_ms()};
  if ((*appointment)->slot == slot) return Events{};
  const Service& service = state.services[(*appointment)->service];
  if (service.retired) {
    return refuse(wire::REFUSAL_UNKNOWN_SERVICE, "this hall no longer has {}", service.name_en);
  }
  if (auto refused = check_slot(state, service, slot, moment)) return *refused;
  wire::Event event;
  event.mutable_appointment_moved()->set_appointment((*appointment)->key);
  event.mutable_appointment_moved()->set_slot_ms(slot.ms);
  return one(std::move(event));
}

Decision cancel_appointment(const State& state, const wire::CancelAppointment& command,
                            const Moment& moment) {
  const auto appointment =
      find_appointment(state, key_of(moment, command.appointment(), command.token()));
  if (!appointment) return appointment.error();
  wire::Event event;
  event.mutable_appointment_cancelled()->set_appointment((*appointment)->key);
  return one(std::move(event));
}

struct Arrival {
  AppointmentKey appointment = 0;
  ServiceIndex service = 0;
  Time slot;                 // not set: it was late already
  TicketKey instead_of = 0;  // a ticket that was issued for it and never reached anybody
};

Result<Arrival, Refused> find_arrival(const State& state, const wire::CheckIn& command,
                                      const Moment& moment) {
  const AppointmentKey key = key_of(moment, command.appointment(), command.token());
  if (const Ticket* older = ticket_for(state, 0, key)) {
    if (reached_nobody(*older)) return Arrival{key, older->service, older->slot_at, older->key};
    return refuse(wire::REFUSAL_LIMIT_REACHED, "you have checked in: your number is {}",
                  older->number);
  }
  const auto appointment = find_appointment(state, key);
  if (!appointment) return appointment.error();
  return Arrival{key, (*appointment)->service, (*appointment)->slot};
}

std::optional<Refused> check_early(const State& state, Time slot, const Moment& moment) {
  const Time from = slot - state.rules.slot_early_minutes * int64_t{60'000};
  if (moment.now >= from) return std::nullopt;
  const std::string when = moment.opening ? moment.opening->clock(from) : "later";
  const bool today = !moment.opening || moment.opening->zone().day(slot) == state.day;
  Refused refused = refuse(wire::REFUSAL_NOT_YET, "your appointment is {}; check in from {}",
                           today ? "later" : "another day", when);
  refused.not_before = from;
  return refused;
}

// Inside the slot the ticket comes before the walk-ins; who is late joins them at this arrival.
Decision check_in(const State& state, const wire::CheckIn& command, const Actor& actor,
                  const Moment& moment) {
  const auto arrival = find_arrival(state, command, moment);
  if (!arrival) return arrival.error();
  if (auto refused = check_early(state, arrival->slot, moment)) return *refused;
  const Service& service = state.services[arrival->service];
  const auto number = next_number(state, service);
  if (!number) {
    return refuse(wire::REFUSAL_SERIES_FULL,
                  "all numbers of series {} are used today; ask the guide desk", service.prefix);
  }
  const int64_t late_ms = state.rules.slot_late_minutes * int64_t{60'000};
  Ticket ticket;
  ticket.key = state.next_ticket();
  ticket.service = arrival->service;
  ticket.arrived_at = moment.now;
  if (moment.now <= arrival->slot + late_ms) ticket.slot_at = arrival->slot;
  wire::Event event;
  auto& issued = *event.mutable_ticket_issued();
  issued.set_ticket(ticket.key);
  issued.set_number(*number);
  issued.set_service(service.id);
  issued.set_origin(actor.device);
  issued.set_appointment(arrival->appointment);
  issued.set_instead_of(arrival->instead_of);
  issued.set_slot_ms(ticket.slot_at.ms);
  issued.set_ahead(static_cast<uint32_t>(people_ahead(state, ticket, moment.now)));
  return one(std::move(event));
}

}  // namespace

Decision decide_appointment(const State& state, const Command& command, const Actor& actor,
                            const Moment& moment) {
  switch (command.body_case()) {
    case Command::kBookAppointment:
      return book_appointment(state, command.book_appointment(), moment);
    case Command::kMoveAppointment:
      return move_appointment(state, command.move_appointment(), moment);
    case Command::kCancelAppointment:
      return cancel_appointment(state, command.cancel_appointment(), moment);
    case Command::kCheckIn:
      return check_in(state, command.check_in(), actor, moment);
    default:
      HALL_ASSERT(false && "not an appointment's command");
  }
}

}  // namespace yichuang
