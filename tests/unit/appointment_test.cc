// Appointments: the slots, who may book how many, and what becomes of them.
#include "queue-server/slots.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;
constexpr uint32_t kThursday = 20261119;

std::vector<PlannedSlot> social_slots(const OpeningHall& hall, uint32_t day) {
  return slots_of(hall.state, hall.state.services[0], *hall.opening, day);
}

wire::Refusal move(OpeningHall& hall, AppointmentKey appointment, Time slot) {
  return hall.send_as(kiosk(), [&](auto& c) {
    c.mutable_move_appointment()->set_appointment(appointment);
    c.mutable_move_appointment()->set_slot_ms(slot.ms);
  });
}

wire::Refusal cancel(OpeningHall& hall, AppointmentKey appointment) {
  return hall.send_as(
      kiosk(), [&](auto& c) { c.mutable_cancel_appointment()->set_appointment(appointment); });
}

TEST(Slots, FillTheOpeningHoursAndLeaveOutLunch) {
  OpeningHall hall;
  const auto slots = social_slots(hall, kThursday);
  ASSERT_EQ(slots.size(), 14u) << "six before lunch, eight after";
  EXPECT_EQ(slots[0].from, hall.at_time(9, 0, kThursday));
  EXPECT_EQ(slots[5].to, hall.at_time(12, 0, kThursday));
  EXPECT_EQ(slots[6].from, hall.at_time(13, 0, kThursday));
  EXPECT_EQ(slots[13].to, hall.at_time(17, 0, kThursday));
  EXPECT_EQ(slots[0].free, 2u);
}

TEST(Slots, ASlotThatWouldReachIntoLunchIsNotGiven) {
  OpeningHall hall;
  auto catalogue = hall.catalogue;
  catalogue.mutable_services(0)->set_slot_minutes(50);
  hall.adopt(catalogue);
  const auto slots = social_slots(hall, kThursday);
  ASSERT_EQ(slots.size(), 7u);
  EXPECT_EQ(slots[2].to, hall.at_time(11, 30, kThursday));
}

TEST(Slots, FollowTheCalendar) {
  Calendar calendar;
  calendar.holidays.push_back({{"假", "Holiday"}, 20261120, 20261120, {20261121}});
  OpeningHall hall(calendar);
  EXPECT_TRUE(social_slots(hall, 20261120).empty()) << "a Friday off";
  EXPECT_EQ(social_slots(hall, 20261121).size(), 4u) << "a Saturday worked instead, 10 to 12";
  EXPECT_TRUE(social_slots(hall, 20261122).empty()) << "a Sunday";
}

TEST(Slots, NoneForAServiceThatTakesNoAppointments) {
  OpeningHall hall;
  auto catalogue = hall.catalogue;
  catalogue.mutable_services(0)->set_slot_minutes(0);
  hall.adopt(catalogue);
  EXPECT_TRUE(social_slots(hall, kThursday).empty());
  EXPECT_EQ(hall.book(hall.at_time(9, 0, kThursday), OpeningHall::person('a')),
            wire::REFUSAL_SERVICE_CLOSED);
}

TEST(Booking, TakesAPlaceUntilTheSlotIsFull) {
  OpeningHall hall;
  const Time slot = hall.at_time(9, 30, kThursday);
  ASSERT_EQ(hall.book(slot, OpeningHall::person('a')), kDone) << hall.sentence;
  EXPECT_EQ(social_slots(hall, kThursday)[1].free, 1u);
  ASSERT_EQ(hall.book(slot, OpeningHall::person('b')), kDone);
  EXPECT_EQ(hall.book(slot, OpeningHall::person('c')), wire::REFUSAL_SLOT_FULL);
  EXPECT_EQ(hall.book(slot, OpeningHall::person('c'), "medical"), kDone) << "its own places";
  ASSERT_EQ(cancel(hall, 1), kDone);
  EXPECT_EQ(hall.book(slot, OpeningHall::person('c')), kDone);
}

TEST(Booking, OnlySlotsThatAreThereAndToCome) {
  OpeningHall hall;
  const std::string who = OpeningHall::person('a');
  EXPECT_EQ(hall.book(hall.at_time(9, 30), who), wire::REFUSAL_SLOT_FULL) << "it has begun";
  EXPECT_EQ(hall.book(hall.at_time(10, 0), who), wire::REFUSAL_SLOT_FULL) << "right now";
  EXPECT_EQ(hall.book(hall.at_time(12, 0, kThursday), who), wire::REFUSAL_SLOT_FULL) << "lunch";
  EXPECT_EQ(hall.book(hall.at_time(9, 15, kThursday), who), wire::REFUSAL_SLOT_FULL);
  EXPECT_EQ(hall.book(hall.at_time(9, 0, 20261121), who), wire::REFUSAL_SLOT_FULL) << "Saturday";
  EXPECT_EQ(hall.book(hall.at_time(10, 30, 20261202), who), wire::REFUSAL_NOT_YET) << "14 days";
  EXPECT_EQ(hall.book(Time{INT64_MAX}, who), wire::REFUSAL_NOT_YET);
  EXPECT_EQ(hall.book(Time{INT64_MIN}, who), wire::REFUSAL_SLOT_FULL);
  EXPECT_EQ(hall.book(hall.at_time(10, 30), who, "passport"), wire::REFUSAL_UNKNOWN_SERVICE);
  EXPECT_EQ(hall.book(hall.at_time(10, 30), "short"), wire::REFUSAL_INVALID_VALUE);
  EXPECT_EQ(hall.book(hall.at_time(10, 30), ""), wire::REFUSAL_INVALID_VALUE);
  EXPECT_TRUE(hall.state.appointments.empty());
  EXPECT_EQ(hall.book(hall.at_time(10, 30), who), kDone);
}

TEST(Booking, TwoAPersonUntilOneIsCancelledOrUsed) {
  OpeningHall hall;
  const std::string who = OpeningHall::person('a');
  ASSERT_EQ(hall.book(hall.at_time(10, 30), who), kDone);
  ASSERT_EQ(hall.book(hall.at_time(11, 0), who, "medical"), kDone);
  EXPECT_EQ(hall.book(hall.at_time(11, 30), who), wire::REFUSAL_LIMIT_REACHED);
  ASSERT_EQ(cancel(hall, 2), kDone);
  ASSERT_EQ(hall.book(hall.at_time(11, 30), who), kDone);
  EXPECT_EQ(hall.book(hall.at_time(15, 0), who), wire::REFUSAL_LIMIT_REACHED);
  hall.now = hall.at_time(10, 30);
  ASSERT_EQ(hall.check_in(1), kDone);
  EXPECT_EQ(hall.book(hall.at_time(15, 0), who), kDone);
}

TEST(Booking, CanBeMovedToAFreeSlot) {
  OpeningHall hall;
  const Time first = hall.at_time(10, 30);
  const Time full = hall.at_time(11, 0);
  ASSERT_EQ(hall.book(first, OpeningHall::person('a')), kDone);
  ASSERT_EQ(hall.book(full, OpeningHall::person('b')), kDone);
  ASSERT_EQ(hall.book(full, OpeningHall::person('c')), kDone);
  EXPECT_EQ(move(hall, 1, full), wire::REFUSAL_SLOT_FULL);
  EXPECT_EQ(move(hall, 2, full), kDone) << "it is there already";
  EXPECT_EQ(move(hall, 9, first), wire::REFUSAL_UNKNOWN_APPOINTMENT);
  ASSERT_EQ(move(hall, 1, hall.at_time(15, 0)), kDone);
  EXPECT_EQ(hall.state.appointments.at(1).slot, hall.at_time(15, 0));
  EXPECT_EQ(hall.state.booked.size(), 2u) << "the old place is free";
  EXPECT_EQ(hall.kept.bookings(OpeningHall::person('a')), 1u);
}

TEST(Booking, OfARetiredServiceCanBeUsedButNotMoved) {
  OpeningHall hall;
  ASSERT_EQ(hall.book(hall.at_time(10, 30), OpeningHall::person('a'), "medical"), kDone);
  auto smaller = hall.catalogue;
  smaller.mutable_services()->DeleteSubrange(1, 1);
  smaller.mutable_windows()->DeleteSubrange(2, 1);
  hall.adopt(smaller);
  EXPECT_EQ(move(hall, 1, hall.at_time(15, 0)), wire::REFUSAL_UNKNOWN_SERVICE);
  hall.now = hall.at_time(10, 30);
  ASSERT_EQ(hall.check_in(1), kDone);
  ASSERT_EQ(hall.confirm(1), kDone);
  hall.staff(1);
  EXPECT_EQ(hall.begin(1), "B001");
}

class CheckIn : public testing::Test {
 protected:
  CheckIn() {
    EXPECT_EQ(hall_.book(slot_, OpeningHall::person('a')), kDone);
    hall_.staff(1);
  }
  TicketKey check_in_at(uint32_t hour, uint32_t minute) {
    hall_.now = hall_.at_time(hour, minute);
    const TicketKey key = hall_.state.next_ticket();
    EXPECT_EQ(hall_.check_in(1), kDone) << hall_.sentence;
    EXPECT_EQ(hall_.confirm(key), kDone);
    return key;
  }
  OpeningHall hall_;
  const Time slot_ = hall_.at_time(11, 0);
};

TEST_F(CheckIn, FromFiveMinutesBefore) {
  hall_.now = slot_ - 5 * 60'000 - 1;
  EXPECT_EQ(hall_.check_in(1), wire::REFUSAL_NOT_YET);
  EXPECT_EQ(hall_.sentence, "your appointment is later; check in from 10:55");
  hall_.now = slot_ - 5 * 60'000;
  EXPECT_EQ(hall_.check_in(1), kDone);
  EXPECT_EQ(hall_.check_in(1), wire::REFUSAL_LIMIT_REACHED) << "once";
  EXPECT_TRUE(hall_.state.appointments.empty());
}

TEST_F(CheckIn, InsideTheSlotComesBeforeTheWalkIns) {
  hall_.now = hall_.at_time(10, 30);
  hall_.wait_for("social");
  const TicketKey booked = check_in_at(11, 15);
  EXPECT_EQ(hall_.state.ticket(booked)->slot_at, slot_);
  EXPECT_EQ(hall_.state.ticket(booked)->issued_at, hall_.now);
  ASSERT_EQ(hall_.next(1), kDone);
  EXPECT_EQ(hall_.at(1), "A002");
  EXPECT_EQ(hall_.last().ticket_called().reason(), wire::CALL_REASON_APPOINTMENT);
}

TEST_F(CheckIn, LaterJoinsTheWalkInsAtItsArrival) {
  hall_.now = hall_.at_time(11, 10);
  hall_.wait_for("social");
  const TicketKey late = check_in_at(11, 16);
  EXPECT_FALSE(hall_.state.ticket(late)->slot_at.is_set());
  hall_.wait_for("social");
  EXPECT_EQ(hall_.begin(1), "A001");
  ASSERT_EQ(hall_.complete(1), kDone);
  EXPECT_EQ(hall_.begin(1), "A002");
}

TEST_F(CheckIn, AgainWhenTheTicketReachedNobody) {
  hall_.now = slot_ - 4 * 60'000;
  const TicketKey first = hall_.state.next_ticket();
  ASSERT_EQ(hall_.check_in(1), kDone) << hall_.sentence;
  EXPECT_EQ(hall_.check_in(1), wire::REFUSAL_LIMIT_REACHED);
  EXPECT_EQ(hall_.sentence,
            "you have checked in: your number is " + hall_.state.ticket(first)->number);
  hall_.let_go_void(first);
  const TicketKey second = hall_.state.next_ticket();
  ASSERT_EQ(hall_.check_in(1), kDone) << hall_.sentence;
  EXPECT_EQ(hall_.state.ticket(second)->slot_at, slot_) << "as before";
  EXPECT_EQ(hall_.kept.person_of(second), OpeningHall::person('a')) << "and as the same person";
  ASSERT_EQ(hall_.confirm(second), kDone);
  EXPECT_EQ(hall_.confirm(first), wire::REFUSAL_LIMIT_REACHED);
  EXPECT_EQ(hall_.check_in(1), wire::REFUSAL_LIMIT_REACHED);
}

TEST_F(CheckIn, AgainAfterTheSlotJoinsTheWalkIns) {
  hall_.now = slot_ + 10 * 60'000;
  const TicketKey first = hall_.state.next_ticket();
  ASSERT_EQ(hall_.check_in(1), kDone);
  hall_.now = slot_ + 16 * 60'000;
  hall_.let_go_void(first);
  ASSERT_EQ(hall_.check_in(1), kDone);
  EXPECT_FALSE(hall_.state.ticket(first + 1)->slot_at.is_set()) << "too late this time";
  hall_.let_go_void(first + 1);
  ASSERT_EQ(hall_.check_in(1), kDone) << "and again";
  EXPECT_FALSE(hall_.state.ticket(first + 2)->slot_at.is_set());
}

TEST_F(CheckIn, OnlyOnItsDay) {
  ASSERT_EQ(hall_.book(hall_.at_time(9, 0, kThursday), OpeningHall::person('b')), kDone);
  EXPECT_EQ(hall_.check_in(2), wire::REFUSAL_NOT_YET);
  EXPECT_EQ(hall_.sentence, "your appointment is another day; check in from 08:55");
}

TEST_F(CheckIn, ATicketsTokenOpensNoAppointmentAndTheOtherWayRound) {
  hall_.now = slot_;
  hall_.wait_for("social");
  const auto check_in = [&](const std::string& token) {
    return hall_.send_as(kiosk(), [&](auto& c) { c.mutable_check_in()->set_token(token); });
  };
  EXPECT_EQ(check_in(hall_.token_of(1)), wire::REFUSAL_UNKNOWN_APPOINTMENT);
  EXPECT_FALSE(ticket_of_token(hall_.tokens, appointment_token(hall_.tokens, 1)).has_value());
  EXPECT_EQ(check_in(appointment_token(hall_.tokens, 2)), wire::REFUSAL_UNKNOWN_APPOINTMENT);
  EXPECT_EQ(check_in(appointment_token(hall_.tokens, 1)), kDone);
}

TEST_F(CheckIn, TheTicketIsThePersonsOneForTheService) {
  check_in_at(11, 0);
  EXPECT_EQ(hall_.send_as(kiosk(),
                          [&](auto& c) {
                            c.mutable_issue_ticket()->set_service("social");
                            c.mutable_issue_ticket()->set_person(OpeningHall::person('a'));
                          }),
            wire::REFUSAL_LIMIT_REACHED);
}

TEST_F(CheckIn, NobodyCameIsCountedAfterClosingAndNotBefore) {
  ASSERT_EQ(hall_.book(hall_.at_time(9, 0, kThursday), OpeningHall::person('b')), kDone);
  hall_.now = hall_.at_time(16, 59);
  hall_.let_time_work();
  EXPECT_EQ(hall_.state.services[0].no_shows, 0u) << "who is late may still come";
  hall_.now = hall_.at_time(17, 0);
  hall_.let_time_work();
  EXPECT_EQ(hall_.state.services[0].no_shows, 1u);
  EXPECT_EQ(hall_.check_in(1), wire::REFUSAL_UNKNOWN_APPOINTMENT);
  EXPECT_EQ(hall_.kept.bookings(OpeningHall::person('a')), 0u);
  EXPECT_EQ(hall_.state.appointments.size(), 1u) << "tomorrow's stays";
}

TEST_F(CheckIn, NobodyCameIsCountedOverTheDayToo) {
  const size_t before = hall_.journal.size();
  hall_.go_to(kThursday, 9);  // the server was away at closing
  EXPECT_TRUE(hall_.state.appointments.empty());
  EXPECT_TRUE(hall_.journal.at(before).has_appointment_missed());
}

TEST(Carried, AppointmentsLiveOverTheDaysWithTheirPersons) {
  OpeningHall hall;
  const Time slot = hall.at_time(9, 0, 20261120);
  ASSERT_EQ(hall.book(slot, OpeningHall::person('a')), kDone);
  ASSERT_EQ(hall.book(hall.at_time(9, 30, 20261120), OpeningHall::person('a'), "medical"), kDone);
  hall.go_to(kThursday, 9);
  EXPECT_EQ(hall.state.appointments.size(), 2u);
  EXPECT_EQ(hall.book(hall.at_time(15, 0), OpeningHall::person('a')), wire::REFUSAL_SLOT_FULL);
  EXPECT_EQ(hall.book(hall.at_time(15, 0, kThursday), OpeningHall::person('a')),
            wire::REFUSAL_LIMIT_REACHED);
  EXPECT_EQ(hall.book(hall.at_time(15, 0, kThursday), OpeningHall::person('b')), kDone);
  EXPECT_EQ(hall.state.next_appointment, 4u) << "keys go on";
  hall.go_to(20261120, 9);
  EXPECT_EQ(hall.check_in(1), kDone) << hall.sentence;
}

TEST(Carried, ThoseOfAServiceThatLeftTheCatalogueAreCancelled) {
  OpeningHall hall;
  ASSERT_EQ(hall.book(hall.at_time(9, 0, 20261120), OpeningHall::person('a'), "medical"), kDone);
  hall.catalogue.mutable_services()->DeleteSubrange(1, 1);
  hall.catalogue.mutable_windows()->DeleteSubrange(2, 1);
  const size_t before = hall.journal.size();
  hall.go_to(kThursday, 9);
  EXPECT_TRUE(hall.journal.at(before).has_appointment_cancelled());
  EXPECT_TRUE(hall.state.appointments.empty());
  EXPECT_EQ(hall.kept.bookings(OpeningHall::person('a')), 0u);
}

TEST(Carried, MoreThanOneEventHolds) {
  OpeningHall hall;
  auto catalogue = hall.catalogue;
  catalogue.mutable_services(0)->set_slot_capacity(999);
  hall.adopt(catalogue);
  for (size_t i = 0; i < limits::kRecordsPerEventMax + 20; ++i) {
    std::string who = OpeningHall::person('a');
    who.replace(0, 4, std::to_string(1000 + i));
    ASSERT_EQ(hall.book(hall.at_time(9, 0, kThursday), who), kDone);
  }
  hall.go_to(kThursday, 8);
  EXPECT_EQ(hall.state.appointments.size(), limits::kRecordsPerEventMax + 20);
  EXPECT_EQ(hall.kept.booked_by.size(), limits::kRecordsPerEventMax + 20);
}

}  // namespace
}  // namespace yichuang
