// lib/base/zone: business days and clock faces, also where daylight saving moves midnight itself.
// The moments are from the IANA database, checked with `TZ=… date`.
#include "base/zone.h"

#include <gtest/gtest.h>

#include <chrono>

namespace yichuang {
namespace {

Zone zone(const std::string& name) {
  auto opened = Zone::open(name);
  HALL_ASSERT(opened.ok());
  return std::move(opened).value();
}

Time utc(int year, unsigned month, unsigned day, int hour, int minute, int second = 0) {
  namespace ch = std::chrono;
  const ch::sys_days date{ch::year{year} / ch::month{month} / ch::day{day}};
  return Time{ch::duration_cast<ch::milliseconds>(date.time_since_epoch()).count() +
              ((hour * 60LL + minute) * 60 + second) * 1000};
}

std::string written(const Zone& zone, Time at) {
  const LocalTime t = zone.local(at);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d %d %02d:%02d:%02d", t.year, t.month, t.day,
                t.weekday, t.hour, t.minute, t.second);
  return text;
}

struct Moment {
  const char* zone;
  Time at;
  const char* local;  // date, weekday 1 = Monday, time
};

TEST(Zone, ShowsTheLocalClock) {
  const Moment moments[] = {
      {"Asia/Shanghai", utc(2025, 5, 20, 2, 24), "2025-05-20 2 10:24:00"},
      {"Asia/Shanghai", utc(2025, 5, 20, 15, 59, 59), "2025-05-20 2 23:59:59"},
      {"Asia/Shanghai", utc(2025, 5, 20, 16, 0), "2025-05-21 3 00:00:00"},
      {"Asia/Shanghai", utc(2024, 2, 28, 16, 0), "2024-02-29 4 00:00:00"},
      {"Asia/Shanghai", utc(2024, 2, 29, 16, 0), "2024-03-01 5 00:00:00"},
      {"Asia/Shanghai", utc(2025, 12, 31, 16, 0), "2026-01-01 4 00:00:00"},
      {"Asia/Kathmandu", utc(2025, 5, 20, 18, 14, 59), "2025-05-20 2 23:59:59"},
      {"Asia/Kathmandu", utc(2025, 5, 20, 18, 15), "2025-05-21 3 00:00:00"},
      // Spring forward: 02:00 EST becomes 03:00 EDT.
      {"America/New_York", utc(2025, 3, 9, 6, 59, 59), "2025-03-09 7 01:59:59"},
      {"America/New_York", utc(2025, 3, 9, 7, 0), "2025-03-09 7 03:00:00"},
      // Fall back: 02:00 EDT becomes 01:00 EST.
      {"America/New_York", utc(2025, 11, 2, 5, 59, 59), "2025-11-02 7 01:59:59"},
      {"America/New_York", utc(2025, 11, 2, 6, 0), "2025-11-02 7 01:00:00"},
      // Santiago: the clock goes from 24:00 to 01:00, and from 24:00 back to 23:00.
      {"America/Santiago", utc(2025, 9, 7, 3, 59, 59), "2025-09-06 6 23:59:59"},
      {"America/Santiago", utc(2025, 9, 7, 4, 0), "2025-09-07 7 01:00:00"},
      {"America/Santiago", utc(2025, 4, 6, 2, 59, 59), "2025-04-05 6 23:59:59"},
      {"America/Santiago", utc(2025, 4, 6, 3, 0), "2025-04-05 6 23:00:00"},
      {"UTC", Time{-1}, "1969-12-31 3 23:59:59"},
  };
  for (const Moment& moment : moments) {
    EXPECT_EQ(written(zone(moment.zone), moment.at), moment.local) << moment.zone;
  }
}

TEST(Zone, TheBusinessDayIsTheLocalDate) {
  EXPECT_EQ(zone("Asia/Shanghai").day(utc(2025, 5, 20, 15, 59, 59)), 20250520u);
  EXPECT_EQ(zone("Asia/Shanghai").day(utc(2025, 5, 20, 16, 0)), 20250521u);
  EXPECT_EQ(zone("UTC").day(utc(2025, 5, 20, 16, 0)), 20250520u);
}

TEST(Zone, NextMidnightIsTheFirstInstantOfTheNextDay) {
  const struct {
    const char* zone;
    Time at;
    Time midnight;
  } cases[] = {
      {"Asia/Shanghai", utc(2025, 5, 20, 2, 24), utc(2025, 5, 20, 16, 0)},
      {"Asia/Shanghai", utc(2025, 5, 20, 15, 59, 59), utc(2025, 5, 20, 16, 0)},
      {"Asia/Kathmandu", utc(2025, 5, 20, 2, 0), utc(2025, 5, 20, 18, 15)},
      // A day of 23 and one of 25 hours, from their first instant.
      {"America/New_York", utc(2025, 3, 9, 5, 0), utc(2025, 3, 10, 4, 0)},
      {"America/New_York", utc(2025, 11, 2, 4, 0), utc(2025, 11, 3, 5, 0)},
      // 6 September ends at 24:00, the next day begins at 01:00; 5 April has its last hour twice.
      {"America/Santiago", utc(2025, 9, 6, 12, 0), utc(2025, 9, 7, 4, 0)},
      {"America/Santiago", utc(2025, 4, 5, 3, 0), utc(2025, 4, 6, 4, 0)},
      {"America/Santiago", utc(2025, 4, 6, 3, 30), utc(2025, 4, 6, 4, 0)},
      // Lord Howe moves by half an hour; Samoa had no 30 December 2011 at all.
      {"Australia/Lord_Howe", utc(2025, 4, 5, 13, 0), utc(2025, 4, 6, 13, 30)},
      {"Pacific/Apia", utc(2011, 12, 30, 9, 0), utc(2011, 12, 30, 10, 0)},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(zone(c.zone).next_midnight(c.at).ms, c.midnight.ms) << c.zone;
  }
}

TEST(Zone, ADayEndsExactlyWhereTheNextBegins) {
  for (const char* name : {"Asia/Shanghai", "America/New_York", "Asia/Kathmandu",
                           "America/Santiago", "Pacific/Apia", "Africa/Casablanca"}) {
    const Zone here = zone(name);
    Time at = utc(2025, 1, 1, 12, 0);
    for (int i = 0; i < 800; ++i) {
      const Time next = here.next_midnight(at);
      ASSERT_GT(next, at);
      ASSERT_EQ(here.day(next - 1), here.day(at)) << name;
      ASSERT_GT(here.day(next), here.day(at)) << name;
      at = next;
    }
  }
}

// Found by a fuzzer: a kiosk handed over a ticket of the end of time.
TEST(Zone, AMomentBeyondAllYearsIsInTheLastOne) {
  const Zone zone = *Zone::open("Asia/Shanghai");
  EXPECT_EQ(zone.day(Time{INT64_MAX}), 22000101u);
  EXPECT_EQ(zone.local(Time{INT64_MIN}).year, 1740);
}

TEST(Zone, UnknownNamesAreRefused) {
  // "GMT+8" is a zone that ICU would make up on the spot; the others are in no list.
  for (const char* name : {"", "Asia/Nowhere", "asia/shanghai ", "Etc/Unknown", "GMT+8",
                           "GMT+08:00", "Beijing", "\xff"}) {
    const auto opened = Zone::open(name);
    ASSERT_FALSE(opened.ok()) << name;
    EXPECT_EQ(opened.error().code, ErrorCode::kInvalid);
  }
  EXPECT_EQ(Zone::open("Asia/Nowhere").error().sentence,
            "unknown time zone \"Asia/Nowhere\"; use an IANA name such as Asia/Shanghai");
}

TEST(Zone, KnownNamesAreTaken) {
  for (const char* name : {"Asia/Shanghai", "Asia/Urumqi", "UTC", "Etc/GMT-8", "Asia/Hong_Kong"}) {
    auto opened = Zone::open(name);
    ASSERT_TRUE(opened.ok()) << name;
    EXPECT_EQ(opened->name(), name);
  }
}

TEST(ClockFace, HasTwoDigitsEach) {
  EXPECT_EQ(clock_face(zone("Asia/Shanghai").local(utc(2025, 5, 20, 2, 24))), "10:24");
  EXPECT_EQ(clock_face(zone("Asia/Shanghai").local(utc(2025, 5, 19, 16, 5))), "00:05");
}

}  // namespace
}  // namespace yichuang
