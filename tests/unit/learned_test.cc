// What the hall learns from its days, and that every fold of the same events learns the same.
#include "hall/learned.h"

#include "base/limits.h"
#include "hall/learn.h"
#include "hall/snapshot.h"
#include "tests/unit/small_hall.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

constexpr int64_t kMinuteMs = 60'000;
constexpr int64_t kExpectedMs = 5 * kMinuteMs;

Learned one_service() {
  Learned learned;
  learned.services.resize(1);
  return learned;
}

// A visit at window 1 of the next person, so long.
void visit(SmallHall& hall, int64_t length_ms) {
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), wire::REFUSAL_UNSPECIFIED);
  ASSERT_EQ(hall.start(1), wire::REFUSAL_UNSPECIFIED);
  hall.now = hall.now + length_ms;
  ASSERT_EQ(hall.complete(1), wire::REFUSAL_UNSPECIFIED);
}

TEST(Learned, NothingSeenMeansWhatTheCatalogueSays) {
  const Learned learned = one_service();
  EXPECT_EQ(learned.services[0].mean_ms(kExpectedMs), kExpectedMs);
  EXPECT_EQ(learned.services[0].mean_ms(kExpectedMs, 9), kExpectedMs);
  EXPECT_EQ(missed_permille(learned.services[0]), kExpectedMissedPermille);
}

TEST(Learned, AFewVisitsMoveTheMeanALittleAndManyMoveItAllTheWay) {
  Learned learned = one_service();
  learn_length(learned, 0, 9, kExpectedMs, 15 * kMinuteMs);
  EXPECT_LT(learned.services[0].mean_ms(kExpectedMs), 7 * kMinuteMs);
  for (int i = 0; i < 200; ++i) learn_length(learned, 0, 9, kExpectedMs, 15 * kMinuteMs);
  EXPECT_NEAR(static_cast<double>(learned.services[0].mean_ms(kExpectedMs)), 15 * kMinuteMs,
              kMinuteMs / 2);
}

TEST(Learned, AnAbsurdVisitCountsAsSixMeansNotAsItself) {
  Learned learned = one_service();
  for (int i = 0; i < 20; ++i) learn_length(learned, 0, 9, kExpectedMs, kExpectedMs);
  learn_length(learned, 0, 9, kExpectedMs, 11 * 3'600'000);  // forgot to press "done"
  EXPECT_NEAR(static_cast<double>(learned.services[0].mean_ms(kExpectedMs)),
              kExpectedMs * (25 + 6) / 26.0, 1000);
  learn_length(learned, 0, 9, kExpectedMs, -5);  // a clock that went back
  EXPECT_GT(learned.services[0].mean_ms(kExpectedMs), 0);
}

TEST(Learned, HoursDifferOnceEnoughIsSeenInEach) {
  Learned learned = one_service();
  for (int i = 0; i < 100; ++i) {
    learn_length(learned, 0, 9, kExpectedMs, 4 * kMinuteMs);
    learn_length(learned, 0, 15, kExpectedMs, 12 * kMinuteMs);
  }
  const LearnedService& service = learned.services[0];
  EXPECT_LT(service.mean_ms(kExpectedMs, 9), 5 * kMinuteMs);
  EXPECT_GT(service.mean_ms(kExpectedMs, 15), 11 * kMinuteMs);
  EXPECT_EQ(service.mean_ms(kExpectedMs, 20), service.mean_ms(kExpectedMs)) << "not seen: the mean";
}

TEST(Learned, TheShareThatDoesNotComeIsOfCallsThatEnded) {
  Learned learned = one_service();
  for (int i = 0; i < 300; ++i) learn_came(learned, 0, 20'000);
  for (int i = 0; i < 100; ++i) learn_missed(learned, 0, 70'000);
  EXPECT_NEAR(static_cast<double>(missed_permille(learned.services[0])), 240, 2);
  EXPECT_NEAR(static_cast<double>(learned.miss.mean_ms(kExpectedMissMs, kExpectedDurations)),
              70'000, 1000);
}

TEST(Learned, ToldWaitsAreComparedAndTheScaleFollows) {
  Learned learned = one_service();
  learn_told(learned, 10, 20, 9 * kMinuteMs);
  learn_told(learned, 10, 20, 15 * kMinuteMs);
  learn_told(learned, 10, 20, 30 * kMinuteMs);
  learn_told(learned, 0, 0, 30 * kMinuteMs);  // no wait was told: nothing to compare
  EXPECT_EQ(learned.told.count, 3u);
  EXPECT_EQ(learned.told.below_p50, 1u);
  EXPECT_EQ(learned.told.within_p90, 2u);
  EXPECT_EQ(learned.told.error_seconds, 26u * 60);
  EXPECT_NEAR(learned.told_recent.within_p90, kMillion * 2 / 3, 2);
  EXPECT_NEAR(learned.told_recent.error_milliminutes, 26'000 / 3, 2);
  for (int i = 0; i < 100'000; ++i) learn_told(learned, 10, 20, 60 * kMinuteMs);
  EXPECT_EQ(learned.p50_scale, kScaleMax);
  for (int i = 0; i < 100'000; ++i) learn_told(learned, 10, 20, 0);
  EXPECT_EQ(learned.p50_scale, kScaleMin);
  EXPECT_EQ(learned.told_recent.count, kToldRecentMax);
}

TEST(Learned, OldDaysFadeSlowlyAndTheLastTraceGoes) {
  Learned learned = one_service();
  for (int i = 0; i < 40; ++i) learn_length(learned, 0, 9, kExpectedMs, 8 * kMinuteMs);
  const Durations before = learned.services[0].lengths();
  learned = next_day(learned, {});
  EXPECT_EQ(learned.services[0].lengths().count, before.count * 3 / 4);
  EXPECT_EQ(learned.services[0].lengths().sum, before.sum * 3 / 4);
  for (int day = 0; day < 40; ++day) learned = next_day(learned, {});
  EXPECT_EQ(learned.services[0].lengths().count, 0u);
  EXPECT_EQ(learned.services[0].lengths().sum, 0u);
  EXPECT_EQ(learned.services[0].square_sum, 0u);
}

TEST(Learned, TheDaysVisitsAreLearnedByTheHourTheyBegan) {
  SmallHall hall;
  hall.staff(1);
  visit(hall, 7 * kMinuteMs);
  const LearnedService& social = hall.state.learned.services[0];
  const size_t hour = hour_of_day(hall.state, hall.state.tickets[0].started_at);
  EXPECT_EQ(social.hours[hour].count, kOne);
  EXPECT_EQ(social.hours[hour].sum, 7u * 60 * kOne);
  EXPECT_EQ(social.came, kOne);
  EXPECT_EQ(hall.state.learned.services[1].came, 0u);
}

TEST(Learned, AMissedCallIsLearnedAndTheTurnToTheNextPersonToo) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), wire::REFUSAL_UNSPECIFIED);
  for (int i = 0; i < 2; ++i) {
    hall.now = hall.now + 25'000;
    ASSERT_EQ(hall.recall(1), wire::REFUSAL_UNSPECIFIED);
  }
  hall.now = hall.now + 25'000;
  ASSERT_EQ(hall.missed(1), wire::REFUSAL_UNSPECIFIED) << hall.sentence;
  hall.now = hall.now + 8'000;
  ASSERT_EQ(hall.next(1), wire::REFUSAL_UNSPECIFIED);
  const Learned& learned = hall.state.learned;
  EXPECT_EQ(learned.services[0].missed, kOne);
  EXPECT_EQ(learned.miss.sum, 75u * kOne);
  EXPECT_EQ(learned.turnaround.sum, 8u * kOne);
}

TEST(Learned, HoursAreTheHallsNotUtcs) {
  SmallHall hall;
  const Time midnight = hall.now - 9 * 3'600'000 - 1;
  hall.fold(open_day(hall.state, 20261124, small_catalogue(), midnight));
  EXPECT_EQ(hour_of_day(hall.state, hall.now), 9u);
  EXPECT_EQ(hour_of_day(hall.state, midnight), 0u);
  EXPECT_EQ(hour_of_day(hall.state, midnight + 25 * 3'600'000), 23u) << "a day of 25 hours";
}

TEST(Learned, ANewDayKeepsWhatWasLearned) {
  SmallHall hall;
  hall.staff(1);
  for (int i = 0; i < 40; ++i) visit(hall, 9 * kMinuteMs);
  const int64_t before_ms = hall.state.learned.services[0].mean_ms(kExpectedMs);
  hall.begin_day(20261123);
  const int64_t after_ms = hall.state.learned.services[0].mean_ms(kExpectedMs);
  EXPECT_GT(before_ms, 8 * kMinuteMs);
  EXPECT_NEAR(static_cast<double>(after_ms), static_cast<double>(before_ms), 15'000);
  EXPECT_EQ(hall.state.learned.told_today.count, 0u);
}

TEST(Learned, AServiceThatLeftTheCatalogueIsForgottenTheNextDay) {
  SmallHall hall;
  hall.staff(1);
  visit(hall, 9 * kMinuteMs);
  wire::CatalogueAdopted less = small_catalogue();
  less.mutable_services()->DeleteSubrange(0, 1);
  less.mutable_windows()->DeleteSubrange(1, 1);
  const Events events = open_day(hall.state, 20261123, less);
  EXPECT_EQ(events.back().day_opened().learned().services_size(), 0);
  hall.fold(events);
  EXPECT_EQ(hall.state.learned.services.size(), 1u);
}

TEST(Learned, ADayOfAnOldJournalStartsWithNothingLearned) {
  SmallHall hall;
  hall.staff(1);
  visit(hall, 9 * kMinuteMs);
  Events events = open_day(hall.state, 20261123, small_catalogue());
  events.back().mutable_day_opened()->clear_learned();
  events.back().mutable_day_opened()->clear_midnight_ms();
  hall.fold(events);
  EXPECT_EQ(hall.state.learned.services[0].came, 0u);
  EXPECT_EQ(hall.state.learned.p50_scale, kScaleOne);
  State alone;  // and so the whole journal gives what that day alone gives
  apply(alone, hall.journal.back());
  EXPECT_EQ(state_hash(alone), state_hash(hall.state));
}

TEST(Learned, TheSnapshotCarriesAllOfIt) {
  SmallHall hall;
  hall.staff(1);
  for (int i = 0; i < 5; ++i) visit(hall, (3 + i) * kMinuteMs);
  learn_told(hall.state.learned, 10, 20, 15 * kMinuteMs);
  hall.state.midnight = hall.now - 5'000'000;
  const auto again = from_snapshot(snapshot(hall.state));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(state_hash(*again), state_hash(hall.state));
  EXPECT_EQ(again->learned.services[0].lengths().square_sum,
            hall.state.learned.services[0].lengths().square_sum);
  EXPECT_EQ(again->learned.told.count, 1u);
  EXPECT_EQ(again->learned.p50_scale, hall.state.learned.p50_scale);
  EXPECT_EQ(again->midnight, hall.state.midnight);
}

// The busiest hall that the limits allow: every number of every series used, each day, for ever.
TEST(Learned, FitsIntoFifteenKibibytesWhateverTheHall) {
  Learned learned;
  learned.services.resize(limits::kServicesMax);
  std::vector<std::string> names;
  std::vector<std::string_view> ids;
  for (size_t i = 0; i < limits::kServicesMax; ++i) {
    std::string& name = names.emplace_back(32, 'x');
    name[30] = static_cast<char>('a' + i / 8);
    name[31] = static_cast<char>('a' + i % 8);
  }
  for (const std::string& name : names) ids.push_back(name);
  DayRecord busiest{.day = 20250520};
  busiest.waits.fill(14'400);
  busiest.people.fill(limits::kTicketsPerDayMax);
  busiest.served.fill(limits::kTicketsPerDayMax);
  for (int day = 0; day < 12; ++day) {
    for (size_t service = 0; service < ids.size(); ++service) {
      for (uint32_t visit_of_day = 0; visit_of_day < limits::kSeriesOrdinalMax; ++visit_of_day) {
        learn_came(learned, service, 30'000);
        learn_length(learned, service, visit_of_day % kHours, 600'000, 900'000);
      }
    }
    learned = next_day(learned, busiest);
  }
  wire::Learned out;
  write_learned(learned, ids, out);
  EXPECT_LE(out.ByteSizeLong(), 15u * 1024);
  EXPECT_TRUE(within_limits(out).ok());
}

TEST(Learned, AHeadWithoutRoomPutsItOnAPageOfItsOwn) {
  SmallHall hall;
  hall.staff(1);
  visit(hall, 9 * kMinuteMs);
  const auto small = snapshot(hall.state);
  EXPECT_TRUE(small[0].head().has_learned());
  for (int i = 0; i < 125; ++i) {
    wire::Text notice;
    notice.set_zh(std::string(400, 'n'));
    hall.state.notices.push_back(notice);
  }
  const auto big = snapshot(hall.state);
  EXPECT_FALSE(big[0].head().has_learned());
  ASSERT_TRUE(big[1].has_learned());
  const auto again = from_snapshot(big);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(state_hash(*again), state_hash(hall.state));
}

}  // namespace
}  // namespace yichuang
