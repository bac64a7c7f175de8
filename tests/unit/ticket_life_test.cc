// A ticket from its issue to its end: confirmed or voided, missed, held and resumed, cancelled.
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

SmallHall hall_with_rules(void (*set)(wire::Rules&)) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  set(*catalogue.mutable_rules());
  return SmallHall(catalogue);
}

TEST(Unconfirmed, IsVoidedAfterSixtySecondsAndNotBefore) {
  SmallHall hall;
  ASSERT_EQ(hall.issue("social"), kDone);
  hall.now = hall.now + 59'999;
  hall.let_time_work();
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_ISSUED);
  hall.now = hall.now + 1;
  hall.let_time_work();
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_VOIDED);
  const uint64_t seq = hall.state.seq;
  hall.let_time_work();
  EXPECT_EQ(hall.state.seq, seq) << "once";
}

TEST(Unconfirmed, IsVoidedWhenTheHallsRuleSaysSo) {
  SmallHall hall = hall_with_rules([](auto& rules) { rules.set_confirm_seconds(10); });
  ASSERT_EQ(hall.issue("social"), kDone);
  hall.now = hall.now + 10'000;
  hall.let_time_work();
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_VOIDED);
}

TEST(Unconfirmed, AConfirmedTicketIsNeverVoided) {
  SmallHall hall;
  hall.wait_for("social");
  hall.now = hall.now + 3'600'000;
  hall.let_time_work();
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_WAITING);
}

TEST(Unconfirmed, ManyAreVoidedInPortionsAndNoneIsForgotten) {
  SmallHall hall;
  for (size_t i = 0; i < limits::kTimedEventsPerTickMax + 50; ++i) {
    ASSERT_EQ(hall.issue("social"), kDone);
  }
  hall.now = hall.now + 60'000;
  hall.let_time_work();
  EXPECT_EQ(hall.state.unconfirmed.size(), 50u);
  hall.let_time_work();
  EXPECT_TRUE(hall.state.unconfirmed.empty());
}

TEST(Voided, ComesBackToItsPlaceWhenThePaperCameOutAfterAll) {
  SmallHall hall;
  hall.staff(1);
  ASSERT_EQ(hall.issue("social"), kDone);
  hall.now = hall.now + 1000;
  const TicketKey later = hall.wait_for("social");
  hall.now = hall.now + 60'000;
  hall.let_time_work();
  ASSERT_EQ(hall.phase(1), wire::TICKET_PHASE_VOIDED);
  EXPECT_EQ(hall.confirm(1), kDone);
  EXPECT_FALSE(hall.state.ticket(1)->ended_at.is_set());
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.at(1), "A001");
  EXPECT_EQ(hall.phase(later), wire::TICKET_PHASE_WAITING);
}

TEST(Voided, IsNotReactivatedOrResumedAndNeedsNoCancelling) {
  SmallHall hall;
  ASSERT_EQ(hall.issue("social"), kDone);
  hall.now = hall.now + 60'000;
  hall.let_time_work();
  EXPECT_EQ(hall.cancel(1), kDone) << "a kiosk that gives up late hears no refusal";
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_VOIDED);
  EXPECT_EQ(hall.reactivate(1), wire::REFUSAL_WRONG_PHASE);
  EXPECT_EQ(hall.resume(1), wire::REFUSAL_WRONG_PHASE);
}

TEST(Recall, TheFourthCallIsAMissAndFreesTheWindow) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  for (uint32_t call = 2; call <= 3; ++call) {
    hall.now = hall.now + 20'000;
    ASSERT_EQ(hall.recall(1), kDone);
    EXPECT_EQ(hall.state.ticket(1)->calls, call);
  }
  EXPECT_EQ(hall.recall(1), wire::REFUSAL_TOO_SOON) << "also the last one keeps its distance";
  hall.now = hall.now + 20'000;
  ASSERT_EQ(hall.recall(1), kDone);
  EXPECT_TRUE(hall.last().has_ticket_missed());
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_MISSED);
  EXPECT_EQ(hall.state.window(1)->ticket, 0u);
}

TEST(Recall, CallsAndDistanceAreTheHalls) {
  SmallHall hall = hall_with_rules([](auto& rules) {
    rules.set_calls_max(2);
    rules.set_recall_seconds(5);
  });
  hall.staff(1);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  hall.now = hall.now + 5'000;
  ASSERT_EQ(hall.recall(1), kDone);
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_CALLED);
  hall.now = hall.now + 5'000;
  ASSERT_EQ(hall.recall(1), kDone);
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_MISSED);
}

TEST(Missed, AStrictHallVoidsWhatWasMissed) {
  SmallHall hall = hall_with_rules([](auto& rules) { rules.set_missed_is_void(true); });
  hall.staff(1);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_EXPIRED);
  EXPECT_EQ(hall.last().ticket_expired().reason(), wire::EXPIRY_REASON_MISSED);
  EXPECT_EQ(hall.reactivate(1), wire::REFUSAL_WRONG_PHASE);
}

TEST(Missed, TheSecondMissExpiresAndSaysWhy) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_MISSED);
  ASSERT_EQ(hall.reactivate(1), kDone);
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.state.ticket(1)->calls, 1u) << "a new round";
  ASSERT_EQ(hall.missed(1), kDone);
  EXPECT_EQ(hall.last().ticket_expired().reason(), wire::EXPIRY_REASON_SECOND_MISS);
  EXPECT_EQ(hall.state.ticket(1)->misses, 2u);
  EXPECT_EQ(hall.state.window(1)->ticket, 0u);
}

TEST(Missed, ComesBackBehindAsManyCallsAsTheHallSays) {
  SmallHall hall = hall_with_rules([](auto& rules) { rules.set_reactivate_behind(1); });
  hall.staff(1);
  for (int i = 0; i < 3; ++i) hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  ASSERT_EQ(hall.reactivate(1), kDone);
  EXPECT_EQ(hall.begin(1), "A002");
  ASSERT_EQ(hall.complete(1), kDone);
  EXPECT_EQ(hall.begin(1), "A001");
  EXPECT_EQ(hall.state.ticket(1)->reason, wire::CALL_REASON_ARRIVAL) << "of its very first call";
}

TEST(Hold, FreesTheWindowAndIsHeldUntilSomebodyResumesIt) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.hold(1), wire::REFUSAL_WRONG_PHASE) << "called, but nobody is here yet";
  ASSERT_EQ(hall.start(1), kDone);
  ASSERT_EQ(hall.hold(1), kDone);
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_HELD);
  EXPECT_EQ(hall.begin(1), "A002") << "the held one is not called";
  ASSERT_EQ(hall.complete(1), kDone);
  EXPECT_EQ(hall.next(1), wire::REFUSAL_NOBODY_WAITING);
  ASSERT_EQ(hall.resume(1), kDone);
  EXPECT_EQ(hall.resume(1), wire::REFUSAL_WRONG_PHASE);
}

TEST(Hold, ResumesFirstOfAllAndAtItsOwnWindow) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  hall.wait_for("social");
  EXPECT_EQ(hall.begin(1), "A001");
  ASSERT_EQ(hall.hold(1), kDone);
  hall.wait_for("social");
  ASSERT_EQ(hall.resume(1), kDone);
  EXPECT_EQ(hall.begin(2, "1002"), "A002") << "another window does not take it";
  hall.wait_for("social");
  EXPECT_EQ(hall.begin(1), "A001");
}

TEST(Hold, SaysThatItWasResumed) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.begin(1);
  ASSERT_EQ(hall.hold(1), kDone);
  hall.wait_for("social");
  ASSERT_EQ(hall.resume(1), kDone);
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.at(1), "A001");
  EXPECT_EQ(hall.last().ticket_called().reason(), wire::CALL_REASON_RESUMED);
}

TEST(Hold, ForThePoolAnyWindowGoesOnWithIt) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  hall.wait_for("social");
  hall.begin(1);
  ASSERT_EQ(hall.hold(1, true), kDone);
  hall.wait_for("social");
  ASSERT_EQ(hall.resume(1), kDone);
  EXPECT_EQ(hall.begin(2, "1002"), "A001");
}

TEST(Hold, WhenItsWindowClosesMeanwhileAnyWindowGoesOnWithIt) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  hall.wait_for("social");
  hall.begin(1);
  ASSERT_EQ(hall.hold(1), kDone);
  ASSERT_EQ(hall.close(1), kDone);
  ASSERT_EQ(hall.resume(1), kDone);
  EXPECT_EQ(hall.begin(2, "1002"), "A001");
}

TEST(Hold, WhenItsWindowClosesAfterTheResumeItIsFreeToo) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  hall.wait_for("social");
  hall.begin(1);
  ASSERT_EQ(hall.hold(1), kDone);
  ASSERT_EQ(hall.resume(1), kDone);
  EXPECT_EQ(hall.next(2, "1002"), wire::REFUSAL_NOBODY_WAITING);
  ASSERT_EQ(hall.close(1), kDone);
  EXPECT_EQ(hall.begin(2, "1002"), "A001");
}

TEST(Hold, APausedWindowKeepsItsOwn) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  hall.wait_for("social");
  hall.begin(1);
  ASSERT_EQ(hall.hold(1), kDone);
  ASSERT_EQ(hall.send([](auto& c) {
    c.mutable_pause_window()->set_window(1);
    c.mutable_pause_window()->set_reason("lunch");
  }),
            kDone);
  ASSERT_EQ(hall.resume(1), kDone);
  EXPECT_EQ(hall.next(2, "1002"), wire::REFUSAL_NOBODY_WAITING);
}

TEST(Hold, AHeldVisitMayBeCancelled) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.begin(1);
  ASSERT_EQ(hall.hold(1), kDone);
  ASSERT_EQ(hall.cancel(1), kDone);
  EXPECT_TRUE(hall.state.held.empty());
  EXPECT_EQ(hall.resume(1), wire::REFUSAL_WRONG_PHASE);
}

TEST(Token, CancelsAndReactivatesItsTicketAndNoOther) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.wait_for("social");
  const auto cancel = [&](const std::string& token) {
    return hall.send_as(kiosk(), [&](auto& c) { c.mutable_cancel_ticket()->set_token(token); });
  };
  const auto reactivate = [&](const std::string& token) {
    return hall.send_as(kiosk(), [&](auto& c) { c.mutable_reactivate_ticket()->set_token(token); });
  };
  EXPECT_EQ(cancel("rubbish"), wire::REFUSAL_UNKNOWN_TICKET);
  EXPECT_EQ(cancel(appointment_token(hall.tokens, 1)), wire::REFUSAL_UNKNOWN_TICKET);
  EXPECT_EQ(cancel(ticket_token(TokenKey{9}, 1)), wire::REFUSAL_UNKNOWN_TICKET) << "another hall's";
  EXPECT_EQ(cancel(hall.token_of(2)), kDone);
  EXPECT_EQ(hall.phase(2), wire::TICKET_PHASE_CANCELLED);
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  EXPECT_EQ(reactivate(hall.token_of(2)), wire::REFUSAL_WRONG_PHASE);
  EXPECT_EQ(reactivate(hall.token_of(1)), kDone);
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_WAITING);
}

TEST(Token, AForgedOneBesideARightKeyOpensNothing) {
  SmallHall hall;
  hall.wait_for("social");
  EXPECT_EQ(hall.send_as(kiosk(),
                         [](auto& c) {
                           c.mutable_cancel_ticket()->set_ticket(1);
                           c.mutable_cancel_ticket()->set_token("forged");
                         }),
            wire::REFUSAL_UNKNOWN_TICKET);
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_WAITING);
}

}  // namespace
}  // namespace yichuang
