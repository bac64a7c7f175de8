// HallModel beside the server: whether both believe the same after the same events.
#include <algorithm>

#include "tests/sim/hall_model.h"
#include "tests/sim/violation.h"

namespace yichuang::sim {

void HallModel::compare(const State& state, bool everything) {
  if (state.seq != seq_ || state.day != day_) {
    violate(invariant::kOneFold, "the server is at event {} of day {}, the journal at {} of {}",
            state.seq, state.day, seq_, day_);
  }
  compare_windows(state);
  compare_lines(state);
  if (state.tickets.size() != visits_.size()) {
    violate(invariant::kNoTicketVanishes, "{} tickets were issued on {}, the server has {}",
            visits_.size(), day_, state.tickets.size());
  }
  for (const uint32_t ticket : changed_) compare_visit(state, ticket);
  changed_.clear();
  if (!everything) return;
  for (const auto& [ticket, seen] : visits_) compare_visit(state, ticket);
  compare_promises(state);
}

void HallModel::compare_windows(const State& state) const {
  for (const auto& [number, at] : counters_) {
    const Window* window = state.window(number);
    if (!window || window->ticket != at.ticket || window->clerk != at.clerk ||
        window->phase != at.phase || window->lines.size() != at.waiting.size()) {
      violate(invariant::kOneWindow, "window {} has ticket {} after the journal, {} in the server",
              number, at.ticket, window ? window->ticket : 0);
    }
  }
}

void HallModel::compare_lines(const State& state) const {
  for (const auto& [id, line] : lines_) {
    const Service* service = state.service(id);
    if (!service || service->waiting_count() != line.waiting.size() ||
        service->issued != line.issued || service->calls != line.calls) {
      violate(invariant::kNoTicketVanishes, "{} wait for {} after the journal, {} in the server",
              line.waiting.size(), id, service ? service->waiting_count() : 0);
    }
    if (service->no_shows != line.no_shows) {
      violate(invariant::kOneFold, "{} did not come for {} after the journal, {} in the server",
              line.no_shows, id, service->no_shows);
    }
  }
}

void HallModel::compare_visit(const State& state, uint32_t ticket) const {
  const Visit& seen = visits_.at(ticket);
  const Ticket* found = state.ticket(ticket);
  if (!found) violate(invariant::kNoTicketVanishes, "the server lost ticket {}", seen.number);
  const bool same_life = found->number == seen.number && found->phase == seen.phase &&
                         found->window == seen.window && found->calls == seen.calls &&
                         found->misses == seen.misses && found->due_call == seen.due_call &&
                         found->issued_at.ms == seen.issued_ms;
  const bool same_place = found->arrived_at.ms == seen.arrival_ms &&
                          found->only_window == seen.only_window &&
                          found->priority == seen.priority && found->agent == seen.agent &&
                          found->resumed == seen.first && found->slot_at.ms == seen.slot_ms;
  const auto is_planned = [&](ServiceIndex index, const std::string& id) {
    return state.services[index].id == id;
  };
  if (!same_life || !same_place || state.services[found->service].id != seen.service ||
      !std::ranges::equal(found->plan, seen.plan, is_planned)) {
    violate(invariant::kOneFold, "ticket {} is {} after the journal, {} {} in the server",
            seen.number, name_of(seen.phase), found->number, name_of(found->phase));
  }
}

void HallModel::compare_promises(const State& state) const {
  if (state.vouchers != vouchers_) {
    violate(invariant::kNoTicketVanishes,
            "{} vouchers are good after the journal, {} in the server", vouchers_.size(),
            state.vouchers.size());
  }
  const bool same_bookings =
      std::ranges::equal(state.appointments, bookings_, [&](const auto& kept, const auto& seen) {
        const Appointment& appointment = kept.second;
        return kept.first == seen.first && appointment.slot.ms == seen.second.slot_ms &&
               state.services[appointment.service].id == seen.second.service;
      });
  if (!same_bookings) {
    violate(invariant::kNoTicketVanishes, "{} appointments after the journal, {} in the server",
            bookings_.size(), state.appointments.size());
  }
  const bool same_alarms =
      std::ranges::equal(state.alarms, alarms_, [](const auto& running, const AlarmName& seen) {
        return running.first.kind == seen.first && running.first.subject == seen.second;
      });
  if (!same_alarms) {
    violate(invariant::kOneFold, "{} alarms run after the journal, {} in the server",
            alarms_.size(), state.alarms.size());
  }
  if (state.emergency.zh != emergency_.first || state.emergency.en != emergency_.second)
    violate(invariant::kOneFold, "the emergency message differs from the journal's");
  for (const auto& [letter, series] : series_) {
    const auto found = state.series.find(letter);
    if (found == state.series.end() || found->second.ordinal != series.last) {
      violate(invariant::kUniqueNumber, "series {} is at {} after the journal", letter,
              series.last);
    }
  }
}

}  // namespace yichuang::sim
