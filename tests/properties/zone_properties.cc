// Wall clocks and moments agree in every zone of the world, on every day of the century.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <memory>

#include "base/zone.h"
#include "catalogue/calendar.h"
#include "queue-server/opening.h"

namespace yichuang::properties {
namespace {

// Every zone that a hall may name.
const std::vector<Zone>& zones() {
  static const std::vector<Zone> all = [] {
    std::vector<Zone> out;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::StringEnumeration> names(icu::TimeZone::createTimeZoneIDEnumeration(
        UCAL_ZONE_TYPE_CANONICAL, nullptr, nullptr, status));
    while (const char* name = names->next(nullptr, status)) {
      if (auto zone = Zone::open(name)) out.push_back(std::move(*zone));
    }
    return out;
  }();
  return all;
}

const Zone& any_zone() { return zones()[*rc::gen::inRange<size_t>(0, zones().size())]; }

// 2000-01-03 to 2099-12-20: clear of the century's ends in every zone.
Time any_time() { return Time{*rc::gen::inRange<int64_t>(946'900'000'000, 4'101'000'000'000)}; }

uint32_t minutes(const LocalTime& t) { return static_cast<uint32_t>(t.hour * 60 + t.minute); }

TEST(Zone, TheWorldHasHundreds) { EXPECT_GT(zones().size(), 300u); }

// The clock of a moment leads back to it: to the minute, and in the hour that daylight saving
// repeats to the first of both.
RC_GTEST_PROP(Zone, AtIsTheInverseOfLocal, ()) {
  const Zone& zone = any_zone();
  const Time moment = any_time();
  const LocalTime shown = zone.local(moment);
  const Time minute = moment - shown.second * 1000 - moment.ms % 1000;
  const Time back = zone.at(zone.day(moment), minutes(shown));
  RC_ASSERT(back <= minute);
  RC_ASSERT(minute - back <= 3 * 3'600'000);
  RC_ASSERT(zone.day(back) == zone.day(moment));
  RC_ASSERT(minutes(zone.local(back)) == minutes(shown));
}

// The moment of a clock shows that clock; where daylight saving leaps over it, the moment of the
// leap: later on the clock, and just before it the clock was earlier.
RC_GTEST_PROP(Zone, LocalIsTheInverseOfAtButForALeap, ()) {
  const Zone& zone = any_zone();
  const uint32_t day = zone.day(any_time());
  const auto minute = *rc::gen::inRange<uint32_t>(0, 1440);
  const Time moment = zone.at(day, minute);
  const LocalTime shown = zone.local(moment);
  if (zone.day(moment) == day && minutes(shown) == minute) return;
  RC_ASSERT(std::pair(zone.day(moment), minutes(shown)) > std::pair(day, minute));
  const LocalTime before = zone.local(moment - 1);
  RC_ASSERT(std::pair(zone.day(moment - 1), minutes(before)) < std::pair(day, minute));
}

RC_GTEST_PROP(Zone, ADayIsWhatComesBeforeItsMidnight, ()) {
  const Zone& zone = any_zone();
  const Time moment = any_time();
  const Time midnight = zone.next_midnight(moment);
  RC_ASSERT(midnight > moment);
  RC_ASSERT(zone.day(midnight - 1) == zone.day(moment));
  RC_ASSERT(zone.day(midnight) > zone.day(moment));
  RC_ASSERT(zone.at(zone.day(midnight), 0) == midnight);
}

// Opening hours of a day lie in that day, in order, and are never turned around.
RC_GTEST_PROP(Opening, SpansLieInTheirDay, ()) {
  WorkingHours hours;
  const auto a = *rc::gen::inRange<uint32_t>(0, 700);
  const auto b = *rc::gen::inRange<uint32_t>(a + 1, 720);
  const auto c = *rc::gen::inRange<uint32_t>(b, 1439);
  const auto d = *rc::gen::inRange<uint32_t>(c + 1, 1441);
  for (auto& weekday : hours.weekdays) weekday = {{a, b}, {c, d}};
  const Zone& zone = any_zone();
  const Opening opening(zone, hours, {});
  const uint32_t day = zone.day(any_time());
  Time last = zone.at(day, 0);
  for (const OpenSpan& span : opening.spans(day)) {
    RC_ASSERT(last <= span.from);
    RC_ASSERT(span.from < span.to);
    RC_ASSERT(zone.day(span.from) == day);
    RC_ASSERT(zone.day(span.to - 1) == day);
    last = span.to;
  }
}

// Who waits so long is called in an open hour, and never before the wait is over.
RC_GTEST_PROP(Opening, PredictedStartIsAnOpenMoment, ()) {
  const std::vector<OpenSpan> hours = {{Time{1000}, Time{2000}}, {Time{3000}, Time{5000}}};
  const Time now{*rc::gen::inRange<int64_t>(0, 6000)};
  const auto wait_ms = *rc::gen::inRange<int64_t>(0, 4000);
  const auto start = predicted_start(hours, now, wait_ms);
  int64_t open_ms = 0;  // from now to closing
  for (const OpenSpan& span : hours) {
    open_ms += std::max<int64_t>(0, span.to - std::max(now, span.from));
  }
  RC_ASSERT(start.has_value() == (wait_ms < open_ms));
  if (!start) return;
  RC_ASSERT(*start >= now + wait_ms);
  RC_ASSERT(std::ranges::any_of(
      hours, [&](const OpenSpan& span) { return span.from <= *start && *start < span.to; }));
}

}  // namespace
}  // namespace yichuang::properties
