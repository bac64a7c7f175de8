#include "queue-server/decide.h"

#include "base/limits.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

TEST(Issue, NumbersFollowEachOtherWithinAService) {
  SmallHall hall;
  hall.wait_for("social");
  hall.wait_for("medical");
  hall.wait_for("social");
  EXPECT_EQ(hall.state.ticket(1)->number, "A001");
  EXPECT_EQ(hall.state.ticket(2)->number, "B001");
  EXPECT_EQ(hall.state.ticket(3)->number, "A002");
}

TEST(Issue, AFullSeriesRefusesAndNeverWraps) {
  SmallHall hall;
  for (uint32_t i = 0; i < limits::kSeriesOrdinalMax; ++i) ASSERT_EQ(hall.issue("social"), kDone);
  EXPECT_EQ(hall.state.tickets.back().number, "A999");
  EXPECT_EQ(hall.issue("social"), wire::REFUSAL_SERIES_FULL);
  EXPECT_EQ(hall.issue("medical"), kDone);
}

TEST(Issue, AnUnknownServiceIsRefused) {
  SmallHall hall;
  EXPECT_EQ(hall.issue("passport"), wire::REFUSAL_UNKNOWN_SERVICE);
}

// Found by the property tests: a class that the hall does not know took its rate from beyond the
// table of rates.
TEST(Issue, AnUnknownPriorityClassIsRefused) {
  SmallHall hall;
  wire::Command asked;
  asked.mutable_issue_ticket()->set_service("social");
  asked.mutable_issue_ticket()->set_priority(static_cast<PriorityClass>(10));
  EXPECT_EQ(hall.command(asked, {"tool", Role::kAdmin, ""}), wire::REFUSAL_INVALID_VALUE);
}

TEST(Issue, IsNotCallableUntilItIsConfirmed) {
  SmallHall hall;
  hall.staff(1);
  ASSERT_EQ(hall.issue("social"), kDone);
  EXPECT_EQ(hall.next(1), wire::REFUSAL_NOBODY_WAITING);
  ASSERT_EQ(hall.confirm(1), kDone);
  EXPECT_EQ(hall.next(1), kDone);
}

TEST(Confirm, TwiceIsOnePlaceInTheLine) {
  SmallHall hall;
  hall.wait_for("social");
  const uint64_t seq = hall.state.seq;
  EXPECT_EQ(hall.confirm(1), kDone);
  EXPECT_EQ(hall.state.seq, seq) << "nothing changed, so nothing is journalled";
  EXPECT_EQ(hall.state.services[0].waiting_count(), 1u);
}

TEST(Confirm, NeedsADelivery) {
  SmallHall hall;
  ASSERT_EQ(hall.issue("social"), kDone);
  EXPECT_EQ(hall.send([](auto& c) { c.mutable_confirm_ticket()->set_ticket(1); }),
            wire::REFUSAL_INVALID_VALUE);
}

TEST(Cancel, LeavesTheLine) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.wait_for("social");
  EXPECT_EQ(hall.cancel(1), kDone);
  EXPECT_EQ(hall.cancel(1), kDone) << "again is the same";
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.at(1), "A002");
  EXPECT_EQ(hall.cancel(2), wire::REFUSAL_WRONG_PHASE) << "it is called already";
}

TEST(SignIn, OneClerkOneWindow) {
  SmallHall hall;
  hall.staff(1, "1001");
  const auto sign_in = [&](WindowNumber window, const char* clerk) {
    return hall.send([&](auto& c) { c.mutable_sign_in()->set_window(window); }, clerk);
  };
  EXPECT_EQ(sign_in(1, "1002"), wire::REFUSAL_WINDOW_TAKEN);
  EXPECT_EQ(sign_in(2, "1001"), wire::REFUSAL_WINDOW_TAKEN);
  EXPECT_EQ(sign_in(1, "1001"), kDone);
  EXPECT_EQ(sign_in(2, ""), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(sign_in(9, "1003"), wire::REFUSAL_UNKNOWN_WINDOW);
}

TEST(SignOut, ClosesTheWindowAndFreesTheClerk) {
  SmallHall hall;
  hall.staff(1);
  EXPECT_EQ(hall.send([](auto& c) { c.mutable_sign_out()->set_window(1); }), kDone);
  EXPECT_EQ(hall.state.window(1)->phase, wire::WINDOW_PHASE_CLOSED);
  hall.staff(2);
}

TEST(Window, OnlyItsOwnClerkCommandsIt) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.wait_for("social");
  EXPECT_EQ(hall.next(1, "1002"), wire::REFUSAL_NOT_ALLOWED);
  EXPECT_EQ(hall.next(2, "1001"), wire::REFUSAL_NOT_ALLOWED) << "nobody is signed in there";
  wire::Command asked;
  asked.mutable_call_next()->set_window(1);
  EXPECT_EQ(hall.command(asked, {"tool", Role::kAdmin, ""}), kDone);
}

TEST(Pause, NeedsAReasonAndStopsCalls) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  EXPECT_EQ(hall.send([](auto& c) { c.mutable_pause_window()->set_window(1); }),
            wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(hall.send([](auto& c) {
    c.mutable_pause_window()->set_window(1);
    c.mutable_pause_window()->set_reason("用餐");
  }),
            kDone);
  EXPECT_EQ(hall.state.window(1)->reason, "用餐");
  EXPECT_EQ(hall.next(1), wire::REFUSAL_WRONG_PHASE);
  EXPECT_EQ(hall.send([](auto& c) { c.mutable_open_window()->set_window(1); }), kDone);
  EXPECT_EQ(hall.next(1), kDone);
}

TEST(Pause, MayTellUntilWhen) {
  SmallHall hall;
  hall.staff(1);
  const auto pause = [&](uint32_t minutes) {
    return hall.send([&](auto& c) {
      c.mutable_pause_window()->set_window(1);
      c.mutable_pause_window()->set_reason("用餐");
      c.mutable_pause_window()->set_minutes(minutes);
    });
  };
  EXPECT_EQ(pause(481), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(pause(30), kDone);
  EXPECT_EQ(hall.state.window(1)->until, hall.now + 30 * 60'000);
  EXPECT_EQ(pause(0), kDone);
  EXPECT_FALSE(hall.state.window(1)->until.is_set()) << "the clerk does not know any longer";
  EXPECT_EQ(pause(10), kDone);
  EXPECT_EQ(hall.send([](auto& c) { c.mutable_open_window()->set_window(1); }), kDone);
  EXPECT_FALSE(hall.state.window(1)->until.is_set());
}

TEST(Close, NotWhileSomebodyIsThere) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  const auto close = [](auto& c) { c.mutable_close_window()->set_window(1); };
  EXPECT_EQ(hall.send(close), wire::REFUSAL_WRONG_PHASE);
  EXPECT_EQ(hall.send([](auto& c) { c.mutable_sign_out()->set_window(1); }),
            wire::REFUSAL_WRONG_PHASE);
  ASSERT_EQ(hall.start(1), kDone);
  ASSERT_EQ(hall.complete(1), kDone);
  EXPECT_EQ(hall.send(close), kDone);
}

TEST(CallNext, OneTicketAtAWindow) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.next(1), wire::REFUSAL_WRONG_PHASE);
  EXPECT_EQ(hall.sentence, "finish A001 first");
}

TEST(CallNext, FirstComeFirstCalledAcrossServices) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("medical");
  hall.wait_for("social");
  hall.wait_for("medical");
  std::string order;
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(hall.next(1), kDone);
    order += hall.at(1) + " ";
    ASSERT_EQ(hall.start(1), kDone);
    ASSERT_EQ(hall.complete(1), kDone);
  }
  EXPECT_EQ(order, "B001 A001 B002 ");
}

TEST(CallNext, ASpecialWindowCallsOnlyItsServices) {
  SmallHall hall;
  hall.staff(2);
  hall.wait_for("medical");
  EXPECT_EQ(hall.next(2), wire::REFUSAL_NOBODY_WAITING);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(2), kDone);
  EXPECT_EQ(hall.at(2), "A001");
}

TEST(Recall, AtLeastTwentySecondsApartAndThreeCallsInAll) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  hall.now = hall.now + 19'999;
  EXPECT_EQ(hall.recall(1), wire::REFUSAL_TOO_SOON);
  hall.now = hall.now + 1;
  EXPECT_EQ(hall.recall(1), kDone);
  EXPECT_EQ(hall.state.recent_calls.size(), 1u) << "one line on the board, called again";
  EXPECT_EQ(hall.state.recent_calls[0].call, 2u);
  hall.now = hall.now + 20'000;
  EXPECT_EQ(hall.recall(1), kDone);
  EXPECT_EQ(hall.state.recent_calls[0].call, 3u);
  hall.now = hall.now + 20'000;
  EXPECT_EQ(hall.recall(1), kDone) << "the fourth call is none: the ticket is missed";
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_MISSED);
  EXPECT_EQ(hall.at(1), "");
}

TEST(Missed, ComesBackBehindThreeCalls) {
  SmallHall hall;
  hall.staff(1);
  const TicketKey late = hall.wait_for("social");
  for (int i = 0; i < 5; ++i) hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  ASSERT_EQ(hall.reactivate(late), kDone);
  EXPECT_EQ(people_ahead(hall.state, *hall.state.ticket(late), hall.now), 3u);
  std::string order;
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(hall.next(1), kDone);
    order += hall.at(1) + " ";
    ASSERT_EQ(hall.start(1), kDone);
    ASSERT_EQ(hall.complete(1), kDone);
  }
  EXPECT_EQ(order, "A002 A003 A004 A001 A005 ");
}

TEST(Missed, IsCalledAtOnceWhenNobodyElseWaits) {
  SmallHall hall;
  hall.staff(1);
  const TicketKey late = hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  EXPECT_EQ(hall.next(1), wire::REFUSAL_NOBODY_WAITING);
  ASSERT_EQ(hall.reactivate(late), kDone);
  EXPECT_EQ(hall.reactivate(late), wire::REFUSAL_WRONG_PHASE) << "it waits already";
  EXPECT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.at(1), "A001");
}

TEST(Missed, TheSecondTimeExpires) {
  SmallHall hall;
  hall.staff(1);
  const TicketKey late = hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  ASSERT_EQ(hall.reactivate(late), kDone);
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  EXPECT_EQ(hall.phase(late), wire::TICKET_PHASE_EXPIRED);
  EXPECT_EQ(hall.reactivate(late), wire::REFUSAL_WRONG_PHASE);
}

TEST(Serve, StartAndDoneInThatOrder) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  EXPECT_EQ(hall.start(1), wire::REFUSAL_WRONG_PHASE);
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.complete(1), wire::REFUSAL_WRONG_PHASE);
  ASSERT_EQ(hall.start(1), kDone);
  EXPECT_EQ(hall.missed(1), wire::REFUSAL_WRONG_PHASE) << "the person is here";
  hall.now = hall.now + 90'000;
  ASSERT_EQ(hall.complete(1), kDone);
  EXPECT_EQ(hall.state.services[0].served_ms_total, 90'000);
  EXPECT_EQ(hall.state.window(1)->served, 1u);
}

const Actor kGuide{"web-1", Role::kWeb, "9001", wire::STAFF_ROLE_GUIDE};

// The next one is called to window 1 and held for the pool.
void call_and_hold(SmallHall& hall, TicketKey ticket) {
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.start(1), kDone);
  ASSERT_EQ(hall.send([](auto& c) {
    c.mutable_hold_ticket()->set_window(1);
    c.mutable_hold_ticket()->set_pool(true);
  }),
            kDone);
  ASSERT_EQ(hall.state.ticket(ticket)->phase, wire::TICKET_PHASE_HELD);
}

// Found by the simulator: an emergency who had been held stood behind others who had been.
TEST(CallNext, AnEmergencyComesFirstWhereverItStood) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.wait_for("social");
  call_and_hold(hall, 1);
  call_and_hold(hall, 2);
  for (const TicketKey ticket : {1u, 2u}) {
    ASSERT_EQ(hall.send([&](auto& c) { c.mutable_resume_ticket()->set_ticket(ticket); }), kDone);
  }
  wire::Command grant;
  grant.mutable_grant_priority()->set_ticket(2);
  grant.mutable_grant_priority()->set_priority(wire::PRIORITY_CLASS_EMERGENCY);
  grant.mutable_grant_priority()->set_reason("faints");
  ASSERT_EQ(hall.command(grant, kGuide), kDone);
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.at(1), "A002");
  EXPECT_EQ(hall.journal.back().ticket_called().reason(), wire::CALL_REASON_EMERGENCY);
}

// Found by the simulator: while the agent window was open nobody called the agent.
TEST(CallNext, AnAgentWhoIsSentToOneWindowIsCalledThere) {
  SmallHall hall;
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.mutable_windows(1)->set_agent(true);
  Events adopted(1);
  *adopted[0].mutable_catalogue_adopted() = catalogue;
  hall.fold(adopted);
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  ASSERT_EQ(hall.send([](auto& c) {
    c.mutable_issue_ticket()->set_service("social");
    c.mutable_issue_ticket()->set_cases(9);
  }),
            kDone);
  ASSERT_EQ(hall.confirm(1), kDone);
  EXPECT_EQ(hall.next(1, "1001"), wire::REFUSAL_NOBODY_WAITING) << "window 2 is for agents";
  ASSERT_EQ(hall.next(2, "1002"), kDone);
  ASSERT_EQ(hall.send(
                [](auto& c) {
                  c.mutable_transfer_ticket()->set_window(2);
                  c.mutable_transfer_ticket()->set_to_window(1);
                  c.mutable_transfer_ticket()->set_reason("knows the case");
                },
                "1002"),
            kDone);
  EXPECT_EQ(hall.next(1, "1001"), kDone);
}

// Found by the simulator: without opening hours yesterday's tickets were taken for today's.
TEST(AdoptWithoutHours, ATicketOfYesterdayIsRefusedAlsoInAHallWithoutHours) {
  SmallHall hall;
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.add_offline_series()->set_kiosk("kiosk-1");
  catalogue.mutable_offline_series(0)->set_prefix("X");
  hall.now = hall.now + 3'600'000;
  hall.fold(open_day(hall.state, 20261123, catalogue, hall.now));
  wire::Command adopt;
  adopt.mutable_adopt_ticket()->set_service("social");
  adopt.mutable_adopt_ticket()->set_ordinal(7);
  adopt.mutable_adopt_ticket()->set_delivery(wire::DELIVERY_PRINTED);
  adopt.mutable_adopt_ticket()->set_issued_ms(hall.now.ms - 1);
  const Actor kiosk{"kiosk-1", Role::kKiosk, ""};
  EXPECT_EQ(hall.command(adopt, kiosk), wire::REFUSAL_DEADLINE_PASSED);
  adopt.mutable_adopt_ticket()->set_issued_ms(hall.now.ms);
  EXPECT_EQ(hall.command(adopt, kiosk), kDone);
  EXPECT_EQ(hall.state.tickets.back().number, "X007");
}

TEST(Day, ANewOneResetsTheSeriesAndNobodyVanishes) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  hall.now = hall.now + 86'400'000;
  const size_t before = hall.journal.size();
  hall.begin_day(20261123);
  int expired = 0;
  for (size_t i = before; i < hall.journal.size(); ++i) {
    expired += hall.journal[i].has_ticket_expired() ? 1 : 0;
  }
  EXPECT_EQ(expired, 2);
  EXPECT_EQ(hall.state.window(1)->phase, wire::WINDOW_PHASE_CLOSED);
  const TicketKey first = hall.wait_for("social");
  EXPECT_EQ(first, 3u) << "keys go on, numbers start again";
  EXPECT_EQ(hall.state.ticket(first)->number, "A001");
  EXPECT_EQ(hall.confirm(1), wire::REFUSAL_UNKNOWN_TICKET) << "yesterday's";
}

TEST(Device, TheSameReportTwiceIsOneEvent) {
  SmallHall hall;
  wire::Command report;
  report.mutable_report_device()->set_device("printer");
  report.mutable_report_device()->set_state(wire::DEVICE_STATE_STOPPED);
  report.mutable_report_device()->add_facts("paper_out");
  const Actor kiosk{"kiosk-1", Role::kKiosk, ""};
  ASSERT_EQ(hall.command(report, kiosk), kDone);
  const uint64_t seq = hall.state.seq;
  ASSERT_EQ(hall.command(report, kiosk), kDone);
  EXPECT_EQ(hall.state.seq, seq);
  report.mutable_report_device()->clear_facts();
  ASSERT_EQ(hall.command(report, kiosk), kDone);
  EXPECT_EQ(hall.state.seq, seq + 1);
  EXPECT_TRUE(hall.state.devices.contains("kiosk-1/printer"));
}

TEST(Device, ReportsAreBoundedSoThatADayCanAlwaysOpen) {
  SmallHall hall;
  wire::Command report;
  report.mutable_report_device()->set_state(wire::DEVICE_STATE_STOPPED);
  for (int i = 0; i < 16; ++i) report.mutable_report_device()->add_facts(std::string(40, 'x'));
  wire::Refusal last = kDone;
  for (int i = 0; i < 1000 && last == kDone; ++i) {
    report.mutable_report_device()->set_device("device-" + std::to_string(i));
    last = hall.command(report, {"kiosk-1", Role::kKiosk, ""});
  }
  EXPECT_EQ(last, wire::REFUSAL_BUSY);
  EXPECT_GT(hall.state.devices.size(), 20u);
  const Events events = open_day(hall.state, 20261201, small_catalogue());
  EXPECT_LT(events.back().ByteSizeLong(), limits::kDeviceBytesMax + 4096);
}

TEST(Catalogue, ARetiredServiceKeepsItsTicketsAndTakesNoNewOnes) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("medical");
  wire::CatalogueAdopted smaller = small_catalogue();
  smaller.mutable_services()->DeleteSubrange(1, 1);
  smaller.mutable_windows()->DeleteSubrange(2, 1);
  Events events(1);
  *events[0].mutable_catalogue_adopted() = smaller;
  hall.fold(events);
  EXPECT_EQ(hall.issue("medical"), wire::REFUSAL_UNKNOWN_SERVICE);
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.at(1), "B001");
}

}  // namespace
}  // namespace yichuang
