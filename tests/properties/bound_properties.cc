// How far a person can be overtaken: the bound of the policies, as a formula and in crowds.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>

#include "tests/properties/random_hall.h"

namespace yichuang::properties {
namespace {

constexpr int64_t kDayMs = 86'400'000;

// A person of any class comes, or a window calls and serves somebody.
struct Moves {
  std::vector<uint8_t> classes;  // of who comes; one move each
  std::vector<uint8_t> gaps;     // seconds before it
  size_t calls_every = 2;        // moves
};

std::vector<Step> rush(const Moves& moves) {
  std::vector<Step> steps{{kStaffTheHall, 0, 0, 0, 0, 0, 0, 8}};
  constexpr uint8_t kSeconds = 4;
  for (size_t i = 0; i < moves.classes.size(); ++i) {
    // 132 and more name a class, 0 none (step.cc).
    const auto priority = static_cast<uint8_t>(moves.classes[i] == 0 ? 0 : 132 + moves.classes[i]);
    const auto service = static_cast<uint8_t>(moves.classes[i] % 2);
    const uint8_t gap = i < moves.gaps.size() ? moves.gaps[i] : 30;
    steps.push_back({0, 1, 1, service, 0, priority, gap, kSeconds});
    steps.push_back({10, 1, 2, 0, 1, 0, 0, 8});
    if (i % moves.calls_every != 0) continue;
    const auto window = static_cast<uint8_t>(i / moves.calls_every % 4);
    steps.push_back({30, 1, window, 0, 0, 0, 1, kSeconds});
    steps.push_back({40, 1, window, 0, 0, 0, 1, kSeconds});
    steps.push_back({42, 1, window, 0, 0, 0, 1, kSeconds});
  }
  return steps;
}

Violation play(RandomHall& hall, const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    if (auto wrong = hall.play(step); !wrong.empty()) return wrong;
  }
  return hall.check_all();
}

RC_GTEST_PROP(Bound, HoldsInEveryRush, ()) {
  Moves moves;
  moves.classes = *rc::gen::container<std::vector<uint8_t>>(60, rc::gen::inRange<uint8_t>(0, 8));
  moves.gaps = *rc::gen::container<std::vector<uint8_t>>(60, rc::gen::inRange<uint8_t>(0, 240));
  moves.calls_every = *rc::gen::inRange<size_t>(1, 5);
  const auto catalogue = *rc::gen::inRange<uint8_t>(0, kCatalogues);
  RandomHall hall;
  std::vector<Step> steps{{kNewCatalogue, 0, 0, 0, catalogue, 0, 0, 8}};
  const auto crowd = rush(moves);
  steps.insert(steps.end(), crowd.begin(), crowd.end());
  const Violation wrong = play(hall, steps);
  if (!wrong.empty()) RC_FAIL(wrong);
}

// The rushes are worth something only if many are overtaken.
TEST(Bound, IsPutToTheTestByManyOvertakings) {
  std::mt19937 random(20261126);
  size_t overtakings = 0;
  for (int i = 0; i < 20; ++i) {
    Moves moves;
    for (int person = 0; person < 80; ++person) {
      moves.classes.push_back(static_cast<uint8_t>(random() % 3 == 0 ? random() % 8 : 0));
      moves.gaps.push_back(static_cast<uint8_t>(random() % 200));
    }
    RandomHall hall;
    ASSERT_EQ(play(hall, rush(moves)), "");
    overtakings += hall.overtakings();
  }
  EXPECT_GT(overtakings, 500u);
}

// The formula is the policy: one ms before the span's end overtakes, the end itself does not.
RC_GTEST_PROP(Bound, IsWhereThePolicyTurns, ()) {
  Rules rules;
  for (uint32_t& rate : rules.rates) rate = *rc::gen::inRange<uint32_t>(1, 100);
  const auto any_class = rc::gen::element(
      wire::PRIORITY_CLASS_ORDINARY, wire::PRIORITY_CLASS_ELDERLY, wire::PRIORITY_CLASS_VOUCHER);
  const PriorityClass own = *any_class;
  const PriorityClass other = *any_class;
  const auto waited_ms = *rc::gen::inRange<int64_t>(0, kDayMs);
  const int64_t span_ms = overtaking_span_ms(rules, own, other, waited_ms);
  const auto overtakes = [&](int64_t later_ms) {
    return priority_of(rules, other, waited_ms - later_ms) > priority_of(rules, own, waited_ms);
  };
  RC_ASSERT(span_ms >= 0);
  RC_ASSERT(span_ms <= waited_ms);
  RC_ASSERT(!overtakes(span_ms));
  if (span_ms > 0) RC_ASSERT(overtakes(span_ms - 1));
}

TEST(Bound, IsTwoThirdsOfTheWaitByTheShippedRates) {
  Rules rules;
  constexpr auto kOrdinary = wire::PRIORITY_CLASS_ORDINARY;
  constexpr auto kElderly = wire::PRIORITY_CLASS_ELDERLY;
  EXPECT_EQ(overtaking_span_ms(rules, kOrdinary, kElderly, 30 * 60'000), 20 * 60'000);
  EXPECT_EQ(overtaking_span_ms(rules, kElderly, kOrdinary, 30 * 60'000), 0);
  EXPECT_EQ(overtaking_span_ms(rules, kElderly, wire::PRIORITY_CLASS_SOLDIER, 30 * 60'000), 0);
  rules.policy = Policy::kFifo;
  EXPECT_EQ(overtaking_span_ms(rules, kOrdinary, kElderly, 30 * 60'000), 0);
  rules.policy = Policy::kAbsolute;
  EXPECT_EQ(overtaking_span_ms(rules, kOrdinary, kElderly, 30 * 60'000), INT64_MAX);
}

}  // namespace
}  // namespace yichuang::properties
