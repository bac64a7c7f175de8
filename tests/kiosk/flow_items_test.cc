// What can be asked for is found, read, taken a number for, printed.
#include <gtest/gtest.h>

#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

TEST(Items, AreSearchedOnlyWhereTheyAreKnown) {
  Driven d = driven_to(Screen::kServices);
  d.send(SearchChosen{});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  d.send(ItemsChanged{84}).send(SearchChosen{});
  EXPECT_EQ(d.flow.screen, Screen::kSearch);
}

TEST(Items, LettersAreTypedAndErased) {
  Driven d = driven_to(Screen::kSearch);
  for (const char letter : {'s', 'b', 'k', '!', 'K'}) d.send(LetterTyped{letter});
  EXPECT_EQ(d.flow.query, "sbk") << "nothing but small letters";
  d.send(PageChosen{2}).send(LetterErased{});
  EXPECT_EQ(d.flow.query, "sb");
  EXPECT_EQ(d.flow.page, 0u) << "what is found now begins at its first page";
  for (int i = 0; i < 100; ++i) d.send(LetterTyped{'a'});
  EXPECT_EQ(d.flow.query.size(), kQueryLettersMax);
}

TEST(Items, TheWayBackFromTheSearchTouchesNoTicket) {
  Driven d = driven_to(Screen::kSearch);
  d.send(HomeChosen{});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  EXPECT_TRUE(d.effects.empty()) << "there is nothing to give up";
}

TEST(Items, TheNumberIsForTheItem) {
  Driven d = driven_to(Screen::kItem);
  d.send(ItemTaken{});
  ASSERT_TRUE(d.only<AskIssue>());
  EXPECT_EQ(d.only<AskIssue>()->service, "social");
  EXPECT_EQ(d.only<AskIssue>()->item, "social-card");
  d.send(IssueAnswered{d.flow.request, issued(kTicket)});
  EXPECT_EQ(d.flow.ticket.item, "social-card");
}

TEST(Items, AServiceAloneNamesNoItem) {
  Driven d = driven_to(Screen::kItem);
  d.send(HomeChosen{}).send(HomeChosen{}).send(ServiceChosen{"tax"});
  ASSERT_TRUE(d.only<AskIssue>());
  EXPECT_EQ(d.only<AskIssue>()->item, "");
}

TEST(Items, TheCardIsAskedForAsForAService) {
  Driven d = driven_to(Screen::kItem);
  d.send(CardReaderChanged{true}).send(ItemTaken{});
  EXPECT_EQ(d.flow.screen, Screen::kIdentify);
  d.send(WithoutCardChosen{});
  EXPECT_EQ(d.only<AskIssue>()->item, "social-card");
}

TEST(Items, TheNoticeIsPrintedOnceATouch) {
  Driven d = driven_to(Screen::kItem);
  d.send(NoticeChosen{});
  ASSERT_TRUE(d.only<AskNotice>());
  const uint64_t job = d.only<AskNotice>()->job;
  d.send(NoticeChosen{});
  EXPECT_TRUE(d.effects.empty()) << "an impatient finger";
  d.send(PrintFinished{job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_EQ(d.flow.notice, PrintWait::kPrinted);
  EXPECT_EQ(d.flow.screen, Screen::kItem);
}

TEST(Items, ANoticeThatFailsTakesNothingFromTheTicketThatFollows) {
  Driven d = driven_to(Screen::kItem);
  d.send(NoticeChosen{});
  const uint64_t job = d.flow.notice_job;
  d.send(ItemTaken{}).send(IssueAnswered{d.flow.request, issued(kTicket)});
  EXPECT_EQ(d.flow.screen, Screen::kPrinting);
  d.send(PrintFinished{job, PrintOutcome::kFailed, PrintReason::kPaperOut});
  EXPECT_EQ(d.flow.screen, Screen::kPrinting) << "that was the notice";
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_EQ(d.flow.screen, Screen::kDone);
}

TEST(Items, TheNextCitizenFindsNothingOfTheLast) {
  Driven d = driven_to(Screen::kItem);
  d.pass(10 * d.flow.times.idle_ms);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  EXPECT_EQ(d.flow.item, "");
  EXPECT_EQ(d.flow.query, "");
}

}  // namespace
}  // namespace yichuang::kiosk
