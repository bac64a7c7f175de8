// For who cannot see the screen: read out, by keys, with more time.
#include <gtest/gtest.h>

#include "kiosk/flow.h"
#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

bool is_staffs(Screen screen) { return screen == Screen::kStaffPin || screen == Screen::kStaff; }

TEST(Spoken, IsTheCitizensAndNotTheNextOnes) {
  for (const Screen screen : kScreens) {
    if (screen == Screen::kWelcome) continue;  // ends with it: flow_time_test
    if (is_staffs(screen)) continue;
    SCOPED_TRACE(name_of(screen));
    Driven d = driven_to(screen);
    d.send(SpokenChosen{true});
    EXPECT_EQ(name_of(d.flow.screen), std::string(name_of(screen)));
    EXPECT_TRUE(d.flow.spoken);
    for (int i = 0; i < 4; ++i) d.pass(360'000);
    EXPECT_FALSE(d.flow.spoken);
    EXPECT_EQ(wake_at_ms(d.flow, d.now_ms), INT64_MAX) << "nothing to go back from";
  }
}

TEST(Spoken, IsNothingForStaff) {
  for (const Screen screen : {Screen::kStaffPin, Screen::kStaff}) {
    Driven d = driven_to(screen);
    d.send(SpokenChosen{true});
    EXPECT_FALSE(d.flow.spoken) << "nobody hears a PIN";
  }
  Driven d = driven_to(Screen::kServices);
  d.flow.has_staff_panel = true;
  d.send(SpokenChosen{true});
  for (int i = 0; i < StaffGate::kCornerTouches; ++i) d.send(CornerTouched{});
  EXPECT_EQ(d.flow.screen, Screen::kStaffPin);
  EXPECT_FALSE(d.flow.spoken);
}

TEST(Spoken, LastsThroughAVisitAndEndsAtHome) {
  Driven d = driven_to(Screen::kServices);
  d.send(SpokenChosen{true});
  d.send(ServiceChosen{"social"});
  d.send(IssueAnswered{d.flow.request, issued(kTicket)});
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_TRUE(d.flow.spoken);
  d.send(HomeChosen{});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  EXPECT_FALSE(d.flow.spoken);
}

TEST(Spoken, LastsWhenTheSameCitizenShowsACode) {
  Driven d = driven_to(Screen::kServices);
  d.send(SpokenChosen{true}).send(CodeRead{kToken});
  EXPECT_EQ(d.flow.screen, Screen::kLooking);
  EXPECT_TRUE(d.flow.spoken);
  d = driven_to(Screen::kDone);
  d.send(SpokenChosen{true}).send(CodeRead{kToken});
  EXPECT_FALSE(d.flow.spoken) << "after a ticket it may be the next citizen's code";
}

TEST(Spoken, GivesThreeTimesTheTime) {
  for (const Screen screen :
       {Screen::kServices, Screen::kChoice, Screen::kTrouble, Screen::kMyTicket, Screen::kIdentify,
        Screen::kSearch, Screen::kItem, Screen::kPapers, Screen::kPages, Screen::kPage,
        Screen::kDone, Screen::kAway}) {
    SCOPED_TRACE(name_of(screen));
    Driven quiet = driven_to(screen);
    quiet.send(LanguageChosen{Language::kEnglish})
        .send(Touched{});  // the home screens end by themselves, too
    Driven d = driven_to(screen);
    d.send(SpokenChosen{true}).send(Touched{});
    EXPECT_EQ(d.flow.deadline_ms - d.now_ms, 3 * (quiet.flow.deadline_ms - quiet.now_ms));
  }
}

TEST(Spoken, ButNoneToMachines) {
  for (const Screen screen :
       {Screen::kLooking, Screen::kIssuing, Screen::kPrinting, Screen::kScanning}) {
    SCOPED_TRACE(name_of(screen));
    Driven d = driven_to(screen);
    const int64_t before_ms = d.flow.deadline_ms;
    d.send(SpokenChosen{true}).send(Touched{});
    EXPECT_EQ(d.flow.deadline_ms, before_ms);
    EXPECT_FALSE(ends_soon(d.flow, before_ms - 1)) << "who listens can do nothing about it";
  }
}

TEST(Spoken, WarnsTenSecondsBeforeEachEnd) {
  for (const Screen screen : kScreens) {
    if (!waits_for_citizen(screen)) continue;
    SCOPED_TRACE(name_of(screen));
    Driven d = driven_to(screen);
    d.send(SpokenChosen{true}).send(Touched{});
    const int64_t end_ms = d.flow.deadline_ms;
    EXPECT_FALSE(ends_soon(d.flow, end_ms - 10'001));
    EXPECT_TRUE(ends_soon(d.flow, end_ms - 10'000));
    // And the program looks then.
    while (d.now_ms < end_ms - 10'000) {
      const int64_t wake_ms = wake_at_ms(d.flow, d.now_ms);
      ASSERT_GT(wake_ms, d.now_ms);
      ASSERT_LE(wake_ms, end_ms - 10'000);
      d.pass(wake_ms - d.now_ms);
    }
    EXPECT_FALSE(ends_soon(d.send(Touched{}).flow, d.now_ms));
  }
}

TEST(Spoken, WarnsNobodyWhoSees) {
  Driven d = driven_to(Screen::kServices);
  d.send(ElderChosen{true});
  EXPECT_FALSE(ends_soon(d.flow, d.flow.deadline_ms - 1));
}

TEST(Spoken, EndsOnTheAwayScreenToo) {
  Driven d = driven_to(Screen::kServices);
  d.send(SpokenChosen{true}).send(HallChanged{false, 8});
  EXPECT_EQ(d.flow.screen, Screen::kAway);
  EXPECT_TRUE(d.flow.spoken);
  d.pass(120'000);
  EXPECT_FALSE(d.flow.spoken);
}

}  // namespace
}  // namespace yichuang::kiosk
