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

// Who waits longest, of the heads of the lines; returned tickets have waited before.
const Ticket* first_arrived(const State& state, const Lines& lines) {
  const Ticket* first = nullptr;
  const auto consider = [&](const Line& line) {
    if (line.empty()) return;
    const Ticket* ticket = state.ticket(line.front().ticket);
    if (!first || ticket->arrived_at < first->arrived_at) first = ticket;
  };
  for (const Line& line : lines.walk_ins) consider(line);
  consider(lines.agents);
  consider(lines.appointments);
  consider(lines.resumed);
  return first;
}

void add_long_wait(const State& state, const Lines& lines, Time now, std::set<Alarm>& alarms) {
  const Ticket* first = first_arrived(state, lines);
  if (first && now - first->arrived_at > state.rules.alarm_wait_minutes * kMinuteMs) {
    alarms.insert({wire::ALARM_KIND_WAIT_LONG, state.services[first->service].id});
  }
}

bool somebody_serves(const State& state, ServiceIndex service) {
  return std::ranges::any_of(state.windows, [&](const auto& entry) {
    const Window& window = entry.second;
    return window.phase == wire::WINDOW_PHASE_OPEN && may_call(window, service, state) &&
           (!window.retired || state.services[service].retired);
  });
}

void add_waiting(const State& state, const Service& service, Time now, std::set<Alarm>& alarms) {
  const size_t waiting = service.waiting_count();
  if (waiting == 0) return;
  add_long_wait(state, service.lines, now, alarms);
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
    for (const Service& service : state.services) add_waiting(state, service, now, alarms);
    for (const auto& [number, window] : state.windows) {
      add_long_wait(state, window.lines, now, alarms);
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
