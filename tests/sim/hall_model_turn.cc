// Whose turn it is, by the rules of HALL.md alone: slow, from all who wait.
#include <algorithm>
#include <tuple>

#include "tests/sim/hall_model.h"
#include "tests/sim/hall_model_rules.h"

namespace yichuang::sim {

uint32_t HallModel::rate_of(wire::PriorityClass priority) const {
  const bool ordinary = priority == wire::PRIORITY_CLASS_UNSPECIFIED ||
                        priority == wire::PRIORITY_CLASS_ORDINARY ||
                        priority == wire::PRIORITY_CLASS_EMERGENCY;
  const uint32_t given = priority < rules_.rates_size() ? rules_.rates(priority) : 0;
  return static_cast<uint32_t>(rule_or(given, ordinary ? kRateOrdinary : kRatePriority));
}

bool HallModel::serves_or_helps(const Counter& at, const std::string& service) const {
  const auto found = lines_.find(service);
  if (found == lines_.end()) return false;
  return at.services.contains(service) || (at.helps && !found->second.retired);
}

// An emergency is one wherever it stands, also when it is back from a missed call.
bool HallModel::is_walk_in(const Visit& visit) const {
  if (visit.priority == wire::PRIORITY_CLASS_EMERGENCY) return true;
  return visit.due_call == 0 && !visit.first && visit.slot_ms == 0 && !visit.agent;
}

// Agents with many cases have a window of their own; while none is open the others call them.
bool HallModel::calls_agents(const Counter& at, const Visit& agent) const {
  if (at.agent || agent.only_window != 0) return true;
  return std::ranges::none_of(counters_, [&](const auto& entry) {
    const Counter& other = entry.second;
    return other.agent && !other.retired && other.phase != wire::WINDOW_PHASE_CLOSED &&
           other.services.contains(agent.service);
  });
}

// Within a service a returned ticket stands by the call it is due at; among services the earliest
// arrival is first.
uint32_t HallModel::first_returned(const Lanes& lanes, bool also_early) const {
  uint32_t first = 0;
  for (const auto* lane : lanes) {
    uint32_t head = 0;
    for (const uint32_t ticket : *lane) {
      const Visit& seen = visits_.at(ticket);
      if (seen.due_call == 0) continue;
      if (!also_early && seen.due_call > lines_.at(seen.service).calls) continue;
      if (head == 0 || seen.due_call < visits_.at(head).due_call) head = ticket;
    }
    if (head == 0) continue;
    if (first == 0 || visits_.at(head).arrival_ms < visits_.at(first).arrival_ms) first = head;
  }
  return first;
}

// The greatest priority by the hall's policy; equal ones by arrival, then number.
uint32_t HallModel::best_walk_in(const Counter& at, const Lanes& lanes) const {
  using Place = std::tuple<int64_t, int64_t, int64_t, int64_t>;
  uint32_t best = 0;
  Place best_place;
  for (const auto* lane : lanes) {
    for (const uint32_t ticket : *lane) {
      const Visit& seen = visits_.at(ticket);
      const bool agent = seen.agent && !seen.first && seen.due_call == 0 && seen.slot_ms == 0;
      if (!is_walk_in(seen) && !(agent && calls_agents(at, seen))) continue;
      const auto counts_as = agent ? wire::PRIORITY_CLASS_ORDINARY : seen.priority;
      const int64_t rate = rate_of(counts_as);
      const int64_t waited_ms = at_ms_ - seen.arrival_ms;
      Place place{0, rate * waited_ms, -seen.arrival_ms, -static_cast<int64_t>(ticket)};
      if (rules_.policy() == "fifo") std::get<1>(place) = waited_ms;
      if (rules_.policy() == "absolute") {
        std::get<0>(place) = rate;
        std::get<1>(place) = waited_ms;
      }
      if (best != 0 && place < best_place) continue;
      best = ticket;
      best_place = place;
    }
  }
  return best;
}

uint32_t HallModel::walk_ins_before(const Lanes& lanes, uint32_t ticket) const {
  const auto place = std::pair(visits_.at(ticket).arrival_ms, ticket);
  uint32_t before = 0;
  for (const auto* lane : lanes) {
    for (const uint32_t other : *lane) {
      const Visit& seen = visits_.at(other);
      if (is_walk_in(seen) && std::pair(seen.arrival_ms, other) < place) ++before;
    }
  }
  return before;
}

HallModel::Turn HallModel::turn_among(const Counter& at, const Lanes& lanes) const {
  // The least of those who are meant, by a time and the number.
  const auto least = [&](auto meant, int64_t Visit::*time) {
    uint32_t first = 0;
    for (const auto* lane : lanes) {
      for (const uint32_t ticket : *lane) {
        const Visit& seen = visits_.at(ticket);
        if (!meant(seen)) continue;
        const auto place = std::pair(seen.*time, ticket);
        if (first == 0 || place < std::pair(visits_.at(first).*time, first)) first = ticket;
      }
    }
    return first;
  };
  const auto turn = [&](uint32_t ticket, wire::CallReason reason) {
    return Turn{ticket, reason, ticket == 0 ? 0 : walk_ins_before(lanes, ticket)};
  };
  const auto is_emergency = [](const Visit& seen) {
    return seen.priority == wire::PRIORITY_CLASS_EMERGENCY;
  };
  if (const uint32_t ticket = least(is_emergency, &Visit::arrival_ms)) {
    return turn(ticket, wire::CALL_REASON_EMERGENCY);
  }
  if (const uint32_t ticket = least([](const Visit& v) { return v.first; }, &Visit::arrival_ms)) {
    return turn(ticket, wire::CALL_REASON_RESUMED);
  }
  if (const uint32_t ticket = first_returned(lanes, false)) {
    return turn(ticket, wire::CALL_REASON_RETURNED);
  }
  const auto in_slot = [](const Visit& seen) { return seen.slot_ms != 0 && seen.due_call == 0; };
  if (const uint32_t ticket = least(in_slot, &Visit::slot_ms)) {
    return turn(ticket, wire::CALL_REASON_APPOINTMENT);
  }
  if (const uint32_t ticket = best_walk_in(at, lanes)) {
    const bool overtakes = walk_ins_before(lanes, ticket) > 0;
    return turn(ticket, overtakes ? wire::CALL_REASON_PRIORITY : wire::CALL_REASON_ARRIVAL);
  }
  return turn(first_returned(lanes, true), wire::CALL_REASON_RETURNED);
}

// Those who wait for the window alone or for a service of it; a window that helps goes on to the
// others when there is nobody.
HallModel::Turn HallModel::turn_at(uint32_t window) const {
  const Counter& at = counters_.at(window);
  Lanes lanes{&at.waiting};
  for (const std::string& id : at.services) {
    // A window that left the catalogue calls only for what left it too.
    if (!at.retired || lines_.at(id).retired) lanes.push_back(&lines_.at(id).waiting);
  }
  const Turn own = turn_among(at, lanes);
  if (own.ticket != 0 || !at.helps || at.retired) return own;
  lanes.clear();
  for (const auto& [id, line] : lines_) {
    if (!at.services.contains(id) && !line.retired) lanes.push_back(&line.waiting);
  }
  return turn_among(at, lanes);
}

}  // namespace yichuang::sim
