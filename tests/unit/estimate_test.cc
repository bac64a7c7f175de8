#include "queue-server/estimate.h"

#include "queue-server/lengths.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr int64_t kMinuteMs = 60'000;

// A hall that has seen so many visits of five minutes at once followed by the next, and no ghosts:
// what a visit costs its window is then nearly the visit alone.
void learn_five_minutes(SmallHall& hall, int visits = 400) {
  Learned& learned = hall.state.learned;
  for (size_t service = 0; service < learned.services.size(); ++service) {
    for (int i = 0; i < visits; ++i) {
      for (size_t hour = 0; hour < kHours; hour += 1) {
        learn_length(learned, service, hour, 300'000, i % 2 ? 200'000 : 400'000);
      }
      learn_came(learned, service, 0);
      learn_duration(learned.turnaround, kExpectedTurnaroundMs, 0);
    }
  }
}

void call_and_start(SmallHall& hall, WindowNumber window) {
  ASSERT_EQ(hall.next(window), wire::REFUSAL_UNSPECIFIED);
  ASSERT_EQ(hall.start(window), wire::REFUSAL_UNSPECIFIED);
}

TEST(Estimate, NoOpenWindowIsNotZeroMinutes) {
  SmallHall hall;
  const TicketKey ticket = hall.wait_for("social");
  const HallEstimate estimate = estimate_hall(hall.state, hall.now);
  EXPECT_FALSE(estimate.services[0].open);
  EXPECT_EQ(estimate_ticket(estimate, ticket), std::nullopt);
}

TEST(Estimate, AnEmptyHallWithAFreeWindowWaitsNotAtAll) {
  SmallHall hall;
  hall.staff(1);
  const auto waits = estimate_waits(hall.state, hall.now);
  EXPECT_TRUE(waits[0].open);
  EXPECT_EQ(waits[0].p50_min, 0u);
  EXPECT_EQ(waits[0].p90_min, 0u);
}

TEST(Estimate, OneWindowServesTheLineOneByOne) {
  SmallHall hall;
  learn_five_minutes(hall);
  hall.staff(1);
  for (int i = 0; i < 4; ++i) hall.wait_for("social");
  const auto waits = estimate_waits(hall.state, hall.now);
  EXPECT_NEAR(waits[0].p50_min, 20u, 1);
  EXPECT_GT(waits[0].p90_min, waits[0].p50_min);
  EXPECT_EQ(waits[1].p50_min, waits[0].p50_min) << "the general window is busy with the others";
}

// Found while the fuzzers were written: after 25 days the time of a run overflowed, and people far
// behind were told no wait at all.
TEST(Estimate, AnAbsurdLineWaitsAbsurdlyLongNotNever) {
  auto catalogue = small_catalogue();
  catalogue.mutable_services(0)->set_service_seconds(4 * 3600);
  SmallHall hall(catalogue);
  hall.staff(1);
  for (int i = 0; i < 400; ++i) hall.wait_for("social");
  const HallEstimate estimate = estimate_hall(hall.state, hall.now, kRunsMin);
  uint32_t before_min = 0;
  for (const TicketWait& wait : estimate.tickets) {
    EXPECT_GE(wait.wait.p50_min, before_min) << wait.ticket;
    before_min = wait.wait.p50_min;
  }
  EXPECT_GT(before_min, uint32_t{20} * 24 * 60);
}

TEST(Estimate, ASecondWindowHalvesIt) {
  SmallHall hall;
  learn_five_minutes(hall);
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  for (int i = 0; i < 8; ++i) hall.wait_for("social");
  EXPECT_NEAR(estimate_waits(hall.state, hall.now)[0].p50_min, 20u, 2);
}

TEST(Estimate, EveryWaitingTicketHasItsOwnRangeInCallingOrder) {
  SmallHall hall;
  learn_five_minutes(hall);
  hall.staff(1);
  for (int i = 0; i < 6; ++i) hall.wait_for(i % 2 ? "medical" : "social");
  const HallEstimate estimate = estimate_hall(hall.state, hall.now);
  ASSERT_EQ(estimate.tickets.size(), 6u);
  for (uint32_t i = 0; i < 6; ++i) {
    const auto wait = estimate_ticket(estimate, hall.state.first_ticket + i);
    ASSERT_TRUE(wait.has_value());
    EXPECT_NEAR(wait->p50_min, i * 5, 2) << i;
    EXPECT_GE(wait->p90_min, wait->p50_min);
  }
  EXPECT_EQ(estimate_ticket(estimate, hall.state.next_ticket()), std::nullopt);
}

TEST(Estimate, AReturnedTicketWaitsForTheCallsItOwes) {
  SmallHall hall;
  learn_five_minutes(hall);
  hall.staff(1);
  const TicketKey missed = hall.wait_for("social");
  ASSERT_EQ(hall.next(1), wire::REFUSAL_UNSPECIFIED);
  for (int i = 0; i < 2; ++i) {
    hall.now = hall.now + 25'000;
    ASSERT_EQ(hall.recall(1), wire::REFUSAL_UNSPECIFIED);
  }
  ASSERT_EQ(hall.missed(1), wire::REFUSAL_UNSPECIFIED) << hall.sentence;
  for (int i = 0; i < 5; ++i) hall.wait_for("social");
  ASSERT_EQ(hall.reactivate(missed), wire::REFUSAL_UNSPECIFIED);
  const auto wait = estimate_ticket(estimate_hall(hall.state, hall.now), missed);
  ASSERT_TRUE(wait.has_value());
  EXPECT_NEAR(wait->p50_min, 15u, 2) << "behind three calls, before the other two";
}

TEST(Estimate, AnUnconfirmedTicketIsCountedWhileItsPaperComesOut) {
  SmallHall hall;
  hall.staff(1);
  for (int i = 0; i < 3; ++i) ASSERT_EQ(hall.issue("social"), wire::REFUSAL_UNSPECIFIED);
  EXPECT_GT(estimate_waits(hall.state, hall.now)[0].p50_min, 10u);
  EXPECT_EQ(estimate_waits(hall.state, hall.now + 2 * kMinuteMs)[0].p90_min, 0u);
}

TEST(Estimate, TimeAlreadySpentAtTheWindowCounts) {
  SmallHall hall;
  learn_five_minutes(hall);
  hall.staff(1);
  hall.wait_for("social");
  call_and_start(hall, 1);
  const auto left = [&](int64_t later_ms) {
    return estimate_waits(hall.state, hall.now + later_ms)[0];
  };
  EXPECT_NEAR(left(0).p50_min, 5u, 1);
  EXPECT_LT(left(4 * kMinuteMs).p50_min, 3u);
  EXPECT_GE(left(60 * kMinuteMs).p50_min, 1u) << "never a lie of 0";
}

TEST(Estimate, APersonWhoDoesNotComeIsSoonTakenForGone) {
  SmallHall hall;
  learn_five_minutes(hall);
  for (int i = 0; i < 200; ++i) learn_missed(hall.state.learned, 0, 60'000);
  hall.staff(1);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), wire::REFUSAL_UNSPECIFIED);
  EXPECT_GE(estimate_waits(hall.state, hall.now)[0].p50_min, 3u);
  EXPECT_LE(estimate_waits(hall.state, hall.now + 55'000)[0].p50_min, 1u);
}

TEST(Estimate, GhostsCostTheirRecallsNotAVisit) {
  SmallHall hall;
  learn_five_minutes(hall);
  hall.staff(1);
  for (int i = 0; i < 20; ++i) hall.wait_for("social");
  const uint32_t before = estimate_waits(hall.state, hall.now)[0].p50_min;
  for (int i = 0; i < 4'000; ++i) learn_missed(hall.state.learned, 0, 60'000);
  const uint32_t after = estimate_waits(hall.state, hall.now)[0].p50_min;
  EXPECT_NEAR(before, 100u, 8);
  EXPECT_LT(after, 40u);  // nine of ten take a minute
  EXPECT_GT(after, 20u);
}

TEST(Estimate, APausedWindowIsExpectedBackAClosedOneIsNot) {
  SmallHall hall;
  hall.staff(1);
  wire::Command pause;
  pause.mutable_pause_window()->set_window(1);
  pause.mutable_pause_window()->set_reason("午休");
  ASSERT_EQ(hall.command(pause), wire::REFUSAL_UNSPECIFIED);
  const WaitRange paused = estimate_waits(hall.state, hall.now)[0];
  EXPECT_FALSE(paused.open);
  EXPECT_GT(paused.p50_min, 5u);
  EXPECT_LT(paused.p50_min, 30u);
  wire::Command close;
  close.mutable_close_window()->set_window(1);
  ASSERT_EQ(hall.command(close), wire::REFUSAL_UNSPECIFIED);
  EXPECT_EQ(estimate_waits(hall.state, hall.now)[0].p90_min, 0u);
}

TEST(Estimate, LearnsFromTheDayByServiceAndHour) {
  SmallHall hall;
  hall.staff(1);
  EXPECT_DOUBLE_EQ(mean_visit_ms(hall.state, 0, hall.now), 300'000);
  for (int i = 0; i < 20; ++i) {
    hall.wait_for("social");
    hall.serve_one(1);  // one minute each
  }
  EXPECT_LT(mean_visit_ms(hall.state, 0, hall.now), 108'000 + 1);
  EXPECT_DOUBLE_EQ(mean_visit_ms(hall.state, 1, hall.now), 300'000);
  EXPECT_LT(visit_spread(hall.state, 0), kExpectedSpread) << "they were all alike";
}

TEST(Estimate, MorePeopleNeverWaitLess) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(3, "1002");
  uint32_t last = 0;
  for (int i = 0; i < 30; ++i) {
    hall.wait_for(i % 3 ? "social" : "medical");
    const auto waits = estimate_waits(hall.state, hall.now);
    EXPECT_GE(waits[0].p50_min, last);
    EXPECT_GE(waits[0].p90_min, waits[0].p50_min);
    last = waits[0].p50_min;
  }
}

TEST(Estimate, EqualStatesGiveEqualEstimates) {
  SmallHall hall;
  hall.staff(1);
  for (int i = 0; i < 700; ++i) hall.wait_for(i % 3 ? "social" : "medical");
  const HallEstimate first = estimate_hall(hall.state, hall.now);
  const HallEstimate second = estimate_hall(State(hall.state), hall.now);
  ASSERT_EQ(first.tickets.size(), 700u);
  for (size_t i = 0; i < first.tickets.size(); ++i) {
    EXPECT_EQ(first.tickets[i].wait.p50_min, second.tickets[i].wait.p50_min);
    EXPECT_EQ(first.tickets[i].wait.p90_min, second.tickets[i].wait.p90_min);
  }
}

TEST(Estimate, TheRecordOfToldWaitsCorrectsTheRange) {
  SmallHall hall;
  learn_five_minutes(hall);
  hall.staff(1);
  for (int i = 0; i < 10; ++i) hall.wait_for("social");
  const WaitRange before = estimate_waits(hall.state, hall.now)[0];
  hall.state.learned.p50_scale = kScaleOne * 6 / 5;
  hall.state.learned.p90_scale = kScaleOne * 6 / 5;
  const WaitRange after = estimate_waits(hall.state, hall.now)[0];
  EXPECT_NEAR(after.p50_min, before.p50_min * 1.2, 1);
  EXPECT_NEAR(after.p90_min, before.p90_min * 1.2, 1);
}

TEST(Estimate, PeopleWithPriorityWaitLessAndAreToldSo) {
  SmallHall hall;
  learn_five_minutes(hall);
  hall.staff(1);
  for (int i = 0; i < 12; ++i) hall.wait_for("social");
  hall.estimates = estimate_waits(hall.state, hall.now);
  const ServiceWait& wait = hall.estimates[0];
  const WaitRange& ordinary = wait.of(wire::PRIORITY_CLASS_ORDINARY);
  const WaitRange& elderly = wait.of(wire::PRIORITY_CLASS_ELDERLY);
  EXPECT_EQ(ordinary.p50_min, wait.p50_min);
  EXPECT_NEAR(ordinary.p50_min, 60u, 3);
  // They came at about the same time, so three times the waiting wins at once.
  EXPECT_LE(elderly.p50_min, 5u);
  EXPECT_EQ(wait.of(wire::PRIORITY_CLASS_SOLDIER).p50_min, elderly.p50_min);
  hall.wait_for("social", wire::PRIORITY_CLASS_ELDERLY);
  EXPECT_EQ(hall.state.tickets.back().told_min_p50, elderly.p50_min);
  EXPECT_EQ(hall.state.tickets.back().told_min_p90, elderly.p90_min);
  hall.wait_for("social");
  EXPECT_EQ(hall.state.tickets.back().told_min_p50, ordinary.p50_min);
}

// After half an hour of waiting the first is worth ninety minutes of an elderly person's.
TEST(Estimate, PriorityIsWaitedForToo) {
  SmallHall hall;
  learn_five_minutes(hall);
  hall.staff(1);
  for (int i = 0; i < 12; ++i) hall.wait_for("social");
  hall.now = hall.now + 30 * kMinuteMs;
  const ServiceWait wait = estimate_waits(hall.state, hall.now)[0];
  const uint32_t elderly_min = wait.of(wire::PRIORITY_CLASS_ELDERLY).p50_min;
  EXPECT_NEAR(elderly_min, 15u, 5) << "3 × 15 minutes are 30 + 15";
  EXPECT_EQ(wait.of(wire::PRIORITY_CLASS_EMERGENCY).p50_min, 0u);
}

TEST(Estimate, WithoutAPolicyOfClassesEverybodyWaitsAlike) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.mutable_rules()->set_policy("fifo");
  SmallHall hall(catalogue);
  learn_five_minutes(hall);
  hall.staff(1);
  for (int i = 0; i < 6; ++i) hall.wait_for("social");
  const ServiceWait wait = estimate_waits(hall.state, hall.now)[0];
  EXPECT_EQ(wait.of(wire::PRIORITY_CLASS_ELDERLY).p50_min, wait.p50_min);
}

TEST(Estimate, WhatWasToldAtIssueIsComparedWhenTheTicketIsCalled) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  call_and_start(hall, 1);
  const Estimates told = estimate_waits(hall.state, hall.now);
  wire::Command issue;
  issue.mutable_issue_ticket()->set_service("social");
  const auto events = decide(hall.state, issue, {"kiosk-1", Role::kKiosk, ""}, {hall.now, &told});
  ASSERT_TRUE(events.ok());
  hall.fold(*events);
  ASSERT_EQ(hall.confirm(hall.state.next_ticket() - 1), wire::REFUSAL_UNSPECIFIED);
  hall.now = hall.now + 30 * kMinuteMs;
  ASSERT_EQ(hall.complete(1), wire::REFUSAL_UNSPECIFIED);
  ASSERT_EQ(hall.next(1), wire::REFUSAL_UNSPECIFIED);
  const ToldRecord& record = hall.state.learned.told;
  EXPECT_EQ(record.count, 1u);
  EXPECT_EQ(record.within_p90, 0u);
  EXPECT_EQ(record.error_seconds, (30 - told[0].p50_min) * 60);
}

TEST(Lengths, TheMeanIsTheMeanAndWhatIsLeftNeverEnds) {
  const Length length(600'000, 0.7);
  double sum = 0;
  for (int i = 0; i < 1000; ++i) sum += length.quantile_ms((i + 0.5) / 1000);
  EXPECT_NEAR(sum / 1000, 600'000, 6'000);
  EXPECT_NEAR(length.quantile_left_ms(0.3, 0), length.quantile_ms(0.3), 1);
  for (const double elapsed_ms : {1.0, 6e4, 6e5, 6e6, 6e7}) {
    EXPECT_GT(length.quantile_left_ms(0.5, elapsed_ms), 0) << elapsed_ms;
    EXPECT_GE(length.quantile_left_ms(0.9, elapsed_ms), length.quantile_left_ms(0.1, elapsed_ms));
  }
}

TEST(Lengths, TheNormalQuantileIsTheTextbooks) {
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-9);
  EXPECT_NEAR(normal_quantile(0.9), 1.2815515655, 1e-7);
  EXPECT_NEAR(normal_quantile(0.01), -2.3263478740, 1e-7);
  EXPECT_NEAR(normal_quantile(1 - 1e-9), 5.997807, 1e-4);
}

}  // namespace
}  // namespace yichuang
