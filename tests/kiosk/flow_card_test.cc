// An ID card at the kiosk: what is asked with it, and that nothing of it stays.
#include <gtest/gtest.h>

#include "kiosk/flow.h"
#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

const std::string kPerson(16, 'p');

TEST(Card, AsksForTheTicketOfItsOwnerWithPriorityByAge) {
  for (const bool elderly : {false, true}) {
    Driven d = driven_to(Screen::kIdentify);
    d.send(CardSeen{CardOutcome::kRead, kPerson, elderly});
    ASSERT_TRUE(d.only<AskIssue>());
    EXPECT_EQ(d.only<AskIssue>()->service, "social");
    EXPECT_EQ(d.only<AskIssue>()->person, kPerson);
    EXPECT_EQ(d.only<AskIssue>()->priority,
              elderly ? wire::PRIORITY_CLASS_ELDERLY : wire::PRIORITY_CLASS_UNSPECIFIED);
    EXPECT_TRUE(d.flow.person.empty()) << "it is not kept";
  }
}

TEST(Card, NobodyNeedsOne) {
  Driven d = driven_to(Screen::kIdentify);
  d.send(WithoutCardChosen{});
  ASSERT_TRUE(d.only<AskIssue>());
  EXPECT_TRUE(d.only<AskIssue>()->person.empty());
  EXPECT_EQ(d.only<AskIssue>()->priority, wire::PRIORITY_CLASS_UNSPECIFIED);
}

TEST(Card, IsAskedForOnlyWhereItCanBeReadAndUsed) {
  Driven d = driven_to(Screen::kServices);
  d.send(ServiceChosen{"social"});
  EXPECT_EQ(d.flow.screen, Screen::kIssuing) << "no reader";
  Driven offline = driven_to(Screen::kServices);
  offline.send(CardReaderChanged{true}).send(HallChanged{false, 8, true});
  offline.send(ServiceChosen{"social"});
  EXPECT_EQ(offline.flow.screen, Screen::kIssuing) << "no server";
}

TEST(Card, OneThatMovesIsAskedForAgain) {
  Driven d = driven_to(Screen::kIdentify);
  d.send(CardSeen{CardOutcome::kMoved, "", false});
  EXPECT_EQ(d.flow.card_trouble, CardTrouble::kMoved);
  d.send(CardSeen{CardOutcome::kRead, kPerson, false});
  EXPECT_EQ(d.flow.screen, Screen::kIssuing);
}

TEST(Card, AReaderThatIsLostIsSaid) {
  Driven d = driven_to(Screen::kIdentify);
  d.send(CardReaderChanged{false});
  EXPECT_EQ(d.flow.card_trouble, CardTrouble::kReaderLost);
  d.send(WithoutCardChosen{});
  EXPECT_EQ(d.flow.screen, Screen::kIssuing);
}

TEST(Card, OneThatLiesThereLaterIsNobodysBusiness) {
  for (const Screen screen : kScreens) {
    if (screen == Screen::kIdentify) continue;
    Driven d = driven_to(screen);
    d.send(CardSeen{CardOutcome::kRead, kPerson, true});
    EXPECT_EQ(name_of(d.flow.screen), std::string(name_of(screen)));
    EXPECT_TRUE(d.flow.person.empty());
    EXPECT_TRUE(d.effects.empty());
  }
}

TEST(Card, WhoeverHasANumberIsTold) {
  Driven d = driven_to(Screen::kIdentify);
  d.send(CardSeen{CardOutcome::kRead, kPerson, false});
  d.send(IssueAnswered{d.flow.request, refused(wire::REFUSAL_LIMIT_REACHED)});
  EXPECT_EQ(d.flow.trouble, Trouble::kHasTicket);
}

}  // namespace
}  // namespace yichuang::kiosk
