// How a citizen wants to be served: contrast, controls low, the panel where that is chosen; and the
// way to an item through its office.
#include <gtest/gtest.h>

#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

TEST(Access, IsTheCitizensAndNotTheNextOnes) {
  for (const Screen screen : kScreens) {
    if (screen == Screen::kWelcome) continue;  // ends with it: flow_time_test
    SCOPED_TRACE(name_of(screen));
    Driven d = driven_to(screen);
    d.send(ContrastChosen{true}).send(LowChosen{true});
    EXPECT_EQ(name_of(d.flow.screen), std::string(name_of(screen))) << "only the look changes";
    EXPECT_TRUE(d.flow.contrast);
    EXPECT_TRUE(d.flow.low);
    for (int i = 0; i < 4; ++i) d.pass(120'000);
    EXPECT_FALSE(d.flow.contrast);
    EXPECT_FALSE(d.flow.low);
  }
}

TEST(Access, LastsThroughACodeThatIsShown) {
  Driven d = driven_to(Screen::kServices);
  d.send(ContrastChosen{true}).send(LowChosen{true}).send(CodeRead{kToken});
  EXPECT_EQ(d.flow.screen, Screen::kLooking);
  EXPECT_TRUE(d.flow.contrast);
  EXPECT_TRUE(d.flow.low);
}

TEST(Access, LowAndLargeAreOneOrTheOther) {
  Driven d = driven_to(Screen::kServices);
  d.send(LowChosen{true}).send(ElderChosen{true});
  EXPECT_FALSE(d.flow.low);
  d.send(LowChosen{true});
  EXPECT_FALSE(d.flow.elder);
  EXPECT_TRUE(d.flow.low);
}

TEST(Access, AScreenInLandscapeIsLowAlready) {
  Driven d = driven_to(Screen::kServices);
  d.flow.landscape = true;
  d.send(LowChosen{true});
  EXPECT_FALSE(d.flow.low);
}

TEST(Access, ThePanelLiesOverTheScreenAndGoesWithIt) {
  Driven d = driven_to(Screen::kPrinting);
  d.send(AccessChosen{true});
  EXPECT_EQ(d.flow.screen, Screen::kPrinting);
  EXPECT_TRUE(d.flow.access_open);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_EQ(d.flow.screen, Screen::kDone);
  EXPECT_FALSE(d.flow.access_open) << "what has happened is seen";
}

TEST(Access, ThePanelOnTheHomeScreenClosesByItself) {
  Driven d = driven_to(Screen::kServices);
  d.send(AccessChosen{true});
  EXPECT_EQ(wake_at_ms(d.flow, d.now_ms), d.now_ms + 30'000);
  d.pass(40'000);
  EXPECT_FALSE(d.flow.access_open);
}

TEST(Access, StaffHaveNoPanel) {
  Driven d = driven_to(Screen::kStaff);
  d.send(AccessChosen{true});
  EXPECT_FALSE(d.flow.access_open);
}

TEST(Offices, LeadToTheirItemsAndBack) {
  Driven d = driven_to(Screen::kSearch);
  d.send(LetterTyped{'s'}).send(OfficesChosen{});
  EXPECT_TRUE(d.flow.by_office);
  EXPECT_EQ(d.flow.query, "");
  d.send(OfficeChosen{"公安局"});
  EXPECT_FALSE(d.flow.by_office);
  EXPECT_EQ(d.flow.office, "公安局");
  d.send(HomeChosen{});
  EXPECT_TRUE(d.flow.by_office) << "another office, perhaps";
  EXPECT_EQ(d.flow.office, "");
  d.send(HomeChosen{});
  EXPECT_FALSE(d.flow.by_office) << "back to the letters";
  EXPECT_EQ(d.flow.screen, Screen::kSearch);
  d.send(HomeChosen{});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
}

TEST(Offices, AreWhereLargeTypeBegins) {
  Driven d = driven_to(Screen::kServices);
  d.send(ItemsChanged{84}).send(ElderChosen{true}).send(SearchChosen{});
  EXPECT_TRUE(d.flow.by_office);
  d.send(HomeChosen{});
  EXPECT_EQ(d.flow.screen, Screen::kServices) << "there are no letters to go back to";
}

TEST(Offices, OfTheLastCitizenAreForgotten) {
  Driven d = driven_to(Screen::kSearch);
  d.send(OfficesChosen{}).send(OfficeChosen{"公安局"});
  d.pass(40'000);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  d.send(SearchChosen{});
  EXPECT_EQ(d.flow.office, "");
  EXPECT_FALSE(d.flow.by_office);
}

TEST(Items, TheListIsWhereItWasAfterAnItem) {
  Driven d = driven_to(Screen::kSearch);
  d.send(PageChosen{3}).send(ItemChosen{"social-card", "social"});
  EXPECT_EQ(d.flow.page, 0u);
  d.send(PageChosen{1}).send(HomeChosen{});
  EXPECT_EQ(d.flow.page, 3u);
}

}  // namespace
}  // namespace yichuang::kiosk
