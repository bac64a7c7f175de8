// The rules of HallModel for what outlives the moment: appointments, vouchers, alarms.
#include <algorithm>

#include "tests/sim/hall_model.h"
#include "tests/sim/hall_model_rules.h"
#include "tests/sim/violation.h"

namespace yichuang::sim {

using wire::Event;
using enum wire::TicketPhase;

// ---- Over midnight. ----

// Behind DayOpened stand all vouchers and appointments that the day before left.
void HallModel::check_carried(const Event& event) const {
  if (event.has_vouchers_granted() || event.has_appointments_carried()) return;
  if (!vouchers_to_come_.empty() || !bookings_to_come_.empty()) {
    violate(invariant::kNoTicketVanishes, "{} vouchers and {} appointments are lost over midnight",
            vouchers_to_come_.size(), bookings_to_come_.size());
  }
}

void HallModel::vouchers_granted(const Event& event) {
  for (const auto& voucher : event.vouchers_granted().vouchers()) {
    const auto earned = vouchers_to_come_.find(voucher.ticket());
    if (earned == vouchers_to_come_.end() || earned->second != voucher.service()) {
      violate(invariant::kTicketLife, "ticket {} gets a voucher that it did not earn",
              voucher.ticket());
    }
    vouchers_.insert(*earned);
    vouchers_to_come_.erase(earned);
  }
}

void HallModel::appointments_carried(const Event& event) {
  for (const auto& carried : event.appointments_carried().appointments()) {
    const auto kept = bookings_to_come_.find(carried.appointment());
    if (kept == bookings_to_come_.end() ||
        kept->second != Booking{carried.service(), carried.slot_ms()}) {
      violate(invariant::kTicketLife, "appointment {} is carried over, but it was not booked",
              carried.appointment());
    }
    if (line(carried.service()).retired) {
      violate(invariant::kTicketLife, "an appointment for {}, which there is no more",
              carried.service());
    }
    bookings_.insert(*kept);
    bookings_to_come_.erase(kept);
  }
}

// ---- Appointments. ----

uint32_t HallModel::bookings_per_person() const {
  return static_cast<uint32_t>(rule_or(rules_.bookings_per_person(), kBookingsPerPerson));
}

bool HallModel::hours_are_over() const {
  return keeps_hours_ && !hours_.empty() && at_ms_ >= hours_.back().second;
}

bool HallModel::is_open_at(int64_t at_ms) const {
  if (!keeps_hours_) return true;
  return std::ranges::any_of(
      hours_, [&](const auto& span) { return span.first <= at_ms && at_ms < span.second; });
}

// The slot that an appointment now has: to come, while the hall is open, and not too full.
void HallModel::check_slot(const std::string& service, int64_t slot_ms) const {
  const auto booked = std::ranges::count_if(bookings_, [&](const auto& entry) {
    return entry.second == Booking{service, slot_ms};
  });
  const auto capacity = lines_.at(service).slot_capacity;
  if (booked > static_cast<int64_t>(capacity)) {
    violate(invariant::kFair, "{} appointments for {} in one slot, {} have room", booked, service,
            capacity);
  }
  const bool today = zone_.day(Time{slot_ms}) == day_;
  if (slot_ms <= at_ms_ || (today && !is_open_at(slot_ms))) {
    violate(invariant::kTicketLife, "an appointment for {} at {}, which is past or closed", service,
            slot_ms);
  }
}

HallModel::Booking HallModel::take_booking(uint32_t appointment) {
  const auto found = bookings_.find(appointment);
  if (found == bookings_.end()) {
    violate(invariant::kOnce, "appointment {} is used, over, or never was", appointment);
  }
  return bookings_.extract(found).mapped();
}

void HallModel::appointment_booked(const Event& event) {
  const auto& made = event.appointment_booked();
  if (made.appointment() != next_appointment_) {
    violate(invariant::kUniqueNumber, "appointment {} is booked, {} is next", made.appointment(),
            next_appointment_);
  }
  ++next_appointment_;
  if (line(made.service()).retired) {
    violate(invariant::kTicketLife, "an appointment for {}, which there is no more",
            made.service());
  }
  bookings_[made.appointment()] = {made.service(), made.slot_ms()};
  check_slot(made.service(), made.slot_ms());
}

void HallModel::appointment_moved(const Event& event) {
  const auto& made = event.appointment_moved();
  const std::string service = take_booking(made.appointment()).service;
  bookings_[made.appointment()] = {service, made.slot_ms()};
  check_slot(service, made.slot_ms());
}

void HallModel::appointment_cancelled(const Event& event) {
  const Booking booking = take_booking(event.appointment_cancelled().appointment());
  if (asked_) return;
  // At the end of a day: the next one does not have the service.
  bookings_to_end_.insert(booking.service);
}

// Nobody came until the hall closed; or the hall was closed, and the day is over.
void HallModel::appointment_missed(const Event& event) {
  const Booking booking = take_booking(event.appointment_missed().appointment());
  const uint32_t today = zone_.day(Time{event.at_ms()});
  const bool over = today > day_ ? zone_.day(Time{booking.slot_ms}) < today
                                 : hours_are_over() && booking.slot_ms < hours_.back().second;
  if (asked_ || !over) {
    violate(invariant::kTicketLife, "the appointment for {} at {} is missed at {}", booking.service,
            booking.slot_ms, event.at_ms());
  }
  ++line(booking.service).no_shows;
}

// ---- Alarms. ----

bool HallModel::somebody_serves(const std::string& service) const {
  return std::ranges::any_of(counters_, [&](const auto& entry) {
    const Counter& at = entry.second;
    return at.phase == wire::WINDOW_PHASE_OPEN && serves_or_helps(at, service) &&
           (!at.retired || lines_.at(service).retired);
  });
}

bool HallModel::condition_holds(const AlarmName& alarm, int64_t at_ms) const {
  const auto& [kind, subject] = alarm;
  if (kind == wire::ALARM_KIND_DEVICE_DOWN) {
    const auto found = devices_.find(subject);
    return found != devices_.end() && (found->second == wire::DEVICE_STATE_STOPPED ||
                                       found->second == wire::DEVICE_STATE_AWAY);
  }
  if (kind == wire::ALARM_KIND_HOLD_LONG) {
    const int64_t most_ms = rule_or(rules_.alarm_hold_minutes(), kAlarmHoldMinutes) * kMinuteInMs;
    return std::ranges::any_of(visits_, [&, &name = subject](const auto& entry) {
      const Visit& seen = entry.second;
      return seen.number == name && seen.phase == TICKET_PHASE_HELD &&
             at_ms - seen.held_ms > most_ms;
    });
  }
  const auto line = lines_.find(subject);
  if (line == lines_.end() || !is_open_at(at_ms)) return false;
  if (kind == wire::ALARM_KIND_WAIT_LONG) return somebody_waits_long(subject, at_ms);
  if (line->second.waiting.empty()) return false;
  const auto waiting = static_cast<int64_t>(line->second.waiting.size());
  switch (kind) {
    case wire::ALARM_KIND_MANY_WAITING:
      return waiting > rule_or(rules_.alarm_waiting(), kAlarmWaiting);
    case wire::ALARM_KIND_TOO_MANY_WAITING:
      return waiting > rule_or(rules_.alarm_waiting_high(), kAlarmWaitingHigh);
    case wire::ALARM_KIND_NOBODY_SERVES:
      return !somebody_serves(subject);
    default:
      return false;
  }
}

// Wherever they wait, at a window alone too; who is back from a missed call has waited before.
bool HallModel::somebody_waits_long(const std::string& service, int64_t at_ms) const {
  const int64_t long_ms = rule_or(rules_.alarm_wait_minutes(), kAlarmWaitMinutes) * kMinuteInMs;
  return std::ranges::any_of(visits_, [&](const auto& entry) {
    const Visit& seen = entry.second;
    const bool back = seen.due_call != 0 && seen.priority != wire::PRIORITY_CLASS_EMERGENCY;
    return seen.phase == wire::TICKET_PHASE_WAITING && seen.service == service && !back &&
           at_ms - seen.arrival_ms > long_ms;
  });
}

void HallModel::alarm_raised(const Event& event) {
  const AlarmName alarm{event.alarm_raised().kind(), event.alarm_raised().subject()};
  if (!alarms_.insert(alarm).second || !condition_holds(alarm, event.at_ms())) {
    violate(invariant::kTicketLife, "alarm {} for {} begins twice, or without a cause",
            static_cast<int>(alarm.first), alarm.second);
  }
}

void HallModel::alarm_cleared(const Event& event) {
  const AlarmName alarm{event.alarm_cleared().kind(), event.alarm_cleared().subject()};
  if (alarms_.erase(alarm) == 0 || condition_holds(alarm, event.at_ms())) {
    violate(invariant::kTicketLife, "alarm {} for {} ends twice, or too early",
            static_cast<int>(alarm.first), alarm.second);
  }
}

// Only by who has the ticket at the window, while it is there; with no window: after its visit.
void HallModel::document_opened(const Event& event) {
  const auto& made = event.document_opened();
  if (made.window() == 0) {
    const auto today = visits_.find(made.ticket());
    if (made.clerk().empty() ||
        (today != visits_.end() && today->second.phase != wire::TICKET_PHASE_SERVED))
      violate(invariant::kPrivate, "a paper of ticket {} is opened before its visit is over",
              made.ticket());
    return;
  }
  const Counter& at = counter(made.window());
  const Visit& seen = visit(made.ticket());
  const bool there =
      seen.phase == wire::TICKET_PHASE_CALLED || seen.phase == wire::TICKET_PHASE_SERVING;
  if (at.ticket != made.ticket() || !there || made.document().size() != 16) {
    violate(invariant::kPrivate, "a paper of {} is opened at window {}, where it is not",
            seen.number, made.window());
  }
}

void HallModel::emergency_set(const Event& event) {
  const auto& text = event.emergency_set().text();
  if (!manager_asked() || (text.zh() == emergency_.first && text.en() == emergency_.second)) {
    violate(invariant::kOneFold, "the emergency message is set by nobody who may, or twice");
  }
  emergency_ = {text.zh(), text.en()};
}

void HallModel::device_reported(const Event& event) {
  const auto& record = event.device_reported().record();
  devices_[record.owner() + "/" + record.device()] = record.state();
}

void HallModel::check_settled(int64_t now_ms, int64_t settled_ms) const {
  std::set<AlarmName> wanted;
  for (const auto& [id, line] : lines_) {
    for (const auto kind : {wire::ALARM_KIND_WAIT_LONG, wire::ALARM_KIND_MANY_WAITING,
                            wire::ALARM_KIND_TOO_MANY_WAITING, wire::ALARM_KIND_NOBODY_SERVES}) {
      wanted.emplace(kind, id);
    }
  }
  for (const auto& [name, state] : devices_) wanted.emplace(wire::ALARM_KIND_DEVICE_DOWN, name);
  const int64_t patience_ms = rule_or(rules_.confirm_seconds(), kConfirmSeconds) * kSecondInMs;
  for (const auto& [ticket, seen] : visits_) {
    if (seen.phase == TICKET_PHASE_HELD) wanted.emplace(wire::ALARM_KIND_HOLD_LONG, seen.number);
    if (seen.phase == TICKET_PHASE_ISSUED && now_ms - seen.issued_ms > patience_ms + settled_ms) {
      violate(invariant::kTicketLife, "{} was never confirmed, and is not void", seen.number);
    }
  }
  for (const AlarmName& alarm : alarms_) {
    if (condition_holds(alarm, now_ms) || condition_holds(alarm, now_ms - settled_ms)) continue;
    violate(invariant::kTicketLife, "alarm {} for {} should have ended",
            static_cast<int>(alarm.first), alarm.second);
  }
  for (const AlarmName& alarm : wanted) {
    if (alarms_.contains(alarm) || !condition_holds(alarm, now_ms)) continue;
    if (!condition_holds(alarm, now_ms - settled_ms)) continue;
    violate(invariant::kTicketLife, "alarm {} for {} should run", static_cast<int>(alarm.first),
            alarm.second);
  }
}

}  // namespace yichuang::sim
