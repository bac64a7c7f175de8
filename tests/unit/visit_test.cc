// A visit at a window: transferred, of several items, made by the window itself.
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

struct To {
  std::string service = {};
  WindowNumber window = 0;
  std::string reason = "wrong counter";
  bool front = false;
};

wire::Refusal transfer(SmallHall& hall, WindowNumber window, const To& to,
                       const Actor& actor = {"web-1", Role::kWeb, "1001"}) {
  return hall.send_as(actor, [&](auto& c) {
    auto& transfer = *c.mutable_transfer_ticket();
    transfer.set_window(window);
    transfer.set_service(to.service);
    transfer.set_to_window(to.window);
    transfer.set_reason(to.reason);
    transfer.set_front(to.front);
  });
}

TEST(Transfer, KeepsTheNumberAndTheArrival) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(3, "1003");
  const TicketKey early = hall.wait_for("social");
  hall.wait_for("medical");
  EXPECT_EQ(hall.begin(1), "A001");
  ASSERT_EQ(transfer(hall, 1, {"medical"}), kDone) << hall.sentence;
  EXPECT_EQ(hall.phase(early), wire::TICKET_PHASE_WAITING);
  EXPECT_EQ(hall.state.window(1)->ticket, 0u);
  EXPECT_EQ(hall.begin(3, "1003"), "A001") << "it arrived before B001";
}

TEST(Transfer, NeedsAReasonThatIsKept) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.begin(1);
  EXPECT_EQ(transfer(hall, 1, {.service = "medical", .reason = ""}), wire::REFUSAL_INVALID_VALUE);
  ASSERT_EQ(transfer(hall, 1, {.service = "medical", .reason = "needs a stamp"}), kDone);
  EXPECT_EQ(hall.last().ticket_transferred().reason(), "needs a stamp");
}

TEST(Transfer, NeedsSomewhereToGo) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  hall.begin(1);
  EXPECT_EQ(transfer(hall, 1, {}), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(transfer(hall, 1, {"passport"}), wire::REFUSAL_UNKNOWN_SERVICE);
  EXPECT_EQ(hall.phase(1), wire::TICKET_PHASE_SERVING) << "nothing has happened";
}

TEST(Transfer, GoesInFrontOnlyWhenAManagerSaysSo) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(3, "1003");
  hall.wait_for("medical");
  hall.wait_for("medical");
  hall.wait_for("social");
  EXPECT_EQ(hall.begin(1), "B001");
  ASSERT_EQ(hall.complete(1), kDone);
  EXPECT_EQ(hall.begin(1), "B002");
  ASSERT_EQ(hall.complete(1), kDone);
  EXPECT_EQ(hall.begin(1), "A001");
  const TicketKey other = hall.wait_for("medical");
  EXPECT_EQ(transfer(hall, 1, {.service = "medical", .front = true}), wire::REFUSAL_NOT_ALLOWED);
  Actor sitting_manager = manager();
  sitting_manager.clerk = "1001";
  ASSERT_EQ(transfer(hall, 1, {.service = "medical", .front = true}, sitting_manager), kDone);
  EXPECT_EQ(hall.begin(3, "1003"), "A001");
  EXPECT_EQ(hall.phase(other), wire::TICKET_PHASE_WAITING);
}

TEST(Transfer, ToAWindowThatIsClosedOrDoesNotServeItIsRefused) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  hall.wait_for("social");
  hall.begin(1);
  EXPECT_EQ(transfer(hall, 1, {"medical", 3}), wire::REFUSAL_WRONG_PHASE) << "closed";
  EXPECT_EQ(transfer(hall, 1, {"medical", 2}), wire::REFUSAL_WRONG_PHASE) << "serves social";
  EXPECT_EQ(transfer(hall, 1, {"", 1}), wire::REFUSAL_WRONG_PHASE) << "it is there";
  EXPECT_EQ(transfer(hall, 1, {"", 9}), wire::REFUSAL_UNKNOWN_WINDOW);
  EXPECT_EQ(transfer(hall, 1, {"", 2}), kDone) << "the same service at another window";
}

TEST(Transfer, ToOneWindowNoOtherCallsItUntilThatCloses) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  hall.wait_for("social");
  hall.begin(1);
  ASSERT_EQ(transfer(hall, 1, {"", 2}), kDone);
  EXPECT_EQ(hall.next(1), wire::REFUSAL_NOBODY_WAITING);
  ASSERT_EQ(hall.close(2, "1002"), kDone);
  EXPECT_EQ(hall.begin(1), "A001");
}

TEST(Transfer, AlsoOfSomebodyWhoIsCalledAndNotHereYet) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(transfer(hall, 1, {"medical"}), kDone);
  EXPECT_EQ(hall.begin(1), "A001") << "a general window serves that too";
  EXPECT_EQ(hall.state.services[1].calls, 1u);
}

TEST(Transfer, AnAgentWhoIsSentToAnOrdinaryWindowIsCalledThere) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.mutable_windows(0)->set_agent(true);
  SmallHall hall(catalogue);
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  ASSERT_EQ(hall.send_as(kiosk(),
                         [](auto& c) {
                           c.mutable_issue_ticket()->set_service("social");
                           c.mutable_issue_ticket()->set_cases(4);
                         }),
            kDone);
  ASSERT_EQ(hall.confirm(1), kDone);
  EXPECT_EQ(hall.begin(1), "A001");
  ASSERT_EQ(transfer(hall, 1, {"", 2}), kDone);
  EXPECT_EQ(hall.begin(2, "1002"), "A001");
}

class Items : public testing::Test {
 protected:
  Items() {
    hall_.staff(1, "1001");
    hall_.staff(2, "1002");
    hall_.staff(3, "1003");
  }
  // A ticket for social, then medical, then social again.
  TicketKey wait_with_three_items() {
    const TicketKey key = hall_.state.next_ticket();
    EXPECT_EQ(hall_.send([](auto& c) {
      c.mutable_issue_ticket()->set_service("social");
      c.mutable_issue_ticket()->add_more_services("medical");
      c.mutable_issue_ticket()->add_more_services("social");
    }),
              kDone);
    EXPECT_EQ(hall_.confirm(key), kDone);
    hall_.now = hall_.now + 1000;
    return key;
  }
  SmallHall hall_;
};

TEST_F(Items, StayAtAWindowThatServesThem) {
  const TicketKey key = wait_with_three_items();
  EXPECT_EQ(hall_.begin(1), "A001");
  hall_.now = hall_.now + 60'000;
  ASSERT_EQ(hall_.complete(1), kDone);
  EXPECT_EQ(hall_.phase(key), wire::TICKET_PHASE_SERVING);
  EXPECT_TRUE(hall_.last().item_served().stays());
  hall_.now = hall_.now + 30'000;
  ASSERT_EQ(hall_.complete(1), kDone);
  ASSERT_EQ(hall_.complete(1), kDone);
  EXPECT_EQ(hall_.phase(key), wire::TICKET_PHASE_SERVED);
  EXPECT_EQ(hall_.state.services[0].served, 2u);
  EXPECT_EQ(hall_.state.services[0].served_ms_total, 60'000) << "each item's own time";
  EXPECT_EQ(hall_.state.services[1].served_ms_total, 30'000);
  EXPECT_EQ(hall_.state.window(1)->served, 3u);
}

TEST_F(Items, MoveOnWithTheirArrivalWhenTheWindowDoesNotServeTheNext) {
  const TicketKey key = wait_with_three_items();
  hall_.wait_for("medical");
  EXPECT_EQ(hall_.begin(2, "1002"), "A001");
  ASSERT_EQ(hall_.complete(2, "1002"), kDone);
  EXPECT_FALSE(hall_.last().item_served().stays());
  EXPECT_EQ(hall_.phase(key), wire::TICKET_PHASE_WAITING);
  EXPECT_EQ(hall_.state.window(2)->ticket, 0u);
  EXPECT_EQ(hall_.begin(3, "1003"), "A001") << "before B001, who came later";
}

TEST_F(Items, AllEndsTheVisit) {
  const TicketKey key = wait_with_three_items();
  hall_.begin(2, "1002");
  ASSERT_EQ(hall_.send(
                [](auto& c) {
                  c.mutable_complete_service()->set_window(2);
                  c.mutable_complete_service()->set_all(true);
                },
                "1002"),
            kDone);
  EXPECT_EQ(hall_.phase(key), wire::TICKET_PHASE_SERVED);
  EXPECT_TRUE(hall_.state.ticket(key)->plan.empty());
}

TEST_F(Items, MayBeAddedDuringTheVisitUpToALimit) {
  hall_.wait_for("social");
  const auto add = [&](const std::string& service) {
    return hall_.send([&](auto& c) {
      c.mutable_add_service()->set_window(1);
      c.mutable_add_service()->set_service(service);
    });
  };
  ASSERT_EQ(hall_.next(1), kDone);
  EXPECT_EQ(add("medical"), wire::REFUSAL_WRONG_PHASE) << "nobody is here yet";
  ASSERT_EQ(hall_.start(1), kDone);
  EXPECT_EQ(add("passport"), wire::REFUSAL_UNKNOWN_SERVICE);
  for (size_t i = 0; i < limits::kItemsPerTicketMax; ++i) EXPECT_EQ(add("medical"), kDone);
  // Not "busy", which would say that trying again helps.
  EXPECT_EQ(add("medical"), wire::REFUSAL_LIMIT_REACHED);
  ASSERT_EQ(hall_.complete(1), kDone);
  EXPECT_EQ(hall_.state.services[hall_.state.ticket(1)->service].id, "medical");
}

TEST_F(Items, OfAnUnknownServiceAreRefusedAtIssue) {
  EXPECT_EQ(hall_.send([](auto& c) {
    c.mutable_issue_ticket()->set_service("social");
    c.mutable_issue_ticket()->add_more_services("passport");
  }),
            wire::REFUSAL_UNKNOWN_SERVICE);
}

wire::Refusal walk_in(SmallHall& hall, WindowNumber window, const std::string& service) {
  return hall.send([&](auto& c) {
    c.mutable_serve_walk_in()->set_window(window);
    c.mutable_serve_walk_in()->set_service(service);
  });
}

TEST(WalkIn, IsServedAtOnceWhenNobodyWaits) {
  SmallHall hall;
  hall.staff(2);
  hall.wait_for("medical");  // not for this window
  ASSERT_EQ(walk_in(hall, 2, "social"), kDone) << hall.sentence;
  EXPECT_EQ(hall.at(2), "A001");
  EXPECT_EQ(hall.phase(2), wire::TICKET_PHASE_SERVING);
  EXPECT_EQ(hall.state.ticket(2)->reason, wire::CALL_REASON_WALK_IN);
  EXPECT_EQ(walk_in(hall, 2, "social"), wire::REFUSAL_WRONG_PHASE) << "one at a time";
  ASSERT_EQ(hall.complete(2), kDone);
  EXPECT_EQ(hall.state.services[0].calls, 1u);
}

TEST(WalkIn, IsRefusedWhileAnybodyWaitsForTheWindow) {
  SmallHall hall;
  hall.staff(1);
  hall.wait_for("medical");
  EXPECT_EQ(walk_in(hall, 1, "social"), wire::REFUSAL_WRONG_PHASE);
  hall.serve_one(1);
  EXPECT_EQ(walk_in(hall, 1, "social"), kDone);
}

TEST(WalkIn, OnlyAtAnOpenWindowAndOfItsServices) {
  SmallHall hall;
  hall.staff(2);
  EXPECT_EQ(walk_in(hall, 2, "medical"), wire::REFUSAL_WRONG_PHASE);
  EXPECT_EQ(walk_in(hall, 2, "passport"), wire::REFUSAL_UNKNOWN_SERVICE);
  ASSERT_EQ(hall.close(2), kDone);
  EXPECT_EQ(walk_in(hall, 2, "social"), wire::REFUSAL_WRONG_PHASE);
  EXPECT_TRUE(hall.state.tickets.empty());
}

}  // namespace
}  // namespace yichuang
