// Which services a screen shows, and what is said of those that the hall does not have.
#include "display/choose_services.h"

#include <gtest/gtest.h>

#include "tests/display/hall_story.h"

namespace yichuang::display {
namespace {

std::string ids(const std::vector<WaitingRow>& rows) {
  std::string all;
  for (const WaitingRow& row : rows) all += row.service + " ";
  return all;
}

std::vector<WaitingRow> rows() {
  std::vector<WaitingRow> rows(3);
  rows[0].service = "social";
  rows[1].service = "tax";
  rows[2].service = "medical";
  return rows;
}

TEST(ChosenServices, AreAllWhereNothingIsSaid) {
  auto chosen = rows();
  choose_services(chosen, std::nullopt);
  EXPECT_EQ(ids(chosen), "social tax medical ");
}

TEST(ChosenServices, StandInTheHallsOrder) {
  auto chosen = rows();
  choose_services(chosen, ServiceIds{"medical", "no-such-service", "social"});
  EXPECT_EQ(ids(chosen), "medical social ");
  choose_services(chosen, ServiceIds{});
  EXPECT_EQ(ids(chosen), "");
}

TEST(UnknownServices, AreNamedWithThoseThatTheHallHas) {
  const HallStory story;
  const std::string told =
      unknown_services(story.state(), ServiceIds{"taxx", "tax", "dogs"}, "hall.services");
  EXPECT_TRUE(told.starts_with("hall.services: the hall has no \"taxx\", \"dogs\"; expected"))
      << told;
  EXPECT_NE(told.find(" tax,"), std::string::npos) << told;
}

TEST(UnknownServices, AreNoneWhereTheHallHasThemOrNobodyKnows) {
  const HallStory story;
  EXPECT_EQ(unknown_services(story.state(), ServiceIds{"tax", "social"}, "hall.services"), "");
  EXPECT_EQ(unknown_services(story.state(), std::nullopt, "hall.services"), "");
  EXPECT_EQ(unknown_services(State(), ServiceIds{"taxx"}, "hall.services"), "")
      << "the hall has not told its catalogue yet";
}

}  // namespace
}  // namespace yichuang::display
