// A snapshot with everything in it that there is, and one of the largest hall.
#include "hall/snapshot.h"

#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

// Every field of the state that a snapshot must carry is set in this hall.
OpeningHall full_hall() {
  OpeningHall hall;
  hall.wait_for("social");
  hall.wait_for("medical");
  hall.go_to(20261119, 9);  // with two vouchers
  auto catalogue = hall.catalogue;
  catalogue.mutable_windows(1)->set_helps(true);
  catalogue.mutable_windows(0)->set_agent(true);
  catalogue.mutable_rules()->set_policy("absolute");
  catalogue.mutable_rules()->set_alarm_waiting(1);
  auto& series = *catalogue.add_offline_series();
  series.set_kiosk("kiosk-1");
  series.set_prefix("X");
  catalogue.add_notices()->set_zh("通知");
  hall.adopt(catalogue);
  hall.staff(1, "1001");
  hall.staff(2, "1002");
  EXPECT_EQ(hall.book(hall.at_time(15, 0, 20261119), OpeningHall::person('a')), kDone);
  EXPECT_EQ(hall.book(hall.at_time(15, 0, 20261120), OpeningHall::person('b'), "medical"), kDone);
  hall.wait_for("social");
  hall.begin(1);
  EXPECT_EQ(hall.hold(1, true), kDone);
  hall.wait_for("social");
  hall.begin(1);
  EXPECT_EQ(hall.send([](auto& c) {
    c.mutable_transfer_ticket()->set_window(1);
    c.mutable_transfer_ticket()->set_to_window(2);
    c.mutable_transfer_ticket()->set_reason("x");
  }),
            kDone);
  const TicketKey missed = hall.wait_for("medical");
  EXPECT_EQ(hall.next(1), kDone);
  EXPECT_EQ(hall.missed(1), kDone);
  EXPECT_EQ(hall.reactivate(missed), kDone);
  hall.wait_for("social", wire::PRIORITY_CLASS_ELDERLY);
  hall.wait_for("medical", wire::PRIORITY_CLASS_EMERGENCY);
  hall.wait_with_slot(hall.now);
  EXPECT_EQ(hall.send_as(kiosk(),
                         [](auto& c) {
                           c.mutable_issue_ticket()->set_service("social");
                           c.mutable_issue_ticket()->add_more_services("medical");
                           c.mutable_issue_ticket()->set_cases(9);
                         }),
            kDone);
  EXPECT_EQ(hall.confirm(hall.state.tickets.back().key), kDone);
  wire::Command adopt;
  adopt.mutable_adopt_ticket()->set_service("social");
  adopt.mutable_adopt_ticket()->set_ordinal(7);
  adopt.mutable_adopt_ticket()->set_issued_ms(hall.now.ms - 60'000);
  adopt.mutable_adopt_ticket()->set_delivery(wire::DELIVERY_PRINTED);
  EXPECT_EQ(hall.command(adopt, kiosk()), kDone);
  wire::Command report;
  report.mutable_report_device()->set_device("printer");
  report.mutable_report_device()->set_state(wire::DEVICE_STATE_STOPPED);
  EXPECT_EQ(hall.command(report, kiosk()), kDone);
  EXPECT_EQ(hall.issue("medical"), kDone);  // unconfirmed
  hall.now = hall.at_time(9, 40, 20261119);
  hall.let_time_work();
  return hall;
}

TEST(FullSnapshot, GivesEverythingBack) {
  const OpeningHall hall = full_hall();
  const State& state = hall.state;
  EXPECT_EQ(state.vouchers.size(), 2u);
  EXPECT_EQ(state.appointments.size(), 2u);
  EXPECT_FALSE(state.alarms.empty());
  EXPECT_FALSE(state.held.empty());
  EXPECT_GT(state.window(2)->lines.size(), 0u);
  const auto pages = snapshot(state);
  std::vector<wire::SnapshotPage> carried;
  for (const auto& page : pages) {  // over the wire
    wire::SnapshotPage& copy = carried.emplace_back();
    ASSERT_TRUE(decode(encode(page), copy).ok());
  }
  const auto again = from_snapshot(carried);
  ASSERT_TRUE(again.ok()) << again.error().sentence;
  EXPECT_EQ(state_hash(*again), state_hash(state));
  for (size_t i = 0; i < state.services.size(); ++i) {
    EXPECT_TRUE(again->services[i].lines == state.services[i].lines);
  }
  for (const auto& [number, window] : state.windows) {
    EXPECT_TRUE(again->windows.at(number).lines == window.lines);
    EXPECT_EQ(again->windows.at(number).services, window.services);
    EXPECT_EQ(again->windows.at(number).helps, window.helps);
    EXPECT_EQ(again->windows.at(number).agent, window.agent);
  }
  EXPECT_TRUE(again->held == state.held);
  EXPECT_TRUE(again->unconfirmed == state.unconfirmed);
  EXPECT_TRUE(again->appointment_times == state.appointment_times);
  EXPECT_EQ(again->booked, state.booked);
  EXPECT_EQ(again->vouchers, state.vouchers);
  EXPECT_EQ(again->alarms, state.alarms);
  EXPECT_EQ(again->rules, state.rules);
  EXPECT_EQ(again->offline_series, state.offline_series);
  EXPECT_EQ(again->next_appointment, state.next_appointment);
  EXPECT_EQ(again->hours.size(), state.hours.size());
  ASSERT_EQ(again->series.size(), state.series.size());
  for (const auto& [prefix, series] : state.series) {
    EXPECT_EQ(again->series.at(prefix).ordinal, series.ordinal) << prefix;
    EXPECT_EQ(again->series.at(prefix).arrived_at, series.arrived_at) << prefix;
  }
}

TEST(FullSnapshot, AMirrorGoesOnFromItAsTheServerDoes) {
  OpeningHall hall = full_hall();
  auto mirror = from_snapshot(snapshot(hall.state));
  ASSERT_TRUE(mirror.ok());
  const size_t from = hall.journal.size();
  for (int i = 0; i < 6; ++i) {
    if (hall.next(1) != kDone) break;
    ASSERT_EQ(hall.start(1), kDone);
    ASSERT_EQ(hall.complete(1), kDone);
    while (hall.state.window(1)->ticket != 0) ASSERT_EQ(hall.complete(1), kDone);
  }
  hall.begin(2, "1002");
  ASSERT_EQ(hall.resume(3), kDone);
  hall.now = hall.at_time(17, 0, 20261119);
  hall.let_time_work();
  hall.go_to(20261120, 9);
  for (size_t i = from; i < hall.journal.size(); ++i) {
    ASSERT_EQ(cannot_follow(*mirror, hall.journal[i]), "");
    apply(*mirror, hall.journal[i]);
  }
  EXPECT_EQ(state_hash(*mirror), state_hash(hall.state));
}

TEST(LargestSnapshot, StaysUnderTheMessageLimitOnEveryPage) {
  OpeningHall hall;
  auto catalogue = hall.catalogue;
  catalogue.mutable_services(0)->set_slot_capacity(999);
  for (char letter = 'C'; letter <= 'H'; ++letter) {
    auto& service = *catalogue.add_services();
    service.set_id(std::string(31, 'x') + letter);
    service.set_prefix(std::string(1, letter));
    service.set_slot_minutes(30);
    service.set_slot_capacity(999);
  }
  hall.adopt(catalogue);
  size_t tickets = 0;
  for (const Service& service : hall.state.services) {
    for (int i = 0; i < 625; ++i, ++tickets) {
      Events events(2);
      auto& issued = *events[0].mutable_ticket_issued();
      issued.set_ticket(hall.state.next_ticket());
      issued.set_number(service.prefix + std::to_string(1001 + i).substr(1));
      issued.set_service(service.id);
      for (int k = 0; k < 7; ++k) issued.add_more_services(hall.state.services[7].id);
      events[1].mutable_ticket_confirmed()->set_ticket(issued.ticket());
      events[1].mutable_ticket_confirmed()->set_delivery(wire::DELIVERY_PRINTED);
      hall.fold(std::move(events));
    }
  }
  for (size_t i = 0; i < limits::kAppointmentsMax; ++i) {
    Events events(1);
    auto& booked = *events[0].mutable_appointment_booked();
    booked.set_appointment(hall.state.next_appointment);
    booked.set_service(hall.state.services[2 + i % 6].id);
    booked.set_slot_ms(hall.at_time(9, 0, 20261119).ms + static_cast<int64_t>(i));
    hall.fold(std::move(events));
  }
  EXPECT_EQ(tickets, 5000u);
  EXPECT_EQ(hall.book(hall.at_time(9, 0, 20261119), OpeningHall::person('a')), wire::REFUSAL_BUSY);
  const auto pages = snapshot(hall.state);
  for (const auto& page : pages) EXPECT_LT(encode(page).size(), limits::kMessageBytesMax - 1024);
  const auto again = from_snapshot(pages);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->appointments.size(), limits::kAppointmentsMax);
  EXPECT_EQ(state_hash(*again), state_hash(hall.state));
  hall.go_to(20261119, 9);  // fold() checks that every event of it is a message
  EXPECT_EQ(hall.state.vouchers.size(), 5000u);
  EXPECT_EQ(hall.state.appointments.size(), limits::kAppointmentsMax);
}

}  // namespace
}  // namespace yichuang
