// How a manager's message looks over everything, on wide and on upright screens.
#include "display/views/emergency_view.h"

#include <gtest/gtest.h>

#include "tests/display/view_on_screen.h"

namespace yichuang::display {
namespace {

class EmergencyGolden : public testing::TestWithParam<GoldenSize> {};

TEST_P(EmergencyGolden, TakesTheWholeScreen) {
  OnScreen screen(GetParam());
  EmergencyView view(screen.look(), Frame{screen.screen()});
  view.update({"请所有人员立即从最近的安全出口有序离开大厅，不要乘坐电梯",
               "Please leave the hall by the nearest exit now. Do not use the lifts.", Time{1}},
              {});
  screen.window().show(view);
  EXPECT_GOLDEN(screen.picture(), golden_file("emergency", GetParam()));
}

// 400 bytes in each language, the most that a message may have.
TEST_P(EmergencyGolden, ShowsTheLongestMessageWhole) {
  OnScreen screen(GetParam());
  EmergencyView view(screen.look(), Frame{screen.screen()});
  std::string zh;
  while (zh.size() + 27 <= 400) zh += "请从最近的安全出口离";
  std::string en;
  while (en.size() + 19 <= 400) en += "Leave the hall now ";
  view.update({zh.substr(0, 399), en, Time{1}}, {});
  screen.window().show(view);
  EXPECT_GOLDEN(screen.picture(), golden_file("emergency-long", GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Sizes, EmergencyGolden, testing::ValuesIn(kSizes), size_name);

// It may be over, and nobody could tell this screen.
TEST_P(EmergencyGolden, SaysSinceWhenItIsCutOff) {
  OnScreen screen(GetParam());
  EmergencyView view(screen.look(), Frame{screen.screen()});
  Board board;
  board.stale_since = "10:24";
  view.update({"请所有人员立即离开大厅", "Please leave the hall now.", Time{1}}, board);
  screen.window().show(view);
  EXPECT_GOLDEN(screen.picture(), golden_file("emergency-stale", GetParam()));
}

TEST(EmergencyView, TellsWhenItSaysSomethingElse) {
  OnScreen screen(kFullHd);
  EmergencyView view(screen.look(), Frame{kWide});
  EXPECT_TRUE(view.update({"火警", "Fire", Time{1}}, {}));
  EXPECT_FALSE(view.update({"火警", "Fire", Time{2}}, {}));
  EXPECT_TRUE(view.update({"火警解除", "Fire", Time{2}}, {}));
  Board cut_off;
  cut_off.stale_since = "10:24";
  EXPECT_TRUE(view.update({"火警解除", "Fire", Time{2}}, cut_off));
}

}  // namespace
}  // namespace yichuang::display
