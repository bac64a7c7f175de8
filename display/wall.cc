#include "display/wall.h"

#include <algorithm>
#include <cmath>

namespace yichuang::display {
namespace {

constexpr int kMinutesADay = 24 * 60;
constexpr int kQuarterMinutes = kMinutesADay / static_cast<int>(kQuarters);
// A hall that says no hours, or waits for its first call: this much is drawn all the same.
constexpr int kChartMinutesMin = 120;

// When the first of those who wait came, by service; not set: nobody waits for it.
std::vector<Time> first_arrivals(const State& state) {
  std::vector<Time> first(state.services.size());
  for (const Ticket& ticket : state.tickets) {
    if (ticket.phase != wire::TICKET_PHASE_WAITING) continue;
    Time& of_service = first[ticket.service];
    if (!of_service.is_set() || ticket.arrived_at < of_service) of_service = ticket.arrived_at;
  }
  return first;
}

WallService service_row(const BoardInput& input, const WaitingRow& waiting, Time first_arrival) {
  WallService out;
  out.service = waiting.service;
  out.name_zh = waiting.service_zh;
  out.name_en = waiting.service_en;
  out.people = waiting.people;
  out.open = waiting.open;
  out.minutes_p50 = waiting.minutes_p50;
  out.minutes_p90 = waiting.minutes_p90;
  out.longest_min = input.minutes_since(first_arrival);
  out.level =
      std::max(waiting.level, wait_level(out.longest_min, input.state.rules.alarm_wait_minutes));
  return out;
}

void add_services(const BoardInput& input, const Board& board, Wall& wall) {
  const std::vector<Time> first = first_arrivals(input.state);
  size_t row = 0;
  for (const Service& service : input.state.services) {
    if (service.retired && service.waiting_count() == 0) continue;  // as make_board
    const Time arrived = first[input.state.service_index(service)];
    wall.services.push_back(service_row(input, board.waiting[row++], arrived));
  }
  wall.waiting = people_waiting(input.state);
}

WallWindow window_cell(const BoardInput& input, const Window& window) {
  WallWindow cell;
  cell.number = window.number;
  cell.served = window.served;
  const Ticket* ticket = window.ticket == 0 ? nullptr : input.state.ticket(window.ticket);
  Time since = window.since;
  if (ticket != nullptr) {
    const bool serving = ticket->phase == wire::TICKET_PHASE_SERVING;
    cell.doing = serving ? WindowDoing::kServing : WindowDoing::kCalling;
    cell.ticket = ticket->number;
    since = serving ? ticket->started_at : ticket->round_called_at;
  } else if (window.phase == wire::WINDOW_PHASE_OPEN) {
    cell.doing = WindowDoing::kFree;
    since = std::max(window.since, window.free_since);
  } else if (window.phase == wire::WINDOW_PHASE_PAUSED) {
    cell.doing = WindowDoing::kPaused;
    cell.reason = window.reason;
    cell.until = input.face(window.until);
    cell.late = window.until.is_set() && window.until <= input.now;
  }
  cell.minutes = input.minutes_since(since);
  return cell;
}

void add_windows(const BoardInput& input, Wall& wall) {
  for (const auto& [number, window] : input.state.windows) {
    if (window.retired) continue;
    wall.windows.push_back(window_cell(input, window));
    ++wall.windows_total;
    if (window.phase == wire::WINDOW_PHASE_OPEN) ++wall.windows_open;
    if (window.phase == wire::WINDOW_PHASE_PAUSED) wall.windows_paused.push_back(number);
  }
}

uint32_t limit_of(wire::AlarmKind kind, const Rules& rules) {
  switch (kind) {
    case wire::ALARM_KIND_WAIT_LONG:
      return rules.alarm_wait_minutes;
    case wire::ALARM_KIND_MANY_WAITING:
      return rules.alarm_waiting;
    case wire::ALARM_KIND_TOO_MANY_WAITING:
      return rules.alarm_waiting_high;
    case wire::ALARM_KIND_HOLD_LONG:
      return rules.alarm_hold_minutes;
    default:
      return 0;
  }
}

WallAlarm alarm_row(const BoardInput& input, const Alarm& alarm, Time since) {
  WallAlarm row;
  row.kind = alarm.kind;
  row.subject_zh = row.subject_en = alarm.subject;
  row.limit = limit_of(alarm.kind, input.state.rules);
  row.since = input.face(since);
  row.minutes = input.minutes_since(since);
  if (alarm.kind == wire::ALARM_KIND_DEVICE_DOWN) {
    const auto found = input.state.devices.find(alarm.subject);
    if (found == input.state.devices.end()) return row;
    row.subject_zh = row.subject_en = found->second.owner;
    row.device = found->second.device;
  } else if (const Service* service = input.state.service(alarm.subject)) {
    row.subject_zh = service->name_zh;
    row.subject_en = service->name_en;
  }
  return row;
}

void add_alarms(const BoardInput& input, Wall& wall) {
  const State& state = input.state;
  std::vector<std::pair<Time, Alarm>> running;
  for (const auto& [alarm, since] : state.alarms) {
    // "Too many" says it; "many" beside it would say it again.
    if (alarm.kind == wire::ALARM_KIND_MANY_WAITING &&
        state.alarms.contains({wire::ALARM_KIND_TOO_MANY_WAITING, alarm.subject}))
      continue;
    running.emplace_back(since, alarm);
  }
  std::stable_sort(running.begin(), running.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [since, alarm] : running) wall.alarms.push_back(alarm_row(input, alarm, since));
  wall.devices_known = state.devices.size();
  for (const auto& [name, device] : state.devices) {
    if (device.state != wire::DEVICE_STATE_ATTENTION) continue;
    wall.devices.push_back(
        {device.owner, device.device, device.facts.empty() ? "" : device.facts.front()});
  }
}

// Today's first calls and ends, as far as they lie before now.
void add_visits(const BoardInput& input, Wall& wall) {
  int64_t lately_ms = 0;
  uint32_t lately = 0;
  for (const Ticket& ticket : input.state.tickets) {
    if (ticket.misses > 0) ++wall.missed;
    if (ticket.phase == wire::TICKET_PHASE_SERVED) {
      ++wall.served;
      if (ticket.appointment != 0) ++wall.served_with_appointment;
    }
    if (!has_waited(ticket) || input.now - ticket.first_called_at > kRecentMs) continue;
    lately_ms += std::max<int64_t>(0, ticket.first_called_at - ticket.arrived_at);
    ++lately;
  }
  uint32_t decided = 0;
  uint32_t accepted = 0;
  for (const Service& service : input.state.services) {
    decided += service.outcomes[wire::VISIT_OUTCOME_DECIDED];
    accepted += service.outcomes[wire::VISIT_OUTCOME_ACCEPTED];
  }
  if (decided + accepted > 0) wall.on_the_spot_percent = decided * 100 / (decided + accepted);
  if (lately > 0) wall.wait_now_min = static_cast<uint32_t>(lately_ms / lately / kMinuteMs);
}

// From the full hour before the hall opened, or before the first call, to the end of its hours, or
// the full hour after now.
void choose_span(const BoardInput& input, Wall& wall) {
  const State& state = input.state;
  const int now = minute_of_day(state, input.now);
  int from = now;
  int until = now + 1;
  for (const OpenSpan& span : state.hours) {
    from = std::min(from, minute_of_day(state, span.from));
    const int end = minute_of_day(state, span.to - 1) + 1;
    until = std::max(until, end);
  }
  for (const Ticket& ticket : state.tickets) {
    if (has_waited(ticket)) from = std::min(from, minute_of_day(state, ticket.first_called_at));
  }
  from = from / 60 * 60;
  until = std::max((until + 59) / 60 * 60, from + kChartMinutesMin);
  wall.chart_until_minute = std::min(until, kMinutesADay);
  wall.chart_from_minute = std::min(from, wall.chart_until_minute - kChartMinutesMin);
}

// Minutes by the quarter, of the quarters from `from` up to `until`; one in which nobody was called
// is as the one before.
std::vector<float> curve_of(const DayRecord& day, size_t from, size_t until) {
  std::vector<float> minutes;
  float last = 0;
  for (size_t q = from; q < until; ++q) {
    if (day.waits[q] != kNobodyCalled) last = static_cast<float>(day.waits[q]) / 10;
    minutes.push_back(last);
  }
  return minutes;
}

const DayRecord* same_day_last_week(const State& state) {
  const auto found = std::ranges::find_if(state.learned.days, [&](const DayRecord& day) {
    return days_between(day.day, state.day) == 7;
  });
  return found == state.learned.days.end() ? nullptr : &*found;
}

void add_chart(const BoardInput& input, Wall& wall) {
  choose_span(input, wall);
  const State& state = input.state;
  const auto quarter = [](int minute) { return static_cast<size_t>(minute / kQuarterMinutes); };
  const int now = minute_of_day(state, input.now);
  const size_t from = quarter(wall.chart_from_minute);
  const DayRecord today = record_day(state, input.now);
  wall.chart_min = curve_of(today, from, quarter(now) + 1);
  wall.served_from_hour = wall.chart_from_minute / 60;
  wall.served_by_hour.assign(today.served.begin() + wall.served_from_hour,
                             today.served.begin() + now / 60 + 1);
  const DayRecord* before = same_day_last_week(state);
  if (before == nullptr) return;
  wall.chart_last_week_min = curve_of(*before, from, quarter(wall.chart_until_minute));
  wall.wait_last_week_min =
      static_cast<uint32_t>(std::lround(wall.chart_last_week_min[quarter(now) - from]));
  // Both by the same count, at the end of the last quarter.
  const size_t ended = quarter(now);
  if (ended > 0)
    wall.more_than_last_week = int64_t{today.people[ended - 1]} - before->people[ended - 1];
}

}  // namespace

Wall make_wall(const BoardInput& input, const Board& board) {
  Wall wall;
  if (board.phase != BoardPhase::kShowing) return wall;
  wall.wait_target_min = input.state.rules.alarm_wait_minutes;
  add_services(input, board, wall);
  add_windows(input, wall);
  add_alarms(input, wall);
  add_visits(input, wall);
  add_chart(input, wall);
  return wall;
}

}  // namespace yichuang::display
