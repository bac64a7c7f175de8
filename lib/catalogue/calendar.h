// The hall's days and hours: which days count for a legal time limit, and when the doors are open.
// Plain data and pure functions; any thread. Never reads a clock: it is handed the day.
//
// A day is a number as people read it, 20250520, the same as Zone::day() gives.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yichuang {

// A text in the two languages that every hall has.
struct BilingualText {
  std::string zh;
  std::string en;
};

// Open from `from_min` until `to_min`, both minutes since midnight, to_min not included.
struct OpenInterval {
  uint32_t from_min = 0;
  uint32_t to_min = 0;
};

// When the hall is open. Lunch is the gap between two intervals.
struct WorkingHours {
  std::array<std::vector<OpenInterval>, 7> weekdays;  // [0] Monday .. [6] Sunday; in order
  std::vector<OpenInterval> make_up_day;              // of a make-up working day at a weekend
};

// A public holiday and the weekend days that are worked in its stead (调休).
struct Holiday {
  BilingualText name;
  uint32_t first_day = 0;
  uint32_t last_day = 0;  // included
  std::vector<uint32_t> make_up_days;
};

struct Calendar {
  std::vector<Holiday> holidays;          // by first day
  std::vector<uint32_t> published_years;  // whose official notice is in the data, e.g. 2026
};

// The day that "2025-05-20" names; nothing if it is not such a date in 2000..2099.
std::optional<uint32_t> parse_day(std::string_view text);
// Whether it is a date in 2000..2099.
bool is_day(uint32_t day);
// The day `count` days after `day`, which must be a valid one; back if negative.
uint32_t add_days(uint32_t day, int count);
// 1 Monday .. 7 Sunday.
uint32_t weekday_of(uint32_t day);

// The holiday that a day is part of; null if it is none.
const Holiday* holiday_on(const Calendar& calendar, uint32_t day);
bool is_make_up_day(const Calendar& calendar, uint32_t day);

// Whether the day counts for time limits in working days: Monday to Friday without the holidays,
// and the make-up days. Opening on a Saturday does not make it a working day.
bool is_working_day(const Calendar& calendar, uint32_t day);

// The last day of a limit of `working_days` that starts on `day` (办结期限): the first day is not
// counted, so 0 is the day itself, and what comes in at a weekend counts from the next working
// day. `working_days` at most 1000.
uint32_t working_day_after(const Calendar& calendar, uint32_t day, uint32_t working_days);

// When the hall is open that day, in order; empty if it stays closed.
const std::vector<OpenInterval>& open_intervals(const WorkingHours& hours, const Calendar& calendar,
                                                uint32_t day);

}  // namespace yichuang
