// How a day went, by the quarter of an hour: what managers compare today with, and the chart of
// today itself. Counts and means, about nobody. Part of what the hall has learned (learned.h): the
// last days are kept in the state, so a wall that was just switched on knows them.
//
// Pure; any thread. Whole numbers only, so that every fold gets equal ones.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace yichuang {

struct State;
struct Ticket;

inline constexpr size_t kQuarters = 96;  // of a day
inline constexpr size_t kDayRecordsMax = 7;
inline constexpr uint32_t kNobodyCalled = 0xffff'ffff;

struct DayRecord {
  uint32_t day = 0;  // 20250520
  // By the quarter in which they were called first: how long people had waited, in tenths of a
  // minute, their mean; kNobodyCalled.
  std::array<uint32_t, kQuarters> waits{};
  std::array<uint32_t, kQuarters> people{};  // who waited at the end of the quarter
  std::array<uint32_t, 24> served{};         // visits that ended in the hour
  friend bool operator==(const DayRecord&, const DayRecord&) = default;
};

// The day of the state, as far as it has come by `until`. A ticket waits once, until its first
// call: what it waits after it came back is not counted. Cost: O(today's tickets).
DayRecord record_day(const State& state, Time until);

// It came through the queue and was called: one made at the window never waited.
bool has_waited(const Ticket& ticket);

// The minute of the hall's day in which `at` lies, 0..1439: by the hall's clock, but for a day on
// which that is put forward or back.
int minute_of_day(const State& state, Time at);

// From one date to another, e.g. 20250513 to 20250520: 7.
int days_between(uint32_t from, uint32_t to);

}  // namespace yichuang
