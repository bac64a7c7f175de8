#include "catalogue/calendar.h"

#include <algorithm>
#include <chrono>

#include "base/assert.h"

namespace yichuang {
namespace {

namespace ch = std::chrono;

ch::year_month_day to_date(uint32_t day) {
  return ch::year_month_day{ch::year{static_cast<int>(day / 10000)}, ch::month{day / 100 % 100},
                            ch::day{day % 100}};
}

uint32_t to_day(ch::year_month_day date) {
  return static_cast<uint32_t>(static_cast<int>(date.year())) * 10000 +
         static_cast<unsigned>(date.month()) * 100 + static_cast<unsigned>(date.day());
}

}  // namespace

std::optional<uint32_t> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  uint32_t day = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) continue;
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    day = day * 10 + static_cast<uint32_t>(text[i] - '0');
  }
  if (!is_day(day)) return std::nullopt;
  return day;
}

bool is_day(uint32_t day) {
  return day / 10000 >= 2000 && day / 10000 <= 2099 && to_date(day).ok();
}

uint32_t add_days(uint32_t day, int count) {
  HALL_ASSERT(to_date(day).ok());
  return to_day(ch::sys_days{to_date(day)} + ch::days{count});
}

uint32_t weekday_of(uint32_t day) {
  HALL_ASSERT(to_date(day).ok());
  return ch::weekday{ch::sys_days{to_date(day)}}.iso_encoding();
}

const Holiday* holiday_on(const Calendar& calendar, uint32_t day) {
  for (const Holiday& holiday : calendar.holidays) {
    if (holiday.first_day <= day && day <= holiday.last_day) return &holiday;
  }
  return nullptr;
}

bool is_make_up_day(const Calendar& calendar, uint32_t day) {
  return std::ranges::any_of(calendar.holidays, [day](const Holiday& holiday) {
    return std::ranges::find(holiday.make_up_days, day) != holiday.make_up_days.end();
  });
}

bool is_working_day(const Calendar& calendar, uint32_t day) {
  if (is_make_up_day(calendar, day)) return true;
  return weekday_of(day) <= 5 && holiday_on(calendar, day) == nullptr;
}

uint32_t working_day_after(const Calendar& calendar, uint32_t day, uint32_t working_days) {
  HALL_ASSERT(working_days <= 1000);
  if (working_days == 0) return day;
  // Intake on a day off counts as if it came on the next working day.
  while (!is_working_day(calendar, day)) day = add_days(day, 1);
  for (uint32_t counted = 0; counted < working_days;) {
    day = add_days(day, 1);
    if (is_working_day(calendar, day)) ++counted;
  }
  return day;
}

const std::vector<OpenInterval>& open_intervals(const WorkingHours& hours, const Calendar& calendar,
                                                uint32_t day) {
  static const std::vector<OpenInterval> kClosed;
  if (is_make_up_day(calendar, day)) return hours.make_up_day;
  if (holiday_on(calendar, day) != nullptr) return kClosed;
  return hours.weekdays[weekday_of(day) - 1];
}

}  // namespace yichuang
