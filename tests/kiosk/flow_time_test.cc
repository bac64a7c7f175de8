// The flow's clock: idle, countdowns, and what the next citizen finds.
#include <gtest/gtest.h>

#include "kiosk/flow.h"
#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

// --- Idle ----------------------------------------------------------------------------------------

TEST(Idle, AsksAfterThirtySecondsAndGoesHomeTenSecondsLater) {
  for (Screen screen : {Screen::kChoice, Screen::kTrouble, Screen::kMyTicket, Screen::kIdentify}) {
    SCOPED_TRACE(name_of(screen));
    Driven d = driven_to(screen);
    d.pass(29'999);
    EXPECT_FALSE(warning_shown(d.flow, d.now_ms));
    EXPECT_EQ(seconds_shown(d.flow, d.now_ms), -1);
    d.pass(1);
    EXPECT_TRUE(warning_shown(d.flow, d.now_ms));
    EXPECT_EQ(seconds_shown(d.flow, d.now_ms), 10);
    d.pass(9'999);
    EXPECT_EQ(seconds_shown(d.flow, d.now_ms), 1);
    EXPECT_EQ(d.flow.screen, screen);
    d.pass(1);
    EXPECT_EQ(d.flow.screen, Screen::kServices);
  }
}

TEST(Idle, ATouchBeginsItAgain) {
  Driven d = driven_to(Screen::kChoice);
  d.pass(35'000).send(Touched{});
  EXPECT_FALSE(warning_shown(d.flow, d.now_ms));
  d.pass(39'999);
  EXPECT_EQ(d.flow.screen, Screen::kChoice);
  d.pass(1);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
}

TEST(Idle, TheDoneScreenCountsFifteenSecondsDownTwiceAsManyInLargeType) {
  for (const bool elder : {false, true}) {
    Driven d = driven_to(Screen::kDone);
    if (elder) d.send(ElderChosen{true});
    const int64_t stays_ms = elder ? 30'000 : 15'000;
    EXPECT_EQ(seconds_shown(d.flow, d.now_ms), stays_ms / 1'000);
    d.pass(stays_ms - 1);
    EXPECT_EQ(seconds_shown(d.flow, d.now_ms), 1);
    EXPECT_FALSE(warning_shown(d.flow, d.now_ms)) << "there is nothing to lose";
    d.pass(1);
    EXPECT_EQ(d.flow.screen, Screen::kServices);
  }
}

// Without a code reader "scan my papers" is nowhere but here.
TEST(Idle, TheDoneScreenAsksFirstWherePapersCanBeScanned) {
  for (const bool elder : {false, true}) {
    Driven d = driven_to(Screen::kPrinting);
    d.send(ScannerChanged{Scanning::kReady}).send(ElderChosen{elder});
    d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
    ASSERT_TRUE(can_scan(d.flow));
    d.pass(elder ? 29'999 : 14'999);
    EXPECT_FALSE(warning_shown(d.flow, d.now_ms));
    d.pass(1);
    EXPECT_TRUE(warning_shown(d.flow, d.now_ms));
    d.pass(9'999);
    EXPECT_EQ(d.flow.screen, Screen::kDone);
    d.pass(1);
    EXPECT_EQ(d.flow.screen, Screen::kServices);
  }
}

// Whoever reads the home screen in English, large or low is not thrown out of it unasked.
TEST(Idle, AChangedHomeScreenAsksBeforeItGoesBack) {
  const FlowEvent changes[] = {LanguageChosen{Language::kEnglish}, ElderChosen{true},
                               ContrastChosen{true}, LowChosen{true}, AccessChosen{true}};
  for (const Screen screen : {Screen::kServices, Screen::kAway}) {
    for (const FlowEvent& change : changes) {
      SCOPED_TRACE(change.index());
      Driven d = driven_to(screen);
      d.send(change).pass(29'999);
      EXPECT_FALSE(warning_shown(d.flow, d.now_ms));
      d.pass(1);
      EXPECT_TRUE(warning_shown(d.flow, d.now_ms));
      EXPECT_EQ(seconds_shown(d.flow, d.now_ms), 10);
      d.pass(9'999);
      EXPECT_FALSE(is_as_found(d.flow));
      d.pass(1);
      EXPECT_TRUE(is_as_found(d.flow));
      EXPECT_FALSE(warning_shown(d.flow, d.now_ms));
    }
  }
}

TEST(Idle, WakesExactlyWhenTheShownSecondsChange) {
  Driven d = driven_to(Screen::kChoice);
  int shown = seconds_shown(d.flow, d.now_ms);
  int changes = 0;
  while (d.flow.screen == Screen::kChoice) {
    const int64_t wake = wake_at_ms(d.flow, d.now_ms);
    ASSERT_GT(wake, d.now_ms);
    EXPECT_EQ(seconds_shown(d.flow, wake - 1), shown);  // nothing changes before
    d.pass(wake - d.now_ms);
    if (d.flow.screen == Screen::kChoice) {
      EXPECT_NE(seconds_shown(d.flow, d.now_ms), shown);
      shown = seconds_shown(d.flow, d.now_ms);
    }
    ++changes;
  }
  EXPECT_EQ(changes, 11);  // 10, 9, … 1, home
}

TEST(Idle, HomeSleepsUntilSomebodyChangesIt) {
  Driven d = driven_to(Screen::kServices);
  EXPECT_EQ(wake_at_ms(d.flow, d.now_ms), INT64_MAX);
  d.send(Touched{});
  EXPECT_EQ(wake_at_ms(d.flow, d.now_ms), INT64_MAX);
  d.send(LanguageChosen{Language::kEnglish});
  EXPECT_NE(wake_at_ms(d.flow, d.now_ms), INT64_MAX);
}

// --- Language and pages --------------------------------------------------------------------------

TEST(Language, HoldsThroughTheVisitAndGoesBackForTheNextCitizen) {
  Driven d = driven_to(Screen::kServices);
  d.send(LanguageChosen{Language::kEnglish}).send(ServiceChosen{"social"});
  d.send(IssueAnswered{d.flow.request, issued(kTicket)});
  EXPECT_EQ(d.flow.language, Language::kEnglish);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_EQ(d.flow.language, Language::kEnglish);
  d.pass(15'000);
  EXPECT_EQ(d.flow.language, Language::kChinese);
}

TEST(Language, GoesBackOnAHomeScreenThatNobodyUses) {
  for (Screen screen : {Screen::kServices, Screen::kAway}) {
    Driven d = driven_to(screen);
    d.send(LanguageChosen{Language::kEnglish}).pass(40'000);
    EXPECT_EQ(d.flow.language, Language::kChinese);
    EXPECT_EQ(d.flow.screen, screen);
    EXPECT_EQ(wake_at_ms(d.flow, d.now_ms), INT64_MAX);
  }
}

TEST(Pages, AreOfEightServicesAndNeverBeyondTheLast) {
  Driven d = driven_to(Screen::kServices);
  EXPECT_EQ(page_count(d.flow), 1u);
  d.send(HallChanged{true, 17});
  EXPECT_EQ(page_count(d.flow), 3u);
  d.send(PageChosen{7});
  EXPECT_EQ(d.flow.page, 2u);
  d.send(HallChanged{true, 9});
  EXPECT_EQ(d.flow.page, 1u);
  d.send(HallChanged{true, 0});
  EXPECT_EQ(page_count(d.flow), 1u);
  EXPECT_EQ(d.flow.page, 0u);
}

TEST(Pages, ASecondPageGoesBackWhenNobodyTouches) {
  Driven d = driven_to(Screen::kServices);
  d.send(HallChanged{true, 17}).send(PageChosen{1}).pass(40'000);
  EXPECT_EQ(d.flow.page, 0u);
}

TEST(Privacy, HomeKeepsNothingOfTheLastCitizen) {
  Driven d = driven_to(Screen::kDone);
  d.pass(15'000);
  EXPECT_EQ(d.flow.ticket.key, 0u);
  EXPECT_TRUE(d.flow.ticket.number.empty());
  EXPECT_TRUE(d.flow.ticket.token.empty());
  EXPECT_TRUE(d.flow.service.empty());
}

// --- Welcome -------------------------------------------------------------------------------------

Driven with_welcome() {
  Driven d;
  d.flow.times.welcome_ms = 60'000;
  d.send(PrinterChanged{DeviceCondition::kReady}).send(HallChanged{true, 8});
  return d;
}

TEST(Welcome, StandsWhereNobodyTouchesTheHomeScreenAndATouchEndsIt) {
  Driven d = with_welcome();
  d.pass(59'999);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  d.send(Touched{}).pass(59'999);
  EXPECT_EQ(d.flow.screen, Screen::kServices) << "somebody is there";
  d.pass(1);
  EXPECT_EQ(d.flow.screen, Screen::kWelcome);
  EXPECT_EQ(wake_at_ms(d.flow, d.now_ms), INT64_MAX) << "nothing to do until somebody comes";
  d.send(Touched{});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  EXPECT_TRUE(d.effects.empty()) << "the touch gives no number";
}

TEST(Welcome, NeverAsksWhetherAnybodyIsThere) {
  Driven d = with_welcome();
  d.pass(55'000);
  EXPECT_FALSE(warning_shown(d.flow, d.now_ms));
  EXPECT_EQ(seconds_shown(d.flow, d.now_ms), -1);
}

TEST(Welcome, WhatSomebodyDoesThereCountsOnTheHomeScreen) {
  const FlowEvent events[] = {LanguageChosen{Language::kEnglish},
                              ElderChosen{true},
                              ContrastChosen{true},
                              AccessChosen{true},
                              SpokenChosen{true},
                              HelpChosen{}};
  for (const FlowEvent& event : events) {
    SCOPED_TRACE(event.index());
    Driven d = with_welcome();
    d.pass(60'000);
    d.send(event);
    EXPECT_EQ(d.flow.screen, Screen::kServices);
    const Flow& flow = d.flow;
    EXPECT_EQ(1, (flow.language == Language::kEnglish) + flow.elder + flow.contrast +
                     flow.access_open + flow.spoken + (flow.help_until_ms != 0));
  }
}

TEST(Welcome, AChangedHomeScreenGoesBackFirst) {
  Driven d = with_welcome();
  d.send(LanguageChosen{Language::kEnglish}).pass(40'000);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  EXPECT_EQ(d.flow.language, Language::kChinese);
  d.pass(60'000);
  EXPECT_EQ(d.flow.screen, Screen::kWelcome);
}

TEST(Welcome, TheServerGoesAndComesBackMeanwhile) {
  Driven d = with_welcome();
  d.pass(60'000);
  d.send(HallChanged{false, 8});
  EXPECT_EQ(d.flow.screen, Screen::kAway);
  d.send(HallChanged{true, 8}).pass(60'000);
  EXPECT_EQ(d.flow.screen, Screen::kWelcome);
}

}  // namespace
}  // namespace yichuang::kiosk
