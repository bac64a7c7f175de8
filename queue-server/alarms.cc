#include "queue-server/alarms.h"

#include <algorithm>

#include "queue-server/next_ticket.h"

namespace yichuang {
namespace {

constexpr int64_t kMinuteMs = 60'000;

bool is_open(const State& state, Time now) {
  if (!state.keeps_hours) return true;
  return std::ranges::any_of(
      state.hours, [now](const OpenSpan& span) { return span.from <= now && now < span.to; });
}

// When the first of those who wait came, by service; returned ones have waited before.
class FirstArrivals {
 public:
  explicit FirstArrivals(const State& state) : state_(state), first_(state.services.size()) {
    for (const Service& service : state.services) {
      for (const Line& line : service.lines.walk_ins) add_head(line);
      add_head(service.lines.agents);
      add_head(service.lines.resumed);
      add_all(service.lines.appointments);  // these stand by slot
    }
    for (const auto& [number, window] : state.windows) {
      for (const Line& line : window.lines.walk_ins) add_all(line);
      add_all(window.lines.agents);
      add_all(window.lines.resumed);
      add_all(window.lines.appointments);
    }
  }
  // Not set: nobody waits for it.
  Time of(ServiceIndex service) const { return first_[service]; }

 private:
  void add(const QueuePlace& place) {
    const Ticket& ticket = *state_.ticket(place.ticket);
    Time& first = first_[ticket.service];
    if (!first.is_set() || ticket.arrived_at < first) first = ticket.arrived_at;
  }
  void add_head(const Line& line) {
    if (!line.empty()) add(line.front());
  }
  void add_all(const Line& line) {
    for (const QueuePlace& place : line) add(place);
  }

  const State& state_;
  std::vector<Time> first_;  // by ServiceIndex
};

bool somebody_serves(const State& state, ServiceIndex service) {
  return std::ranges::any_of(state.windows, [&](const auto& entry) {
    const Window& window = entry.second;
    return window.phase == wire::WINDOW_PHASE_OPEN && may_call(window, service, state) &&
           (!window.retired || state.services[service].retired);
  });
}

void add_waiting(const State& state, const Service& service, std::set<Alarm>& alarms) {
  const size_t waiting = service.waiting_count();
  if (waiting == 0) return;
  if (waiting > state.rules.alarm_waiting) {
    alarms.insert({wire::ALARM_KIND_MANY_WAITING, service.id});
  }
  if (waiting > state.rules.alarm_waiting_high) {
    alarms.insert({wire::ALARM_KIND_TOO_MANY_WAITING, service.id});
  }
  if (!somebody_serves(state, state.service_index(service))) {
    alarms.insert({wire::ALARM_KIND_NOBODY_SERVES, service.id});
  }
}

}  // namespace

std::set<Alarm> alarms_of(const State& state, Time now) {
  std::set<Alarm> alarms;
  if (is_open(state, now)) {
    const FirstArrivals first(state);
    for (const Service& service : state.services) {
      add_waiting(state, service, alarms);
      const Time arrived = first.of(state.service_index(service));
      if (arrived.is_set() && now - arrived > state.rules.alarm_wait_minutes * kMinuteMs) {
        alarms.insert({wire::ALARM_KIND_WAIT_LONG, service.id});
      }
    }
  }
  for (const QueuePlace& place : state.held) {
    if (now - Time{place.order} <= state.rules.alarm_hold_minutes * kMinuteMs) break;
    alarms.insert({wire::ALARM_KIND_HOLD_LONG, state.ticket(place.ticket)->number});
  }
  for (const auto& [name, device] : state.devices) {
    if (device.state == wire::DEVICE_STATE_STOPPED || device.state == wire::DEVICE_STATE_AWAY) {
      alarms.insert({wire::ALARM_KIND_DEVICE_DOWN, name});
    }
  }
  return alarms;
}

}  // namespace yichuang
