#include "kiosk/flow.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

// --- One tap, one ticket -------------------------------------------------------------------------

TEST(Flow, ADoubleTapIssuesOneTicket) {
  Driven d = driven_to(Screen::kServices);
  d.send(ServiceChosen{"social"});
  ASSERT_TRUE(d.only<AskIssue>());
  EXPECT_EQ(d.only<AskIssue>()->service, "social");
  d.send(ServiceChosen{"social"});
  EXPECT_TRUE(d.effects.empty());
  d.send(ServiceChosen{"tax"});
  EXPECT_TRUE(d.effects.empty());
}

TEST(Flow, ATapWhileTheServerIsAwayIssuesNothing) {
  Driven d = driven_to(Screen::kAway);
  d.send(ServiceChosen{"social"});
  EXPECT_TRUE(d.effects.empty());
  EXPECT_EQ(d.flow.screen, Screen::kAway);
}

// --- The printer ---------------------------------------------------------------------------------

TEST(Printing, IsConfirmedOnlyAfterThePrinterSaysPrinted) {
  Driven d = driven_to(Screen::kIssuing);
  d.send(IssueAnswered{d.flow.request, issued(kTicket)});
  ASSERT_TRUE(d.only<AskPrint>());
  EXPECT_EQ(d.only<AskPrint>()->ticket.number, "A012");
  EXPECT_EQ(d.only<AskPrint>()->ticket.token, "Zm9vYmFyMTIzNDU2");
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  ASSERT_TRUE(d.only<AskConfirm>());
  EXPECT_EQ(d.only<AskConfirm>()->ticket, kTicket);
  EXPECT_EQ(d.only<AskConfirm>()->delivery, wire::DELIVERY_PRINTED);
}

TEST(Printing, AnUnknownOutcomeAsksAndNeverPrintsByItself) {
  Driven d = driven_to(Screen::kChoice);
  EXPECT_TRUE(d.effects.empty());
  EXPECT_EQ(d.flow.print_outcome, PrintOutcome::kUnknown);
  for (int i = 0; i < 39; ++i) {
    d.pass(1'000);
    EXPECT_TRUE(d.effects.empty());
  }
}

TEST(Printing, ReprintIsTheSameTicketUnderANewJob) {
  Driven d = driven_to(Screen::kChoice);
  const uint64_t first = d.flow.job;
  d.send(ReprintChosen{});
  ASSERT_TRUE(d.only<AskPrint>());
  EXPECT_EQ(d.only<AskPrint>()->ticket.key, kTicket);
  EXPECT_NE(d.only<AskPrint>()->job, first);
  d.send(PrintFinished{first, PrintOutcome::kPrinted, PrintReason::kNone});  // the old job's news
  EXPECT_EQ(d.flow.screen, Screen::kPrinting);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_EQ(d.flow.screen, Screen::kDone);
}

TEST(Printing, ADoubleTapOnReprintPrintsOnce) {
  Driven d = driven_to(Screen::kChoice);
  d.send(ReprintChosen{}).send(ReprintChosen{});
  EXPECT_TRUE(d.effects.empty());
}

TEST(Printing, ReprintWaitsForAPrinterThatPrints) {
  Driven d = driven_to(Screen::kChoice);
  d.send(PrinterChanged{DeviceCondition::kStopped}).send(ReprintChosen{});
  EXPECT_TRUE(d.effects.empty());
  EXPECT_EQ(d.flow.screen, Screen::kChoice);
  d.send(PrinterChanged{DeviceCondition::kReady}).send(ReprintChosen{});
  EXPECT_TRUE(d.only<AskPrint>());
}

TEST(Printing, ALatePrintedOnTheChoiceScreenCounts) {
  Driven d = driven_to(Screen::kChoice);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_EQ(d.flow.screen, Screen::kDone);
  ASSERT_TRUE(d.only<AskConfirm>());
  EXPECT_EQ(d.only<AskConfirm>()->delivery, wire::DELIVERY_PRINTED);
}

TEST(Printing, WithoutAPrinterTheCitizenIsAskedAtOnce) {
  for (DeviceCondition condition : {DeviceCondition::kAway, DeviceCondition::kStopped}) {
    Driven d = driven_to(Screen::kIssuing);
    d.send(PrinterChanged{condition}).send(IssueAnswered{d.flow.request, issued(kTicket)});
    EXPECT_EQ(d.flow.screen, Screen::kChoice);
    EXPECT_TRUE(d.effects.empty());
  }
}

TEST(Printing, APrinterThatNeverAnswersEndsInTheChoice) {
  Driven d = driven_to(Screen::kPrinting);
  d.pass(60'000);
  EXPECT_EQ(d.flow.screen, Screen::kChoice);
  EXPECT_EQ(d.flow.print_outcome, PrintOutcome::kUnknown);
}

// --- The paper that nobody knows of
// ---------------------------------------------------------------

TEST(MaybePrinted, TheCitizenWhoHasThePaperConfirmsIt) {
  Driven d = driven_to(Screen::kChoice);
  d.send(PaperTaken{});
  EXPECT_EQ(d.flow.screen, Screen::kDone);
  ASSERT_TRUE(d.only<AskConfirm>());
  EXPECT_EQ(d.only<AskConfirm>()->ticket, kTicket);
  EXPECT_EQ(d.only<AskConfirm>()->delivery, wire::DELIVERY_PRINTED);
}

// The ticket was complete, its citizen went off with it, and half a minute later it was cancelled.
TEST(MaybePrinted, WalkingAwayConfirmsThePaperThatMayBeInHand) {
  Driven d = driven_to(Screen::kChoice);
  d.pass(40'000);
  ASSERT_TRUE(d.only<AskConfirm>());
  EXPECT_EQ(d.only<AskConfirm>()->ticket, kTicket);
  EXPECT_EQ(d.only<AskConfirm>()->delivery, wire::DELIVERY_PRINTED);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
}

TEST(MaybePrinted, AReprintThatSurelyFailedLeavesTheFirstPaperWhereItIs) {
  Driven d = driven_to(Screen::kChoice);
  d.send(ReprintChosen{});
  d.send(PrintFinished{d.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
  EXPECT_TRUE(d.flow.maybe_printed);
  d.pass(40'000);
  EXPECT_TRUE(d.only<AskConfirm>());
}

TEST(MaybePrinted, WhoSaysThatTheyWantNoTicketIsBelieved) {
  Driven d = driven_to(Screen::kChoice);
  d.send(HomeChosen{});
  EXPECT_TRUE(d.only<AskCancel>());
}

TEST(MaybePrinted, NobodyCanHaveTakenWhatNeverCameOut) {
  Driven d = driven_to(Screen::kPrinting);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
  d.send(PaperTaken{});
  EXPECT_EQ(d.flow.screen, Screen::kChoice);
  EXPECT_TRUE(d.effects.empty());
}

TEST(MaybePrinted, TheNextTicketBeginsWithoutIt) {
  for (const FlowEvent& leave :
       std::vector<FlowEvent>{HomeChosen{}, PaperTaken{}, TicketLost{kTicket}}) {
    Driven d = driven_to(Screen::kChoice);
    d.send(leave).pass(40'000);
    ASSERT_EQ(d.flow.screen, Screen::kServices);
    EXPECT_FALSE(d.flow.maybe_printed);
  }
}

TEST(Paperless, IsConfirmedOnTheCitizensChoice) {
  Driven d = driven_to(Screen::kChoice);
  d.send(PaperlessChosen{});
  ASSERT_TRUE(d.only<AskConfirm>());
  EXPECT_EQ(d.only<AskConfirm>()->delivery, wire::DELIVERY_PAPERLESS);
  d.send(PaperlessChosen{});
  EXPECT_TRUE(d.effects.empty());
}

TEST(Paperless, StaysLongEnoughToFindAPhone) {
  Driven d = driven_to(Screen::kChoice);
  d.send(PaperlessChosen{}).pass(29'000);
  EXPECT_EQ(d.flow.screen, Screen::kDone);
  d.pass(1'000);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
}

// --- No ghost stays ------------------------------------------------------------------------------

TEST(Ghosts, WalkingAwayWhenNothingCameOutCancelsTheTicket) {
  Driven d = driven_to(Screen::kPrinting);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
  d.pass(40'000);
  ASSERT_TRUE(d.only<AskCancel>());
  EXPECT_EQ(d.only<AskCancel>()->ticket, kTicket);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  EXPECT_EQ(d.flow.ticket.key, 0u);
}

TEST(Ghosts, RefusingTheTicketOnTheChoiceCancelsIt) {
  Driven d = driven_to(Screen::kChoice);
  d.send(HomeChosen{});
  ASSERT_TRUE(d.only<AskCancel>());
  EXPECT_EQ(d.only<AskCancel>()->ticket, kTicket);
}

TEST(Ghosts, AnAnswerNobodyWaitsForIsCancelled) {
  for (Screen screen : kScreens) {
    SCOPED_TRACE(name_of(screen));
    Driven d = driven_to(screen);
    d.send(IssueAnswered{d.flow.request + 1'000, issued(99)});  // of an earlier life, say
    ASSERT_TRUE(d.only<AskCancel>());
    EXPECT_EQ(d.only<AskCancel>()->ticket, 99u);
  }
}

TEST(Ghosts, ARefusalNobodyWaitsForDoesNothing) {
  Driven d = driven_to(Screen::kServices);
  d.send(IssueAnswered{d.flow.request + 1, refused(wire::REFUSAL_BUSY)});
  EXPECT_TRUE(d.effects.empty());
}

TEST(Ghosts, ATicketOnTheFeedThatNoAnswerToldOfIsCancelledOnce) {
  Driven d = driven_to(Screen::kIssuing);
  d.send(TicketSeen{50});
  EXPECT_TRUE(d.effects.empty());  // the answer may still come
  d.send(IssueAnswered{d.flow.request, {Outcome::Kind::kUnanswered, {}}});
  ASSERT_TRUE(d.only<AskCancel>());
  EXPECT_EQ(d.only<AskCancel>()->ticket, 50u);
  EXPECT_EQ(d.flow.trouble, Trouble::kNoAnswer);
  d.send(TicketSeen{50});
  EXPECT_TRUE(d.effects.empty());
}

TEST(Ghosts, TheFeedBeforeTheAnswerIsNoGhost) {
  Driven d = driven_to(Screen::kIssuing);
  d.send(TicketSeen{kTicket}).send(IssueAnswered{d.flow.request, issued(kTicket)});
  EXPECT_TRUE(d.only<AskPrint>());
  d.send(TicketSeen{kTicket});
  EXPECT_TRUE(d.effects.empty());
}

TEST(Ghosts, ALateFeedNeverCancelsATicketThatWasGivenOut) {
  Driven d = driven_to(Screen::kDone);
  d.pass(15'000);
  ASSERT_EQ(d.flow.screen, Screen::kServices);
  d.send(TicketSeen{kTicket});
  EXPECT_TRUE(d.effects.empty());
}

TEST(Ghosts, AnAnswerWithoutATicketIsARefusal) {
  Driven d = driven_to(Screen::kIssuing);
  d.send(IssueAnswered{d.flow.request, done()});
  EXPECT_EQ(d.flow.screen, Screen::kTrouble);
  EXPECT_EQ(d.flow.trouble, Trouble::kRefused);
}

// --- The program ends ----------------------------------------------------------------------------

TEST(Ends, WhatMayBePrintedIsConfirmedAndWhatSurelyIsNotIsCancelled) {
  for (Screen screen : {Screen::kPrinting, Screen::kChoice}) {  // the choice: nobody knows
    Driven d = driven_to(screen);
    EXPECT_TRUE(paper_may_be_out(d.flow));
    d.send(ProgramEnds{});
    ASSERT_TRUE(d.only<AskConfirm>());
    EXPECT_EQ(d.only<AskConfirm>()->delivery, wire::DELIVERY_PRINTED);
  }
  Driven d = driven_to(Screen::kPrinting);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kFailed, PrintReason::kPaperOut});
  EXPECT_FALSE(paper_may_be_out(d.flow));
  d.send(ProgramEnds{});
  EXPECT_TRUE(d.only<AskCancel>());
}

// --- The server comes and goes -------------------------------------------------------------------

TEST(Hall, AwayShowsAndReturnsByItself) {
  Driven d = driven_to(Screen::kServices);
  d.send(HallChanged{false, 8});
  EXPECT_EQ(d.flow.screen, Screen::kAway);
  d.send(HallChanged{true, 8});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
}

TEST(Hall, ATicketInHandIsFinishedWhileTheServerIsAway) {
  Driven d = driven_to(Screen::kPrinting);
  d.send(HallChanged{false, 8});
  EXPECT_EQ(d.flow.screen, Screen::kPrinting);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_EQ(d.flow.screen, Screen::kDone);
  d.pass(15'000);
  EXPECT_EQ(d.flow.screen, Screen::kAway);
}

}  // namespace
}  // namespace yichuang::kiosk
