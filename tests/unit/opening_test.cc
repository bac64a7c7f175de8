// When numbers are given: hours, lunch, closing, the calendar, and the days on which clocks change.
#include "queue-server/opening.h"

#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;
constexpr int64_t kHourMs = 3'600'000;

std::vector<OpenSpan> nine_to_five() {
  const auto at = [](int64_t hour) { return Time{hour * kHourMs}; };
  return {{at(9), at(12)}, {at(13), at(17)}};
}

int64_t predicted_min(int64_t now_min, int64_t wait_min) {
  const auto at = predicted_start(nine_to_five(), Time{now_min * 60'000}, wait_min * 60'000);
  return at ? at->ms / 60'000 : -1;
}

TEST(PredictedStart, WaitsOnlyWhileTheHallIsOpen) {
  EXPECT_EQ(predicted_min(10 * 60, 30), 10 * 60 + 30);
  EXPECT_EQ(predicted_min(11 * 60 + 50, 20), 13 * 60 + 10) << "over lunch";
  EXPECT_EQ(predicted_min(12 * 60 + 10, 20), 13 * 60 + 20) << "taken during lunch";
  EXPECT_EQ(predicted_min(8 * 60, 20), 9 * 60 + 20) << "before opening";
  EXPECT_EQ(predicted_min(9 * 60, 180), 13 * 60) << "all of the morning";
  EXPECT_EQ(predicted_min(0, 419), 16 * 60 + 59);
}

TEST(PredictedStart, IsNothingAfterClosing) {
  EXPECT_EQ(predicted_min(0, 420), -1);
  EXPECT_EQ(predicted_min(16 * 60 + 50, 9), 16 * 60 + 59);
  EXPECT_EQ(predicted_min(16 * 60 + 50, 10), -1) << "closing itself is too late";
  EXPECT_EQ(predicted_min(17 * 60, 0), -1);
  EXPECT_FALSE(predicted_start({}, Time{5}, 0).has_value());
}

class Hours : public testing::Test {
 protected:
  wire::Refusal issue(const Actor& actor = kiosk()) {
    return hall_.send_as(actor, [](auto& c) { c.mutable_issue_ticket()->set_service("social"); });
  }
  // What the last one of each line is told.
  void wait_is(uint32_t minutes) { hall_.estimates.assign(2, {true, minutes, minutes}); }
  OpeningHall hall_;
};

TEST_F(Hours, NumbersAreGivenFromHalfAnHourBeforeOpening) {
  hall_.go_to(20261119, 0);
  hall_.now = hall_.at_time(8, 29, 20261119);
  EXPECT_EQ(issue(), wire::REFUSAL_SERVICE_CLOSED);
  EXPECT_EQ(hall_.sentence, "numbers are given from 08:30");
  hall_.now = hall_.at_time(8, 30, 20261119);
  EXPECT_EQ(issue(), kDone);
}

TEST_F(Hours, NumbersEndWhenTheTurnWouldComeAfterClosing) {
  hall_.now = hall_.at_time(16, 30);
  wait_is(29);
  EXPECT_EQ(issue(), kDone);
  wait_is(30);
  EXPECT_EQ(issue(), wire::REFUSAL_SERVICE_CLOSED);
  EXPECT_NE(hall_.sentence.find("after 17:00"), std::string::npos) << hall_.sentence;
  wait_is(0);
  EXPECT_EQ(issue(), kDone);
  hall_.now = hall_.at_time(17, 0);
  EXPECT_EQ(issue(), wire::REFUSAL_SERVICE_CLOSED);
}

TEST_F(Hours, LunchStopsNobody) {
  hall_.now = hall_.at_time(12, 30);
  wait_is(20);
  EXPECT_EQ(issue(), kDone);
  wait_is(4 * 60);
  EXPECT_EQ(issue(), wire::REFUSAL_SERVICE_CLOSED);
}

TEST_F(Hours, TheGuideDeskUsesItsJudgement) {
  hall_.now = hall_.at_time(17, 30);
  EXPECT_EQ(issue(), wire::REFUSAL_SERVICE_CLOSED);
  EXPECT_EQ(issue(staff_of(wire::STAFF_ROLE_CLERK)), wire::REFUSAL_SERVICE_CLOSED);
  EXPECT_EQ(issue(guide()), kDone);
  EXPECT_EQ(issue(manager()), kDone);
}

TEST_F(Hours, OnAClosedDayThereAreNone) {
  hall_.go_to(20261121, 10);
  EXPECT_EQ(issue(), wire::REFUSAL_SERVICE_CLOSED);
  EXPECT_EQ(hall_.sentence, "the hall is closed today");
  EXPECT_EQ(issue(guide()), kDone);
}

TEST(HoursByCalendar, HolidaysAndMakeUpDaysAreKept) {
  Calendar calendar;
  calendar.holidays.push_back({{"假", "Holiday"}, 20261119, 20261120, {20261121}});
  OpeningHall hall(calendar);
  hall.go_to(20261119, 10);
  EXPECT_TRUE(hall.state.hours.empty());
  hall.go_to(20261121, 11);
  ASSERT_EQ(hall.state.hours.size(), 1u);
  EXPECT_EQ(hall.state.hours[0].from, hall.at_time(10, 0, 20261121));
  EXPECT_EQ(hall.issue("social"), kDone);
}

TEST(HoursByCalendar, AHallWithoutHoursIsAlwaysOpen) {
  SmallHall hall;
  EXPECT_FALSE(hall.state.keeps_hours);
  EXPECT_EQ(hall.issue("social"), kDone);
}

// ---- Days on which the clocks change. ----

Opening always_open(const std::string& zone, uint32_t from_min, uint32_t to_min) {
  WorkingHours hours;
  for (auto& day : hours.weekdays) day = {{from_min, to_min}};
  return {*Zone::open(zone), hours, {}};
}

int64_t open_minutes(const Opening& opening, uint32_t day) {
  int64_t ms = 0;
  for (const OpenSpan& span : opening.spans(day)) ms += span.to - span.from;
  return ms / 60'000;
}

TEST(ClockChange, TheHoursAreTheWallClocks) {
  const Opening berlin = always_open("Europe/Berlin", 0, 4 * 60);
  EXPECT_EQ(open_minutes(berlin, 20260328), 240);
  EXPECT_EQ(open_minutes(berlin, 20260329), 180) << "02:00 to 03:00 is leapt over";
  EXPECT_EQ(open_minutes(berlin, 20261025), 300) << "02:00 to 03:00 comes twice";
  const Opening new_york = always_open("America/New_York", 0, 4 * 60);
  EXPECT_EQ(open_minutes(new_york, 20260308), 180);
  EXPECT_EQ(open_minutes(new_york, 20261101), 300);
}

TEST(ClockChange, AnIntervalInTheLeapIsNoInterval) {
  EXPECT_TRUE(always_open("Europe/Berlin", 130, 170).spans(20260329).empty());
  EXPECT_EQ(open_minutes(always_open("Europe/Berlin", 130, 190), 20260329), 10);
}

TEST(ClockChange, ADayMayBeginAtOneOClock) {
  for (const auto& [zone, day] :
       {std::pair{"America/Santiago", 20260906u}, std::pair{"Asia/Beirut", 20260329u}}) {
    const Zone here = *Zone::open(zone);
    const Time begin = here.at(day, 0);
    EXPECT_EQ(here.day(begin), day) << zone;
    EXPECT_NE(here.day(begin - 1), day) << zone;
    EXPECT_EQ(clock_face(here.local(begin)), "01:00") << zone;
    EXPECT_EQ(here.at(day, 60), begin) << zone;
    EXPECT_EQ(here.at(day, 24 * 60) - begin, 23 * kHourMs) << zone;
  }
}

TEST(ClockChange, ADayThatEndsTwiceEndsOnce) {
  // In Santiago 4 April 2026 has 25 hours: at 24:00 it is 23:00 again.
  const Zone here = *Zone::open("America/Santiago");
  const Time begin = here.at(20260404, 0);
  const Time end = here.at(20260404, 24 * 60);
  EXPECT_EQ(end - begin, 25 * kHourMs);
  EXPECT_EQ(end, here.at(20260405, 0));
  EXPECT_EQ(here.day(end - 1), 20260404u);
}

TEST(ClockChange, AtIsTheFirstOfTwoEqualTimes) {
  const Zone berlin = *Zone::open("Europe/Berlin");
  const Time first = berlin.at(20261025, 2 * 60 + 30);
  EXPECT_EQ(clock_face(berlin.local(first)), "02:30");
  EXPECT_EQ(clock_face(berlin.local(first + kHourMs)), "02:30") << "and again";
  EXPECT_NE(clock_face(berlin.local(first - kHourMs)), "02:30");
}

TEST(ClockChange, AtUndoesLocalInEveryHourOfManyZones) {
  for (const char* name :
       {"Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Santiago", "Asia/Beirut",
        "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham", "Africa/Casablanca"}) {
    const Zone zone = *Zone::open(name);
    Time at{1'767'225'600'000};  // 2026-01-01
    for (int hour = 0; hour < 365 * 24; ++hour, at = at + kHourMs) {
      const LocalTime local = zone.local(at);
      const Time back =
          zone.at(zone.day(at), static_cast<uint32_t>(local.hour * 60 + local.minute));
      const int64_t off_ms = at - back;  // an hour that comes twice gives the first
      ASSERT_TRUE(off_ms == 0 || off_ms == kHourMs || off_ms == kHourMs / 2)
          << name << " at " << at.ms << ": " << off_ms;
      ASSERT_EQ(clock_face(zone.local(back)), clock_face(local));
    }
  }
}

}  // namespace
}  // namespace yichuang
