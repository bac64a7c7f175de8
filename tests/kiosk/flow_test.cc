#include "kiosk/flow.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

// --- Every screen times every event --------------------------------------------------------------

struct NamedEvent {
  const char* name;
  std::function<FlowEvent(const Flow&)> make;
};

const std::vector<NamedEvent>& every_event() {
  static const std::vector<NamedEvent> events = {
      {"service", [](const Flow&) { return ServiceChosen{"tax"}; }},
      {"code", [](const Flow&) { return CodeRead{kToken}; }},
      {"foreign code", [](const Flow&) { return CodeRead{}; }},
      {"reactivate", [](const Flow&) { return ReactivateChosen{}; }},
      {"withdraw", [](const Flow&) { return WithdrawChosen{}; }},
      {"keep", [](const Flow&) { return KeepChosen{}; }},
      {"found",
       [](const Flow& f) {
         return TicketAnswered{f.request, found(wire::TICKET_PHASE_WAITING)};
       }},
      {"no such ticket",
       [](const Flow& f) {
         return TicketAnswered{f.request, refused(wire::REFUSAL_UNKNOWN_TICKET)};
       }},
      {"not found out",
       [](const Flow& f) {
         return TicketAnswered{f.request, {Outcome::Kind::kUnanswered, {}}};
       }},
      {"found, other request",
       [](const Flow& f) {
         return TicketAnswered{f.request + 9, found(wire::TICKET_PHASE_WAITING)};
       }},
      {"paper taken", [](const Flow&) { return PaperTaken{}; }},
      {"reprint", [](const Flow&) { return ReprintChosen{}; }},
      {"paperless", [](const Flow&) { return PaperlessChosen{}; }},
      {"home", [](const Flow&) { return HomeChosen{}; }},
      {"language", [](const Flow&) { return LanguageChosen{Language::kEnglish}; }},
      {"card",
       [](const Flow&) {
         return CardSeen{CardOutcome::kRead, std::string(16, 'p'), true};
       }},
      {"card moved",
       [](const Flow&) {
         return CardSeen{CardOutcome::kMoved, "", false};
       }},
      {"without card", [](const Flow&) { return WithoutCardChosen{}; }},
      {"card reader lost", [](const Flow&) { return CardReaderChanged{false}; }},
      {"corner", [](const Flow&) { return CornerTouched{}; }},
      {"digit", [](const Flow&) { return DigitChosen{'1'}; }},
      {"erase", [](const Flow&) { return DigitErased{}; }},
      {"pin right", [](const Flow&) { return PinAnswered{true}; }},
      {"pin wrong", [](const Flow&) { return PinAnswered{false}; }},
      {"staff act", [](const Flow&) { return StaffActChosen{StaffAct::kTestPrint}; }},
      {"elder", [](const Flow&) { return ElderChosen{true}; }},
      {"help", [](const Flow&) { return HelpChosen{}; }},
      {"page", [](const Flow&) { return PageChosen{1}; }},
      {"touch", [](const Flow&) { return Touched{}; }},
      {"issued",
       [](const Flow& f) {
         return IssueAnswered{f.request, issued(77)};
       }},
      {"issue refused",
       [](const Flow& f) {
         return IssueAnswered{f.request, refused(wire::REFUSAL_BUSY)};
       }},
      {"issued, other request",
       [](const Flow& f) {
         return IssueAnswered{f.request + 9, issued(78)};
       }},
      {"confirmed",
       [](const Flow& f) {
         return ConfirmAnswered{f.ticket.key, done()};
       }},
      {"confirm refused",
       [](const Flow& f) {
         return ConfirmAnswered{f.ticket.key, refused(wire::REFUSAL_WRONG_PHASE)};
       }},
      {"printed",
       [](const Flow& f) {
         return PrintFinished{f.job, PrintOutcome::kPrinted, PrintReason::kNone};
       }},
      {"print failed",
       [](const Flow& f) {
         return PrintFinished{f.job, PrintOutcome::kFailed, PrintReason::kPaperOut};
       }},
      {"print unknown",
       [](const Flow& f) {
         return PrintFinished{f.job, PrintOutcome::kUnknown, PrintReason::kUnplugged};
       }},
      {"printed, other job",
       [](const Flow& f) {
         return PrintFinished{f.job + 9, PrintOutcome::kPrinted, PrintReason::kNone};
       }},
      {"printer stops", [](const Flow&) { return PrinterChanged{DeviceCondition::kStopped}; }},
      {"hall fresh",
       [](const Flow&) {
         return HallChanged{true, 8};
       }},
      {"hall away",
       [](const Flow&) {
         return HallChanged{false, 8};
       }},
      {"hall away, own numbers",
       [](const Flow&) {
         return HallChanged{false, 8, true};
       }},
      {"own number",
       [](const Flow& f) {
         FlowTicket ticket;
         ticket.key = 0x8000'0001U;
         ticket.offline = true;
         return NumberGiven{f.request, ticket};
       }},
      {"ticket seen", [](const Flow&) { return TicketSeen{79}; }},
      {"ticket lost", [](const Flow& f) { return TicketLost{f.ticket.key}; }},
      {"other ticket lost", [](const Flow&) { return TicketLost{5}; }},
      {"confirm unsent",
       [](const Flow& f) {
         return ConfirmAnswered{f.ticket.key, {Outcome::Kind::kUnavailable, {}}};
       }},
      {"papers",
       [](const Flow&) {
         return PapersChosen{"social-card", 4};
       }},
      {"paper", [](const Flow&) { return PaperChosen{1}; }},
      {"scan", [](const Flow&) { return ScanChosen{}; }},
      {"stop", [](const Flow&) { return StopChosen{}; }},
      {"page opened", [](const Flow&) { return PageOpened{0}; }},
      {"page kept", [](const Flow&) { return PageKept{}; }},
      {"page dropped", [](const Flow&) { return PageDropped{}; }},
      {"page moved", [](const Flow&) { return PageMoved{true}; }},
      {"paper done", [](const Flow&) { return PaperDone{}; }},
      {"page scanned",
       [](const Flow& f) {
         return PageScanned{f.papers.job, {9, scan::Verdict::kGood}};
       }},
      {"scanned nothing",
       [](const Flow& f) {
         return ScanFinished{f.papers.job, {}};
       }},
      {"scan progressed",
       [](const Flow& f) {
         return ScanProgressed{f.papers.job, 10};
       }},
      {"paper filed",
       [](const Flow&) {
         return PaperFiled{1, "d"};
       }},
      {"paper sent", [](const Flow&) { return PaperSent{"d"}; }},
      {"scanner lost", [](const Flow&) { return ScannerChanged{false}; }},
      {"program ends", [](const Flow&) { return ProgramEnds{}; }},
      {"time, early", [](const Flow&) { return TimePassed{}; }},
  };
  return events;
}

// Where an event leads, where that is not "stays".
const std::map<std::pair<Screen, std::string>, Screen>& moves() {
  static const std::map<std::pair<Screen, std::string>, Screen> table = {
      {{Screen::kServices, "service"}, Screen::kIssuing},
      {{Screen::kServices, "hall away"}, Screen::kAway},
      {{Screen::kServices, "code"}, Screen::kLooking},
      {{Screen::kServices, "foreign code"}, Screen::kTrouble},
      {{Screen::kLooking, "found"}, Screen::kMyTicket},
      {{Screen::kLooking, "no such ticket"}, Screen::kIssuing},
      {{Screen::kLooking, "not found out"}, Screen::kTrouble},
      {{Screen::kMyTicket, "code"}, Screen::kLooking},
      {{Screen::kMyTicket, "foreign code"}, Screen::kTrouble},
      {{Screen::kMyTicket, "home"}, Screen::kServices},
      {{Screen::kMyTicket, "reactivate"}, Screen::kLooking},
      {{Screen::kDone, "code"}, Screen::kLooking},
      {{Screen::kDone, "foreign code"}, Screen::kTrouble},
      {{Screen::kTrouble, "code"}, Screen::kLooking},
      {{Screen::kIdentify, "card"}, Screen::kIssuing},
      {{Screen::kIdentify, "without card"}, Screen::kIssuing},
      {{Screen::kIdentify, "home"}, Screen::kServices},
      {{Screen::kIdentify, "code"}, Screen::kLooking},
      {{Screen::kIdentify, "foreign code"}, Screen::kTrouble},
      {{Screen::kStaffPin, "pin right"}, Screen::kStaff},
      {{Screen::kStaffPin, "home"}, Screen::kServices},
      {{Screen::kStaff, "home"}, Screen::kServices},
      {{Screen::kIssuing, "issued"}, Screen::kPrinting},
      {{Screen::kIssuing, "own number"}, Screen::kPrinting},
      {{Screen::kAway, "hall away, own numbers"}, Screen::kServices},
      {{Screen::kIssuing, "issue refused"}, Screen::kTrouble},
      {{Screen::kPrinting, "printed"}, Screen::kDone},
      {{Screen::kPrinting, "print failed"}, Screen::kChoice},
      {{Screen::kPrinting, "print unknown"}, Screen::kChoice},
      {{Screen::kPrinting, "ticket lost"}, Screen::kTrouble},
      {{Screen::kChoice, "paper taken"}, Screen::kDone},
      {{Screen::kChoice, "reprint"}, Screen::kPrinting},
      {{Screen::kChoice, "paperless"}, Screen::kDone},
      {{Screen::kChoice, "home"}, Screen::kServices},
      {{Screen::kChoice, "printed"}, Screen::kDone},
      {{Screen::kChoice, "ticket lost"}, Screen::kTrouble},
      {{Screen::kPrinting, "program ends"}, Screen::kServices},
      {{Screen::kChoice, "program ends"}, Screen::kServices},
      {{Screen::kDone, "confirm unsent"}, Screen::kTrouble},
      {{Screen::kDone, "home"}, Screen::kServices},
      {{Screen::kDone, "confirm refused"}, Screen::kTrouble},
      {{Screen::kDone, "ticket lost"}, Screen::kTrouble},
      {{Screen::kTrouble, "home"}, Screen::kServices},
      {{Screen::kAway, "hall fresh"}, Screen::kServices},
      {{Screen::kPapers, "code"}, Screen::kLooking},
      {{Screen::kPapers, "foreign code"}, Screen::kTrouble},
      {{Screen::kPapers, "home"}, Screen::kServices},
      {{Screen::kPapers, "paper"}, Screen::kPages},
      {{Screen::kPages, "scan"}, Screen::kScanning},
      {{Screen::kPages, "home"}, Screen::kPapers},
      {{Screen::kScanning, "scanned nothing"}, Screen::kPages},
      {{Screen::kPage, "home"}, Screen::kPages},
      {{Screen::kPage, "page kept"}, Screen::kPages},
      {{Screen::kPage, "page dropped"}, Screen::kPages},
      {{Screen::kPage, "scan"}, Screen::kScanning},
  };
  return table;
}

TEST(Flow, EveryScreenTimesEveryEventHasItsNextScreen) {
  size_t moved = 0;
  for (Screen screen : kScreens) {
    for (const NamedEvent& event : every_event()) {
      SCOPED_TRACE(std::string(name_of(screen)) + " × " + event.name);
      Driven d = driven_to(screen);
      ASSERT_EQ(name_of(d.flow.screen), std::string(name_of(screen)));
      const auto move = moves().find({screen, event.name});
      const Screen expected = move == moves().end() ? screen : move->second;
      moved += move != moves().end();
      d.send(event.make(d.flow));
      EXPECT_EQ(name_of(d.flow.screen), std::string(name_of(expected)));
    }
  }
  EXPECT_EQ(moved, moves().size());  // the table names no event that does not exist
}

TEST(Flow, EveryScreenEndsByItselfOrIsAHome) {
  const std::map<Screen, Screen> ends = {
      {Screen::kServices, Screen::kServices}, {Screen::kIssuing, Screen::kTrouble},
      {Screen::kPrinting, Screen::kChoice},   {Screen::kChoice, Screen::kServices},
      {Screen::kDone, Screen::kServices},     {Screen::kTrouble, Screen::kServices},
      {Screen::kLooking, Screen::kTrouble},   {Screen::kMyTicket, Screen::kServices},
      {Screen::kIdentify, Screen::kServices}, {Screen::kStaffPin, Screen::kServices},
      {Screen::kStaff, Screen::kServices},    {Screen::kAway, Screen::kAway},
      {Screen::kPapers, Screen::kServices},   {Screen::kPages, Screen::kServices},
      {Screen::kScanning, Screen::kPages},    {Screen::kPage, Screen::kServices}};
  for (Screen screen : kScreens) {
    SCOPED_TRACE(name_of(screen));
    Driven d = driven_to(screen);
    d.pass(3'600'000);
    EXPECT_EQ(name_of(d.flow.screen), std::string(name_of(ends.at(screen))));
  }
}

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
  for (int i = 0; i < 29; ++i) {
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
  d.pass(30'000);
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
  d.pass(30'000);
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
    d.send(leave).pass(30'000);
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
  d.pass(30'000);
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
  d.pass(8'000);
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
  d.pass(8'000);
  EXPECT_EQ(d.flow.screen, Screen::kAway);
}

}  // namespace
}  // namespace yichuang::kiosk
