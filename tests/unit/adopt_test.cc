// Tickets that a kiosk issued alone, from its own series, and hands over when the server is back.
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

class Adopt : public testing::Test {
 protected:
  Adopt() {
    auto catalogue = hall_.catalogue;
    for (const auto& [name, letter] : {std::pair{"kiosk-1", "X"}, std::pair{"kiosk-2", "Y"}}) {
      auto& series = *catalogue.add_offline_series();
      series.set_kiosk(name);
      series.set_prefix(letter);
    }
    hall_.adopt(catalogue);
    hall_.staff(1);
  }

  wire::Command handed_over(uint32_t ordinal, Time issued, Time contact) const {
    wire::Command command;
    auto& adopt = *command.mutable_adopt_ticket();
    adopt.set_service("social");
    adopt.set_ordinal(ordinal);
    adopt.set_issued_ms(issued.ms);
    adopt.set_last_contact_ms(contact.ms);
    adopt.set_delivery(wire::DELIVERY_PRINTED);
    return command;
  }
  wire::Refusal adopt(uint32_t ordinal, Time issued, Time contact) {
    return hall_.command(handed_over(ordinal, issued, contact), kiosk());
  }
  // The arrival of the ticket that was adopted last.
  Time arrival() const { return hall_.state.tickets.back().arrived_at; }

  OpeningHall hall_;
  const Time contact_ = hall_.at_time(9, 30);
};

TEST_F(Adopt, KeepsTheNumberAndTheTimeOfItsIssue) {
  ASSERT_EQ(adopt(1, hall_.at_time(9, 40), contact_), kDone) << hall_.sentence;
  const Ticket& ticket = hall_.state.tickets.back();
  EXPECT_EQ(ticket.number, "X001");
  EXPECT_EQ(ticket.arrived_at, hall_.at_time(9, 40));
  EXPECT_EQ(ticket.issued_at, hall_.now);
  EXPECT_EQ(ticket.phase, wire::TICKET_PHASE_WAITING) << "the paper is in the citizen's hand";
  EXPECT_EQ(hall_.state.services[0].issued, 1u);
}

TEST_F(Adopt, TakesItsPlaceAmongThoseWhoTookANumberMeanwhile) {
  hall_.wait_for("social");  // at ten, before the kiosk was heard again
  ASSERT_EQ(adopt(1, hall_.at_time(9, 40), contact_), kDone);
  EXPECT_EQ(hall_.begin(1), "X001");
  ASSERT_EQ(hall_.complete(1), kDone);
  EXPECT_EQ(hall_.begin(1), "A001");
}

TEST_F(Adopt, NeverArrivesBeforeTheLastContactNorInTheFuture) {
  ASSERT_EQ(adopt(1, hall_.at_time(8, 0), contact_), kDone);
  EXPECT_EQ(arrival(), contact_) << "the kiosk's clock is behind";
  ASSERT_EQ(adopt(2, hall_.at_time(23, 0), contact_), kDone);
  EXPECT_EQ(arrival(), hall_.now) << "the kiosk's clock is ahead";
  ASSERT_EQ(adopt(3, hall_.at_time(9, 50), hall_.now + 1'000'000), kDone);
  EXPECT_EQ(arrival(), hall_.now) << "no contact lies in the future";
}

TEST_F(Adopt, NeverArrivesBeforeTheTicketThatTheKioskIssuedBefore) {
  ASSERT_EQ(adopt(1, hall_.at_time(9, 50), contact_), kDone);
  ASSERT_EQ(adopt(2, hall_.at_time(9, 40), contact_), kDone) << "its clock was set back";
  EXPECT_EQ(arrival(), hall_.at_time(9, 50));
  EXPECT_EQ(hall_.begin(1), "X001") << "the kiosk's order is kept";
}

TEST_F(Adopt, ANumberIsUsedOnceAndNeverBackwards) {
  ASSERT_EQ(adopt(5, hall_.at_time(9, 50), contact_), kDone) << "numbers may be left out";
  EXPECT_EQ(adopt(5, hall_.at_time(9, 50), contact_), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(hall_.sentence, "X005 was adopted last; the next must be greater");
  EXPECT_EQ(adopt(4, hall_.at_time(9, 50), contact_), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(adopt(0, hall_.at_time(9, 50), contact_), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(adopt(1000, hall_.at_time(9, 50), contact_), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(adopt(999, hall_.at_time(9, 50), contact_), kDone);
  EXPECT_EQ(hall_.state.tickets.size(), 2u);
}

TEST_F(Adopt, EachKioskHasItsOwnSeries) {
  ASSERT_EQ(adopt(1, hall_.at_time(9, 50), contact_), kDone);
  const auto of = [&](const char* name) {
    return hall_.command(handed_over(1, hall_.at_time(9, 50), contact_), {name, Role::kKiosk, ""});
  };
  EXPECT_EQ(of("kiosk-2"), kDone);
  EXPECT_EQ(hall_.state.tickets.back().number, "Y001");
  EXPECT_EQ(of("kiosk-3"), wire::REFUSAL_NOT_ALLOWED) << "it has none";
}

TEST_F(Adopt, ATicketOfAnotherDayIsRefused) {
  EXPECT_EQ(adopt(1, hall_.at_time(23, 59, 20261117), contact_), wire::REFUSAL_DEADLINE_PASSED);
  EXPECT_EQ(adopt(1, hall_.at_time(0, 0, 20261119), contact_), wire::REFUSAL_DEADLINE_PASSED);
  EXPECT_EQ(adopt(1, hall_.at_time(0, 0), contact_), kDone);
  hall_.go_to(20261119, 9);
  ASSERT_EQ(adopt(1, hall_.now, hall_.now), kDone);
  EXPECT_EQ(hall_.state.tickets.back().number, "X001") << "the series starts again each day";
}

TEST_F(Adopt, NonsenseIsRefused) {
  auto command = handed_over(1, hall_.now, contact_);
  command.mutable_adopt_ticket()->set_service("passport");
  EXPECT_EQ(hall_.command(command, kiosk()), wire::REFUSAL_UNKNOWN_SERVICE);
  command = handed_over(1, hall_.now, contact_);
  command.mutable_adopt_ticket()->clear_delivery();
  EXPECT_EQ(hall_.command(command, kiosk()), wire::REFUSAL_INVALID_VALUE);
  EXPECT_TRUE(hall_.state.tickets.empty());
}

TEST_F(Adopt, ClaimsNoClassButWhatTheCardSays) {
  auto command = handed_over(1, hall_.now, contact_);
  command.mutable_adopt_ticket()->set_priority(wire::PRIORITY_CLASS_EMERGENCY);
  ASSERT_EQ(hall_.command(command, kiosk()), kDone);
  EXPECT_EQ(hall_.state.tickets.back().priority, wire::PRIORITY_CLASS_ORDINARY);
  command = handed_over(2, hall_.now, contact_);
  command.mutable_adopt_ticket()->set_priority(wire::PRIORITY_CLASS_ELDERLY);
  ASSERT_EQ(hall_.command(command, kiosk()), kDone);
  EXPECT_EQ(hall_.state.tickets.back().priority, wire::PRIORITY_CLASS_ELDERLY);
}

TEST_F(Adopt, CountsForThePersonsLimit) {
  auto command = handed_over(1, hall_.now, contact_);
  command.mutable_adopt_ticket()->set_person(OpeningHall::person('a'));
  ASSERT_EQ(hall_.command(command, kiosk()), kDone);
  EXPECT_EQ(hall_.send_as(kiosk(),
                          [](auto& c) {
                            c.mutable_issue_ticket()->set_service("social");
                            c.mutable_issue_ticket()->set_person(OpeningHall::person('a'));
                          }),
            wire::REFUSAL_LIMIT_REACHED);
}

TEST_F(Adopt, ALetterThatBecomesAServicesGoesOnCounting) {
  ASSERT_EQ(adopt(3, hall_.now, contact_), kDone);
  auto catalogue = hall_.catalogue;
  catalogue.mutable_offline_series(0)->set_prefix("Z");
  catalogue.mutable_services(0)->set_prefix("X");
  hall_.adopt(catalogue);
  hall_.wait_for("social");
  EXPECT_EQ(hall_.state.tickets.back().number, "X004");
}

}  // namespace
}  // namespace yichuang
