// The server is away, and the kiosk has numbers of its own.
#include <gtest/gtest.h>

#include "kiosk/flow.h"
#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

constexpr uint32_t kOwnTicket = 0x8000'0007U;

FlowTicket own_ticket() {
  FlowTicket ticket;
  ticket.key = kOwnTicket;
  ticket.number = "X007";
  ticket.service = "social";
  ticket.offline = true;
  return ticket;
}

Driven offline() {
  Driven d = driven_to(Screen::kServices);
  d.send(HallChanged{false, 8, true});
  return d;
}

TEST(Offline, TheHomeScreenStaysWhileNumbersCanBeGiven) {
  Driven d = offline();
  EXPECT_EQ(d.flow.screen, Screen::kServices);
  d.send(HallChanged{false, 8, false});  // the hall has closed, or the series is another's
  EXPECT_EQ(d.flow.screen, Screen::kAway);
  d.send(HallChanged{false, 8, true});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
}

TEST(Offline, AKioskThatStartsWithoutTheServerShowsItsServices) {
  Driven d;
  d.send(HallChanged{false, 8, true});
  EXPECT_EQ(d.flow.screen, Screen::kServices);
}

TEST(Offline, ANumberOfItsOwnIsPrintedAndDelivered) {
  Driven d = offline();
  d.send(ServiceChosen{"social"});
  ASSERT_TRUE(d.only<AskIssue>());
  d.send(NumberGiven{d.flow.request, own_ticket()});
  ASSERT_TRUE(d.only<AskPrint>());
  EXPECT_EQ(d.only<AskPrint>()->ticket.number, "X007");
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  ASSERT_TRUE(d.only<AskConfirm>());
  EXPECT_EQ(d.only<AskConfirm>()->ticket, kOwnTicket);
  d.pass(15'000);
  EXPECT_EQ(d.flow.screen, Screen::kServices);
}

TEST(Offline, ADoubleTapGivesOneNumber) {
  Driven d = offline();
  d.send(ServiceChosen{"social"});
  d.send(NumberGiven{d.flow.request, own_ticket()});
  d.send(ServiceChosen{"social"});
  EXPECT_TRUE(d.effects.empty());
}

TEST(Offline, ANumberThatComesTooLateIsNobodys) {
  Driven d = offline();
  d.send(NumberGiven{d.flow.request, own_ticket()});
  ASSERT_TRUE(d.only<AskCancel>());
  EXPECT_EQ(d.only<AskCancel>()->ticket, kOwnTicket);
}

TEST(Offline, WhoeverRefusesItLeavesNoGhost) {
  Driven d = offline();
  d.send(PrinterChanged{DeviceCondition::kStopped});
  d.send(ServiceChosen{"social"});
  d.send(NumberGiven{d.flow.request, own_ticket()});
  EXPECT_EQ(d.flow.screen, Screen::kChoice);
  d.send(HomeChosen{});
  ASSERT_TRUE(d.only<AskCancel>());
  EXPECT_EQ(d.only<AskCancel>()->ticket, kOwnTicket);
}

TEST(Offline, TheServersReturnDisturbsNobody) {
  Driven d = offline();
  d.send(ServiceChosen{"social"});
  d.send(NumberGiven{d.flow.request, own_ticket()});
  d.send(HallChanged{true, 8, true});
  EXPECT_EQ(d.flow.screen, Screen::kPrinting);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  EXPECT_EQ(d.flow.screen, Screen::kDone);
  EXPECT_EQ(d.flow.ticket.number, "X007");
}

TEST(Offline, NobodyCanBeAskedAboutACode) {
  Driven d = offline();
  d.send(CodeRead{kToken});
  EXPECT_TRUE(d.effects.empty());
  EXPECT_EQ(d.flow.trouble, Trouble::kNoAnswer);
}

TEST(Offline, ADiskThatDoesNotKeepItIsTold) {
  Driven d = offline();
  d.send(ServiceChosen{"social"});
  d.send(NumberGiven{d.flow.request, own_ticket()});
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  d.send(ConfirmAnswered{kOwnTicket, {Outcome::Kind::kUnavailable, {}}});
  EXPECT_EQ(d.flow.trouble, Trouble::kNotConfirmed);
}

}  // namespace
}  // namespace yichuang::kiosk
