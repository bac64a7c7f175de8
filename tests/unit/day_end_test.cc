// What a day leaves to the next: vouchers; and what one person may have on one day.
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;
constexpr uint32_t kThursday = 20261119;
constexpr uint32_t kFriday = 20261120;
constexpr uint32_t kSaturday = 20261121;
constexpr uint32_t kSunday = 20261122;
constexpr uint32_t kMonday = 20261123;

wire::Refusal redeem(SmallHall& hall, const std::string& token,
                     const std::string& service = "social") {
  return hall.send_as(kiosk(), [&](auto& c) {
    c.mutable_issue_ticket()->set_service(service);
    c.mutable_issue_ticket()->set_voucher(token);
  });
}

TEST(Voucher, GoesToWhoCameAndWasNotServed) {
  OpeningHall hall;
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  const TicketKey served = hall.wait_for("social");
  hall.serve_one(1);
  const TicketKey cancelled = hall.wait_for("social");
  ASSERT_EQ(hall.cancel(cancelled), kDone);
  const TicketKey held = hall.wait_for("social");
  hall.begin(1);
  ASSERT_EQ(hall.hold(1), kDone);
  const TicketKey missed = hall.wait_for("social");
  ASSERT_EQ(hall.next(1), kDone);
  ASSERT_EQ(hall.missed(1), kDone);
  const TicketKey serving = hall.wait_for("social");
  hall.begin(1);
  const TicketKey called = hall.wait_for("social");
  ASSERT_EQ(hall.next(2, "1002"), kDone);
  const TicketKey waiting = hall.wait_for("medical");
  ASSERT_EQ(hall.issue("social"), kDone);  // never confirmed
  hall.go_to(kThursday, 9);
  std::vector<TicketKey> got;
  for (const auto& [ticket, service] : hall.state.vouchers) got.push_back(ticket);
  EXPECT_EQ(got, (std::vector<TicketKey>{held, serving, called, waiting}));
  EXPECT_EQ(hall.state.vouchers.at(waiting), "medical");
  EXPECT_EQ(std::ranges::count(got, served) + std::ranges::count(got, missed), 0);
}

TEST(Voucher, IsGoodOnceAndComesSooner) {
  OpeningHall hall;
  const TicketKey yesterday = hall.wait_for("social");
  const std::string token = hall.token_of(yesterday);
  hall.go_to(kThursday, 9);
  hall.staff(1);
  const TicketKey ordinary = hall.wait_for("social");
  EXPECT_EQ(redeem(hall, "rubbish"), wire::REFUSAL_UNKNOWN_TICKET);
  EXPECT_EQ(redeem(hall, hall.token_of(ordinary)), wire::REFUSAL_UNKNOWN_TICKET) << "today's";
  EXPECT_EQ(redeem(hall, appointment_token(hall.tokens, yesterday)), wire::REFUSAL_UNKNOWN_TICKET);
  const TicketKey back = hall.state.next_ticket();
  ASSERT_EQ(redeem(hall, token), kDone) << hall.sentence;
  EXPECT_EQ(hall.state.ticket(back)->priority, wire::PRIORITY_CLASS_VOUCHER);
  EXPECT_EQ(redeem(hall, token), wire::REFUSAL_UNKNOWN_TICKET) << "once";
  ASSERT_EQ(hall.confirm(back), kDone);
  hall.now = hall.now + 60'000;
  EXPECT_EQ(hall.begin(1), "A002");
}

TEST(Voucher, IsAsGoodAsBeforeWhenItsTicketReachedNobody) {
  OpeningHall hall;
  const TicketKey yesterday = hall.wait_for("social");
  const std::string token = hall.token_of(yesterday);
  hall.go_to(kThursday, 9);
  const TicketKey first = hall.state.next_ticket();
  ASSERT_EQ(redeem(hall, token), kDone);
  EXPECT_EQ(redeem(hall, token), wire::REFUSAL_UNKNOWN_TICKET) << "it may still be printed";
  EXPECT_EQ(hall.sentence, "this voucher is used, for A001; take a number without it");
  hall.let_go_void(first);
  const TicketKey second = hall.state.next_ticket();
  ASSERT_EQ(redeem(hall, token), kDone) << hall.sentence;
  EXPECT_EQ(hall.state.ticket(second)->priority, wire::PRIORITY_CLASS_VOUCHER);
  EXPECT_EQ(hall.confirm(first), wire::REFUSAL_LIMIT_REACHED) << "not both";
  EXPECT_EQ(hall.sentence, "A002 was issued instead of it");
  ASSERT_EQ(hall.cancel(second), kDone) << "no paper, no telephone";
  ASSERT_EQ(redeem(hall, token), kDone) << "neither reached anybody";
  hall.let_go_void(second + 1);
  ASSERT_EQ(hall.confirm(first), kDone) << "its paper was out after all";
  EXPECT_EQ(hall.confirm(second + 1), wire::REFUSAL_LIMIT_REACHED);
  EXPECT_EQ(redeem(hall, token), wire::REFUSAL_UNKNOWN_TICKET) << "used at last";
  ASSERT_EQ(hall.cancel(first), kDone);
  EXPECT_EQ(redeem(hall, token), wire::REFUSAL_UNKNOWN_TICKET) << "somebody had that number";
}

TEST(Voucher, DoesNotTakeAHigherClassAway) {
  wire::CatalogueAdopted catalogue = OpeningHall::catalogue_with_slots();
  for (const uint32_t rate : {1, 1, 5, 3, 3, 3, 3, 3, 1}) {
    catalogue.mutable_rules()->add_rates(rate);
  }
  OpeningHall hall;
  const TicketKey yesterday = hall.wait_for("social");
  hall.catalogue = catalogue;
  hall.go_to(kThursday, 9);
  const TicketKey back = hall.state.next_ticket();
  ASSERT_EQ(hall.send_as(kiosk(),
                         [&](auto& c) {
                           c.mutable_issue_ticket()->set_service("social");
                           c.mutable_issue_ticket()->set_priority(wire::PRIORITY_CLASS_ELDERLY);
                           c.mutable_issue_ticket()->set_voucher(hall.token_of(yesterday));
                         }),
            kDone);
  EXPECT_EQ(hall.state.ticket(back)->priority, wire::PRIORITY_CLASS_ELDERLY);
  EXPECT_TRUE(hall.state.vouchers.empty()) << "used all the same";
}

TEST(Voucher, StaysGoodOverDaysOnWhichTheHallIsClosed) {
  OpeningHall hall;
  hall.go_to(kFriday, 10);
  const TicketKey friday = hall.wait_for("social");
  hall.go_to(kSaturday, 10);
  hall.go_to(kSunday, 10);
  EXPECT_TRUE(hall.state.vouchers.contains(friday));
  hall.go_to(kMonday, 9);
  EXPECT_EQ(redeem(hall, hall.token_of(friday)), kDone) << hall.sentence;
}

TEST(Voucher, IsOutOfDateAfterADayOnWhichItCouldBeUsed) {
  OpeningHall hall;
  const TicketKey wednesday = hall.wait_for("social");
  hall.go_to(kThursday, 9);
  hall.go_to(kFriday, 9);
  EXPECT_TRUE(hall.state.vouchers.empty());
  EXPECT_EQ(redeem(hall, hall.token_of(wednesday)), wire::REFUSAL_UNKNOWN_TICKET);
}

TEST(Voucher, ManyTakeMoreThanOneEvent) {
  OpeningHall hall;
  for (size_t i = 0; i < limits::kRecordsPerEventMax + 5; ++i) {
    hall.wait_for(i % 2 == 0 ? "social" : "medical");
  }
  hall.go_to(kThursday, 9);
  EXPECT_EQ(hall.state.vouchers.size(), limits::kRecordsPerEventMax + 5);
}

class Person : public testing::Test {
 protected:
  wire::Refusal issue(char who, const std::string& service = "social") {
    return hall_.send_as(kiosk(), [&](auto& c) {
      c.mutable_issue_ticket()->set_service(service);
      c.mutable_issue_ticket()->set_person(OpeningHall::person(who));
    });
  }
  OpeningHall hall_;
};

TEST_F(Person, HasOneLiveTicketAService) {
  ASSERT_EQ(issue('a'), kDone);
  EXPECT_EQ(issue('a'), wire::REFUSAL_LIMIT_REACHED);
  EXPECT_EQ(hall_.sentence,
            "this person has A001 for the service already; use it, or cancel it first");
  EXPECT_EQ(issue('a', "medical"), kDone);
  EXPECT_EQ(issue('b'), kDone);
  EXPECT_EQ(hall_.issue("social"), kDone) << "who shows no card is not known";
}

TEST_F(Person, MayTakeANewOneAfterTheOldOneIsOver) {
  ASSERT_EQ(issue('a'), kDone);
  ASSERT_EQ(hall_.cancel(1), kDone);
  ASSERT_EQ(issue('a'), kDone);
  hall_.now = hall_.now + 60'000;
  hall_.let_time_work();  // voided
  ASSERT_EQ(issue('a'), kDone);
  ASSERT_EQ(hall_.confirm(3), kDone);
  hall_.staff(1);
  hall_.serve_one(1);
  EXPECT_EQ(issue('a'), kDone);
}

// Two papers of one person: the first was void, a second number was taken, and then the kiosk said
// that the first had come out after all. Both waited.
TEST_F(Person, CannotGetAVoidedOneBackBesideANewOne) {
  ASSERT_EQ(issue('a'), kDone);
  hall_.now = hall_.now + 60'000;
  hall_.let_time_work();
  ASSERT_EQ(hall_.phase(1), wire::TICKET_PHASE_VOIDED);
  ASSERT_EQ(issue('a'), kDone);
  EXPECT_EQ(hall_.confirm(1), wire::REFUSAL_LIMIT_REACHED);
  EXPECT_EQ(hall_.phase(1), wire::TICKET_PHASE_VOIDED);
  ASSERT_EQ(hall_.cancel(2), kDone);
  EXPECT_EQ(hall_.confirm(1), kDone) << "it is the only one again";
  EXPECT_EQ(hall_.phase(1), wire::TICKET_PHASE_WAITING);
}

TEST_F(Person, AMissedOneStillCounts) {
  ASSERT_EQ(issue('a'), kDone);
  ASSERT_EQ(hall_.confirm(1), kDone);
  hall_.staff(1);
  ASSERT_EQ(hall_.next(1), kDone);
  ASSERT_EQ(hall_.missed(1), kDone);
  EXPECT_EQ(issue('a'), wire::REFUSAL_LIMIT_REACHED) << "it can be reactivated";
}

TEST_F(Person, StartsAnewEachDay) {
  ASSERT_EQ(issue('a'), kDone);
  ASSERT_EQ(hall_.confirm(1), kDone);
  hall_.go_to(kThursday, 9);
  EXPECT_EQ(issue('a'), kDone);
}

TEST_F(Person, IsAHashOfSixteenBytes) {
  EXPECT_EQ(hall_.send_as(kiosk(),
                          [](auto& c) {
                            c.mutable_issue_ticket()->set_service("social");
                            c.mutable_issue_ticket()->set_person("11010519491231002X");
                          }),
            wire::REFUSAL_INVALID_VALUE)
      << "an ID number itself is never taken";
}

TEST_F(Person, StandsInNoEvent) {
  ASSERT_EQ(issue('q'), kDone);
  ASSERT_EQ(hall_.book(hall_.at_time(15, 0, kThursday), OpeningHall::person('q')), kDone);
  hall_.go_to(kThursday, 9);
  for (const wire::Event& event : hall_.journal) {
    EXPECT_EQ(encode(event).find(OpeningHall::person('q')), std::string::npos);
  }
  EXPECT_EQ(hall_.kept.bookings(OpeningHall::person('q')), 1u);
}

}  // namespace
}  // namespace yichuang
