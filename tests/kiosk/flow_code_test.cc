// A code was read: the ticket behind it, or the appointment; and what a code is.
#include <gtest/gtest.h>

#include "kiosk/flow.h"
#include "kiosk/ticket_code.h"
#include "tests/kiosk/flow_support.h"

namespace yichuang::kiosk {
namespace {

TEST(Code, ATicketsCodeShowsWhereItStands) {
  Driven d = driven_to(Screen::kServices);
  d.send(CodeRead{kToken});
  ASSERT_TRUE(d.only<AskTicket>());
  EXPECT_EQ(d.only<AskTicket>()->act, TicketAct::kLook);
  EXPECT_EQ(d.only<AskTicket>()->token, kToken);
  d.send(TicketAnswered{d.flow.request, found(wire::TICKET_PHASE_WAITING)});
  EXPECT_EQ(d.flow.screen, Screen::kMyTicket);
  EXPECT_EQ(d.flow.mine.ahead(), 4u);
  EXPECT_TRUE(d.only<AskPapersOf>()) << "looking changes nothing";
}

TEST(Code, WhatIsNoTicketMayBeAnAppointment) {
  Driven d = driven_to(Screen::kLooking);
  d.send(TicketAnswered{d.flow.request, refused(wire::REFUSAL_UNKNOWN_TICKET)});
  EXPECT_EQ(d.flow.screen, Screen::kIssuing);
  ASSERT_TRUE(d.only<AskCheckIn>());
  EXPECT_EQ(d.only<AskCheckIn>()->token, kToken);
  d.send(IssueAnswered{d.flow.request, issued(kTicket)});
  EXPECT_EQ(d.flow.screen, Screen::kPrinting);
  d.send(PrintFinished{d.flow.job, PrintOutcome::kPrinted, PrintReason::kNone});
  ASSERT_TRUE(d.only<AskConfirm>());
  EXPECT_EQ(d.only<AskConfirm>()->ticket, kTicket);
}

TEST(Code, WhoIsTooEarlyIsToldWhenToCome) {
  Driven d = driven_to(Screen::kLooking);
  d.send(TicketAnswered{d.flow.request, refused(wire::REFUSAL_UNKNOWN_TICKET)});
  Outcome early = refused(wire::REFUSAL_NOT_YET);
  early.reply.set_not_before_ms(1'747'706'400'000);
  d.send(IssueAnswered{d.flow.request, early});
  EXPECT_EQ(d.flow.trouble, Trouble::kTooEarly);
  EXPECT_EQ(d.flow.not_before_ms, 1'747'706'400'000);
  d.send(HomeChosen{});
  EXPECT_EQ(d.flow.not_before_ms, 0);
}

TEST(Code, OneThatIsNeitherIsSaidToBeUnknown) {
  Driven d = driven_to(Screen::kLooking);
  d.send(TicketAnswered{d.flow.request, refused(wire::REFUSAL_UNKNOWN_TICKET)});
  d.send(IssueAnswered{d.flow.request, refused(wire::REFUSAL_UNKNOWN_APPOINTMENT)});
  EXPECT_EQ(d.flow.trouble, Trouble::kUnknownCode);
}

TEST(Code, AMissedNumberComesBackAndIsShown) {
  Driven d = driven_to(Screen::kMyTicket);
  ASSERT_TRUE(can_reactivate(d.flow));
  d.send(ReactivateChosen{});
  ASSERT_TRUE(d.only<AskTicket>());
  EXPECT_EQ(d.only<AskTicket>()->act, TicketAct::kReactivate);
  d.send(TicketAnswered{d.flow.request, done()});
  ASSERT_TRUE(d.only<AskTicket>()) << "looks again: this is what is shown";
  EXPECT_EQ(d.only<AskTicket>()->act, TicketAct::kLook);
  d.send(TicketAnswered{d.flow.request, found(wire::TICKET_PHASE_WAITING)});
  EXPECT_EQ(d.flow.screen, Screen::kMyTicket);
  EXPECT_FALSE(can_reactivate(d.flow));
}

TEST(Code, WhatComesTooLateIsSaid) {
  Driven d = driven_to(Screen::kMyTicket);
  d.send(ReactivateChosen{});
  d.send(TicketAnswered{d.flow.request, refused(wire::REFUSAL_WRONG_PHASE)});
  EXPECT_EQ(d.flow.trouble, Trouble::kNotNow);
}

TEST(Code, ANumberIsGivenUpOnlyAfterAQuestion) {
  Driven d = driven_to(Screen::kMyTicket);
  d.send(WithdrawChosen{});
  EXPECT_TRUE(d.effects.empty());
  EXPECT_TRUE(d.flow.asked_sure);
  d.send(KeepChosen{});
  EXPECT_FALSE(d.flow.asked_sure);
  d.send(WithdrawChosen{}).send(WithdrawChosen{});
  ASSERT_TRUE(d.only<AskTicket>());
  EXPECT_EQ(d.only<AskTicket>()->act, TicketAct::kWithdraw);
}

TEST(Code, OnlyAPhaseThatAllowsItOffersIt) {
  for (int phase = wire::TicketPhase_MIN; phase <= wire::TicketPhase_MAX; ++phase) {
    SCOPED_TRACE(phase);
    Driven d = driven_to(Screen::kLooking);
    d.send(TicketAnswered{d.flow.request, found(static_cast<wire::TicketPhase>(phase))});
    EXPECT_EQ(can_reactivate(d.flow), phase == wire::TICKET_PHASE_MISSED);
    EXPECT_EQ(can_withdraw(d.flow),
              phase == wire::TICKET_PHASE_MISSED || phase == wire::TICKET_PHASE_WAITING);
    d.send(ReactivateChosen{});
    EXPECT_EQ(d.effects.size(), can_reactivate(d.flow) || phase == wire::TICKET_PHASE_MISSED);
  }
}

TEST(Code, TheNextCitizenFindsNothingOfIt) {
  for (const FlowEvent& leaving : {FlowEvent(HomeChosen{}), FlowEvent(TimePassed{})}) {
    Driven d = driven_to(Screen::kMyTicket);
    d.send(WithdrawChosen{});
    if (std::holds_alternative<TimePassed>(leaving)) d.now_ms += 40'000;
    d.send(leaving);
    EXPECT_EQ(d.flow.screen, Screen::kServices);
    EXPECT_TRUE(d.flow.code.empty());
    EXPECT_EQ(d.flow.mine.ByteSizeLong(), 0u);
    EXPECT_FALSE(d.flow.asked_sure);
  }
}

// Whoever still stands there keeps the language; after "done" it is the next citizen.
TEST(Code, KeepsTheLanguageOfWhoChoseIt) {
  Driven d = driven_to(Screen::kTrouble);
  d.send(LanguageChosen{Language::kEnglish}).send(CodeRead{kToken});
  EXPECT_EQ(d.flow.language, Language::kEnglish);
  Driven after = driven_to(Screen::kDone);
  after.send(LanguageChosen{Language::kEnglish}).send(CodeRead{kToken});
  EXPECT_EQ(after.flow.language, Language::kChinese);
}

TEST(TokenOfCode, IsTheEndOfThePagesAddressOrTheTokenItself) {
  EXPECT_EQ(token_of_code(std::string("http://hall.example:8080/t/") + kToken), kToken);
  EXPECT_EQ(token_of_code(std::string("https://hall.example/web/t/") + kToken), kToken);
  EXPECT_EQ(token_of_code(kToken), kToken);
}

TEST(TokenOfCode, AnythingElseIsNone) {
  const std::string token = kToken;
  for (const std::string& code :
       {std::string(), std::string("6901234567892"), token + "A", token.substr(1),
        "http://hall.example/" + token, "http://hall.example/t/" + token + "?x=1",
        "ftp://hall.example/t/" + token, token.substr(1) + "/", token.substr(1) + std::string(1, 0),
        std::string(3'000, 'x')})
    EXPECT_EQ(token_of_code(code), "") << code;
}

}  // namespace
}  // namespace yichuang::kiosk
