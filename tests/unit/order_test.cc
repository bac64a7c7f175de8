// Stories of who is called before whom, each of a mistake that was once there.
#include "queue-server/next_ticket.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;
const Actor kAdmin{"tool", Role::kAdmin, ""};

class OrderHall : public SmallHall {
 public:
  // With an agent window, 3, that serves everything beside 1.
  void open_agent_window() {
    wire::CatalogueAdopted ordered = small_catalogue();
    ordered.mutable_windows(2)->set_agent(true);
    ordered.mutable_windows(2)->clear_services();
    ordered.mutable_windows(2)->set_general(true);
    Events events(1);
    *events[0].mutable_catalogue_adopted() = ordered;
    fold(events);
    staff(3, "1003");
  }
  TicketKey agent_waits() {
    const TicketKey key = state.next_ticket();
    wire::Command asked;
    asked.mutable_issue_ticket()->set_service("social");
    asked.mutable_issue_ticket()->set_cases(5);
    EXPECT_EQ(command(asked, kAdmin), kDone);
    EXPECT_EQ(confirm(key), kDone);
    return key;
  }
  wire::Refusal grant_emergency(TicketKey ticket) {
    wire::Command asked;
    asked.mutable_grant_priority()->set_ticket(ticket);
    asked.mutable_grant_priority()->set_priority(wire::PRIORITY_CLASS_EMERGENCY);
    asked.mutable_grant_priority()->set_reason("faint");
    return command(asked, kAdmin);
  }
};

// Found by the property tests: an agent's emergency stood in the agents' line, and was nobody's to
// call while the agent window was open.
TEST(Emergency, OfAnAgentIsCalledAtAnyWindow) {
  OrderHall hall;
  hall.open_agent_window();
  hall.staff(1);
  hall.wait_for("social");
  const TicketKey agent = hall.agent_waits();
  ASSERT_EQ(hall.grant_emergency(agent), kDone);
  EXPECT_EQ(people_ahead(hall.state, *hall.state.ticket(agent), hall.now), 0u);
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.at(1), "A002");
}

// Found by the property tests: of two who could be called before them, one was an agent, who goes
// to another window.
TEST(PeopleAhead, OfSomebodyReactivatedCountsNoAgentsOfAnotherWindow) {
  OrderHall hall;
  hall.open_agent_window();
  hall.staff(1);
  const TicketKey late = hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  hall.agent_waits();
  ASSERT_EQ(hall.reactivate(late), kDone);
  EXPECT_EQ(people_ahead(hall.state, *hall.state.ticket(late), hall.now), 0u);
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.at(1), "A001");
}

// Who was missed, came back and then fell ill waited for three more calls.
TEST(Emergency, OfSomebodyReactivatedWaitsForNoMoreCalls) {
  OrderHall hall;
  hall.staff(1);
  const TicketKey ill = hall.wait_for("social");
  hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  ASSERT_EQ(hall.reactivate(ill), kDone);
  ASSERT_EQ(hall.grant_emergency(ill), kDone);
  ASSERT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.at(1), "A001");
}

}  // namespace
}  // namespace yichuang
