// Who is next and why, by each policy; and that what people are told is what windows then do.
#include <random>

#include "queue-server/next_ticket.h"
#include "queue-server/passed_by.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

wire::CatalogueAdopted catalogue_of_policy(const std::string& policy) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.mutable_rules()->set_policy(policy);
  return catalogue;
}

// The numbers in the order in which the window calls all who wait now, in no time.
std::vector<TicketKey> calls_of(SmallHall hall, WindowNumber window) {
  std::vector<TicketKey> out;
  while (hall.next(window) == kDone) {
    out.push_back(hall.state.window(window)->ticket);
    EXPECT_EQ(hall.start(window), kDone);
    EXPECT_EQ(hall.complete(window), kDone);
  }
  return out;
}

std::string numbers_of(const SmallHall& hall, const std::vector<TicketKey>& tickets) {
  std::string out;
  for (const TicketKey key : tickets) out += hall.state.ticket(key)->number + " ";
  return out;
}

TEST(Accumulating, WaitingCountsThreeTimesForTheElderly) {
  SmallHall hall;
  hall.staff(2);
  hall.wait_for("social");  // A001
  hall.now = hall.now + 120'000;
  hall.wait_for("social", wire::PRIORITY_CLASS_ELDERLY);  // A002, two minutes later
  SmallHall soon = hall;
  EXPECT_EQ(numbers_of(soon, calls_of(soon, 2)), "A001 A002 ");
  hall.now = hall.now + 120'000;
  EXPECT_EQ(numbers_of(hall, calls_of(hall, 2)), "A002 A001 ");
}

TEST(Accumulating, RatesAreTheHalls) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  for (int i = 0; i < 9; ++i) catalogue.mutable_rules()->add_rates(i == 2 ? 1 : 2);
  SmallHall hall(catalogue);
  hall.staff(2);
  hall.wait_for("social", wire::PRIORITY_CLASS_ELDERLY);
  hall.wait_for("social");
  EXPECT_EQ(numbers_of(hall, calls_of(hall, 2)), "A001 A002 ");
  hall.wait_for("social", wire::PRIORITY_CLASS_ELDERLY);
  hall.now = hall.now + 60'000;
  EXPECT_EQ(numbers_of(hall, calls_of(hall, 2)), "A002 A001 A003 ");
}

TEST(Accumulating, ATieGoesToWhoCameFirst) {
  SmallHall hall;
  hall.staff(2);
  const Time start = hall.now;
  hall.wait_for("social");  // waits 3000 ms at the end: worth 3000
  hall.now = start + 2000;
  hall.wait_for("social", wire::PRIORITY_CLASS_ELDERLY);  // 1000 ms: worth 3000
  ASSERT_EQ(hall.now.ms, start.ms + 3000);
  EXPECT_EQ(people_ahead(hall.state, *hall.state.ticket(2), hall.now), 1u);
  EXPECT_EQ(people_ahead(hall.state, *hall.state.ticket(1), hall.now), 0u);
  EXPECT_EQ(numbers_of(hall, calls_of(hall, 2)), "A001 A002 ");
}

TEST(Fifo, NoClassComesBeforeAnEarlierArrivalButEmergencies) {
  SmallHall hall(catalogue_of_policy("fifo"));
  hall.staff(2);
  hall.wait_for("social");
  hall.wait_for("social", wire::PRIORITY_CLASS_DISABLED);
  hall.wait_for("social", wire::PRIORITY_CLASS_EMERGENCY);
  hall.now = hall.now + 3'600'000;
  EXPECT_EQ(numbers_of(hall, calls_of(hall, 2)), "A003 A001 A002 ");
}

TEST(Absolute, AHigherClassAlwaysComesFirst) {
  SmallHall hall(catalogue_of_policy("absolute"));
  hall.staff(2);
  hall.wait_for("social");
  hall.now = hall.now + 8 * 3'600'000;
  hall.wait_for("social", wire::PRIORITY_CLASS_SOLDIER);
  hall.wait_for("social", wire::PRIORITY_CLASS_PREGNANT);
  EXPECT_EQ(numbers_of(hall, calls_of(hall, 2)), "A002 A003 A001 ");
}

TEST(Next, ResumedThenReturnedThenAppointmentsThenWalkIns) {
  SmallHall hall;
  hall.staff(2);
  const TicketKey late = hall.wait_for("social");  // A001
  ASSERT_EQ(hall.next(2), kDone);
  ASSERT_EQ(hall.missed(2), kDone);
  const TicketKey held = hall.wait_for("social");  // A002
  hall.wait_for("social");                         // A003
  for (int i = 0; i < 3; ++i) hall.wait_for("social");
  hall.begin(2);
  ASSERT_EQ(hall.hold(2, true), kDone);
  ASSERT_EQ(hall.reactivate(late), kDone);
  hall.serve_one(2);  // A003
  hall.serve_one(2);
  hall.serve_one(2);  // three calls: A001 is due
  const TicketKey booked = hall.wait_with_slot(hall.now);
  ASSERT_EQ(hall.resume(held), kDone);
  const auto order = calls_of(hall, 2);
  EXPECT_EQ(order, (std::vector<TicketKey>{held, late, booked, 6}));
}

TEST(Next, AHelpingWindowHelpsOnlyWhenItsOwnLineIsEmpty) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.mutable_windows(1)->set_helps(true);
  SmallHall hall(catalogue);
  hall.staff(2);
  hall.wait_for("medical");
  hall.now = hall.now + 600'000;
  hall.wait_for("social");
  EXPECT_EQ(numbers_of(hall, calls_of(hall, 2)), "A001 B001 ");
  EXPECT_EQ(hall.send([](auto& c) {
    c.mutable_serve_walk_in()->set_window(2);
    c.mutable_serve_walk_in()->set_service("social");
  }),
            wire::REFUSAL_WRONG_PHASE);
}

TEST(Next, AWindowServesWhatTheManagerSaysFromNowOn) {
  SmallHall hall;
  hall.staff(2);
  hall.wait_for("medical");
  const auto set = [&](const Actor& actor, bool general, std::vector<std::string> services) {
    return hall.send_as(actor, [&](auto& c) {
      c.mutable_set_window_services()->set_window(2);
      c.mutable_set_window_services()->set_general(general);
      for (const auto& id : services) c.mutable_set_window_services()->add_services(id);
    });
  };
  EXPECT_EQ(hall.next(2), wire::REFUSAL_NOBODY_WAITING);
  EXPECT_EQ(set(guide(), true, {}), wire::REFUSAL_NOT_ALLOWED);
  EXPECT_EQ(set(manager(), true, {"social"}), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(set(manager(), false, {}), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(set(manager(), false, {"passport"}), wire::REFUSAL_UNKNOWN_SERVICE);
  ASSERT_EQ(set(manager(), false, {"medical"}), kDone);
  EXPECT_EQ(hall.begin(2), "B001");
  ASSERT_EQ(hall.complete(2), kDone);
  hall.wait_for("social");
  EXPECT_EQ(hall.next(2), wire::REFUSAL_NOBODY_WAITING);
  ASSERT_EQ(set(manager(), true, {}), kDone);
  EXPECT_EQ(hall.begin(2), "A001");
}

TEST(Next, AgentsGoToTheirWindowAndToAllWhileItIsClosed) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.mutable_windows(0)->set_agent(true);
  SmallHall hall(catalogue);
  hall.staff(2, "1002");
  const auto issue = [&](uint32_t cases) {
    const TicketKey key = hall.state.next_ticket();
    EXPECT_EQ(hall.send_as(kiosk(),
                           [&](auto& c) {
                             c.mutable_issue_ticket()->set_service("social");
                             c.mutable_issue_ticket()->set_cases(cases);
                           }),
              kDone);
    EXPECT_EQ(hall.confirm(key), kDone);
    hall.now = hall.now + 1000;
    return key;
  };
  EXPECT_FALSE(hall.state.ticket(issue(3))->agent) << "three cases are not too many";
  const TicketKey agent = issue(4);
  EXPECT_TRUE(hall.state.ticket(agent)->agent);
  hall.wait_for("social");
  SmallHall closed = hall;
  closed.staff(2 + 1, "1003");
  hall.staff(1, "1001");
  EXPECT_EQ(hall.begin(2, "1002"), "A001");
  ASSERT_EQ(hall.complete(2, "1002"), kDone);
  EXPECT_EQ(hall.begin(2, "1002"), "A003") << "the agent is left to the agent window";
  EXPECT_EQ(hall.begin(1), "A002");
  EXPECT_EQ(closed.begin(2, "1002"), "A001");
  ASSERT_EQ(closed.complete(2, "1002"), kDone);
  EXPECT_EQ(closed.begin(2, "1002"), "A002") << "nobody else would call the agent";
}

TEST(Passed, ACallCountsWhomItPassedAndWhy) {
  SmallHall hall;
  hall.staff(2);
  hall.wait_for("social");
  hall.wait_for("social");
  hall.wait_for("social", wire::PRIORITY_CLASS_ELDERLY);
  hall.now = hall.now + 600'000;
  ASSERT_EQ(hall.next(2), kDone);
  EXPECT_EQ(hall.at(2), "A003");
  EXPECT_EQ(hall.last().ticket_called().passed(), 2u);
  EXPECT_EQ(hall.last().ticket_called().reason(), wire::CALL_REASON_PRIORITY);
  ASSERT_EQ(hall.start(2), kDone);
  ASSERT_EQ(hall.complete(2), kDone);
  ASSERT_EQ(hall.next(2), kDone);
  EXPECT_EQ(hall.last().ticket_called().passed(), 0u);
  EXPECT_EQ(hall.last().ticket_called().reason(), wire::CALL_REASON_ARRIVAL);
}

TEST(Passed, ATicketCanBeToldByWhatRuleOthersWentBefore) {
  SmallHall hall;
  hall.staff(2, "1002");
  hall.staff(3, "1003");
  const TicketKey patient = hall.wait_for("social");
  const TicketKey elder = hall.wait_for("social", wire::PRIORITY_CLASS_ELDERLY);
  hall.wait_for("social", wire::PRIORITY_CLASS_EMERGENCY);
  hall.wait_for("medical");
  hall.now = hall.now + 600'000;
  for (int i = 0; i < 2; ++i) {
    hall.now = hall.now + 1000;
    hall.begin(2, "1002");
    ASSERT_EQ(hall.complete(2, "1002"), kDone);
  }
  hall.begin(3, "1003");  // another line: passes nobody here
  const std::map<wire::CallReason, uint32_t> passed{{wire::CALL_REASON_PRIORITY, 1},
                                                    {wire::CALL_REASON_EMERGENCY, 1}};
  EXPECT_EQ(passed_by(hall.state, *hall.state.ticket(patient)), passed);
  EXPECT_TRUE(
      passed_by(hall.state, *hall.state.ticket(elder)).contains(wire::CALL_REASON_EMERGENCY));
  hall.wait_for("social");
  hall.begin(2, "1002");
  ASSERT_EQ(hall.complete(2, "1002"), kDone);
  hall.begin(2, "1002");
  EXPECT_EQ(passed_by(hall.state, *hall.state.ticket(patient)), passed)
      << "calls after its own do not count";
}

// A line of everything that there is, made from a seed; at special window 2.
SmallHall mixed_hall(const std::string& policy, uint32_t seed) {
  SmallHall hall(catalogue_of_policy(policy));
  hall.staff(2);
  std::mt19937 random(seed);
  const auto below = [&](uint32_t n) { return static_cast<uint32_t>(random() % n); };
  for (int i = 0; i < 60; ++i) {
    hall.now = hall.now + below(90) * 1000;
    const auto waiting = hall.state.services[0].lines.size();
    switch (below(waiting > 4 ? 8 : 4)) {
      case 0:
      case 1:
        hall.wait_for("social");
        break;
      case 2:
        hall.wait_for("social", static_cast<PriorityClass>(2 + below(5)));
        break;
      case 3:
        if (below(3) == 0) hall.wait_with_slot(hall.now - below(300'000));
        if (below(9) == 0) hall.wait_for("social", wire::PRIORITY_CLASS_EMERGENCY);
        break;
      case 4:
        EXPECT_EQ(hall.next(2), kDone);
        EXPECT_EQ(hall.missed(2), kDone);
        break;
      case 5:
        hall.begin(2);
        EXPECT_EQ(hall.hold(2, true), kDone);
        break;
      default:
        for (const Ticket& ticket : hall.state.tickets) {
          if (ticket.phase == wire::TICKET_PHASE_MISSED && below(2)) hall.reactivate(ticket.key);
          if (ticket.phase == wire::TICKET_PHASE_HELD && below(4) == 0) hall.resume(ticket.key);
        }
    }
  }
  return hall;
}

TEST(PeopleAhead, IsTheOrderInWhichTheWindowCallsByEveryPolicy) {
  std::map<wire::CallReason, int> reasons;
  for (const char* policy : {"accumulating", "fifo", "absolute"}) {
    for (uint32_t seed = 1; seed <= 150; ++seed) {
      const SmallHall hall = mixed_hall(policy, seed);
      const auto order = calls_of(hall, 2);
      for (size_t i = 0; i < order.size(); ++i) {
        const Ticket& ticket = *hall.state.ticket(order[i]);
        ASSERT_EQ(people_ahead(hall.state, ticket, hall.now), i)
            << policy << ", seed " << seed << ", " << ticket.number << "\n"
            << numbers_of(hall, order);
        ASSERT_EQ(people_behind(hall.state, ticket, hall.now), order.size() - 1 - i);
      }
      if (const auto next = next_ticket(hall.state, *hall.state.window(2), hall.now)) {
        ++reasons[next->reason];
      }
    }
  }
  EXPECT_GE(reasons.size(), 6u) << "the halls are not mixed enough to prove anything";
}

TEST(PeopleAhead, TheCallOfAnythingLowersItByAtMostOne) {
  for (uint32_t seed = 1; seed <= 40; ++seed) {
    SmallHall hall = mixed_hall("accumulating", seed);
    const auto order = calls_of(hall, 2);
    if (order.size() < 2) continue;
    const TicketKey last = order.back();
    size_t ahead = people_ahead(hall.state, *hall.state.ticket(last), hall.now);
    while (ahead > 0) {
      hall.begin(2);
      ASSERT_EQ(hall.complete(2), kDone);
      const size_t now = people_ahead(hall.state, *hall.state.ticket(last), hall.now);
      ASSERT_EQ(now + 1, ahead) << "seed " << seed;
      ahead = now;
    }
  }
}

TEST(OnlyWindow, ClosingItFreesEveryoneWhoWaitsForIt) {
  SmallHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  std::vector<TicketKey> sent;
  for (int i = 0; i < 3; ++i) {
    sent.push_back(hall.wait_for("social"));
    hall.begin(1);
    ASSERT_EQ(hall.send([](auto& c) {
      auto& transfer = *c.mutable_transfer_ticket();
      transfer.set_window(1);
      transfer.set_to_window(2);
      transfer.set_reason("asked for it");
    }),
              kDone);
  }
  EXPECT_EQ(hall.state.window(2)->lines.size(), 3u);
  EXPECT_EQ(people_ahead(hall.state, *hall.state.ticket(sent[2]), hall.now), 2u);
  ASSERT_EQ(hall.send([](auto& c) { c.mutable_sign_out()->set_window(2); }, "1002"), kDone);
  EXPECT_EQ(hall.state.window(2)->lines.size(), 0u);
  EXPECT_EQ(calls_of(hall, 1), sent);
}

}  // namespace
}  // namespace yichuang
