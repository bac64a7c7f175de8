#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/limits.h"
#include "catalogue/reading.h"

namespace yichuang {
namespace {

constexpr std::string_view kDateExpected = "a date such as \"2025-10-01\"";

void read_make_up_days(const ConfigTable& table, Holiday& holiday) {
  for (const std::string& text : table.texts("make_up_days", 10)) {
    const auto day = parse_day(text);
    if (!day) {
      table.problem("make_up_days",
                    fmt::format("dates such as \"2025-10-11\", found \"{}\"", text));
    } else if (weekday_of(*day) <= 5) {
      table.problem("make_up_days", fmt::format("Saturdays and Sundays, found \"{}\"", text));
    } else {
      holiday.make_up_days.push_back(*day);
    }
  }
}

Holiday read_holiday(const ConfigTable& table) {
  Holiday holiday;
  holiday.name = read_bilingual(table, 120);
  holiday.first_day = read_day(table, "from");
  holiday.last_day = table.has("to") ? read_day(table, "to") : holiday.first_day;
  read_make_up_days(table, holiday);
  if (holiday.first_day == 0 || holiday.last_day == 0) return holiday;
  if (holiday.last_day < holiday.first_day) {
    table.problem("to", "a date not before \"from\"");
    holiday.last_day = holiday.first_day;
  } else if (add_days(holiday.first_day, limits::kHolidayDaysMax) <= holiday.last_day) {
    table.problem("to", fmt::format("a holiday of at most {} days", limits::kHolidayDaysMax));
    holiday.last_day = holiday.first_day;
  }
  return holiday;
}

// A day off may not be worked, nor be two holidays; a day is worked in the stead of one holiday.
void check_days(const std::vector<ConfigTable>& tables, const std::vector<Holiday>& holidays) {
  std::map<uint32_t, size_t> off;
  for (size_t i = 0; i < holidays.size(); ++i) {
    if (holidays[i].first_day == 0 || holidays[i].last_day == 0) continue;
    for (uint32_t day = holidays[i].first_day; day <= holidays[i].last_day;
         day = add_days(day, 1)) {
      if (off.emplace(day, i).second) continue;
      tables[i].problem("from", fmt::format("days that no other holiday has, found {}", day));
      break;
    }
  }
  std::map<uint32_t, size_t> worked;
  for (size_t i = 0; i < holidays.size(); ++i) {
    for (uint32_t day : holidays[i].make_up_days) {
      if (off.contains(day)) {
        tables[i].problem("make_up_days",
                          fmt::format("days that are not a holiday, found {}", day));
      } else if (!worked.emplace(day, i).second) {
        tables[i].problem("make_up_days", fmt::format("each day once, found {} again", day));
      }
    }
  }
}

}  // namespace

uint32_t read_day(const ConfigTable& table, std::string_view key) {
  const std::string text = table.text(key, 60);
  if (text.empty()) return 0;
  const auto day = parse_day(text);
  if (!day) table.problem(key, fmt::format("{}, found \"{}\"", kDateExpected, text));
  return day.value_or(0);
}

void read_calendar(Reading& reading) {
  const auto root = reading.open(reading.folder / "calendar.toml");
  if (!root) return;
  Calendar& calendar = reading.catalogue.calendar;
  for (int64_t year : root->integers("published_years", 100, 2000, 2099)) {
    calendar.published_years.push_back(static_cast<uint32_t>(year));
  }
  std::vector<ConfigTable> tables = root->tables("holidays", limits::kHolidaysMax);
  for (const ConfigTable& table : tables) calendar.holidays.push_back(read_holiday(table));
  check_days(tables, calendar.holidays);
  std::ranges::stable_sort(calendar.holidays, {}, &Holiday::first_day);
}

}  // namespace yichuang
