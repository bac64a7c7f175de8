// Days are counted as std::chrono counts them, and working days as a person with a pencil does.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>

#include "catalogue/calendar.h"

namespace yichuang::properties {
namespace {

namespace ch = std::chrono;

constexpr ch::sys_days kFirst = ch::year{2000} / 1 / 1;
constexpr int kDays = 36'525 - 2'000;  // leaves room to count on

uint32_t number_of(ch::sys_days day) {
  const ch::year_month_day date{day};
  return static_cast<uint32_t>(static_cast<int>(date.year())) * 10'000 +
         static_cast<unsigned>(date.month()) * 100 + static_cast<unsigned>(date.day());
}

ch::sys_days any_day() { return kFirst + ch::days{*rc::gen::inRange(0, kDays)}; }

// Holidays of up to nine days within the two years after `from`, none of them twice, and weekend
// days that are worked.
Calendar any_calendar(ch::sys_days from) {
  Calendar calendar;
  ch::sys_days day = from;
  const int count = *rc::gen::inRange(0, 12);
  for (int i = 0; i < count; ++i) {
    day += ch::days{*rc::gen::inRange(1, 60)};
    Holiday holiday;
    holiday.first_day = number_of(day);
    day += ch::days{*rc::gen::inRange(0, 9)};
    holiday.last_day = number_of(day);
    day += ch::days{1};
    while (ch::weekday{day}.iso_encoding() < 6) day += ch::days{1};
    if (*rc::gen::arbitrary<bool>()) holiday.make_up_days.push_back(number_of(day));
    calendar.holidays.push_back(holiday);
  }
  return calendar;
}

// By the words of the law alone.
bool is_worked(const Calendar& calendar, ch::sys_days day) {
  const uint32_t number = number_of(day);
  for (const Holiday& holiday : calendar.holidays) {
    if (std::ranges::count(holiday.make_up_days, number) > 0) return true;
  }
  for (const Holiday& holiday : calendar.holidays) {
    if (holiday.first_day <= number && number <= holiday.last_day) return false;
  }
  return ch::weekday{day}.iso_encoding() <= 5;
}

RC_GTEST_PROP(Day, IsCountedAsChronoCounts, ()) {
  const ch::sys_days day = any_day();
  const int count = *rc::gen::inRange(-1'500, 1'500);
  RC_PRE(day + ch::days{count} >= kFirst);
  RC_ASSERT(is_day(number_of(day)));
  RC_ASSERT(add_days(number_of(day), count) == number_of(day + ch::days{count}));
  RC_ASSERT(add_days(add_days(number_of(day), count), -count) == number_of(day));
  RC_ASSERT(weekday_of(number_of(day)) == ch::weekday{day}.iso_encoding());
}

RC_GTEST_PROP(Day, TextOfADayIsReadBack, ()) {
  const uint32_t day = number_of(any_day());
  std::string text = std::to_string(day);
  text.insert(6, "-").insert(4, "-");
  RC_ASSERT(parse_day(text) == day);
}

RC_GTEST_PROP(Day, OnlyDatesAreDays, (uint32_t number)) {
  const ch::year_month_day date{ch::year{static_cast<int>(number / 10'000)},
                                ch::month{number / 100 % 100}, ch::day{number % 100}};
  const bool in_century = number / 10'000 >= 2000 && number / 10'000 <= 2099;
  RC_ASSERT(is_day(number) == (in_century && date.ok()));
}

RC_GTEST_PROP(WorkingDays, AreCountedDayByDay, ()) {
  const ch::sys_days day = any_day();
  const Calendar calendar = any_calendar(day);
  const auto wanted = *rc::gen::inRange<uint32_t>(0, 120);
  ch::sys_days last = day;
  if (wanted > 0) {
    while (!is_worked(calendar, last)) last += ch::days{1};
  }
  for (uint32_t counted = 0; counted < wanted;) {
    last += ch::days{1};
    counted += is_worked(calendar, last);
  }
  RC_ASSERT(working_day_after(calendar, number_of(day), wanted) == number_of(last));
}

// A limit of a and then of b more days is one of a + b days; a later start never ends sooner.
RC_GTEST_PROP(WorkingDays, AddUpAndNeverGoBack, ()) {
  const ch::sys_days day = any_day();
  const Calendar calendar = any_calendar(day);
  const auto a = *rc::gen::inRange<uint32_t>(1, 60);
  const auto b = *rc::gen::inRange<uint32_t>(0, 60);
  const uint32_t first = working_day_after(calendar, number_of(day), a);
  RC_ASSERT(is_working_day(calendar, first));
  RC_ASSERT(working_day_after(calendar, first, b) ==
            working_day_after(calendar, number_of(day), a + b));
  RC_ASSERT(working_day_after(calendar, number_of(day + ch::days{1}), a) >= first);
}

RC_GTEST_PROP(Hours, AreThoseOfTheKindOfDay, ()) {
  const ch::sys_days day = any_day();
  const Calendar calendar = any_calendar(day - ch::days{60});
  WorkingHours hours;
  for (uint32_t i = 0; i < 7; ++i) hours.weekdays[i] = {{i + 1, 100}};
  hours.make_up_day = {{50, 100}};
  const uint32_t number = number_of(day);
  const auto& open = open_intervals(hours, calendar, number);
  if (is_make_up_day(calendar, number)) {
    RC_ASSERT(open.size() == 1u);
    RC_ASSERT(open[0].from_min == 50u);
  } else if (holiday_on(calendar, number) != nullptr) {
    RC_ASSERT(open.empty());
  } else {
    RC_ASSERT(open[0].from_min == ch::weekday{day}.iso_encoding());
  }
}

}  // namespace
}  // namespace yichuang::properties
