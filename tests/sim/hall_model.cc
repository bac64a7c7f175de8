#include "tests/sim/hall_model.h"

#include <algorithm>
#include <utility>

#include "tests/sim/violation.h"

namespace yichuang::sim {
namespace {

using wire::Event;
using enum wire::TicketPhase;

bool ends(wire::TicketPhase phase) {
  return phase == TICKET_PHASE_SERVED || phase == TICKET_PHASE_CANCELLED ||
         phase == TICKET_PHASE_EXPIRED || phase == TICKET_PHASE_VOIDED;
}

// Which phase may follow which: the picture "Ticket life" of HALL.md. A voided ticket may come
// back: the paper was printed after all.
bool may_follow(wire::TicketPhase from, wire::TicketPhase to) {
  static const std::set<std::pair<wire::TicketPhase, wire::TicketPhase>> kSteps = {
      {TICKET_PHASE_ISSUED, TICKET_PHASE_WAITING},    {TICKET_PHASE_ISSUED, TICKET_PHASE_CANCELLED},
      {TICKET_PHASE_ISSUED, TICKET_PHASE_EXPIRED},    {TICKET_PHASE_ISSUED, TICKET_PHASE_VOIDED},
      {TICKET_PHASE_VOIDED, TICKET_PHASE_WAITING},    {TICKET_PHASE_WAITING, TICKET_PHASE_CALLED},
      {TICKET_PHASE_WAITING, TICKET_PHASE_CANCELLED}, {TICKET_PHASE_WAITING, TICKET_PHASE_EXPIRED},
      {TICKET_PHASE_CALLED, TICKET_PHASE_MISSED},     {TICKET_PHASE_CALLED, TICKET_PHASE_SERVING},
      {TICKET_PHASE_CALLED, TICKET_PHASE_EXPIRED},    {TICKET_PHASE_CALLED, TICKET_PHASE_WAITING},
      {TICKET_PHASE_SERVING, TICKET_PHASE_SERVED},    {TICKET_PHASE_SERVING, TICKET_PHASE_EXPIRED},
      {TICKET_PHASE_SERVING, TICKET_PHASE_HELD},      {TICKET_PHASE_SERVING, TICKET_PHASE_WAITING},
      {TICKET_PHASE_HELD, TICKET_PHASE_WAITING},      {TICKET_PHASE_HELD, TICKET_PHASE_CANCELLED},
      {TICKET_PHASE_HELD, TICKET_PHASE_EXPIRED},      {TICKET_PHASE_MISSED, TICKET_PHASE_WAITING},
      {TICKET_PHASE_MISSED, TICKET_PHASE_CANCELLED},  {TICKET_PHASE_MISSED, TICKET_PHASE_EXPIRED},
  };
  return kSteps.contains({from, to});
}

template <class List>
std::vector<std::string> strings_of(const List& list) {
  return {list.begin(), list.end()};
}

}  // namespace

HallModel::Rule HallModel::rule_for(Event::BodyCase body) {
  static const std::map<Event::BodyCase, Rule> kRules = {
      {Event::kDayOpened, &HallModel::day_opened},
      {Event::kCatalogueAdopted, &HallModel::catalogue_adopted},
      {Event::kClerkSignedIn, &HallModel::clerk_signed_in},
      {Event::kClerkSignedOut, &HallModel::clerk_signed_out},
      {Event::kWindowOpened, &HallModel::window_opened},
      {Event::kWindowPaused, &HallModel::window_paused},
      {Event::kWindowClosed, &HallModel::window_closed},
      {Event::kWindowServicesSet, &HallModel::window_services_set},
      {Event::kTicketIssued, &HallModel::issued},
      {Event::kTicketConfirmed, &HallModel::confirmed},
      {Event::kTicketVoided, &HallModel::voided},
      {Event::kTicketCancelled, &HallModel::cancelled},
      {Event::kTicketCalled, &HallModel::called},
      {Event::kTicketRecalled, &HallModel::recalled},
      {Event::kTicketMissed, &HallModel::missed},
      {Event::kTicketReactivated, &HallModel::reactivated},
      {Event::kPriorityGranted, &HallModel::priority_granted},
      {Event::kServiceStarted, &HallModel::started},
      {Event::kTicketServed, &HallModel::served},
      {Event::kItemServed, &HallModel::item_served},
      {Event::kServiceAdded, &HallModel::service_added},
      {Event::kTicketHeld, &HallModel::held},
      {Event::kTicketResumed, &HallModel::resumed},
      {Event::kTicketTransferred, &HallModel::transferred},
      {Event::kTicketExpired, &HallModel::expired},
      {Event::kVouchersGranted, &HallModel::vouchers_granted},
      {Event::kDeviceReported, &HallModel::device_reported},
      {Event::kAlarmRaised, &HallModel::alarm_raised},
      {Event::kAlarmCleared, &HallModel::alarm_cleared},
      {Event::kDocumentOpened, &HallModel::document_opened},
      {Event::kEmergencySet, &HallModel::emergency_set},
      {Event::kAppointmentBooked, &HallModel::appointment_booked},
      {Event::kAppointmentMoved, &HallModel::appointment_moved},
      {Event::kAppointmentCancelled, &HallModel::appointment_cancelled},
      {Event::kAppointmentMissed, &HallModel::appointment_missed},
      {Event::kAppointmentsCarried, &HallModel::appointments_carried},
  };
  const auto found = kRules.find(body);
  if (found == kRules.end()) {
    violate(invariant::kTicketLife, "the model has no rule for event body {}",
            static_cast<int>(body));
  }
  return found->second;
}

void HallModel::see(const Event& event, const Asked* asked) {
  check_envelope(event);
  asked_ = asked;
  const Rule rule = rule_for(event.body_case());
  (this->*rule)(event);
  asked_ = nullptr;
}

void HallModel::check_envelope(const Event& event) {
  if (event.seq() != seq_ + 1 || event.prev_seq() != seq_) {
    violate(invariant::kOneFold, "event {} (after {}) follows event {}", event.seq(),
            event.prev_seq(), seq_);
  }
  if (event.at_ms() < at_ms_) {
    violate(invariant::kTimeForward, "event {} is {} ms older than the one before it", event.seq(),
            at_ms_ - event.at_ms());
  }
  const uint32_t today = zone_.day(Time{event.at_ms()});
  const bool ends_day = event.has_ticket_expired() || event.has_day_opened() ||
                        event.has_appointment_missed() || event.has_appointment_cancelled();
  if (today > day_ && !ends_day) {
    violate(invariant::kHallsDay, "event {} happens on {}, but day {} is open", event.seq(), today,
            day_);
  }
  if (must_expire_ != 0 && event.ticket_expired().ticket() != must_expire_) {
    violate(invariant::kTicketLife, "ticket {} was missed for good and did not expire",
            must_expire_);
  }
  check_carried(event);
  seq_ = event.seq();
  at_ms_ = event.at_ms();
}

HallModel::Visit& HallModel::visit(uint32_t ticket) {
  const auto found = visits_.find(ticket);
  if (found == visits_.end()) violate(invariant::kTicketLife, "ticket {} was not issued", ticket);
  return found->second;
}

HallModel::Counter& HallModel::counter(uint32_t window) {
  const auto found = counters_.find(window);
  if (found == counters_.end()) violate(invariant::kOneWindow, "there is no window {}", window);
  return found->second;
}

HallModel::Line& HallModel::line(const std::string& service) {
  const auto found = lines_.find(service);
  if (found == lines_.end()) violate(invariant::kTicketLife, "there is no service {}", service);
  return found->second;
}

HallModel::Visit& HallModel::visit_at(uint32_t ticket, uint32_t window, wire::TicketPhase phase) {
  Visit& found = visit(ticket);
  if (found.window != window || counter(window).ticket != ticket) {
    violate(invariant::kOneWindow, "ticket {} is not at window {}", found.number, window);
  }
  if (found.phase != phase) {
    violate(invariant::kTicketLife, "ticket {} is {}, not {}", found.number, name_of(found.phase),
            name_of(phase));
  }
  return found;
}

bool HallModel::is_live(uint32_t ticket, const std::string& service) const {
  const auto found = visits_.find(ticket);
  return found != visits_.end() && found->second.service == service && !ends(found->second.phase);
}

std::set<uint32_t>& HallModel::waiting_place(const Visit& visit) {
  return visit.only_window != 0 ? counter(visit.only_window).waiting : line(visit.service).waiting;
}

// What a visit waits for (service, window) must be set before it starts to wait.
void HallModel::move(uint32_t ticket, wire::TicketPhase to) {
  Visit& moved = visit(ticket);
  if (!may_follow(moved.phase, to)) {
    violate(invariant::kTicketLife, "event {}: ticket {} goes from {} to {}", seq_, moved.number,
            name_of(moved.phase), name_of(to));
  }
  if (moved.phase == TICKET_PHASE_WAITING) waiting_place(moved).erase(ticket);
  if (to == TICKET_PHASE_WAITING) waiting_place(moved).insert(ticket);
  if (to != TICKET_PHASE_CALLED && to != TICKET_PHASE_SERVING) leave_window(ticket);
  moved.phase = to;
  changed_.insert(ticket);
}

void HallModel::leave_window(uint32_t ticket) {
  for (auto& [number, at] : counters_) {
    if (at.ticket == ticket) at.ticket = 0;
  }
}

bool HallModel::manager_asked() const {
  if (!asked_) return false;
  const wire::StaffRole staff = asked_->command.staff_role();
  return asked_->role == Role::kAdmin || staff == wire::STAFF_ROLE_MANAGER ||
         staff == wire::STAFF_ROLE_ADMIN;
}

bool HallModel::guide_asked() const {
  return manager_asked() || (asked_ && asked_->command.staff_role() == wire::STAFF_ROLE_GUIDE);
}

// ---- The day and the catalogue. ----

void HallModel::end_day(const wire::DayOpened& opened) {
  for (const auto& [key, left] : visits_) {
    if (!ends(left.phase)) {
      violate(invariant::kNoTicketVanishes, "ticket {} is {} when day {} ends", left.number,
              name_of(left.phase), day_);
    }
  }
  vouchers_to_come_ = std::exchange(next_vouchers_, {});
  // Nobody could use a voucher on a day when the hall stayed closed.
  if (keeps_hours_ && hours_.empty()) vouchers_to_come_.merge(vouchers_);
  for (const auto& [key, booking] : bookings_) {
    if (zone_.day(Time{booking.slot_ms}) < opened.day()) {
      violate(invariant::kNoTicketVanishes, "appointment {} outlives its day", key);
    }
  }
  bookings_to_come_ = std::exchange(bookings_, {});
}

void HallModel::day_opened(const Event& event) {
  const auto& opened = event.day_opened();
  const uint32_t today = zone_.day(Time{event.at_ms()});
  if (opened.day() != today || today <= day_) {
    violate(invariant::kHallsDay, "day {} is opened after {}, when the hall's calendar says {}",
            opened.day(), day_, today);
  }
  if (opened.next_ticket() != next_ticket_ || opened.next_appointment() != next_appointment_) {
    violate(invariant::kUniqueNumber, "ticket keys go on at {}, not {}; appointments at {}, not {}",
            opened.next_ticket(), next_ticket_, opened.next_appointment(), next_appointment_);
  }
  end_day(opened);
  day_ = opened.day();
  visits_.clear();
  numbers_.clear();
  series_.clear();
  lines_.clear();
  counters_.clear();
  changed_.clear();
  vouchers_.clear();
  alarms_.clear();
  emergency_ = {};
  adopt(opened.catalogue());
  for (const std::string& id : std::exchange(bookings_to_end_, {})) {
    const auto found = lines_.find(id);
    if (found != lines_.end() && !found->second.retired) {
      violate(invariant::kNoTicketVanishes, "appointments for {} are cancelled over midnight", id);
    }
  }
  if (static_cast<size_t>(opened.devices_size()) != devices_.size()) {
    violate(invariant::kOneFold, "{} devices are carried over, {} are known", opened.devices_size(),
            devices_.size());
  }
}

void HallModel::catalogue_adopted(const Event& event) { adopt(event.catalogue_adopted()); }

void HallModel::adopt(const wire::CatalogueAdopted& catalogue) {
  for (auto& [id, line] : lines_) line.retired = true;
  for (const auto& record : catalogue.services()) {
    Line& line = lines_[record.id()];
    line.prefix = record.prefix();
    line.slot_capacity = record.slot_minutes() == 0 ? 0 : record.slot_capacity();
    line.retired = false;
  }
  for (auto& [number, at] : counters_) at.retired = true;
  for (const auto& record : catalogue.windows()) {
    Counter& at = counters_[record.window()];
    at.retired = false;
    at.helps = record.helps();
    at.agent = record.agent();
    set_services(at, record.general(), strings_of(record.services()));
  }
  for (auto& [number, at] : counters_) {
    if (at.retired) free_those_waiting_for(at);
  }
  rules_ = catalogue.rules();
  keeps_hours_ = catalogue.has_hours();
  hours_.clear();
  for (const auto& span : catalogue.hours().open()) {
    if (!hours_.empty() && span.from_ms() < hours_.back().second) {
      violate(invariant::kHallsDay, "the hours of day {} overlap", day_);
    }
    hours_.emplace_back(span.from_ms(), span.to_ms());
  }
  offline_series_.clear();
  for (const auto& own : catalogue.offline_series()) offline_series_[own.kiosk()] = own.prefix();
}

// A retired service's open tickets stay with the windows that served it.
void HallModel::set_services(Counter& at, bool general, const std::vector<std::string>& ids) {
  std::erase_if(at.services, [this](const std::string& id) { return !lines_.at(id).retired; });
  at.services.insert(ids.begin(), ids.end());
  for (const auto& [id, line] : lines_) {
    if (general) at.services.insert(id);
  }
}

// ---- Windows. ----

void HallModel::clerk_signed_in(const Event& event) {
  const auto& in = event.clerk_signed_in();
  for (const auto& [number, at] : counters_) {
    if (at.clerk == in.clerk()) {
      violate(invariant::kOneWindow, "clerk {} sits at windows {} and {}", in.clerk(), number,
              in.window());
    }
  }
  Counter& at = counter(in.window());
  if (!at.clerk.empty()) {
    violate(invariant::kOneWindow, "two clerks sit at window {}", in.window());
  }
  at.clerk = in.clerk();
}

void HallModel::clerk_signed_out(const Event& event) {
  window_closed(event);
  counter(event.clerk_signed_out().window()).clerk.clear();
}

void HallModel::window_opened(const Event& event) {
  Counter& at = counter(event.window_opened().window());
  if (at.retired) {
    violate(invariant::kOneWindow, "window {} opens, which the hall no longer has",
            event.window_opened().window());
  }
  at.phase = wire::WINDOW_PHASE_OPEN;
}

void HallModel::window_paused(const Event& event) {
  Counter& at = counter(event.window_paused().window());
  if (event.window_paused().reason().empty() || at.phase == wire::WINDOW_PHASE_CLOSED) {
    violate(invariant::kTicketLife, "window {} pauses without a reason, or while closed",
            event.window_paused().window());
  }
  const int64_t until = event.window_paused().until_ms();
  if (until != 0 && until <= event.at_ms()) {
    violate(invariant::kTicketLife, "window {} pauses until a time that is past",
            event.window_paused().window());
  }
  at.phase = wire::WINDOW_PHASE_PAUSED;
}

void HallModel::window_closed(const Event& event) {
  const uint32_t window = event.has_window_closed() ? event.window_closed().window()
                                                    : event.clerk_signed_out().window();
  Counter& at = counter(window);
  if (at.ticket != 0) {
    violate(invariant::kOneWindow, "window {} closes on ticket {}", window,
            visit(at.ticket).number);
  }
  at.phase = wire::WINDOW_PHASE_CLOSED;
  free_those_waiting_for(at);
}

void HallModel::window_services_set(const Event& event) {
  const auto& set = event.window_services_set();
  Counter& at = counter(set.window());
  if (!manager_asked() || at.retired) {
    violate(invariant::kTicketLife, "window {} is changed by nobody who may", set.window());
  }
  for (const std::string& id : set.services()) {
    if (line(id).retired) violate(invariant::kTicketLife, "window {} gets {}", set.window(), id);
  }
  set_services(at, set.general(), strings_of(set.services()));
  at.helps = set.helps();
}

// It has closed, or the hall has it no more: any window may call them now.
void HallModel::free_those_waiting_for(Counter& at) {
  for (const uint32_t ticket : std::exchange(at.waiting, {})) {
    Visit& seen = visit(ticket);
    seen.only_window = 0;
    waiting_place(seen).insert(ticket);
    changed_.insert(ticket);
  }
}

}  // namespace yichuang::sim
