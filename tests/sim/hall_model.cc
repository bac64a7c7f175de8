#include "tests/sim/hall_model.h"

#include <utility>

#include "tests/sim/violation.h"

namespace yichuang::sim {
namespace {

using wire::Event;
using enum wire::TicketPhase;

bool is_over(wire::TicketPhase phase) {
  return phase == TICKET_PHASE_SERVED || phase == TICKET_PHASE_CANCELLED ||
         phase == TICKET_PHASE_EXPIRED;
}

// Which phase may follow which: the picture "Ticket life" of HALL.md.
bool may_follow(wire::TicketPhase from, wire::TicketPhase to) {
  static const std::set<std::pair<wire::TicketPhase, wire::TicketPhase>> kSteps = {
      {TICKET_PHASE_ISSUED, TICKET_PHASE_WAITING},    {TICKET_PHASE_ISSUED, TICKET_PHASE_CANCELLED},
      {TICKET_PHASE_ISSUED, TICKET_PHASE_EXPIRED},    {TICKET_PHASE_WAITING, TICKET_PHASE_CALLED},
      {TICKET_PHASE_WAITING, TICKET_PHASE_CANCELLED}, {TICKET_PHASE_WAITING, TICKET_PHASE_EXPIRED},
      {TICKET_PHASE_CALLED, TICKET_PHASE_MISSED},     {TICKET_PHASE_CALLED, TICKET_PHASE_SERVING},
      {TICKET_PHASE_CALLED, TICKET_PHASE_EXPIRED},    {TICKET_PHASE_SERVING, TICKET_PHASE_SERVED},
      {TICKET_PHASE_SERVING, TICKET_PHASE_EXPIRED},   {TICKET_PHASE_MISSED, TICKET_PHASE_WAITING},
      {TICKET_PHASE_MISSED, TICKET_PHASE_CANCELLED},  {TICKET_PHASE_MISSED, TICKET_PHASE_EXPIRED},
  };
  return kSteps.contains({from, to});
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
      {Event::kTicketIssued, &HallModel::issued},
      {Event::kTicketConfirmed, &HallModel::confirmed},
      {Event::kTicketCancelled, &HallModel::cancelled},
      {Event::kTicketCalled, &HallModel::called},
      {Event::kTicketRecalled, &HallModel::recalled},
      {Event::kTicketMissed, &HallModel::missed},
      {Event::kTicketReactivated, &HallModel::reactivated},
      {Event::kServiceStarted, &HallModel::started},
      {Event::kTicketServed, &HallModel::served},
      {Event::kTicketExpired, &HallModel::expired},
      {Event::kDeviceReported, &HallModel::anything},
  };
  const auto found = kRules.find(body);
  if (found == kRules.end()) {
    violate(invariant::kTicketLife, "the model has no rule for event body {}",
            static_cast<int>(body));
  }
  return found->second;
}

void HallModel::see(const Event& event) {
  check_envelope(event);
  const Rule rule = rule_for(event.body_case());
  (this->*rule)(event);
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
  const bool ends_day = event.has_ticket_expired() || event.has_day_opened();
  if (today > day_ && !ends_day) {
    violate(invariant::kHallsDay, "event {} happens on {}, but day {} is open", event.seq(), today,
            day_);
  }
  if (must_expire_ != 0 && event.ticket_expired().ticket() != must_expire_) {
    violate(invariant::kTicketLife, "ticket {} was missed twice and did not expire", must_expire_);
  }
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

void HallModel::move(uint32_t ticket, wire::TicketPhase to) {
  Visit& moved = visit(ticket);
  if (!may_follow(moved.phase, to)) {
    violate(invariant::kTicketLife, "event {}: ticket {} goes from {} to {}", seq_, moved.number,
            name_of(moved.phase), name_of(to));
  }
  if (to == TICKET_PHASE_WAITING) lines_[moved.service].waiting.insert(ticket);
  if (moved.phase == TICKET_PHASE_WAITING) lines_[moved.service].waiting.erase(ticket);
  if (to == TICKET_PHASE_MISSED || is_over(to)) leave_window(ticket);
  moved.phase = to;
  changed_.insert(ticket);
}

void HallModel::leave_window(uint32_t ticket) {
  for (auto& [number, at] : counters_) {
    if (at.ticket == ticket) at.ticket = 0;
  }
}

void HallModel::day_opened(const Event& event) {
  const auto& opened = event.day_opened();
  const uint32_t today = zone_.day(Time{event.at_ms()});
  if (opened.day() != today || today <= day_) {
    violate(invariant::kHallsDay, "day {} is opened after {}, when the hall's calendar says {}",
            opened.day(), day_, today);
  }
  for (const auto& [key, left] : visits_) {
    if (!is_over(left.phase)) {
      violate(invariant::kNoTicketVanishes, "ticket {} is {} when day {} ends", left.number,
              name_of(left.phase), day_);
    }
  }
  if (opened.next_ticket() != next_ticket_) {
    violate(invariant::kUniqueNumber, "ticket keys go on at {}, not {}", opened.next_ticket(),
            next_ticket_);
  }
  day_ = opened.day();
  visits_.clear();
  numbers_.clear();
  lines_.clear();
  counters_.clear();
  changed_.clear();
  adopt(opened.catalogue());
}

void HallModel::catalogue_adopted(const Event& event) { adopt(event.catalogue_adopted()); }

void HallModel::adopt(const wire::CatalogueAdopted& catalogue) {
  for (auto& [id, line] : lines_) line.retired = true;
  for (const auto& record : catalogue.services()) {
    lines_[record.id()].prefix = record.prefix();
    lines_[record.id()].retired = false;
  }
  for (auto& [number, at] : counters_) at.retired = true;
  for (const auto& record : catalogue.windows()) {
    Counter& at = counters_[record.window()];
    at.retired = false;
    at.services.clear();
    for (const auto& id : record.services()) at.services.insert(id);
    for (const auto& [id, line] : lines_) {
      if (record.general()) at.services.insert(id);
    }
  }
}

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
}

void HallModel::compare(const State& state, bool everything) {
  if (state.seq != seq_ || state.day != day_) {
    violate(invariant::kOneFold, "the server is at event {} of day {}, the journal at {} of {}",
            state.seq, state.day, seq_, day_);
  }
  for (const auto& [number, at] : counters_) {
    const Window* window = state.window(number);
    if (!window || window->ticket != at.ticket || window->clerk != at.clerk ||
        window->phase != at.phase) {
      violate(invariant::kOneWindow, "window {} has ticket {} after the journal, {} in the server",
              number, at.ticket, window ? window->ticket : 0);
    }
  }
  for (const auto& [id, line] : lines_) {
    const Service* service = state.service(id);
    if (!service || service->waiting_count() != line.waiting.size() ||
        service->issued != line.issued || service->calls != line.calls) {
      violate(invariant::kNoTicketVanishes, "{} wait for {} after the journal, {} in the server",
              line.waiting.size(), id, service ? service->waiting_count() : 0);
    }
  }
  if (state.tickets.size() != visits_.size()) {
    violate(invariant::kNoTicketVanishes, "{} tickets were issued on {}, the server has {}",
            visits_.size(), day_, state.tickets.size());
  }
  for (const uint32_t ticket : changed_) compare_visit(state, ticket);
  changed_.clear();
  if (!everything) return;
  for (const auto& [ticket, seen] : visits_) compare_visit(state, ticket);
}

void HallModel::compare_visit(const State& state, uint32_t ticket) const {
  const Visit& seen = visits_.at(ticket);
  const Ticket* found = state.ticket(ticket);
  if (!found) violate(invariant::kNoTicketVanishes, "the server lost ticket {}", seen.number);
  if (found->number != seen.number || found->phase != seen.phase || found->window != seen.window ||
      found->calls != seen.calls || found->misses != seen.misses ||
      found->due_call != seen.due_call || found->issued_at.ms != seen.arrival_ms) {
    violate(invariant::kOneFold, "ticket {} is {} after the journal, {} {} in the server",
            seen.number, name_of(seen.phase), found->number, name_of(found->phase));
  }
}

}  // namespace yichuang::sim
