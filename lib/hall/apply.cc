#include "hall/apply.h"

#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "hall/apply_parts.h"
#include "hall/learn.h"

namespace yichuang {

using wire::Event;

Ticket& ticket_of(State& state, TicketKey key) {
  HALL_ASSERT(key >= state.first_ticket && key - state.first_ticket < state.tickets.size());
  return state.tickets[key - state.first_ticket];
}

Window& window_of(State& state, WindowNumber number) {
  const auto found = state.windows.find(number);
  HALL_ASSERT(found != state.windows.end());
  return found->second;
}

Service& service_of(State& state, std::string_view id) {
  const auto found = std::ranges::find(state.services, id, &Service::id);
  HALL_ASSERT(found != state.services.end());
  return *found;
}

namespace {

// ---- The catalogue and the day. ----

void adopt_services(State& state, const wire::CatalogueAdopted& catalogue) {
  for (Service& service : state.services) service.retired = true;
  for (const auto& record : catalogue.services()) {
    auto found = std::ranges::find(state.services, record.id(), &Service::id);
    if (found == state.services.end()) {
      state.services.emplace_back();
      found = state.services.end() - 1;
      found->id = record.id();
    }
    found->prefix = record.prefix();
    found->name_zh = record.name_zh();
    found->name_en = record.name_en();
    found->icon = record.icon();
    found->service_seconds = record.service_seconds();
    found->slot_minutes = record.slot_minutes();
    found->slot_capacity = record.slot_capacity();
    found->retired = false;
  }
}

// What a window serves by its record, and the retired services whose open tickets it finishes: a
// general window all of them, another one those that it served before.
std::vector<ServiceIndex> services_of(const State& state, const Window& before, bool general,
                                      const google::protobuf::RepeatedPtrField<std::string>& ids) {
  std::vector<ServiceIndex> out;
  for (ServiceIndex i = 0; i < state.services.size(); ++i) {
    const Service& service = state.services[i];
    const bool listed = std::ranges::find(ids, service.id) != ids.end();
    if (general || listed || (service.retired && serves(before, i))) out.push_back(i);
  }
  return out;
}

void adopt_windows(State& state, const wire::CatalogueAdopted& catalogue) {
  for (auto& [number, window] : state.windows) window.retired = true;
  for (const auto& record : catalogue.windows()) {
    Window& window = state.windows[record.window()];
    window.number = record.window();
    window.name_zh = record.name_zh();
    window.name_en = record.name_en();
    window.services = services_of(state, window, record.general(), record.services());
    window.general = record.general();
    window.helps = record.helps();
    window.agent = record.agent();
    window.retired = false;
  }
  for (auto& [number, window] : state.windows) {
    if (window.retired) free_those_waiting_for(state, window);
  }
}

void adopt(State& state, const wire::CatalogueAdopted& catalogue) {
  state.catalogue_version = catalogue.version();
  state.catalogue_digest = catalogue.digest();
  state.hall_zh = catalogue.hall_zh();
  state.hall_en = catalogue.hall_en();
  state.time_zone = catalogue.time_zone();
  state.notices.assign(catalogue.notices().begin(), catalogue.notices().end());
  state.rules = rules_of(catalogue.rules());
  state.keeps_hours = catalogue.has_hours();
  state.hours.clear();
  for (const auto& span : catalogue.hours().open()) {
    state.hours.push_back({Time{span.from_ms()}, Time{span.to_ms()}});
  }
  state.offline_series.clear();
  for (const auto& series : catalogue.offline_series()) {
    state.offline_series[series.kiosk()] = series.prefix();
  }
  adopt_services(state, catalogue);
  state.learned.services.resize(state.services.size());
  adopt_windows(state, catalogue);
}

void set_device(State& state, const wire::DeviceRecord& record) {
  Device& device = state.devices[record.owner() + "/" + record.device()];
  device.owner = record.owner();
  device.device = record.device();
  device.state = record.state();
  device.facts.assign(record.facts().begin(), record.facts().end());
  device.since = Time{record.since_ms()};
}

// All that lives longer than a day is in the event or in those that follow it at once.
void open_day(State& state, const wire::DayOpened& opened) {
  State fresh;
  fresh.seq = state.seq;
  fresh.at = state.at;
  fresh.day = opened.day();
  fresh.day_seq = state.seq;
  fresh.midnight = Time{opened.midnight_ms()};
  fresh.first_ticket = opened.next_ticket();
  fresh.next_appointment = std::max<AppointmentKey>(1, opened.next_appointment());
  adopt(fresh, opened.catalogue());
  fresh.learned = read_learned(opened.learned(), service_ids(fresh));
  for (auto& [number, window] : fresh.windows) window.since = fresh.at;
  for (const auto& record : opened.devices()) set_device(fresh, record);
  state = std::move(fresh);
}

// ---- Windows. ----

void set_phase(State& state, WindowNumber number, WindowPhase phase,
               const wire::WindowPaused& pause = {}) {
  Window& window = window_of(state, number);
  window.phase = phase;
  window.reason = pause.reason();
  window.until = Time{pause.until_ms()};
  window.since = state.at;
  if (phase == wire::WINDOW_PHASE_CLOSED) free_those_waiting_for(state, window);
}

void apply_to_window(State& state, const Event& event) {
  switch (event.body_case()) {
    case Event::kClerkSignedIn:
      window_of(state, event.clerk_signed_in().window()).clerk = event.clerk_signed_in().clerk();
      return;
    case Event::kClerkSignedOut: {
      const WindowNumber number = event.clerk_signed_out().window();
      window_of(state, number).clerk.clear();
      return set_phase(state, number, wire::WINDOW_PHASE_CLOSED);
    }
    case Event::kWindowOpened:
      return set_phase(state, event.window_opened().window(), wire::WINDOW_PHASE_OPEN);
    case Event::kWindowPaused:
      return set_phase(state, event.window_paused().window(), wire::WINDOW_PHASE_PAUSED,
                       event.window_paused());
    case Event::kWindowClosed:
      return set_phase(state, event.window_closed().window(), wire::WINDOW_PHASE_CLOSED);
    case Event::kWindowServicesSet: {
      const auto& set = event.window_services_set();
      Window& window = window_of(state, set.window());
      window.services = services_of(state, window, set.general(), set.services());
      window.general = set.general();
      window.helps = set.helps();
      return;
    }
    default:
      HALL_ASSERT(false && "not a window's event");
  }
}

// ---- Appointments, vouchers, alarms. ----

void book(State& state, const wire::AppointmentBooked& booked) {
  const ServiceIndex service = state.service_index(service_of(state, booked.service()));
  keep_appointment(state, {booked.appointment(), service, Time{booked.slot_ms()}});
  state.next_appointment = std::max(state.next_appointment, booked.appointment() + 1);
}

void move_appointment(State& state, const wire::AppointmentMoved& moved) {
  Appointment appointment = take_appointment(state, moved.appointment());
  appointment.slot = Time{moved.slot_ms()};
  keep_appointment(state, appointment);
}

void apply_to_appointment(State& state, const Event& event) {
  switch (event.body_case()) {
    case Event::kAppointmentBooked:
      return book(state, event.appointment_booked());
    case Event::kAppointmentMoved:
      return move_appointment(state, event.appointment_moved());
    case Event::kAppointmentCancelled:
      take_appointment(state, event.appointment_cancelled().appointment());
      return;
    case Event::kAppointmentMissed: {
      const Appointment missed = take_appointment(state, event.appointment_missed().appointment());
      ++state.services[missed.service].no_shows;
      return;
    }
    case Event::kAppointmentsCarried:
      for (const auto& booked : event.appointments_carried().appointments()) book(state, booked);
      return;
    default:
      HALL_ASSERT(false && "not an appointment's event");
  }
}

}  // namespace

void keep_appointment(State& state, const Appointment& appointment) {
  state.appointments[appointment.key] = appointment;
  state.appointment_times.insert({appointment.slot.ms, appointment.key});
  ++state.booked[{appointment.service, appointment.slot.ms}];
}

Appointment take_appointment(State& state, AppointmentKey key) {
  const auto found = state.appointments.find(key);
  HALL_ASSERT(found != state.appointments.end());
  const Appointment appointment = found->second;
  state.appointments.erase(found);
  state.appointment_times.erase({appointment.slot.ms, key});
  const auto slot = state.booked.find({appointment.service, appointment.slot.ms});
  HALL_ASSERT(slot != state.booked.end());
  if (--slot->second == 0) state.booked.erase(slot);
  return appointment;
}

void apply(State& state, const Event& event) {
  HALL_ASSERT(event.seq() > state.seq);
  HALL_ASSERT(event.at_ms() >= state.at.ms);
  state.seq = event.seq();
  state.at = Time{event.at_ms()};
  learn(state, event);
  switch (event.body_case()) {
    case Event::kDayOpened:
      return open_day(state, event.day_opened());
    case Event::kCatalogueAdopted:
      return adopt(state, event.catalogue_adopted());
    case Event::kClerkSignedIn:
    case Event::kClerkSignedOut:
    case Event::kWindowOpened:
    case Event::kWindowPaused:
    case Event::kWindowClosed:
    case Event::kWindowServicesSet:
      return apply_to_window(state, event);
    case Event::kDeviceReported:
      return set_device(state, event.device_reported().record());
    case Event::kVouchersGranted:
      for (const auto& voucher : event.vouchers_granted().vouchers()) {
        state.vouchers[voucher.ticket()] = voucher.service();
      }
      return;
    case Event::kAlarmRaised:
      state.alarms[{event.alarm_raised().kind(), event.alarm_raised().subject()}] = state.at;
      return;
    case Event::kAlarmCleared:
      state.alarms.erase({event.alarm_cleared().kind(), event.alarm_cleared().subject()});
      return;
    case Event::kAppointmentBooked:
    case Event::kAppointmentMoved:
    case Event::kAppointmentCancelled:
    case Event::kAppointmentMissed:
    case Event::kAppointmentsCarried:
      return apply_to_appointment(state, event);
    case Event::kEmergencySet: {
      const wire::Text& text = event.emergency_set().text();
      state.emergency = {text.zh(), text.en(), state.at};
      if (!state.emergency.running()) state.emergency.since = Time{};
      return;
    }
    case Event::kDocumentOpened:
      return;  // it is on record: that is all
    case Event::BODY_NOT_SET:
      HALL_ASSERT(false && "an event without a body");
    default:
      return apply_to_ticket(state, event);
  }
}

}  // namespace yichuang
