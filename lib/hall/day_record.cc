#include "hall/day_record.h"

#include <algorithm>
#include <chrono>

#include "hall/state.h"

namespace yichuang {
namespace {

constexpr int64_t kMinuteMs = 60'000;
constexpr int64_t kDayMs = 86'400'000;
constexpr int kDayMinutes = 24 * 60;
constexpr int kQuarterMinutes = kDayMinutes / static_cast<int>(kQuarters);
constexpr int64_t kTenthMs = kMinuteMs / 10;

size_t quarter_of(const State& state, Time at) {
  return static_cast<size_t>(minute_of_day(state, at) / kQuarterMinutes);
}

// Until when a ticket waited; not set: it never did.
Time waited_until(const Ticket& ticket, Time until) {
  if (has_waited(ticket)) return std::min(ticket.first_called_at, until);
  if (ticket.first_called_at.is_set() || reached_nobody(ticket)) return {};
  if (is_over(ticket.phase)) return std::min(ticket.ended_at, until);
  return ticket.phase == wire::TICKET_PHASE_ISSUED ? Time{} : until;
}

std::chrono::sys_days date_of(uint32_t day) {
  return std::chrono::year_month_day{std::chrono::year{static_cast<int>(day / 10'000)},
                                     std::chrono::month{day / 100 % 100},
                                     std::chrono::day{day % 100}};
}

}  // namespace

bool has_waited(const Ticket& ticket) {
  return ticket.first_called_at.is_set() && ticket.reason != wire::CALL_REASON_WALK_IN;
}

int minute_of_day(const State& state, Time at) {
  const Time midnight = state.midnight.is_set() ? state.midnight : Time{at.ms / kDayMs * kDayMs};
  return static_cast<int>(std::clamp<int64_t>((at - midnight) / kMinuteMs, 0, kDayMinutes - 1));
}

int days_between(uint32_t from, uint32_t to) {
  return static_cast<int>((date_of(to) - date_of(from)).count());
}

DayRecord record_day(const State& state, Time until) {
  DayRecord record;
  record.day = state.day;
  std::array<int64_t, kQuarters> waited_ms{};
  std::array<uint32_t, kQuarters> called{};
  for (const Ticket& ticket : state.tickets) {
    if (has_waited(ticket) && ticket.first_called_at <= until) {
      const size_t quarter = quarter_of(state, ticket.first_called_at);
      waited_ms[quarter] += std::max<int64_t>(0, ticket.first_called_at - ticket.arrived_at);
      ++called[quarter];
    }
    if (const Time end = waited_until(ticket, until); end.is_set()) {
      const size_t last = quarter_of(state, end);
      for (size_t q = quarter_of(state, ticket.arrived_at); q < last; ++q) ++record.people[q];
    }
    if (ticket.phase == wire::TICKET_PHASE_SERVED && ticket.ended_at.is_set()) {
      ++record.served[static_cast<size_t>(minute_of_day(state, ticket.ended_at) / 60)];
    }
  }
  for (size_t q = 0; q < kQuarters; ++q) {
    record.waits[q] =
        called[q] == 0 ? kNobodyCalled : static_cast<uint32_t>(waited_ms[q] / called[q] / kTenthMs);
  }
  return record;
}

}  // namespace yichuang
