// The rules of HallModel for tickets: numbers, calls, returns, ends, and whose turn it is.
#include <fmt/format.h>

#include <tuple>

#include "tests/sim/hall_model.h"
#include "tests/sim/violation.h"

namespace yichuang::sim {
namespace {

using wire::Event;
using enum wire::TicketPhase;

// HALL.md's defaults, written down a second time on purpose.
constexpr int64_t kRecallSpacingMs = 20'000;
constexpr uint32_t kCallsMax = 3;
constexpr uint32_t kReturnBehindCalls = 3;
constexpr uint32_t kMissesMax = 2;
constexpr uint32_t kSeriesMax = 999;

}  // namespace

void HallModel::issued(const Event& event) {
  const auto& made = event.ticket_issued();
  if (made.ticket() != next_ticket_) {
    violate(invariant::kUniqueNumber, "ticket key {} is issued, {} is next", made.ticket(),
            next_ticket_);
  }
  const auto line = lines_.find(made.service());
  if (line == lines_.end() || line->second.retired) {
    violate(invariant::kTicketLife, "a ticket for the service {}, which there is not",
            made.service());
  }
  if (!numbers_.insert(made.number()).second) {
    violate(invariant::kUniqueNumber, "number {} is given twice on {}", made.number(), day_);
  }
  const uint32_t ordinal = ++line->second.issued;
  const std::string expected = fmt::format("{}{:03}", line->second.prefix, ordinal);
  if (made.number() != expected || ordinal > kSeriesMax) {
    violate(invariant::kUniqueNumber, "number {} is given, {} is next", made.number(), expected);
  }
  Visit& seen = visits_[made.ticket()];
  seen.number = made.number();
  seen.service = made.service();
  seen.arrival_ms = event.at_ms();
  changed_.insert(made.ticket());
  ++next_ticket_;
  ++issued_ever_;
}

void HallModel::confirmed(const Event& event) {
  const auto& made = event.ticket_confirmed();
  Visit& seen = visit(made.ticket());
  if (made.delivery() == wire::DELIVERY_UNSPECIFIED) {
    violate(invariant::kTicketLife, "ticket {} is confirmed, but neither printed nor paperless",
            seen.number);
  }
  if (seen.phase == TICKET_PHASE_ISSUED) move(made.ticket(), TICKET_PHASE_WAITING);
}

void HallModel::cancelled(const Event& event) {
  move(event.ticket_cancelled().ticket(), TICKET_PHASE_CANCELLED);
}

// Within a service a returned ticket stands by the call it is due at; among services the earliest
// arrival is first.
uint32_t HallModel::first_returned(const Counter& counter, bool also_early) const {
  uint32_t first = 0;
  for (const std::string& id : counter.services) {
    const auto line = lines_.find(id);
    if (line == lines_.end()) continue;
    uint32_t head = 0;
    for (const uint32_t ticket : line->second.waiting) {
      const Visit& seen = visits_.at(ticket);
      if (seen.due_call == 0 || (!also_early && seen.due_call > line->second.calls)) continue;
      if (head == 0 || seen.due_call < visits_.at(head).due_call) head = ticket;
    }
    if (head == 0) continue;
    if (first == 0 || visits_.at(head).arrival_ms < visits_.at(first).arrival_ms) first = head;
  }
  return first;
}

HallModel::Turn HallModel::turn_at(const Counter& counter) const {
  if (const uint32_t due = first_returned(counter, false)) {
    return {due, wire::CALL_REASON_RETURNED};
  }
  uint32_t first = 0;
  for (const std::string& id : counter.services) {
    const auto line = lines_.find(id);
    if (line == lines_.end()) continue;
    for (const uint32_t ticket : line->second.waiting) {
      const Visit& seen = visits_.at(ticket);
      if (seen.due_call != 0) continue;
      const auto place = std::tuple(seen.arrival_ms, ticket);
      if (first == 0 || place < std::tuple(visits_.at(first).arrival_ms, first)) first = ticket;
    }
  }
  if (first != 0) return {first, wire::CALL_REASON_ARRIVAL};
  return {first_returned(counter, true), wire::CALL_REASON_RETURNED};
}

void HallModel::called(const Event& event) {
  const auto& made = event.ticket_called();
  Counter& at = counter(made.window());
  if (at.ticket != 0) {
    violate(invariant::kOneWindow, "window {} has {} and calls {}", made.window(),
            visit(at.ticket).number, made.number());
  }
  if (at.phase != wire::WINDOW_PHASE_OPEN) {
    violate(invariant::kTicketLife, "window {} calls but is {}", made.window(), name_of(at.phase));
  }
  Visit& seen = visit(made.ticket());
  if (seen.number != made.number() || seen.service != made.service()) {
    violate(invariant::kOneFold, "the call of {} says {}", seen.number, made.number());
  }
  const Turn turn = turn_at(at);
  if (turn.ticket == 0) {
    violate(invariant::kFair, "{} is called to window {}, where nobody waits", seen.number,
            made.window());
  }
  const Visit& first = visit(turn.ticket);
  const bool as_good = made.reason() == turn.reason && turn.reason == wire::CALL_REASON_RETURNED &&
                       first.arrival_ms == seen.arrival_ms && seen.due_call != 0;
  if ((turn.ticket != made.ticket() && !as_good) || turn.reason != made.reason()) {
    violate(invariant::kFair, "window {} calls {} (arrived {}), but {} (arrived {}) is next",
            made.window(), seen.number, seen.arrival_ms, first.number, first.arrival_ms);
  }
  move(made.ticket(), TICKET_PHASE_CALLED);
  ++lines_[seen.service].calls;
  seen.window = made.window();
  seen.calls = 1;
  seen.due_call = 0;
  seen.called_ms = event.at_ms();
  at.ticket = made.ticket();
}

void HallModel::recalled(const Event& event) {
  const auto& made = event.ticket_recalled();
  Visit& seen = visit_at(made.ticket(), made.window(), TICKET_PHASE_CALLED);
  if (event.at_ms() - seen.called_ms < kRecallSpacingMs) {
    violate(invariant::kTicketLife, "{} is called again after {} ms", seen.number,
            event.at_ms() - seen.called_ms);
  }
  if (made.call() != seen.calls + 1 || made.call() > kCallsMax) {
    violate(invariant::kTicketLife, "{} is called for the {}. time after {}", seen.number,
            made.call(), seen.calls);
  }
  seen.calls = made.call();
  seen.called_ms = event.at_ms();
  changed_.insert(made.ticket());
}

void HallModel::missed(const Event& event) {
  const auto& made = event.ticket_missed();
  Visit& seen = visit_at(made.ticket(), made.window(), TICKET_PHASE_CALLED);
  move(made.ticket(), TICKET_PHASE_MISSED);
  if (++seen.misses >= kMissesMax) must_expire_ = made.ticket();
}

void HallModel::reactivated(const Event& event) {
  const auto& made = event.ticket_reactivated();
  Visit& seen = visit(made.ticket());
  move(made.ticket(), TICKET_PHASE_WAITING);
  const uint32_t expected = lines_[seen.service].calls + kReturnBehindCalls;
  if (made.due_call() != expected) {
    violate(invariant::kFair, "{} returns at call {}, not behind {} calls at {}", seen.number,
            made.due_call(), kReturnBehindCalls, expected);
  }
  seen.due_call = made.due_call();
  seen.calls = 0;
}

void HallModel::started(const Event& event) {
  const auto& made = event.service_started();
  visit_at(made.ticket(), made.window(), TICKET_PHASE_CALLED);
  move(made.ticket(), TICKET_PHASE_SERVING);
}

void HallModel::served(const Event& event) {
  const auto& made = event.ticket_served();
  visit_at(made.ticket(), made.window(), TICKET_PHASE_SERVING);
  move(made.ticket(), TICKET_PHASE_SERVED);
}

void HallModel::expired(const Event& event) {
  const auto& made = event.ticket_expired();
  const bool day_ends = made.reason() == wire::EXPIRY_REASON_DAY_ENDED;
  if (day_ends ? zone_.day(Time{event.at_ms()}) <= day_ : must_expire_ != made.ticket()) {
    violate(invariant::kTicketLife, "{} expires without a reason", visit(made.ticket()).number);
  }
  must_expire_ = 0;
  move(made.ticket(), TICKET_PHASE_EXPIRED);
}

}  // namespace yichuang::sim
