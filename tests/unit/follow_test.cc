// What may follow a state: events from outside that make no sense are named, never folded.
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

class Follow : public testing::Test {
 protected:
  // One ticket in each phase that a day of one clerk can give; window 1 is open and has nobody.
  Follow() {
    hall_.staff(1);
    hall_.staff(2, "1002");
    waiting_ = hall_.wait_for("medical");
    held_ = hall_.wait_for("social");
    hall_.begin(2, "1002");
    EXPECT_EQ(hall_.send([](auto& c) { c.mutable_hold_ticket()->set_window(2); }, "1002"), kDone);
    serving_ = hall_.wait_for("social");
    hall_.begin(2, "1002");
    issued_ = hall_.state.next_ticket();
    EXPECT_EQ(hall_.issue("social"), kDone);
    EXPECT_EQ(hall_.book(hall_.at_time(15, 0), OpeningHall::person('a')), kDone);
  }

  template <class Fill>
  std::string wrong(Fill fill) {
    wire::Event event;
    hall_.stamp(event);
    fill(event);
    return cannot_follow(hall_.state, event);
  }

  OpeningHall hall_;
  TicketKey waiting_ = 0;
  TicketKey held_ = 0;
  TicketKey serving_ = 0;
  TicketKey issued_ = 0;
};

TEST_F(Follow, OnlyAnUnconfirmedTicketIsVoided) {
  const auto voided = [&](TicketKey ticket) {
    return wrong([&](auto& e) { e.mutable_ticket_voided()->set_ticket(ticket); });
  };
  EXPECT_EQ(voided(waiting_), "ticket B001 is waiting");
  EXPECT_EQ(voided(99), "ticket 99 is not known today");
  EXPECT_EQ(voided(issued_), "");
}

TEST_F(Follow, OnlyAServedVisitIsHeldAndOnlyAHeldOneResumed) {
  const auto held = [&](TicketKey ticket, WindowNumber window) {
    return wrong([&](auto& e) {
      e.mutable_ticket_held()->set_ticket(ticket);
      e.mutable_ticket_held()->set_window(window);
    });
  };
  EXPECT_EQ(held(serving_, 1), "ticket 3 is not at window 1");
  EXPECT_EQ(held(serving_, 7), "window 7 is not known");
  EXPECT_EQ(held(waiting_, 2), "ticket 1 is not at window 2");
  EXPECT_EQ(held(serving_, 2), "");
  const auto resumed = [&](TicketKey ticket) {
    return wrong([&](auto& e) { e.mutable_ticket_resumed()->set_ticket(ticket); });
  };
  EXPECT_EQ(resumed(waiting_), "ticket B001 is waiting");
  EXPECT_EQ(resumed(held_), "");
}

TEST_F(Follow, ATransferGoesToAServiceAndAWindowThatAreThere) {
  const auto transferred = [&](const char* service, WindowNumber to) {
    return wrong([&](auto& e) {
      e.mutable_ticket_transferred()->set_ticket(serving_);
      e.mutable_ticket_transferred()->set_window(2);
      e.mutable_ticket_transferred()->set_service(service);
      e.mutable_ticket_transferred()->set_to_window(to);
    });
  };
  EXPECT_EQ(transferred("passport", 0), "service passport is not known");
  EXPECT_EQ(transferred("social", 44), "window 44 is not known");
  EXPECT_EQ(transferred("social", 1), "");
}

TEST_F(Follow, AnItemIsServedOnlyIfAnotherFollows) {
  const auto served = [&] {
    return wrong([&](auto& e) {
      e.mutable_item_served()->set_ticket(serving_);
      e.mutable_item_served()->set_window(2);
    });
  };
  EXPECT_EQ(served(), "the ticket has no other item");
  Events events(1);
  events[0].mutable_service_added()->set_ticket(serving_);
  events[0].mutable_service_added()->set_service("medical");
  hall_.fold(events);
  EXPECT_EQ(served(), "");
}

TEST_F(Follow, ATicketIsIssuedForThingsThatAreThere) {
  const auto issued = [&](auto change) {
    return wrong([&](auto& e) {
      auto& ticket = *e.mutable_ticket_issued();
      ticket.set_ticket(hall_.state.next_ticket());
      ticket.set_number("A004");
      ticket.set_service("social");
      change(ticket);
    });
  };
  EXPECT_EQ(issued([](auto&) {}), "");
  EXPECT_EQ(issued([](auto& t) { t.set_appointment(9); }), "appointment 9 is not booked");
  EXPECT_EQ(issued([](auto& t) { t.set_voucher(9); }), "voucher 9 is not valid");
  EXPECT_EQ(issued([](auto& t) { t.set_instead_of(1); }), "it is not instead of ticket 1");
  EXPECT_EQ(issued([](auto& t) { t.add_more_services("x"); }), "service x is not known");
  EXPECT_EQ(issued([&](auto& t) { t.set_arrival_ms(hall_.now.ms + 1); }),
            "it arrives in the future");
  EXPECT_EQ(issued([](auto& t) { t.set_ordinal(1); }), " has no series of its own");
}

TEST_F(Follow, AppointmentsAreBookedOnceAndAreThereToBeChanged) {
  EXPECT_EQ(wrong([](auto& e) { e.mutable_appointment_moved()->set_appointment(2); }),
            "appointment 2 is not booked");
  EXPECT_EQ(wrong([](auto& e) { e.mutable_appointment_cancelled()->set_appointment(2); }),
            "appointment 2 is not booked");
  EXPECT_EQ(wrong([](auto& e) { e.mutable_appointment_missed()->set_appointment(2); }),
            "appointment 2 is not booked");
  const auto carried = [&](std::vector<AppointmentKey> keys) {
    return wrong([&](auto& e) {
      for (const AppointmentKey key : keys) {
        auto& booked = *e.mutable_appointments_carried()->add_appointments();
        booked.set_appointment(key);
        booked.set_service("social");
      }
    });
  };
  EXPECT_EQ(carried({2, 3}), "");
  EXPECT_EQ(carried({1}), "appointment 1 is not new");
  EXPECT_EQ(carried({0}), "appointment 0 is not new");
  EXPECT_EQ(carried({2, 2}), "appointment 2 is carried twice");
}

TEST_F(Follow, ADayEndsOnlyWhenNobodyIsLeftAndKeysGoOn) {
  const auto opened = [&](uint32_t day, TicketKey next, AppointmentKey appointment) {
    return wrong([&](auto& e) {
      e.mutable_day_opened()->set_day(day);
      e.mutable_day_opened()->set_next_ticket(next);
      e.mutable_day_opened()->set_next_appointment(appointment);
    });
  };
  EXPECT_EQ(opened(20261118, 9, 9), "day 20261118 opened, 20261118 was open");
  EXPECT_EQ(opened(20261119, 1, 9), "ticket keys go back");
  EXPECT_EQ(opened(20261119, 9, 1), "appointment keys go back");
  EXPECT_EQ(opened(20261119, 9, 9), "ticket B001 vanishes");
}

}  // namespace
}  // namespace yichuang
