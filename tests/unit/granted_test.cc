// Who may say that somebody comes sooner, and what it does.
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

class Granted : public testing::Test {
 protected:
  Granted() { hall_.staff(2); }
  wire::Refusal grant(TicketKey ticket, PriorityClass priority, const Actor& actor = guide()) {
    return hall_.send_as(actor, [&](auto& c) {
      c.mutable_grant_priority()->set_ticket(ticket);
      c.mutable_grant_priority()->set_priority(priority);
      c.mutable_grant_priority()->set_reason("faints");
    });
  }
  SmallHall hall_;
};

TEST_F(Granted, OnlyByTheGuideDeskWithAReasonAndANamedClass) {
  hall_.wait_for("social");
  const Actor clerk = staff_of(wire::STAFF_ROLE_CLERK);
  EXPECT_EQ(grant(1, wire::PRIORITY_CLASS_ELDERLY, clerk), wire::REFUSAL_NOT_ALLOWED);
  EXPECT_EQ(grant(1, wire::PRIORITY_CLASS_UNSPECIFIED), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(grant(1, static_cast<PriorityClass>(77)), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(grant(7, wire::PRIORITY_CLASS_ELDERLY), wire::REFUSAL_UNKNOWN_TICKET);
  EXPECT_EQ(hall_.send_as(guide(),
                          [](auto& c) {
                            c.mutable_grant_priority()->set_ticket(1);
                            c.mutable_grant_priority()->set_priority(wire::PRIORITY_CLASS_ELDERLY);
                          }),
            wire::REFUSAL_INVALID_VALUE)
      << "no reason";
  ASSERT_EQ(grant(1, wire::PRIORITY_CLASS_ELDERLY), kDone);
  EXPECT_EQ(hall_.last().priority_granted().clerk(), "9001");
}

TEST_F(Granted, AnUnknownClassIsRefusedAtIssueToo) {
  for (const int priority : {9, 77, -1, 1 << 30}) {
    EXPECT_EQ(hall_.send_as(guide(),
                            [&](auto& c) {
                              c.mutable_issue_ticket()->set_service("social");
                              c.mutable_issue_ticket()->set_priority(
                                  static_cast<PriorityClass>(priority));
                            }),
              wire::REFUSAL_INVALID_VALUE);
  }
}

TEST_F(Granted, AKioskKnowsTheAgeAndNothingElse) {
  const auto issue = [&](PriorityClass priority, const Actor& actor) {
    return hall_.send_as(actor, [&](auto& c) {
      c.mutable_issue_ticket()->set_service("social");
      c.mutable_issue_ticket()->set_priority(priority);
    });
  };
  EXPECT_EQ(issue(wire::PRIORITY_CLASS_ELDERLY, kiosk()), kDone);
  EXPECT_EQ(issue(wire::PRIORITY_CLASS_DISABLED, kiosk()), wire::REFUSAL_NOT_ALLOWED);
  EXPECT_EQ(issue(wire::PRIORITY_CLASS_EMERGENCY, kiosk()), wire::REFUSAL_NOT_ALLOWED);
  EXPECT_EQ(issue(wire::PRIORITY_CLASS_VOUCHER, guide()), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(issue(wire::PRIORITY_CLASS_ELDERLY, {"web-1", Role::kWeb, "1001"}),
            wire::REFUSAL_NOT_ALLOWED);
}

TEST_F(Granted, AnEmergencyComesBeforeEverybodyWhateverElseTheTicketIs) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.mutable_windows(0)->set_agent(true);
  hall_.adopt(catalogue);
  hall_.staff(1, "1002");
  const auto check_first = [&](TicketKey ticket) {
    ASSERT_EQ(grant(ticket, wire::PRIORITY_CLASS_EMERGENCY), kDone);
    EXPECT_EQ(people_ahead(hall_.state, *hall_.state.ticket(ticket), hall_.now), 0u);
    ASSERT_EQ(hall_.next(2), kDone);
    EXPECT_EQ(hall_.state.window(2)->ticket, ticket);
    EXPECT_EQ(hall_.last().ticket_called().reason(), wire::CALL_REASON_EMERGENCY);
    ASSERT_EQ(hall_.start(2), kDone);
    ASSERT_EQ(hall_.complete(2), kDone);
  };
  const TicketKey missed = hall_.wait_for("social");
  ASSERT_EQ(hall_.next(2), kDone);
  ASSERT_EQ(hall_.missed(2), kDone);
  for (int i = 0; i < 8; ++i) hall_.wait_for("social");
  ASSERT_EQ(hall_.reactivate(missed), kDone);
  const TicketKey booked = hall_.wait_with_slot(hall_.now);
  hall_.wait_with_slot(hall_.now - 60'000);
  const TicketKey agent = hall_.state.next_ticket();
  ASSERT_EQ(hall_.send_as(kiosk(),
                          [](auto& c) {
                            c.mutable_issue_ticket()->set_service("social");
                            c.mutable_issue_ticket()->set_cases(9);
                          }),
            kDone);
  ASSERT_EQ(hall_.confirm(agent), kDone);
  check_first(missed);
  check_first(booked);
  check_first(agent);
}

}  // namespace
}  // namespace yichuang
