#include "tests/sim/person_record.h"

#include <algorithm>
#include <utility>

#include "tests/sim/violation.h"

namespace yichuang::sim {

using wire::Event;

void PersonRecord::see(const Event& event, const Asked* asked, const HallModel& model) {
  switch (event.body_case()) {
    case Event::kDayOpened:
      tickets_of_.clear();
      booked_by_before_ = std::exchange(booked_by_, {});
      return;
    case Event::kAppointmentsCarried:
      for (const auto& carried : event.appointments_carried().appointments()) {
        const auto holder = booked_by_before_.find(carried.appointment());
        if (holder != booked_by_before_.end()) booked_by_.insert(*holder);
      }
      return;
    case Event::kTicketIssued:
      return issued(event.ticket_issued(), asked, model);
    case Event::kAppointmentBooked:
      return booked(event.appointment_booked(), asked, model);
    case Event::kAppointmentCancelled:
      booked_by_.erase(event.appointment_cancelled().appointment());
      return;
    case Event::kAppointmentMissed:
      booked_by_.erase(event.appointment_missed().appointment());
      return;
    default:
      return;
  }
}

std::string PersonRecord::holder_of(uint32_t ticket) const {
  for (const auto& [person, tickets] : tickets_of_) {
    if (std::ranges::find(tickets, ticket) != tickets.end()) return person;
  }
  return "";
}

void PersonRecord::issued(const wire::TicketIssued& made, const Asked* asked,
                          const HallModel& model) {
  std::string person;
  if (made.appointment() != 0 && made.instead_of() != 0) {
    person = holder_of(made.instead_of());
  } else if (made.appointment() != 0) {
    const auto holder = booked_by_.find(made.appointment());
    if (holder != booked_by_.end()) person = booked_by_.extract(holder).mapped();
  } else if (asked && asked->command.has_adopt_ticket()) {
    person = asked->command.adopt_ticket().person();
  } else if (asked) {
    person = asked->command.issue_ticket().person();
  }
  if (person.empty()) return;
  auto& tickets = tickets_of_[person];
  const bool limited = made.appointment() == 0 && made.ordinal() == 0;
  const bool has_one = std::ranges::any_of(
      tickets, [&](uint32_t ticket) { return model.is_live(ticket, made.service()); });
  if (limited && has_one) {
    violate(invariant::kTicketLife, "{} is a second live ticket for {} of one person",
            made.number(), made.service());
  }
  tickets.push_back(made.ticket());
}

void PersonRecord::booked(const wire::AppointmentBooked& made, const Asked* asked,
                          const HallModel& model) {
  if (!asked || asked->command.book_appointment().person().empty()) {
    violate(invariant::kTicketLife, "appointment {} is nobody's", made.appointment());
  }
  const std::string& person = asked->command.book_appointment().person();
  const auto has =
      std::ranges::count_if(booked_by_, [&](const auto& entry) { return entry.second == person; });
  if (has >= static_cast<int64_t>(model.bookings_per_person())) {
    violate(invariant::kTicketLife, "appointment {} is one too many of a person",
            made.appointment());
  }
  booked_by_[made.appointment()] = person;
}

void PersonRecord::compare(const PrivateState& kept) const {
  std::map<std::string, uint32_t> bookings;
  for (const auto& [appointment, person] : booked_by_) ++bookings[person];
  if (kept.tickets_of != tickets_of_ || kept.booked_by != booked_by_ ||
      kept.bookings_of != bookings) {
    violate(invariant::kOneFold,
            "the server knows {} persons with tickets and {} with appointments, {} and {} asked",
            kept.tickets_of.size(), kept.bookings_of.size(), tickets_of_.size(), bookings.size());
  }
}

}  // namespace yichuang::sim
