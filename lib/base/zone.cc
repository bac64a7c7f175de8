#include "base/zone.h"

#include <fmt/format.h>
#include <unicode/gregocal.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <chrono>

#include "base/limits.h"

namespace yichuang {

struct Zone::Body {
  std::unique_ptr<icu::TimeZone> zone;
};

namespace {

constexpr int64_t kDayMs = 86'400'000;

int64_t local_ms(const icu::TimeZone& zone, Time at) {
  int32_t raw = 0;
  int32_t dst = 0;
  UErrorCode status = U_ZERO_ERROR;
  const int64_t ms = std::clamp(at.ms, -limits::kTimeMsMax, limits::kTimeMsMax);
  zone.getOffset(static_cast<UDate>(ms), false, raw, dst, status);
  HALL_ASSERT(U_SUCCESS(status));
  return ms + raw + dst;
}

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Days from 1970-01-01 to a day such as 20250520.
int64_t days_since_epoch(uint32_t day) {
  namespace ch = std::chrono;
  const ch::year_month_day date{ch::year{static_cast<int>(day / 10000)}, ch::month{day / 100 % 100},
                                ch::day{day % 100}};
  return ch::sys_days{date}.time_since_epoch().count();
}

}  // namespace

Result<Zone> Zone::open(const std::string& name) {
  const auto id = icu::UnicodeString::fromUTF8(name);
  auto body = std::make_shared<Body>();
  body->zone.reset(icu::TimeZone::createTimeZone(id));
  // ICU also makes zones of its own from names such as "GMT+8"; those are not in the database.
  UErrorCode status = U_ZERO_ERROR;
  UBool in_database = false;
  icu::UnicodeString canonical;
  icu::TimeZone::getCanonicalID(id, canonical, in_database, status);
  if (!body->zone || U_FAILURE(status) || !in_database ||
      *body->zone == icu::TimeZone::getUnknown()) {
    return Error{
        ErrorCode::kInvalid,
        fmt::format("unknown time zone \"{}\"; use an IANA name such as Asia/Shanghai", name)};
  }
  Zone zone;
  zone.body_ = std::move(body);
  zone.name_ = name;
  return zone;
}

LocalTime Zone::local(Time at) const {
  const int64_t ms = local_ms(*body_->zone, at);
  const int64_t days = floor_div(ms, kDayMs);
  const int64_t second_of_day = (ms - days * kDayMs) / 1000;
  // Civil date from days since 1970-01-01 (proleptic Gregorian, era arithmetic).
  const int64_t z = days + 719468;
  const int64_t era = floor_div(z, 146097);
  const int64_t doe = z - era * 146097;
  const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int64_t mp = (5 * doy + 2) / 153;
  LocalTime t;
  t.day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  t.month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  t.year = static_cast<int>(yoe + era * 400 + (t.month <= 2 ? 1 : 0));
  t.weekday = static_cast<int>((((days + 3) % 7) + 7) % 7) + 1;
  t.hour = static_cast<int>(second_of_day / 3600);
  t.minute = static_cast<int>(second_of_day / 60 % 60);
  t.second = static_cast<int>(second_of_day % 60);
  return t;
}

uint32_t Zone::day(Time at) const {
  const LocalTime t = local(at);
  return static_cast<uint32_t>(t.year * 10000 + t.month * 100 + t.day);
}

Time Zone::next_midnight(Time at) const {
  // Days are 23 to 25 hours long, and a day may begin at 01:00; search the change of date.
  const uint32_t today = day(at);
  Time low = at;
  Time high = at + 26 * 3'600'000;
  HALL_ASSERT(day(high) != today);
  while (high - low > 1) {
    const Time middle = low + (high - low) / 2;
    (day(middle) == today ? low : high) = middle;
  }
  return high;
}

Time Zone::at(uint32_t day, uint32_t minutes) const {
  const int64_t wanted = days_since_epoch(day) * kDayMs + int64_t{minutes} * 60'000;
  const auto shows = [&](Time at) { return local_ms(*body_->zone, at); };
  // The zone's offsets a day before and after: one of them is in force at that time.
  const int64_t before = shows(Time{wanted - kDayMs}) - (wanted - kDayMs);
  const int64_t after = shows(Time{wanted + kDayMs}) - (wanted + kDayMs);
  const Time early{wanted - std::max(before, after)};
  const Time late{wanted - std::min(before, after)};
  if (shows(early) == wanted) return early;
  if (shows(late) == wanted) return late;
  Time low = early;  // the clocks leap over it, between these two
  Time high = late;
  while (high - low > 1) {
    const Time middle = low + (high - low) / 2;
    (shows(middle) < wanted ? low : high) = middle;
  }
  return high;
}

std::string clock_face(const LocalTime& t) { return fmt::format("{:02}:{:02}", t.hour, t.minute); }

}  // namespace yichuang
