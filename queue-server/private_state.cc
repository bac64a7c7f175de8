#include "queue-server/private_state.h"

#include <algorithm>

namespace yichuang {
namespace {

using wire::Event;

std::string person_of(const PrivateState& kept, AppointmentKey appointment) {
  const auto found = kept.booked_by.find(appointment);
  return found == kept.booked_by.end() ? std::string() : found->second;
}

void book(PrivateState& kept, AppointmentKey appointment, const std::string& person) {
  if (person.empty()) return;
  kept.booked_by[appointment] = person;
  ++kept.bookings_of[person];
}

void unbook(PrivateState& kept, AppointmentKey appointment) {
  const auto booking = kept.booked_by.find(appointment);
  if (booking == kept.booked_by.end()) return;
  const auto count = kept.bookings_of.find(booking->second);
  if (--count->second == 0) kept.bookings_of.erase(count);
  kept.booked_by.erase(booking);
}

void book_carried(PrivateState& kept, const wire::AppointmentsCarried& carried,
                  const wire::PrivatePart& part) {
  for (int i = 0; i < carried.appointments_size() && i < part.persons_size(); ++i) {
    book(kept, carried.appointments(i).appointment(), part.persons(i));
  }
}

}  // namespace

uint32_t PrivateState::bookings(const std::string& person) const {
  const auto found = bookings_of.find(person);
  return found == bookings_of.end() ? 0 : found->second;
}

std::string PrivateState::person_of(TicketKey ticket) const {
  const auto found = std::ranges::find_if(tickets_of, [&](const auto& entry) {
    return std::ranges::find(entry.second, ticket) != entry.second.end();
  });
  return found == tickets_of.end() ? std::string() : found->first;
}

wire::PrivatePart private_part(const PrivateState& kept, const wire::Command* command,
                               const Event& event) {
  wire::PrivatePart part;
  if (event.has_appointments_carried()) {
    for (const auto& booked : event.appointments_carried().appointments()) {
      part.add_persons(person_of(kept, booked.appointment()));
    }
  } else if (event.has_ticket_issued() && event.ticket_issued().appointment() != 0) {
    const auto& issued = event.ticket_issued();
    part.set_person(issued.instead_of() != 0 ? kept.person_of(issued.instead_of())
                                             : person_of(kept, issued.appointment()));
  } else if (command && event.has_ticket_issued()) {
    part.set_person(command->has_adopt_ticket() ? command->adopt_ticket().person()
                                                : command->issue_ticket().person());
  } else if (command && event.has_appointment_booked()) {
    part.set_person(command->book_appointment().person());
  }
  return part;
}

void apply_private(PrivateState& kept, const Event& event, const wire::PrivatePart& part) {
  switch (event.body_case()) {
    case Event::kDayOpened:
      kept = {};
      return;
    case Event::kAppointmentsCarried:
      return book_carried(kept, event.appointments_carried(), part);
    case Event::kTicketIssued:
      unbook(kept, event.ticket_issued().appointment());
      if (!part.person().empty()) {
        kept.tickets_of[part.person()].push_back(event.ticket_issued().ticket());
      }
      return;
    case Event::kAppointmentBooked:
      return book(kept, event.appointment_booked().appointment(), part.person());
    case Event::kAppointmentCancelled:
      return unbook(kept, event.appointment_cancelled().appointment());
    case Event::kAppointmentMissed:
      return unbook(kept, event.appointment_missed().appointment());
    default:
      return;
  }
}

}  // namespace yichuang
