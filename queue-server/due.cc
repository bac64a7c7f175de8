#include "queue-server/due.h"

#include <algorithm>
#include <set>

#include "base/assert.h"
#include "base/limits.h"
#include "hall/learn.h"
#include "queue-server/alarms.h"

namespace yichuang {
namespace {

void void_unconfirmed(const State& state, Time now, Events& events) {
  for (const QueuePlace& place : state.unconfirmed) {
    if (now - Time{place.order} < state.rules.confirm_seconds * int64_t{1000}) return;
    if (events.size() >= limits::kTimedEventsPerTickMax) return;
    events.emplace_back().mutable_ticket_voided()->set_ticket(place.ticket);
  }
}

// Who is late may still check in until the hall closes; then the appointment is missed (爽约).
void miss_appointments(const State& state, Time now, Events& events) {
  if (state.hours.empty() || now < state.hours.back().to) return;
  for (const QueuePlace& place : state.appointment_times) {
    if (place.order >= state.hours.back().to.ms) return;
    if (events.size() >= limits::kTimedEventsPerTickMax) return;
    events.emplace_back().mutable_appointment_missed()->set_appointment(place.ticket);
  }
}

void change_alarms(const State& state, Time now, Events& events) {
  const std::set<Alarm> wanted = alarms_of(state, now);
  for (const auto& [alarm, since] : state.alarms) {
    if (wanted.contains(alarm)) continue;
    auto& cleared = *events.emplace_back().mutable_alarm_cleared();
    cleared.set_kind(alarm.kind);
    cleared.set_subject(alarm.subject);
  }
  size_t running = state.alarms.size();
  for (const Alarm& alarm : wanted) {
    if (state.alarms.contains(alarm)) continue;
    if (++running > limits::kAlarmsMax || events.size() >= limits::kTimedEventsPerTickMax) return;
    auto& raised = *events.emplace_back().mutable_alarm_raised();
    raised.set_kind(alarm.kind);
    raised.set_subject(alarm.subject);
  }
}

// ---- The end of a day. ----

bool has_service(const wire::CatalogueAdopted& catalogue, std::string_view id) {
  return std::ranges::any_of(catalogue.services(), [&](const auto& s) { return s.id() == id; });
}

// What becomes of each appointment; the ones that go on are returned.
std::vector<const Appointment*> end_appointments(const State& state, Time day_start,
                                                 const wire::CatalogueAdopted& catalogue,
                                                 Events& events) {
  std::vector<const Appointment*> carried;
  for (const auto& [key, appointment] : state.appointments) {
    if (appointment.slot < day_start) {
      events.emplace_back().mutable_appointment_missed()->set_appointment(key);
    } else if (!has_service(catalogue, state.services[appointment.service].id)) {
      events.emplace_back().mutable_appointment_cancelled()->set_appointment(key);
    } else {
      carried.push_back(&appointment);
    }
  }
  return carried;
}

// Who came and was not served: waited, held, or stood at a window when the day ended.
bool earns_voucher(TicketPhase phase) {
  return phase == wire::TICKET_PHASE_WAITING || phase == wire::TICKET_PHASE_CALLED ||
         phase == wire::TICKET_PHASE_SERVING || phase == wire::TICKET_PHASE_HELD;
}

// On a day when the hall stayed closed nobody could use the vouchers: they stay good.
std::map<TicketKey, std::string> vouchers_after(const State& state) {
  std::map<TicketKey, std::string> vouchers;
  if (state.keeps_hours && state.hours.empty()) vouchers = state.vouchers;
  for (const Ticket& ticket : state.tickets) {
    if (earns_voucher(ticket.phase)) vouchers[ticket.key] = state.services[ticket.service].id;
  }
  return vouchers;
}

void expire_tickets(const State& state, Events& events) {
  for (const Ticket& ticket : state.tickets) {
    if (is_over(ticket.phase)) continue;
    auto& expired = *events.emplace_back().mutable_ticket_expired();
    expired.set_ticket(ticket.key);
    expired.set_reason(wire::EXPIRY_REASON_DAY_ENDED);
  }
}

// What was learned about the services that the new day's catalogue still has, a little faded.
void carry_learned(const State& state, const wire::CatalogueAdopted& catalogue,
                   wire::Learned& out) {
  std::vector<std::string_view> ids = service_ids(state);
  for (std::string_view& id : ids) {
    if (!has_service(catalogue, id)) id = {};
  }
  write_learned(next_day(state.learned, record_day(state, state.at)), ids, out);
}

void carry_vouchers(const State& state, Events& events) {
  wire::VouchersGranted* granted = nullptr;
  for (const auto& [ticket, service] : vouchers_after(state)) {
    if (!granted || granted->vouchers_size() == static_cast<int>(limits::kRecordsPerEventMax)) {
      granted = events.emplace_back().mutable_vouchers_granted();
    }
    auto& voucher = *granted->add_vouchers();
    voucher.set_ticket(ticket);
    voucher.set_service(service);
  }
}

void carry_appointments(const State& state, const std::vector<const Appointment*>& appointments,
                        Events& events) {
  wire::AppointmentsCarried* carried = nullptr;
  for (const Appointment* appointment : appointments) {
    if (!carried || carried->appointments_size() == static_cast<int>(limits::kRecordsPerEventMax)) {
      carried = events.emplace_back().mutable_appointments_carried();
    }
    auto& booked = *carried->add_appointments();
    booked.set_appointment(appointment->key);
    booked.set_service(state.services[appointment->service].id);
    booked.set_slot_ms(appointment->slot.ms);
  }
}

}  // namespace

Events due(const State& state, const Moment& moment) {
  Events events;
  void_unconfirmed(state, moment.now, events);
  miss_appointments(state, moment.now, events);
  change_alarms(state, moment.now, events);
  return events;
}

Events open_day(const State& state, uint32_t day, const wire::CatalogueAdopted& catalogue,
                Time midnight) {
  HALL_ASSERT(day > state.day);
  Events events;
  const Time day_start = midnight.is_set() ? midnight : state.at;
  const auto carried = end_appointments(state, day_start, catalogue, events);
  expire_tickets(state, events);
  auto& opened = *events.emplace_back().mutable_day_opened();
  opened.set_day(day);
  opened.set_next_ticket(state.next_ticket());
  opened.set_next_appointment(state.next_appointment);
  *opened.mutable_catalogue() = catalogue;
  for (const auto& [key, device] : state.devices) {
    auto& record = *opened.add_devices();
    record.set_owner(device.owner);
    record.set_device(device.device);
    record.set_state(device.state);
    for (const auto& fact : device.facts) record.add_facts(fact);
    record.set_since_ms(device.since.ms);
  }
  opened.set_midnight_ms(midnight.ms);
  carry_learned(state, catalogue, *opened.mutable_learned());
  carry_vouchers(state, events);
  carry_appointments(state, carried, events);
  return events;
}

}  // namespace yichuang
