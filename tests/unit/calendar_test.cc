// lib/catalogue/calendar: legal working days with holidays and make-up days, and opening hours.
#include "catalogue/calendar.h"

#include <gtest/gtest.h>

namespace yichuang {
namespace {

// National Day 2025 as published: eight days off, one Sunday before and one Saturday after worked.
Calendar october() {
  Calendar calendar;
  calendar.holidays.push_back(
      {{"国庆节、中秋节", "National Day"}, 20251001, 20251008, {20250928, 20251011}});
  return calendar;
}

WorkingHours office_hours() {
  WorkingHours hours;
  for (size_t i = 0; i < 5; ++i) hours.weekdays[i] = {{540, 720}, {810, 1020}};
  hours.weekdays[5] = {{540, 720}};  // Saturday morning
  hours.make_up_day = {{540, 1020}};
  return hours;
}

TEST(ParseDay, TakesDatesOnly) {
  EXPECT_EQ(parse_day("2025-05-20"), 20250520u);
  EXPECT_EQ(parse_day("2024-02-29"), 20240229u);
  for (const char* text : {"", "2025-5-20", "2025-02-29", "2025-13-01", "2025-00-10", "2025-04-31",
                           "2025-01-00", "1999-12-31", "2100-01-01", "2025/05/20", "2025-05-20 ",
                           "2025-05-2a", "-025-05-20", "20250520"}) {
    EXPECT_FALSE(parse_day(text).has_value()) << text;
  }
}

TEST(AddDays, CrossesMonthsAndYears) {
  EXPECT_EQ(add_days(20250131, 1), 20250201u);
  EXPECT_EQ(add_days(20251231, 1), 20260101u);
  EXPECT_EQ(add_days(20240228, 1), 20240229u);
  EXPECT_EQ(add_days(20260101, -1), 20251231u);
  EXPECT_EQ(add_days(20250520, 0), 20250520u);
}

TEST(WeekdayOf, IsOneOnMonday) {
  EXPECT_EQ(weekday_of(20250519), 1u);
  EXPECT_EQ(weekday_of(20250525), 7u);
  EXPECT_EQ(weekday_of(20260101), 4u);
}

TEST(IsWorkingDay, MondayToFridayWithoutHolidaysPlusMakeUpDays) {
  const Calendar calendar = october();
  EXPECT_TRUE(is_working_day(calendar, 20250930));   // Tuesday before
  EXPECT_FALSE(is_working_day(calendar, 20251001));  // first day, Wednesday
  EXPECT_FALSE(is_working_day(calendar, 20251008));  // last day, Wednesday
  EXPECT_TRUE(is_working_day(calendar, 20251009));
  EXPECT_TRUE(is_working_day(calendar, 20250928));   // worked Sunday
  EXPECT_TRUE(is_working_day(calendar, 20251011));   // worked Saturday
  EXPECT_FALSE(is_working_day(calendar, 20250927));  // ordinary Saturday
  EXPECT_FALSE(is_working_day(calendar, 20251012));  // ordinary Sunday
}

TEST(WorkingDayAfter, DoesNotCountTheFirstDay) {
  const Calendar calendar = october();
  EXPECT_EQ(working_day_after(calendar, 20250520, 0), 20250520u);
  EXPECT_EQ(working_day_after(calendar, 20250520, 1), 20250521u);
  EXPECT_EQ(working_day_after(calendar, 20250523, 1), 20250526u);  // over a weekend
}

TEST(WorkingDayAfter, LeavesOutHolidaysAndCountsMakeUpDays) {
  const Calendar calendar = october();
  EXPECT_EQ(working_day_after(calendar, 20250926, 1), 20250928u);  // Friday → worked Sunday
  EXPECT_EQ(working_day_after(calendar, 20250930, 1), 20251009u);
  EXPECT_EQ(working_day_after(calendar, 20250930, 3), 20251011u);
  EXPECT_EQ(working_day_after(calendar, 20250930, 4), 20251013u);
}

TEST(WorkingDayAfter, IntakeOnADayOffCountsFromTheNextWorkingDay) {
  const Calendar calendar = october();
  EXPECT_EQ(working_day_after(calendar, 20250524, 1), 20250527u);  // Saturday: as on Monday
  EXPECT_EQ(working_day_after(calendar, 20251002, 1), 20251010u);  // holiday: as on the 9th
}

TEST(OpenIntervals, FollowWeekdayHolidayAndMakeUpDay) {
  const Calendar calendar = october();
  const WorkingHours hours = office_hours();
  ASSERT_EQ(open_intervals(hours, calendar, 20250520).size(), 2u);
  EXPECT_EQ(open_intervals(hours, calendar, 20250520)[1].from_min, 810u);
  EXPECT_EQ(open_intervals(hours, calendar, 20250524).size(), 1u);  // Saturday morning
  EXPECT_TRUE(open_intervals(hours, calendar, 20250525).empty());   // Sunday
  EXPECT_TRUE(open_intervals(hours, calendar, 20251004).empty());   // Saturday, but a holiday
  ASSERT_EQ(open_intervals(hours, calendar, 20251011).size(), 1u);  // worked Saturday
  EXPECT_EQ(open_intervals(hours, calendar, 20251011)[0].to_min, 1020u);
}

TEST(OpenIntervals, OpenSaturdaysAreNotWorkingDays) {
  EXPECT_FALSE(open_intervals(office_hours(), october(), 20250524).empty());
  EXPECT_FALSE(is_working_day(october(), 20250524));
}

}  // namespace
}  // namespace yichuang
