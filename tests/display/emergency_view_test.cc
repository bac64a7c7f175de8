// How a manager's message looks over everything, on wide and on upright screens.
#include "display/views/emergency_view.h"

#include <gtest/gtest.h>

#include "tests/display/view_on_screen.h"

namespace yichuang::display {
namespace {

class EmergencyGolden : public testing::TestWithParam<GoldenSize> {};

TEST_P(EmergencyGolden, TakesTheWholeScreen) {
  OnScreen screen(GetParam());
  EmergencyView view(Frame{screen.screen()});
  view.update({"请所有人员立即从最近的安全出口有序离开大厅，不要乘坐电梯",
               "Please leave the hall by the nearest exit now. Do not use the lifts.", Time{1}});
  screen.window().show(view);
  EXPECT_GOLDEN(screen.picture(), golden_file("emergency", GetParam()));
}

// 400 bytes in each language, the most that a message may have.
TEST_P(EmergencyGolden, ShowsTheLongestMessageWhole) {
  OnScreen screen(GetParam());
  EmergencyView view(Frame{screen.screen()});
  std::string zh;
  while (zh.size() + 27 <= 400) zh += "请从最近的安全出口离";
  std::string en;
  while (en.size() + 19 <= 400) en += "Leave the hall now ";
  view.update({zh.substr(0, 399), en, Time{1}});
  screen.window().show(view);
  EXPECT_GOLDEN(screen.picture(), golden_file("emergency-long", GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Sizes, EmergencyGolden, testing::Values(kFullHd, kFullHdUpright),
                         size_name);

TEST(EmergencyView, TellsWhenItSaysSomethingElse) {
  EmergencyView view(Frame{kWide});
  EXPECT_TRUE(view.update({"火警", "Fire", Time{1}}));
  EXPECT_FALSE(view.update({"火警", "Fire", Time{2}}));
  EXPECT_TRUE(view.update({"火警解除", "Fire", Time{2}}));
}

}  // namespace
}  // namespace yichuang::display
