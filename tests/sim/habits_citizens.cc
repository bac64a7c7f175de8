// What citizens do: at a kiosk, and with their phones.
#include <algorithm>
#include <cstdlib>

#include "tests/sim/habit_tables.h"

namespace yichuang::sim {
namespace {

using wire::Command;

void report_printer(const Scene& s, Command& c) {
  auto& report = *c.mutable_report_device();
  report.set_device("printer");
  report.set_state(static_cast<wire::DeviceState>(s.random.between(1, 4)));
  if (s.random.percent(50)) report.add_facts("paper_near_end");
}

void look_up_token(const Scene& s, Command& c) { c.mutable_get_ticket()->set_token(any_token(s)); }

// Of those that were given on the day before, some are good.
void show_voucher(const Scene& s, Command& c) {
  take_number(s, c);
  c.mutable_issue_ticket()->set_voucher(any_token(s));
}

// A ticket of today that nobody ever had, and the token that it was issued for; null if none is
// known here.
const Ticket* wasted(const Scene& s) {
  for (const Ticket& ticket : s.state.tickets) {
    if ((ticket.voucher != 0 || ticket.appointment != 0) && reached_nobody(ticket)) return &ticket;
  }
  return nullptr;
}

template <class Given>
std::string token_of(const std::vector<Given>* given, uint32_t key) {
  if (!given) return "";
  const auto found = std::ranges::find(*given, key, &Given::key);
  return found == given->end() ? "" : found->token;
}

void show_again(const Scene& s, Command& c) {
  const Ticket& ticket = *wasted(s);
  if (ticket.appointment != 0) {
    c.mutable_check_in()->set_token(token_of(s.appointments, ticket.appointment));
    return;
  }
  take_number(s, c);
  c.mutable_issue_ticket()->set_voucher(token_of(s.given, ticket.voucher));
}

void find_the_paper(const Scene& s, Command& c) {
  c.mutable_confirm_ticket()->set_ticket(s.given_in(wire::TICKET_PHASE_VOIDED)->key);
  c.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
}

void take_own_number(const Scene& s, Command&) {
  s.own->issue(any_service(s), s.random.percent(40) ? s.person() : "",
               s.random.percent(15) ? any_class(s) : wire::PRIORITY_CLASS_ORDINARY);
}

// A kiosk that lost its mind hands over what it never issued.
void hand_over_nonsense(const Scene& s, Command& c) {
  auto& adopt = *c.mutable_adopt_ticket();
  adopt.set_service(any_service(s));
  adopt.set_ordinal(static_cast<uint32_t>(s.random.between(0, 30)));
  adopt.set_issued_ms(s.now.ms - s.random.between(-100'000, 200'000));
  adopt.set_last_contact_ms(s.now.ms - s.random.between(-100'000, 200'000));
  adopt.set_delivery(wire::DELIVERY_PRINTED);
}

// The begin of a slot today or tomorrow, or of none.
int64_t some_slot_ms(const Scene& s, const Service& service) {
  constexpr int64_t kMinuteMs = 60'000;
  constexpr int64_t kDayMs = 1440 * kMinuteMs;
  if (s.state.hours.empty() || s.random.percent(5)) return s.now.ms + s.random.between(0, kDayMs);
  const OpenSpan& span = s.random.pick(s.state.hours);
  const int64_t length_ms = std::max(1u, service.slot_minutes) * kMinuteMs;
  const int64_t slots = std::min<int64_t>(5, (span.to - span.from) / length_ms);
  const int64_t slot_ms =
      span.from.ms + s.random.between(0, std::max<int64_t>(0, slots - 1)) * length_ms;
  return slot_ms <= s.now.ms || s.random.percent(25) ? slot_ms + kDayMs : slot_ms;
}

void book(const Scene& s, Command& c) {
  if (s.state.services.empty()) return;
  const Service& service = s.random.pick(s.state.services);
  c.mutable_book_appointment()->set_service(service.id);
  c.mutable_book_appointment()->set_slot_ms(some_slot_ms(s, service));
  if (s.random.percent(97)) c.mutable_book_appointment()->set_person(s.person());
}

bool has_appointments(const Scene& s) { return s.appointments && !s.appointments->empty(); }

void move_appointment(const Scene& s, Command& c) {
  const GivenAppointment& appointment = s.random.pick(*s.appointments);
  const auto known = s.state.appointments.find(appointment.key);
  if (known == s.state.appointments.end()) return;
  c.mutable_move_appointment()->set_token(appointment.token);
  c.mutable_move_appointment()->set_slot_ms(
      some_slot_ms(s, s.state.services[known->second.service]));
}

void cancel_appointment(const Scene& s, Command& c) {
  c.mutable_cancel_appointment()->set_token(s.random.pick(*s.appointments).token);
}

// Mostly somebody whose slot is near; now and then whoever, even a second time.
void check_in(const Scene& s, Command& c) {
  constexpr int64_t kNearMs = 120'000;
  const GivenAppointment* chosen = &s.random.pick(*s.appointments);
  for (const GivenAppointment& appointment : *s.appointments) {
    const bool near = std::abs(appointment.slot_ms - s.now.ms) < kNearMs;
    if (near && s.state.appointments.contains(appointment.key)) chosen = &appointment;
  }
  c.mutable_check_in()->set_token(chosen->token);
}

void ask_for_slots(const Scene& s, Command& c) {
  c.mutable_get_slots()->set_service(any_service(s));
  c.mutable_get_slots()->set_day(s.state.day);
}

const Habit kKioskHabits[] = {
    {"takes a number", [](const Scene& s) { return working(s) && !s.cut_off ? 36u : 2u; },
     take_number},
    {"takes a number of the kiosk's own",
     [](const Scene& s) { return working(s) && s.cut_off ? 30u : 0u; }, take_own_number},
    {"shows a voucher", [](const Scene& s) { return s.state.vouchers.empty() ? 0u : 8u; },
     show_voucher},
    {"shows again what was of no use", [](const Scene& s) { return wasted(s) ? 10u : 0u; },
     show_again},
    {"finds the paper after all",
     [](const Scene& s) { return s.given_in(wire::TICKET_PHASE_VOIDED) ? 4u : 0u; },
     find_the_paper},
    {"hands over what it never gave", [](const Scene&) { return 1u; }, hand_over_nonsense},
    {"books", [](const Scene& s) { return working(s) ? 5u : 0u; }, book},
    {"comes as agreed", [](const Scene& s) { return has_appointments(s) ? 10u : 0u; }, check_in},
    {"comes another time", [](const Scene& s) { return has_appointments(s) ? 2u : 0u; },
     move_appointment},
    {"will not come", [](const Scene& s) { return has_appointments(s) ? 1u : 0u; },
     cancel_appointment},
    {"asks for slots", [](const Scene&) { return 1u; }, ask_for_slots},
    {"takes the printed number",
     [](const Scene& s) { return s.given_in(wire::TICKET_PHASE_ISSUED) ? 70u : 0u; }, confirm},
    {"comes back after a miss",
     [](const Scene& s) { return s.given_in(wire::TICKET_PHASE_MISSED) ? 15u : 0u; },
     [](const Scene& s, Command& c) {
       c.mutable_reactivate_ticket()->set_ticket(s.given_in(wire::TICKET_PHASE_MISSED)->key);
     }},
    {"gives the number back", [](const Scene& s) { return s.anybodys() ? 2u : 0u; }, cancel},
    {"opens the ticket's page", [](const Scene&) { return 3u; }, look_up_token},
    {"tells the printer's state", [](const Scene&) { return 2u; }, report_printer},
    {"asks for a service that there is not", [](const Scene&) { return 1u; },
     [](const Scene&, Command& c) { c.mutable_issue_ticket()->set_service("nothing"); }},
    {"waits", [](const Scene&) { return 20u; }, nullptr},
};

// The citizens' phones, all at once: they have tokens, no keys.
const Habit kPhonesHabits[] = {
    {"books", [](const Scene& s) { return working(s) ? 14u : 2u; }, book},
    {"checks in", [](const Scene& s) { return has_appointments(s) ? 10u : 0u; }, check_in},
    {"moves", [](const Scene& s) { return has_appointments(s) ? 4u : 0u; }, move_appointment},
    {"calls off", [](const Scene& s) { return has_appointments(s) ? 3u : 0u; }, cancel_appointment},
    {"shows a voucher", [](const Scene& s) { return s.state.vouchers.empty() ? 0u : 2u; },
     show_voucher},
    {"asks for slots", [](const Scene&) { return 2u; }, ask_for_slots},
    {"confirms a number",
     [](const Scene& s) { return s.given_in(wire::TICKET_PHASE_ISSUED) ? 20u : 0u; }, confirm},
    {"sleeps", [](const Scene&) { return 30u; }, nullptr},
};

}  // namespace

std::span<const Habit> kiosk_habits() { return kKioskHabits; }
std::span<const Habit> phones_habits() { return kPhonesHabits; }

}  // namespace yichuang::sim
