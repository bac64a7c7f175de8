// How a day went: what the managers' wall draws and compares today with.
#include "hall/day_record.h"

#include "hall/learned.h"
#include "hall/legal.h"
#include "hall/snapshot.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;
constexpr int64_t kMinuteMs = 60'000;

// A hall at window 1, whose day began `minutes` ago.
SmallHall hall_at_minute(int64_t minutes) {
  SmallHall hall;
  hall.staff(1);
  hall.state.midnight = hall.now - minutes * kMinuteMs;
  return hall;
}

void pass(SmallHall& hall, int64_t minutes) { hall.now = hall.now + minutes * kMinuteMs; }

TEST(DayRecord, WaitsAreMeansOfTheQuarterInWhichPeopleWereCalledFirst) {
  SmallHall hall = hall_at_minute(8 * 60);
  hall.wait_for("social");
  hall.wait_for("social");
  pass(hall, 4);
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.start(1), kDone);
  pass(hall, 7);
  ASSERT_EQ(hall.complete(1), kDone);
  ASSERT_EQ(hall.next(1), kDone);
  const DayRecord record = record_day(hall.state, hall.now);
  EXPECT_EQ(record.waits[32], 75u) << "4 and 11 minutes, in tenths";
  EXPECT_EQ(record.waits[31], kNobodyCalled);
  EXPECT_EQ(record.waits[33], kNobodyCalled);
  EXPECT_EQ(record.served[8], 1u);
  EXPECT_EQ(record.day, hall.state.day);
}

TEST(DayRecord, PeopleAreThoseWhoWaitedAtTheEndOfEachQuarter) {
  SmallHall hall = hall_at_minute(8 * 60 + 10);
  hall.wait_for("social");  // is called in the third quarter
  hall.wait_for("social");  // gives up in the fourth
  const TicketKey gave_up = hall.state.tickets.back().key;
  pass(hall, 30);
  ASSERT_EQ(hall.next(1), kDone);
  pass(hall, 10);
  ASSERT_EQ(hall.send([&](auto& c) { c.mutable_cancel_ticket()->set_ticket(gave_up); }), kDone);
  hall.wait_for("medical");  // still waits
  const DayRecord record = record_day(hall.state, hall.now + 20 * kMinuteMs);
  EXPECT_EQ(record.people[31], 0u);
  EXPECT_EQ(record.people[32], 2u);
  EXPECT_EQ(record.people[33], 2u);
  EXPECT_EQ(record.people[34], 1u) << "one was called";
  EXPECT_EQ(record.people[35], 1u) << "another one waits instead of who gave up";
  EXPECT_EQ(record.people[36], 0u) << "that is to come";
}

TEST(DayRecord, ADaySurvivesTheNextOneAndTheSnapshot) {
  SmallHall hall = hall_at_minute(8 * 60);
  hall.wait_for("social");
  pass(hall, 6);
  ASSERT_EQ(hall.next(1), kDone);
  const DayRecord today = record_day(hall.state, hall.now);
  hall.state.learned = next_day(hall.state.learned, today);
  const auto again = from_snapshot(snapshot(hall.state));
  ASSERT_TRUE(again.ok());
  ASSERT_EQ(again->learned.days.size(), 1u);
  EXPECT_EQ(again->learned.days[0], today);
}

TEST(DayRecord, ADayThatIsToComeIsNotBelieved) {
  SmallHall hall = hall_at_minute(8 * 60);
  hall.state.learned.days = {{.day = 20250519}};
  hall.state.day = 20250520;
  EXPECT_TRUE(check_legal(hall.state).ok());
  hall.state.learned.days = {{.day = 20250520}};
  EXPECT_FALSE(check_legal(hall.state).ok());
  hall.state.learned.days = {{.day = 20250519}, {.day = 20250518}};
  EXPECT_FALSE(check_legal(hall.state).ok());
}

TEST(DayRecord, AWeekIsKept) {
  Learned learned;
  for (uint32_t day = 20250501; day <= 20250510; ++day) learned = next_day(learned, {.day = day});
  ASSERT_EQ(learned.days.size(), kDayRecordsMax);
  EXPECT_EQ(learned.days.front().day, 20250504u);
  EXPECT_EQ(learned.days.back().day, 20250510u);
}

TEST(DayRecord, DaysAreCountedOverMonthsAndLeapYears) {
  EXPECT_EQ(days_between(20250513, 20250520), 7);
  EXPECT_EQ(days_between(20241228, 20250104), 7);
  EXPECT_EQ(days_between(20240226, 20240304), 7);
  EXPECT_EQ(days_between(20250304, 20250225), -7);
}

}  // namespace
}  // namespace yichuang
