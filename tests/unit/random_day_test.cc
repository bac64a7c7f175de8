// Days of arbitrary commands, every kind of them, with time and catalogues that change in between:
// whatever people do, the invariants hold.
#include <random>

#include "hall/snapshot.h"
#include "queue-server/next_ticket.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

class RandomDay {
 public:
  explicit RandomDay(uint32_t seed) : random_(seed) {
    auto catalogue = hall.catalogue;
    catalogue.mutable_windows(1)->set_helps(true);
    catalogue.mutable_windows(2)->set_agent(true);
    auto& series = *catalogue.add_offline_series();
    series.set_kiosk("kiosk-1");
    series.set_prefix("X");
    hall.adopt(catalogue);
    for (WindowNumber window = 1; window <= 3; ++window) hall.staff(window, clerk(window));
  }

  void step() {
    hall.now = hall.now + below(20'000);
    if (below(4) == 0) hall.let_time_work();
    wire::Command c;
    Actor actor = kiosk();
    switch (below(4)) {
      case 0:
        actor = fill_for_citizen(c);
        break;
      case 1:
        actor = fill_for_desk(c);
        break;
      default:
        actor = fill_for_window(c);
    }
    ++(hall.command(c, actor) == wire::REFUSAL_UNSPECIFIED ? done[c.body_case()]
                                                           : refused[c.body_case()]);
  }

  uint32_t below(uint32_t n) { return static_cast<uint32_t>(random_() % n); }

  OpeningHall hall;
  std::map<int, int> done;
  std::map<int, int> refused;

 private:
  static std::string clerk(WindowNumber window) { return std::to_string(1000 + window); }
  const char* service() { return below(2) ? "social" : "medical"; }
  TicketKey ticket() {
    return hall.state.first_ticket + below(static_cast<uint32_t>(hall.state.tickets.size()) + 1);
  }
  std::string person() { return OpeningHall::person(static_cast<char>('a' + below(20))); }
  Time slot() { return hall.at_time(9, 0, hall.state.day) + below(30) * int64_t{1'800'000}; }

  Actor fill_for_citizen(wire::Command& c) {
    const AppointmentKey appointment = 1 + below(hall.state.next_appointment);
    switch (below(9)) {
      case 0:
        c.mutable_confirm_ticket()->set_ticket(ticket());
        c.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
        break;
      case 1:
        c.mutable_cancel_ticket()->set_token(hall.token_of(ticket()));
        break;
      case 2:
        c.mutable_reactivate_ticket()->set_ticket(ticket());
        break;
      case 3:
        c.mutable_book_appointment()->set_service(service());
        c.mutable_book_appointment()->set_slot_ms(slot().ms);
        c.mutable_book_appointment()->set_person(person());
        break;
      case 4:
        c.mutable_move_appointment()->set_appointment(appointment);
        c.mutable_move_appointment()->set_slot_ms(slot().ms);
        break;
      case 5:
        c.mutable_cancel_appointment()->set_appointment(appointment);
        break;
      case 6:
        c.mutable_check_in()->set_appointment(appointment);
        break;
      case 7:
        c.mutable_adopt_ticket()->set_service(service());
        c.mutable_adopt_ticket()->set_ordinal(1 + below(999));
        c.mutable_adopt_ticket()->set_issued_ms(hall.now.ms - below(600'000));
        c.mutable_adopt_ticket()->set_delivery(wire::DELIVERY_PAPERLESS);
        break;
      default:
        c.mutable_report_device()->set_device("printer");
        c.mutable_report_device()->set_state(static_cast<wire::DeviceState>(1 + below(4)));
    }
    return kiosk();
  }

  Actor fill_for_desk(wire::Command& c) {
    switch (below(8)) {
      case 0:
        c.mutable_grant_priority()->set_ticket(ticket());
        c.mutable_grant_priority()->set_priority(static_cast<PriorityClass>(1 + below(8)));
        c.mutable_grant_priority()->set_reason("x");
        break;
      case 1:
        c.mutable_resume_ticket()->set_ticket(ticket());
        break;
      case 2:
        c.mutable_set_window_services()->set_window(1 + below(3));
        c.mutable_set_window_services()->set_general(below(2));
        if (!c.set_window_services().general()) {
          c.mutable_set_window_services()->add_services(service());
        }
        c.mutable_set_window_services()->set_helps(below(2));
        break;
      default:
        c.mutable_issue_ticket()->set_service(service());
        if (below(3) == 0) c.mutable_issue_ticket()->add_more_services(service());
        if (below(3) == 0) c.mutable_issue_ticket()->set_person(person());
        if (below(5) == 0) c.mutable_issue_ticket()->set_cases(below(9));
        if (below(9) == 0 && !hall.state.vouchers.empty()) {
          c.mutable_issue_ticket()->set_voucher(hall.token_of(hall.state.vouchers.begin()->first));
        }
    }
    return manager();
  }

  Actor fill_for_window(wire::Command& c) {
    const WindowNumber window = 1 + below(3);
    switch (below(14)) {
      case 0:
        c.mutable_recall_ticket()->set_window(window);
        break;
      case 1:
        c.mutable_mark_missed()->set_window(window);
        break;
      case 2:
        c.mutable_hold_ticket()->set_window(window);
        c.mutable_hold_ticket()->set_pool(below(2));
        break;
      case 3:
        c.mutable_transfer_ticket()->set_window(window);
        c.mutable_transfer_ticket()->set_service(service());
        c.mutable_transfer_ticket()->set_to_window(below(4));
        c.mutable_transfer_ticket()->set_reason("x");
        c.mutable_transfer_ticket()->set_front(below(2));
        break;
      case 4:
        c.mutable_add_service()->set_window(window);
        c.mutable_add_service()->set_service(service());
        break;
      case 5:
        c.mutable_serve_walk_in()->set_window(window);
        c.mutable_serve_walk_in()->set_service(service());
        break;
      case 6:
        fill_for_seat(c, window);
        break;
      case 7:
      case 8:
        c.mutable_complete_service()->set_window(window);
        c.mutable_complete_service()->set_all(below(3) == 0);
        break;
      case 9:
      case 10:
        c.mutable_start_service()->set_window(window);
        break;
      default:
        c.mutable_call_next()->set_window(window);
    }
    return {"web-1", Role::kWeb, clerk(window), wire::STAFF_ROLE_MANAGER};
  }

  void fill_for_seat(wire::Command& c, WindowNumber window) {
    switch (below(5)) {
      case 0:
        c.mutable_pause_window()->set_window(window);
        c.mutable_pause_window()->set_reason("x");
        break;
      case 1:
        c.mutable_close_window()->set_window(window);
        break;
      case 2:
        c.mutable_sign_out()->set_window(window);
        break;
      case 3:
        c.mutable_sign_in()->set_window(window);
        break;
      default:
        c.mutable_open_window()->set_window(window);
    }
  }

  std::mt19937 random_;
};

// Every ticket stands in exactly the place that its phase says, and nowhere else.
void check_places(const State& state) {
  size_t waiting = 0;
  for (const Service& service : state.services) waiting += service.lines.size();
  for (const auto& [number, window] : state.windows) waiting += window.lines.size();
  std::map<TicketPhase, size_t> phases;
  for (const Ticket& ticket : state.tickets) {
    ++phases[ticket.phase];
    const bool there =
        ticket.phase == wire::TICKET_PHASE_CALLED || ticket.phase == wire::TICKET_PHASE_SERVING;
    size_t windows = 0;
    for (const auto& [number, window] : state.windows) windows += window.ticket == ticket.key;
    ASSERT_EQ(windows, there ? 1u : 0u) << ticket.number;
  }
  ASSERT_EQ(waiting, phases[wire::TICKET_PHASE_WAITING]);
  ASSERT_EQ(state.held.size(), phases[wire::TICKET_PHASE_HELD]);
  ASSERT_EQ(state.unconfirmed.size(), phases[wire::TICKET_PHASE_ISSUED]);
  ASSERT_EQ(state.appointments.size(), state.appointment_times.size());
  size_t booked = 0;
  for (const auto& [slot, count] : state.booked) booked += count;
  ASSERT_EQ(booked, state.appointments.size());
}

TEST(RandomDay, EveryInvariantHoldsAfterEveryCommand) {
  std::map<int, int> done;
  std::map<int, int> refused;
  std::set<TicketPhase> phases;
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    RandomDay day(seed);
    for (int i = 0; i < 500; ++i) {
      day.step();
      check_places(day.hall.state);
      if (testing::Test::HasFatalFailure()) FAIL() << "seed " << seed << ", step " << i;
    }
    for (const auto& [command, count] : day.done) done[command] += count;
    for (const auto& [command, count] : day.refused) refused[command] += count;
    for (const Ticket& ticket : day.hall.state.tickets) phases.insert(ticket.phase);
  }
  EXPECT_EQ(done.size(), 27u) << "each kind of command is done at least once";
  EXPECT_EQ(phases.size(), 10u);
}

TEST(RandomDay, NumbersAreUniqueAndTicketsNeverVanish) {
  for (uint32_t seed = 100; seed <= 120; ++seed) {
    RandomDay day(seed);
    for (int i = 0; i < 400; ++i) day.step();
    std::set<std::string> numbers;
    size_t over = 0;
    for (const Ticket& ticket : day.hall.state.tickets) {
      EXPECT_TRUE(numbers.insert(ticket.number).second) << ticket.number << ", seed " << seed;
      over += is_over(ticket.phase);
    }
    const size_t live = day.hall.state.tickets.size() - over;
    const size_t before = day.hall.journal.size();
    day.hall.go_to(20261119, 9);
    size_t expired = 0;
    for (size_t i = before; i < day.hall.journal.size(); ++i) {
      expired += day.hall.journal[i].has_ticket_expired();
    }
    EXPECT_EQ(expired, live);
  }
}

TEST(RandomDay, ASnapshotAnywhereAndTheEventsAfterItAreTheWholeFold) {
  for (uint32_t seed = 200; seed <= 240; ++seed) {
    RandomDay day(seed);
    for (int i = 0; i < 200; ++i) day.step();
    auto mirror = from_snapshot(snapshot(day.hall.state));
    ASSERT_TRUE(mirror.ok()) << mirror.error().sentence;
    const size_t from = day.hall.journal.size();
    for (int i = 0; i < 100; ++i) day.step();
    auto smaller = day.hall.catalogue;
    smaller.mutable_services()->DeleteSubrange(1, 1);
    smaller.mutable_windows(2)->clear_services();
    smaller.mutable_windows(2)->add_services("social");
    day.hall.adopt(smaller);
    for (int i = 0; i < 100; ++i) day.step();
    day.hall.go_to(20261119, 10);
    for (int i = 0; i < 100; ++i) day.step();
    for (size_t i = from; i < day.hall.journal.size(); ++i) {
      ASSERT_EQ(cannot_follow(*mirror, day.hall.journal[i]), "") << "seed " << seed;
      apply(*mirror, day.hall.journal[i]);
    }
    EXPECT_EQ(state_hash(*mirror), state_hash(day.hall.state)) << "seed " << seed;
    check_places(day.hall.state);
  }
}

// Called before its turn because nobody else may be called there.
bool comes_early(const State& state, const Ticket& ticket) {
  return ticket.due_call > state.services[ticket.service].calls;
}

TEST(RandomDay, WhoIsNextHasNobodyAhead) {
  size_t checked = 0;
  for (uint32_t seed = 300; seed <= 330; ++seed) {
    RandomDay day(seed);
    for (int i = 0; i < 400; ++i) {
      day.step();
      const State& state = day.hall.state;
      for (const auto& [number, window] : state.windows) {
        const auto next = next_ticket(state, window, day.hall.now);
        if (!next) continue;
        const Ticket& ticket = *state.ticket(next->ticket);
        ASSERT_EQ(ticket.phase, wire::TICKET_PHASE_WAITING);
        // A manager may take a service away from a window that somebody was sent to.
        if (comes_early(state, ticket) || !may_call(window, ticket.service, state)) continue;
        ASSERT_EQ(people_ahead(state, ticket, day.hall.now), 0u)
            << ticket.number << " at window " << number << ", seed " << seed << ", step " << i;
        ++checked;
      }
    }
  }
  EXPECT_GT(checked, 5000u);
}

}  // namespace
}  // namespace yichuang
