// What the server does by itself, and what must be the same for it as for the pure core: timers,
// appointments, adoption, a new catalogue.
#include <sqlite3.h>

#include "hall/snapshot.h"
#include "queue-server/journal/refold.h"
#include "tests/unit/server_fixture.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

HallCatalogue bookable_catalogue() {
  HallCatalogue out{OpeningHall::catalogue_with_slots(), OpeningHall::hours(), {}, "first files"};
  auto& series = *out.queue.add_offline_series();
  series.set_kiosk("kiosk-1");
  series.set_prefix("X");
  return out;
}

class ServerLife : public ServerTest {
 protected:
  ServerLife() : ServerTest(bookable_catalogue()) {
    clock_.wall = at(20261119, 10);
    server_->tick();
    transport_.published.clear();
  }
  static Time at(uint32_t day, uint32_t hour) {
    return Zone::open("Asia/Shanghai")->at(day, hour * 60);
  }
  void pass_and_tick(int64_t ms) {
    clock_.pass(ms);
    server_->tick();
  }
  // The same hall after a restart.
  void restart_changes_nothing() {
    const uint64_t hash = state_hash(server_->state());
    start();
    EXPECT_EQ(state_hash(server_->state()), hash);
  }
};

TEST_F(ServerLife, VoidsWhatWasNotConfirmedWithoutBeingAsked) {
  ask(issue());
  pass_and_tick(59'000);
  EXPECT_EQ(server_->state().ticket(1)->phase, wire::TICKET_PHASE_ISSUED);
  pass_and_tick(1'000);
  EXPECT_EQ(server_->state().ticket(1)->phase, wire::TICKET_PHASE_VOIDED);
  restart_changes_nothing();
}

TEST_F(ServerLife, DoesNothingByItselfWhileTheDiskIsFull) {
  ask(issue());
  journal_->free = 1;
  pass_and_tick(120'000);
  EXPECT_EQ(server_->state().ticket(1)->phase, wire::TICKET_PHASE_ISSUED);
  journal_->free = UINT64_MAX;
  pass_and_tick(1'000);
  EXPECT_EQ(server_->state().ticket(1)->phase, wire::TICKET_PHASE_VOIDED);
}

TEST_F(ServerLife, AnAdoptedTicketIsOneHoweverOftenItIsHandedOver) {
  wire::Command c = command();
  auto& adopt = *c.mutable_adopt_ticket();
  adopt.set_service("social");
  adopt.set_ordinal(1);
  adopt.set_issued_ms(clock_.wall.ms - 60'000);
  adopt.set_last_contact_ms(clock_.wall.ms - 600'000);
  adopt.set_delivery(wire::DELIVERY_PRINTED);
  EXPECT_EQ(ask(c).ticket().number(), "X001");
  const std::string first = transport_.replies[0].second;
  ask(c);
  EXPECT_EQ(transport_.replies[0].second, first);
  start();
  ask(c);
  EXPECT_EQ(transport_.replies[0].second, first);
  EXPECT_EQ(server_->state().tickets.size(), 1u);
  EXPECT_EQ(server_->state().ticket(1)->arrived_at.ms, clock_.wall.ms - 60'000);
  restart_changes_nothing();
}

TEST_F(ServerLife, AppointmentsAreListedBookedAndCheckedIn) {
  wire::Command slots = command();
  slots.mutable_get_slots()->set_service("social");
  slots.mutable_get_slots()->set_day(20261119);
  const wire::Reply today = ask(slots, Role::kWeb);
  ASSERT_EQ(today.slots().slots_size(), 11) << "from half past ten";
  wire::Command book = command();
  book.mutable_book_appointment()->set_service("social");
  book.mutable_book_appointment()->set_slot_ms(today.slots().slots(0).from_ms());
  book.mutable_book_appointment()->set_person(OpeningHall::person('a'));
  const wire::Reply booked = ask(book, Role::kWeb);
  ASSERT_EQ(booked.refusal(), kDone) << booked.sentence();
  EXPECT_EQ(ask(slots, Role::kWeb).slots().slots(0).free(), 1u);
  pass_and_tick(30 * 60'000);
  restart_changes_nothing();
  wire::Command check_in = command();
  check_in.mutable_check_in()->set_token(booked.appointment().token());
  const wire::Reply ticket = ask(check_in);
  EXPECT_EQ(ticket.ticket().number(), "A001");
  EXPECT_FALSE(ticket.ticket().token().empty());
  EXPECT_TRUE(server_->state().appointments.empty());
  restart_changes_nothing();
}

TEST_F(ServerLife, SlotsOfNonsenseAreNone) {
  wire::Command slots = command();
  slots.mutable_get_slots()->set_service("social");
  for (const uint32_t day : {0u, 20261399u, 20260230u, UINT32_MAX}) {
    slots.mutable_get_slots()->set_day(day);
    EXPECT_EQ(ask(slots, Role::kWeb).slots().slots_size(), 0) << day;
  }
}

TEST_F(ServerLife, ANewCatalogueHoldsFromTheNextTickAndEveryVersionIsKept) {
  ask(issue("medical"));
  HallCatalogue next = bookable_catalogue();
  next.queue.set_digest("fedcba9876543210");
  next.queue.mutable_services()->DeleteSubrange(1, 1);
  next.queue.mutable_windows()->DeleteSubrange(2, 1);
  next.queue.mutable_rules()->set_calls_max(5);
  next.source = "second files";
  ASSERT_TRUE(server_->change_catalogue(next).ok());
  EXPECT_EQ(server_->state().catalogue_version, 1u) << "a tick does it";
  server_->tick();
  EXPECT_EQ(server_->state().catalogue_version, 2u);
  EXPECT_EQ(server_->state().rules.calls_max, 5u);
  EXPECT_TRUE(server_->state().service("medical")->retired);
  EXPECT_EQ(server_->state().hours.size(), 2u) << "with the hours of the day";
  EXPECT_EQ(ask(issue("medical")).refusal(), wire::REFUSAL_UNKNOWN_SERVICE);
  server_->tick();
  EXPECT_EQ(server_->state().catalogue_version, 2u) << "once";
  server_.reset();
  journal_.reset();
  real_.reset();
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((folder_.path() / "journal.db").c_str(), &db), SQLITE_OK);
  std::string rows;
  const auto add = [](void* out, int, char** columns, char**) {
    *static_cast<std::string*>(out) += std::string(columns[0]) + ": " + columns[1] + "; ";
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(db, "SELECT version, source FROM catalogue ORDER BY version", add, &rows,
                         nullptr),
            SQLITE_OK);
  sqlite3_close(db);
  EXPECT_EQ(rows, "1: first files; 2: second files; ");
}

// What is refused at a reload may be there when the server starts: it opens with the old one.
TEST_F(ServerLife, StartedWithACatalogueThatTodayCannotTakeItWaitsForTomorrow) {
  for (int round = 0; round < 3; ++round) {
    catalogue_ = bookable_catalogue();
    catalogue_.queue = sixty_others(round);
    catalogue_.queue.set_digest("round " + std::to_string(round));
    start();
  }
  EXPECT_EQ(server_->state().catalogue_digest, "round 1");
  EXPECT_EQ(ask(issue("s1-0")).ticket().number(), "A001");
  EXPECT_EQ(ask(issue("s2-0")).refusal(), wire::REFUSAL_UNKNOWN_SERVICE);
  restart_changes_nothing();
  clock_.wall = at(20261120, 10);
  server_->tick();
  EXPECT_EQ(server_->state().catalogue_digest, "round 2");
  EXPECT_EQ(server_->state().services.size(), 60u);
  EXPECT_EQ(ask(issue("s2-0")).ticket().number(), "A001");
}

TEST_F(ServerLife, ACatalogueOfAnUnknownTimeZoneChangesNothing) {
  HallCatalogue next = bookable_catalogue();
  next.queue.set_digest("fedcba9876543210");
  next.queue.set_time_zone("Moon/Tycho");
  EXPECT_FALSE(server_->change_catalogue(next).ok());
  server_->tick();
  EXPECT_EQ(server_->state().catalogue_version, 1u);
  EXPECT_EQ(ask(issue()).ticket().number(), "A001");
}

TEST_F(ServerLife, TheHoursAreThoseOfEachDay) {
  ASSERT_EQ(server_->state().hours.size(), 2u);
  EXPECT_EQ(server_->state().hours[0].from, at(20261119, 9));
  clock_.wall = at(20261121, 9);  // Saturday
  server_->tick();
  EXPECT_TRUE(server_->state().keeps_hours);
  EXPECT_TRUE(server_->state().hours.empty());
  EXPECT_EQ(ask(issue()).refusal(), wire::REFUSAL_SERVICE_CLOSED);
  restart_changes_nothing();
}

TEST_F(ServerLife, StaffRolesCountOnlyWhenTheWebServerSaysThem) {
  wire::Command c = issue();
  c.set_staff_role(wire::STAFF_ROLE_ADMIN);
  c.mutable_issue_ticket()->set_priority(wire::PRIORITY_CLASS_EMERGENCY);
  EXPECT_EQ(ask(c, Role::kKiosk).refusal(), wire::REFUSAL_NOT_ALLOWED);
  c.set_command_id(command().command_id());
  EXPECT_EQ(ask(c, Role::kWeb).refusal(), kDone);
}

TEST_F(ServerLife, AlarmsBeginAndEndOnTheFeed) {
  wire::Command report = command();
  report.mutable_report_device()->set_device("printer");
  report.mutable_report_device()->set_state(wire::DEVICE_STATE_STOPPED);
  ask(report);
  pass_and_tick(1000);
  report = command();
  report.mutable_report_device()->set_device("printer");
  report.mutable_report_device()->set_state(wire::DEVICE_STATE_READY);
  ask(report);
  pass_and_tick(1000);
  std::string told;
  for (const wire::Feed& feed : transport_.published) {
    if (feed.event().has_alarm_raised()) told += "raised " + feed.event().alarm_raised().subject();
    if (feed.event().has_alarm_cleared()) told += ", cleared";
  }
  EXPECT_EQ(told, "raised kiosk-1/printer, cleared");
}

}  // namespace
}  // namespace yichuang
