// The rules of HallModel for a visit at a window, from the call to the end.
#include <algorithm>

#include "tests/sim/hall_model.h"
#include "tests/sim/hall_model_rules.h"
#include "tests/sim/violation.h"

namespace yichuang::sim {

using wire::Event;
using enum wire::TicketPhase;

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
  Turn turn = turn_at(made.window());
  if (made.ticket() == stepped_up_) turn = {stepped_up_, wire::CALL_REASON_WALK_IN, 0};
  stepped_up_ = 0;
  if (turn.ticket == 0) {
    violate(invariant::kFair, "{} is called to window {}, where nobody waits", seen.number,
            made.window());
  }
  const Visit& first = visit(turn.ticket);
  const bool as_good = made.reason() == turn.reason && turn.reason == wire::CALL_REASON_RETURNED &&
                       first.arrival_ms == seen.arrival_ms && seen.due_call != 0;
  if ((turn.ticket != made.ticket() && !as_good) || turn.reason != made.reason()) {
    violate(invariant::kFair, "window {} calls {} ({}), but {} is next ({})", made.window(),
            seen.number, name_of(made.reason()), first.number, name_of(turn.reason));
  }
  if (turn.ticket == made.ticket() && turn.passed != made.passed()) {
    violate(invariant::kFair, "{} passes {} people, the call says {}", seen.number, turn.passed,
            made.passed());
  }
  move(made.ticket(), TICKET_PHASE_CALLED);
  ++line(seen.service).calls;
  seen.window = made.window();
  seen.only_window = 0;
  seen.first = false;
  seen.calls = 1;
  seen.due_call = 0;
  seen.called_ms = event.at_ms();
  at.ticket = made.ticket();
}

void HallModel::recalled(const Event& event) {
  const auto& made = event.ticket_recalled();
  Visit& seen = visit_at(made.ticket(), made.window(), TICKET_PHASE_CALLED);
  const int64_t spacing_ms = rule_or(rules_.recall_seconds(), kRecallSeconds) * kSecondInMs;
  if (event.at_ms() - seen.called_ms < spacing_ms) {
    violate(invariant::kTicketLife, "{} is called again after {} ms", seen.number,
            event.at_ms() - seen.called_ms);
  }
  if (made.call() != seen.calls + 1 || made.call() > rule_or(rules_.calls_max(), kCallsMax)) {
    violate(invariant::kTicketLife, "{} is called for the {}. time after {}", seen.number,
            made.call(), seen.calls);
  }
  seen.calls = made.call();
  seen.called_ms = event.at_ms();
  changed_.insert(made.ticket());
}

// By the clerk's word, or by a call beyond the last.
void HallModel::missed(const Event& event) {
  const auto& made = event.ticket_missed();
  Visit& seen = visit_at(made.ticket(), made.window(), TICKET_PHASE_CALLED);
  const bool by_call = asked_ && asked_->command.has_recall_ticket();
  if (by_call && seen.calls < rule_or(rules_.calls_max(), kCallsMax)) {
    violate(invariant::kTicketLife, "{} is missed after {} calls", seen.number, seen.calls);
  }
  move(made.ticket(), TICKET_PHASE_MISSED);
  if (++seen.misses >= kMissesMax) {
    must_expire_ = made.ticket();
    must_expire_why_ = wire::EXPIRY_REASON_SECOND_MISS;
  } else if (rules_.missed_is_void()) {
    must_expire_ = made.ticket();
    must_expire_why_ = wire::EXPIRY_REASON_MISSED;
  }
}

void HallModel::started(const Event& event) {
  const auto& made = event.service_started();
  visit_at(made.ticket(), made.window(), TICKET_PHASE_CALLED);
  move(made.ticket(), TICKET_PHASE_SERVING);
}

// The outcome on record is the one that the clerk said.
void HallModel::came_of_it(const Visit& seen, wire::VisitOutcome outcome) {
  if (!asked_ || outcome != asked_->command.complete_service().outcome()) {
    violate(invariant::kTicketLife, "{} ended in a way that nobody said", seen.number);
  }
}

void HallModel::served(const Event& event) {
  const auto& made = event.ticket_served();
  Visit& seen = visit_at(made.ticket(), made.window(), TICKET_PHASE_SERVING);
  const bool all = asked_ && asked_->command.complete_service().all();
  if (!all && !seen.plan.empty()) {
    violate(invariant::kTicketLife, "{} is done, but {} items are still to come", seen.number,
            seen.plan.size());
  }
  came_of_it(seen, made.outcome());
  seen.plan.clear();
  move(made.ticket(), TICKET_PHASE_SERVED);
}

// The next item: here if this window serves it, else in its queue with the first arrival.
void HallModel::item_served(const Event& event) {
  const auto& made = event.item_served();
  Visit& seen = visit_at(made.ticket(), made.window(), TICKET_PHASE_SERVING);
  if (seen.plan.empty()) {
    violate(invariant::kTicketLife, "{} goes on, but it has no other item", seen.number);
  }
  came_of_it(seen, made.outcome());
  seen.service = seen.plan.front();
  seen.plan.erase(seen.plan.begin());
  changed_.insert(made.ticket());
  if (made.stays() != counter(made.window()).services.contains(seen.service)) {
    violate(invariant::kTicketLife, "{} goes on with {} at the wrong place", seen.number,
            seen.service);
  }
  if (made.stays()) return;
  seen.calls = 0;
  move(made.ticket(), TICKET_PHASE_WAITING);
}

void HallModel::service_added(const Event& event) {
  const auto& made = event.service_added();
  Visit& seen = visit(made.ticket());
  visit_at(made.ticket(), seen.window, TICKET_PHASE_SERVING);
  if (line(made.service()).retired || seen.plan.size() >= kItemsMax) {
    violate(invariant::kTicketLife, "{} gets {} after {} others", seen.number, made.service(),
            seen.plan.size());
  }
  seen.plan.push_back(made.service());
  changed_.insert(made.ticket());
}

void HallModel::held(const Event& event) {
  const auto& made = event.ticket_held();
  Visit& seen = visit_at(made.ticket(), made.window(), TICKET_PHASE_SERVING);
  seen.pool = made.pool();
  seen.held_ms = event.at_ms();
  move(made.ticket(), TICKET_PHASE_HELD);
}

// Back to its own window, unless that has closed or is no more; the pool's to any.
void HallModel::resumed(const Event& event) {
  const uint32_t ticket = event.ticket_resumed().ticket();
  Visit& seen = visit(ticket);
  const Counter& own = counter(seen.window);
  const bool there = !seen.pool && own.phase != wire::WINDOW_PHASE_CLOSED && !own.retired;
  seen.only_window = there ? seen.window : 0;
  seen.first = true;
  seen.calls = 0;
  if (seen.phase != TICKET_PHASE_HELD) {
    violate(invariant::kTicketLife, "{} is back, but it was {}", seen.number, name_of(seen.phase));
  }
  move(ticket, TICKET_PHASE_WAITING);
}

// Same number, same arrival, for a reason; to the front only by a manager's word.
void HallModel::transferred(const Event& event) {
  const auto& made = event.ticket_transferred();
  Visit& seen = visit(made.ticket());
  const bool called = seen.phase == TICKET_PHASE_CALLED;
  visit_at(made.ticket(), made.window(), called ? TICKET_PHASE_CALLED : TICKET_PHASE_SERVING);
  if (made.reason().empty() || (made.front() && !manager_asked())) {
    violate(invariant::kTicketLife, "{} is transferred without a reason, or to the front",
            seen.number);
  }
  bool served = std::ranges::any_of(counters_, [&](const auto& entry) {
    return !entry.second.retired && serves_or_helps(entry.second, made.service());
  });
  if (made.to_window() != 0) {
    const Counter& to = counter(made.to_window());
    served = made.to_window() != made.window() && !to.retired &&
             to.phase != wire::WINDOW_PHASE_CLOSED && to.services.contains(made.service());
  }
  if (!served) {
    violate(invariant::kTicketLife, "{} is sent to window {} for {}, where nobody serves it",
            seen.number, made.to_window(), made.service());
  }
  seen.service = made.service();
  seen.only_window = made.to_window();
  seen.first = made.front();
  seen.calls = 0;
  move(made.ticket(), TICKET_PHASE_WAITING);
}

}  // namespace yichuang::sim
