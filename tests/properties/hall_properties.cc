// Whatever happens in a hall, in whatever order, by whomever: the invariants of random_hall.h hold.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <set>

#include "tests/properties/random_hall.h"

namespace rc {

template <>
struct Arbitrary<yichuang::properties::Step> {
  static Gen<yichuang::properties::Step> arbitrary() {
    using yichuang::properties::kActions;
    using yichuang::properties::Step;
    const auto byte = [] { return gen::inRange<uint8_t>(0, 255); };
    return gen::build<Step>(gen::set(&Step::action, gen::inRange<uint8_t>(0, kActions)),
                            gen::set(&Step::who, byte()), gen::set(&Step::subject, byte()),
                            gen::set(&Step::service, byte()), gen::set(&Step::choice, byte()),
                            gen::set(&Step::detail, byte()), gen::set(&Step::pause, byte()),
                            gen::set(&Step::unit, byte()));
  }
};

}  // namespace rc

namespace yichuang::properties {

void showValue(const Step& step, std::ostream& out) {
  out << fmt::format("{{{}, {}, {}, {}, {}, {}, {}, {}}}", step.action, step.who, step.subject,
                     step.service, step.choice, step.detail, step.pause, step.unit);
}

namespace {

// A morning that works: everybody sits at a window and people come; then anything may happen.
std::vector<Step> with_a_crowd(const std::vector<Step>& steps, uint8_t people) {
  std::vector<Step> all{{kStaffTheHall, 0, 0, 0, 0, 0, 200, 6}};
  for (uint8_t i = 0; i < people; ++i) {
    const auto service = static_cast<uint8_t>(i * 7);
    all.push_back({0, 1, 1, service, 0, static_cast<uint8_t>(i * 37), 5, 4});
    all.push_back({10, 1, 2, 0, 1, 0, 5, 4});  // confirms the last ticket
  }
  all.insert(all.end(), steps.begin(), steps.end());
  return all;
}

RC_GTEST_PROP(Hall, KeepsItsInvariantsFromAnEmptyMorning, (const std::vector<Step>& steps)) {
  const Violation wrong = play_all(steps);
  if (!wrong.empty()) RC_FAIL(wrong);
}

RC_GTEST_PROP(Hall, KeepsItsInvariantsWithACrowd, ()) {
  const auto steps = *rc::gen::scale(4.0, rc::gen::arbitrary<std::vector<Step>>());
  const auto people = *rc::gen::inRange<uint8_t>(0, 60);
  const Violation wrong = play_all(with_a_crowd(steps, people));
  if (!wrong.empty()) RC_FAIL(wrong);
}

// The random halls are worth something only if much happens in them.
TEST(Hall, EveryPhaseAndRefusalIsReachedByLongRandomHalls) {
  std::set<TicketPhase> phases;
  size_t events = 0;
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    std::mt19937 random(seed);
    RandomHall hall;
    for (const Step& step : with_a_crowd({}, 30)) ASSERT_EQ(hall.play(step), "");
    for (int i = 0; i < 300; ++i) {
      std::array<uint8_t, kStepBytes> bytes{};
      for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
      ASSERT_EQ(hall.play(steps_of(bytes.data(), bytes.size(), 1)[0]), "") << "seed " << seed;
      for (const Ticket& ticket : hall.state().tickets) phases.insert(ticket.phase);
    }
    ASSERT_EQ(hall.check_all(), "") << "seed " << seed;
    events += hall.events();
  }
  EXPECT_EQ(phases.size(), 10u);
  EXPECT_GT(events, 20u * 150u);
}

}  // namespace
}  // namespace yichuang::properties
