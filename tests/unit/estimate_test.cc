#include "queue-server/estimate.h"

#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

TEST(Estimate, NoOpenWindowIsNotZeroMinutes) {
  SmallHall hall;
  hall.wait_for("social");
  EXPECT_FALSE(estimate_waits(hall.state, hall.now)[0].open);
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
  SmallHall hall;  // 5 minutes a visit
  hall.staff(1);
  for (int i = 0; i < 4; ++i) hall.wait_for("social");
  const auto waits = estimate_waits(hall.state, hall.now);
  EXPECT_EQ(waits[0].p50_min, 20u);
  EXPECT_GT(waits[0].p90_min, 20u);
  EXPECT_EQ(waits[1].p50_min, 20u) << "the general window is busy with the others first";
}

TEST(Estimate, ASecondWindowHalvesIt) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  for (int i = 0; i < 4; ++i) hall.wait_for("social");
  EXPECT_EQ(estimate_waits(hall.state, hall.now)[0].p50_min, 10u);
}

TEST(Estimate, TimeAlreadySpentAtTheWindowCounts) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), wire::REFUSAL_UNSPECIFIED);
  ASSERT_EQ(hall.start(1), wire::REFUSAL_UNSPECIFIED);
  EXPECT_EQ(estimate_waits(hall.state, hall.now)[0].p50_min, 5u);
  EXPECT_EQ(estimate_waits(hall.state, hall.now + 180'000)[0].p50_min, 2u);
  EXPECT_GE(estimate_waits(hall.state, hall.now + 3'600'000)[0].p50_min, 1u) << "never a lie of 0";
}

TEST(Estimate, LearnsFromTheDay) {
  SmallHall hall;
  hall.staff(1);
  EXPECT_DOUBLE_EQ(mean_service_ms(hall.state.services[0]), 300'000);
  for (int i = 0; i < 20; ++i) {
    hall.wait_for("social");
    hall.serve_one(1);  // one minute each
  }
  EXPECT_NEAR(mean_service_ms(hall.state.services[0]), 108'000, 1);
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

}  // namespace
}  // namespace yichuang
