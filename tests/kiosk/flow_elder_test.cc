// Large type, and calling staff.
#include <gtest/gtest.h>

#include "kiosk/flow.h"
#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

TEST(Elder, IsTheCitizensAndNotTheNextOnes) {
  for (const Screen screen : kScreens) {
    if (screen == Screen::kWelcome) continue;  // ends with it: flow_time_test
    SCOPED_TRACE(name_of(screen));
    Driven d = driven_to(screen);
    d.send(ElderChosen{true});
    EXPECT_EQ(name_of(d.flow.screen), std::string(name_of(screen))) << "only the look changes";
    EXPECT_TRUE(d.flow.elder);
    for (int i = 0; i < 4; ++i) d.pass(120'000);
    EXPECT_FALSE(d.flow.elder);
  }
}

TEST(Elder, LastsThroughAVisit) {
  Driven d = driven_to(Screen::kServices);
  d.send(ElderChosen{true});
  d.send(ServiceChosen{"social"});
  d.send(IssueAnswered{d.flow.request, issued(kTicket)});
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_TRUE(d.flow.elder);
  d.send(HomeChosen{});
  EXPECT_FALSE(d.flow.elder);
}

TEST(Elder, KeepsTheFirstServiceOfThePageInSight) {
  Driven d;
  d.send(HallChanged{true, 20});
  d.send(PageChosen{1});  // from the ninth
  d.send(ElderChosen{true});
  EXPECT_EQ(d.flow.page, 2u) << "four on a page: from the ninth";
  EXPECT_EQ(page_count(d.flow), 5u);
  d.send(PageChosen{4});
  d.send(ElderChosen{false});
  EXPECT_EQ(d.flow.page, 2u) << "eight on a page: the seventeenth is on the third";
}

TEST(Elder, TheHomeScreenGoesBackByItself) {
  Driven d = driven_to(Screen::kServices);
  d.send(ElderChosen{true});
  EXPECT_EQ(wake_at_ms(d.flow, d.now_ms), d.now_ms + 30'000);
  d.send(ElderChosen{false});
  EXPECT_EQ(wake_at_ms(d.flow, d.now_ms), INT64_MAX) << "nothing to go back from";
}

TEST(Help, IsCalledForThreeMinutesOverAllScreens) {
  Driven d = driven_to(Screen::kServices);
  d.send(HelpChosen{});
  EXPECT_TRUE(help_wanted(d.flow, d.now_ms));
  d.send(ServiceChosen{"social"});
  d.send(IssueAnswered{d.flow.request, issued(kTicket)});
  EXPECT_TRUE(help_wanted(d.flow, d.now_ms));
  d.pass(179'999);
  EXPECT_TRUE(help_wanted(d.flow, d.now_ms));
  EXPECT_LE(wake_at_ms(d.flow, d.now_ms), d.now_ms + 1);
  d.pass(1);
  EXPECT_FALSE(help_wanted(d.flow, d.now_ms));
}

TEST(Help, IsTakenBackByASecondTouch) {
  Driven d = driven_to(Screen::kAway);
  d.send(HelpChosen{}).send(HelpChosen{});
  EXPECT_FALSE(help_wanted(d.flow, d.now_ms));
  EXPECT_TRUE(d.effects.empty());
}

}  // namespace
}  // namespace yichuang::kiosk
