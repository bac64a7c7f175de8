// The rules of HallModel for tickets that wait: who gets one, its number, its return, its end.
#include <fmt/format.h>

#include <algorithm>

#include "tests/sim/hall_model.h"
#include "tests/sim/hall_model_rules.h"
#include "tests/sim/violation.h"

namespace yichuang::sim {
namespace {

using wire::Event;
using enum wire::TicketPhase;

wire::PriorityClass class_of(wire::PriorityClass given) {
  return given == wire::PRIORITY_CLASS_UNSPECIFIED ? wire::PRIORITY_CLASS_ORDINARY : given;
}

}  // namespace

void HallModel::issued(const Event& event) {
  const auto& made = event.ticket_issued();
  if (made.ticket() != next_ticket_) {
    violate(invariant::kUniqueNumber, "ticket key {} is issued, {} is next", made.ticket(),
            next_ticket_);
  }
  const bool adopted = made.ordinal() != 0;
  Line& line = this->line(made.service());
  if (line.retired && !adopted && made.appointment() == 0) {
    violate(invariant::kTicketLife, "a ticket for the service {}, which there is no more",
            made.service());
  }
  check_number(made);
  if (adopted) {
    check_adopted(event);
  } else if (made.arrival_ms() != 0) {
    violate(invariant::kFair, "{} arrives at another time than it is issued", made.number());
  }
  check_who_may_issue(event);
  Booking booking;
  if (made.instead_of() != 0) {
    check_instead(made);
    booking = visit(made.instead_of()).booking;
  } else {
    if (made.appointment() != 0) booking = take_booking(made.appointment());
    if (made.voucher() != 0) take_voucher(made);
  }
  if (made.appointment() != 0) check_checked_in(event, booking);
  if (made.window() != 0) {
    if (turn_at(made.window()).ticket != 0) {
      violate(invariant::kFair, "window {} takes a walk-in though others wait", made.window());
    }
    stepped_up_ = made.ticket();
  }
  ++line.issued;
  Visit& seen = visits_[made.ticket()];
  seen.number = made.number();
  seen.service = made.service();
  seen.plan.assign(made.more_services().begin(), made.more_services().end());
  seen.priority = class_of(made.priority());
  seen.agent = made.agent();
  seen.issued_ms = event.at_ms();
  seen.arrival_ms = adopted ? made.arrival_ms() : event.at_ms();
  seen.slot_ms = made.slot_ms();
  seen.voucher = made.voucher();
  seen.appointment = made.appointment();
  seen.booking = booking;
  check_used_once(made.ticket());
  changed_.insert(made.ticket());
  ++next_ticket_;
  ++issued_ever_;
}

// A number names one ticket a day. A series belongs to its letter, whatever service has it.
void HallModel::check_number(const wire::TicketIssued& made) {
  std::string letter = line(made.service()).prefix;
  if (made.ordinal() != 0) {
    const auto own = offline_series_.find(made.origin());
    if (own == offline_series_.end()) {
      violate(invariant::kUniqueNumber, "{} is of no series of {}", made.number(), made.origin());
    }
    letter = own->second;
  }
  Series& series = series_[letter];
  const uint32_t ordinal = made.ordinal() != 0 ? made.ordinal() : series.last + 1;
  const std::string expected = fmt::format("{}{:03}", letter, ordinal);
  if (made.number() != expected || ordinal <= series.last || ordinal > kSeriesMax) {
    violate(invariant::kUniqueNumber, "number {} is given, {} is next", made.number(), expected);
  }
  if (!numbers_.insert(made.number()).second) {
    violate(invariant::kUniqueNumber, "number {} is given twice on {}", made.number(), day_);
  }
  series.last = ordinal;
}

// In the order of its kiosk, never before its last contact, never later than now, of this day.
void HallModel::check_adopted(const Event& event) {
  const auto& made = event.ticket_issued();
  if (!asked_ || !asked_->command.has_adopt_ticket()) {
    violate(invariant::kTicketLife, "{} is adopted, but nobody handed it over", made.number());
  }
  const auto& handed = asked_->command.adopt_ticket();
  Series& series = series_[offline_series_.at(made.origin())];
  const int64_t least_ms = std::max(series.arrival_ms, handed.last_contact_ms());
  const int64_t arrival_ms = made.arrival_ms();
  if (arrival_ms > event.at_ms() || arrival_ms < std::min(least_ms, event.at_ms()) ||
      zone_.day(Time{arrival_ms}) != day_) {
    violate(invariant::kFair, "{} is adopted as of {}; now it is {}, it cannot be before {}",
            made.number(), arrival_ms, event.at_ms(), least_ms);
  }
  if (handed.issued_ms() >= least_ms && handed.issued_ms() <= event.at_ms() &&
      arrival_ms != handed.issued_ms()) {
    violate(invariant::kFair, "{} was issued at {} and is adopted as of {}", made.number(),
            handed.issued_ms(), arrival_ms);
  }
  series.arrival_ms = arrival_ms;
}

void HallModel::check_who_may_issue(const Event& event) const {
  const auto& made = event.ticket_issued();
  for (const std::string& id : made.more_services()) {
    if (!lines_.contains(id)) violate(invariant::kTicketLife, "{} is for {}", made.number(), id);
  }
  if (!asked_ || !asked_->command.has_issue_ticket()) return;
  const auto& wish = asked_->command.issue_ticket();
  const bool kiosk = asked_->role == Role::kKiosk;
  const wire::PriorityClass priority = class_of(made.priority());
  bool allowed = guide_asked() || priority == wire::PRIORITY_CLASS_ORDINARY;
  if (priority == wire::PRIORITY_CLASS_VOUCHER) allowed = made.voucher() != 0;
  if (priority == wire::PRIORITY_CLASS_ELDERLY) allowed = allowed || kiosk;
  if (!allowed) {
    violate(invariant::kFair, "{} has class {} from nobody who may grant it", made.number(),
            static_cast<int>(priority));
  }
  const bool agent_window = std::ranges::any_of(counters_, [&](const auto& entry) {
    return entry.second.agent && !entry.second.retired &&
           entry.second.services.contains(made.service());
  });
  const bool many = wish.cases() > rule_or(rules_.agent_cases(), kAgentCases);
  if (made.agent() != (many && agent_window)) {
    violate(invariant::kFair, "{} with {} cases goes to the wrong window", made.number(),
            wish.cases());
  }
  if (!kiosk || !keeps_hours_) return;
  const int64_t early_ms = rule_or(rules_.issue_early_minutes(), kIssueEarlyMinutes) * kMinuteInMs;
  if (hours_.empty() || event.at_ms() < hours_.front().first - early_ms ||
      event.at_ms() >= hours_.back().second) {
    violate(invariant::kHallsDay, "{} is given while the hall is closed", made.number());
  }
  if (!begins_before_closing(made.wait_min_p50() * kMinuteInMs)) {
    violate(invariant::kHallsDay, "{} is given for a turn in {} min, after closing", made.number(),
            made.wait_min_p50());
  }
}

// Who is told a wait spends it while the hall is open: what lunch cuts off is left for after it.
bool HallModel::begins_before_closing(int64_t wait_ms) const {
  int64_t open_ms = 0;
  for (const auto& [from, to] : hours_)
    open_ms += std::max<int64_t>(0, to - std::max(from, at_ms_));
  return wait_ms < open_ms;
}

void HallModel::check_checked_in(const Event& event, const Booking& booking) const {
  const auto& made = event.ticket_issued();
  const int64_t early_ms = rule_or(rules_.slot_early_minutes(), kSlotEarlyMinutes) * kMinuteInMs;
  const int64_t late_ms = rule_or(rules_.slot_late_minutes(), kSlotLateMinutes) * kMinuteInMs;
  const bool in_time = event.at_ms() <= booking.slot_ms + late_ms;
  if (made.service() != booking.service || event.at_ms() < booking.slot_ms - early_ms ||
      made.slot_ms() != (in_time ? booking.slot_ms : 0)) {
    violate(invariant::kFair, "{} checks in at {} for the slot of {} at {}", made.number(),
            event.at_ms(), booking.service, booking.slot_ms);
  }
}

void HallModel::take_voucher(const wire::TicketIssued& made) {
  if (vouchers_.erase(made.voucher()) == 0) {
    violate(invariant::kOnce, "{} is for the voucher {}, which is used or never was", made.number(),
            made.voucher());
  }
}

bool HallModel::Visit::reached_nobody() const {
  return phase == TICKET_PHASE_VOIDED || (phase == TICKET_PHASE_CANCELLED && !confirmed);
}

// The older ticket was for the same, and nobody ever had it.
void HallModel::check_instead(const wire::TicketIssued& made) {
  const Visit& older = visit(made.instead_of());
  const bool same = older.voucher == made.voucher() && older.appointment == made.appointment();
  const bool any = made.voucher() != 0 || made.appointment() != 0;
  if (!same || !any || !older.reached_nobody()) {
    violate(invariant::kOnce, "{} is given instead of {}, which is for something else or somebody",
            made.number(), older.number);
  }
}

// Nobody has two numbers for one voucher or appointment.
void HallModel::check_used_once(uint32_t ticket) const {
  const Visit& seen = visits_.at(ticket);
  if (seen.voucher == 0 && seen.appointment == 0) return;
  for (const auto& [key, other] : visits_) {
    const bool same = other.voucher == seen.voucher && other.appointment == seen.appointment;
    if (key != ticket && same && !other.reached_nobody()) {
      violate(invariant::kOnce, "{} and {} are for the same voucher or appointment", seen.number,
              other.number);
    }
  }
}

void HallModel::confirmed(const Event& event) {
  const auto& made = event.ticket_confirmed();
  Visit& seen = visit(made.ticket());
  if (made.delivery() == wire::DELIVERY_UNSPECIFIED) {
    violate(invariant::kTicketLife, "ticket {} is confirmed, but neither printed nor paperless",
            seen.number);
  }
  seen.confirmed = true;
  if (seen.phase == TICKET_PHASE_ISSUED || seen.phase == TICKET_PHASE_VOIDED) {
    check_used_once(made.ticket());
    move(made.ticket(), TICKET_PHASE_WAITING);
  } else if (seen.phase != TICKET_PHASE_WAITING && seen.phase != TICKET_PHASE_CALLED) {
    violate(invariant::kTicketLife, "ticket {} is confirmed while {}", seen.number,
            name_of(seen.phase));
  }
}

void HallModel::voided(const Event& event) {
  const uint32_t ticket = event.ticket_voided().ticket();
  const Visit& seen = visit(ticket);
  const int64_t patience_ms = rule_or(rules_.confirm_seconds(), kConfirmSeconds) * kSecondInMs;
  if (asked_ || event.at_ms() - seen.issued_ms < patience_ms) {
    violate(invariant::kTicketLife, "{} is voided after {} ms", seen.number,
            event.at_ms() - seen.issued_ms);
  }
  move(ticket, TICKET_PHASE_VOIDED);
}

void HallModel::cancelled(const Event& event) {
  move(event.ticket_cancelled().ticket(), TICKET_PHASE_CANCELLED);
}

void HallModel::reactivated(const Event& event) {
  const auto& made = event.ticket_reactivated();
  Visit& seen = visit(made.ticket());
  const auto behind =
      static_cast<uint32_t>(rule_or(rules_.reactivate_behind(), kReturnBehindCalls));
  const uint32_t expected = line(seen.service).calls + behind;
  if (made.due_call() != expected) {
    violate(invariant::kFair, "{} returns at call {}, not behind {} calls at {}", seen.number,
            made.due_call(), behind, expected);
  }
  seen.due_call = made.due_call();
  seen.calls = 0;
  move(made.ticket(), TICKET_PHASE_WAITING);
}

void HallModel::priority_granted(const Event& event) {
  const auto& made = event.priority_granted();
  Visit& seen = visit(made.ticket());
  const bool waits = seen.phase == TICKET_PHASE_ISSUED || seen.phase == TICKET_PHASE_WAITING ||
                     seen.phase == TICKET_PHASE_MISSED || seen.phase == TICKET_PHASE_HELD;
  if (!guide_asked() || made.reason().empty() || !waits) {
    violate(invariant::kFair, "{} gets priority from nobody who may, for no reason, or too late",
            seen.number);
  }
  seen.priority = class_of(made.priority());
  changed_.insert(made.ticket());
}

// At the end of the day, or missed for good. Who was here in vain gets a voucher.
void HallModel::expired(const Event& event) {
  const auto& made = event.ticket_expired();
  const Visit& seen = visit(made.ticket());
  const bool day_ends = made.reason() == wire::EXPIRY_REASON_DAY_ENDED;
  const bool due = day_ends ? zone_.day(Time{event.at_ms()}) > day_
                            : must_expire_ == made.ticket() && must_expire_why_ == made.reason();
  if (!due) violate(invariant::kTicketLife, "{} expires without a reason", seen.number);
  must_expire_ = 0;
  if (day_ends && seen.phase != TICKET_PHASE_ISSUED && seen.phase != TICKET_PHASE_MISSED) {
    next_vouchers_[made.ticket()] = seen.service;
  }
  move(made.ticket(), TICKET_PHASE_EXPIRED);
}

}  // namespace yichuang::sim
