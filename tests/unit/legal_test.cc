// What comes from outside: events and snapshots that no server of ours would send are named, never
// folded, whatever they would do to later steps.
#include "hall/legal.h"

#include <fmt/format.h>

#include "hall/snapshot.h"
#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

// A day with a ticket that waits, one that is served, one that is held, and an appointment.
class Legal : public testing::Test {
 protected:
  Legal() {
    hall_.staff(1);
    hall_.staff(2, "1002");
    hall_.wait_for("social");
    hall_.begin(1);
    EXPECT_EQ(hall_.hold(1), kDone);
    hall_.wait_for("social");
    hall_.begin(1);
    hall_.wait_for("medical");
    EXPECT_EQ(hall_.book(hall_.at_time(15, 0), OpeningHall::person('a')), kDone);
  }

  // Why the event is not legal, or nothing.
  template <class Fill>
  std::string wrong(Fill fill) {
    wire::Event event;
    hall_.stamp(event);
    fill(event);
    const auto legal = check_legal(hall_.state, event);
    if (legal) return "";
    EXPECT_EQ(legal.error().code, ErrorCode::kCorrupt);
    return legal.error().sentence;
  }

  // The same of a catalogue that is adopted.
  template <class Change>
  std::string adopted(Change change) {
    return wrong([&](auto& e) {
      *e.mutable_catalogue_adopted() = hall_.catalogue;
      change(*e.mutable_catalogue_adopted());
    });
  }

  // The same of the day's snapshot.
  template <class Change>
  std::string snapped(Change change) {
    auto pages = snapshot(hall_.state);
    change(pages);
    const auto state = from_foreign_snapshot(pages);
    if (state) return "";
    EXPECT_EQ(state.error().code, ErrorCode::kCorrupt);
    return state.error().sentence;
  }

  OpeningHall hall_;
};

TEST_F(Legal, WhatIsDecidedIsLegal) {
  EXPECT_TRUE(check_legal(hall_.state).ok());
  EXPECT_EQ(snapped([](auto&) {}), "");
  EXPECT_EQ(adopted([](auto&) {}), "");
  State state;
  for (const wire::Event& event : hall_.journal) {
    ASSERT_TRUE(check_legal(state, event).ok()) << event.DebugString();
    apply(state, event);
  }
}

TEST_F(Legal, WhatCannotFollowIsNotLegal) {
  EXPECT_EQ(wrong([](auto& e) { e.mutable_ticket_voided()->set_ticket(99); }),
            "ticket 99 is not known today");
}

TEST_F(Legal, AWordOfANewerVersionIsNotGuessed) {
  EXPECT_EQ(wrong([](auto& e) {
              e.mutable_priority_granted()->set_ticket(3);
              e.mutable_priority_granted()->set_priority(static_cast<PriorityClass>(99));
            }),
            "priority: 99 is not known to this version");
  EXPECT_EQ(adopted([](auto& c) { c.mutable_rules()->set_policy("lottery"); }),
            "policy \"lottery\" is not known to this version");
}

TEST_F(Legal, TimesAndSeqsHaveAnEnd) {
  EXPECT_EQ(wrong([](auto& e) {
              e.set_at_ms(INT64_MAX);
              e.mutable_window_paused()->set_window(1);
            }),
            "at_ms: 9223372036854775807 is not a time");
  EXPECT_EQ(wrong([](auto& e) {
              e.mutable_appointment_moved()->set_appointment(1);
              e.mutable_appointment_moved()->set_slot_ms(-1);
            }),
            "slot_ms: -1 is not a time");
  EXPECT_EQ(wrong([](auto& e) {
              e.set_seq(UINT64_MAX);
              e.mutable_window_paused()->set_window(1);
            }),
            "there is no event 18446744073709551615");
}

TEST_F(Legal, ACatalogueIsOneThatLoads) {
  EXPECT_EQ(adopted([](auto& c) { c.mutable_services(1)->set_prefix("A"); }),
            "the letter \"A\" of medical is no letter, or another's");
  EXPECT_EQ(adopted([](auto& c) { c.mutable_services(1)->set_prefix("1"); }),
            "the letter \"1\" of medical is no letter, or another's");
  EXPECT_EQ(adopted([](auto& c) { c.mutable_services(1)->set_id("social"); }),
            "service \"social\" has no id, or another's");
  EXPECT_EQ(adopted([](auto& c) { c.mutable_windows(1)->set_window(100); }),
            "window 100 is no number from 1 to 99, or there twice");
  EXPECT_EQ(adopted([](auto& c) { c.mutable_windows(1)->set_services(0, "x"); }),
            "window 2 serves \"x\", which nobody knows");
  EXPECT_EQ(adopted([](auto& c) { c.mutable_rules()->set_calls_max(11); }),
            "a rule is 11, at most 10 is possible");
  EXPECT_EQ(adopted([](auto& c) {
              for (int i = 0; i < 9; ++i) c.mutable_rules()->add_rates(101);
            }),
            "a rate is 101, at most 100 is possible");
  EXPECT_EQ(adopted([](auto& c) {
              c.mutable_hours()->add_open()->set_from_ms(2);
              c.mutable_hours()->mutable_open(0)->set_to_ms(1);
            }),
            "the hours are not in order");
}

// No mirror could hold more: a snapshot has places for so many.
TEST_F(Legal, ADayKnowsAtMost128Services) {
  const auto other_services = [&](char letter) {
    return adopted([&](auto& c) {
      const auto first = c.services(0);
      c.clear_services();
      for (int i = 0; i < 64; ++i) {
        auto& service = *c.add_services();
        service = first;
        service.set_id(fmt::format("{}{}", letter, i));
        service.set_prefix(
            fmt::format("{}{}", static_cast<char>('A' + i / 26), static_cast<char>('A' + i % 26)));
      }
      c.clear_windows();
    });
  };
  EXPECT_EQ(other_services('a'), "");
  wire::CatalogueAdopted catalogue = hall_.catalogue;
  catalogue.clear_services();
  catalogue.clear_windows();
  for (int i = 0; i < 64; ++i) {
    auto& service = *catalogue.add_services();
    service.set_id(fmt::format("b{}", i));
    service.set_prefix(
        fmt::format("{}{}", static_cast<char>('A' + i / 26), static_cast<char>('A' + i % 26)));
  }
  hall_.adopt(catalogue);
  EXPECT_EQ(other_services('a'), "130 services in one day");
}

TEST_F(Legal, ListsHaveAnEnd) {
  EXPECT_EQ(wrong([](auto& e) { e.mutable_vouchers_granted()->add_vouchers()->set_ticket(1); }),
            "voucher 1 is of no ticket before today");
  EXPECT_EQ(wrong([](auto& e) {
              e.mutable_appointment_booked()->set_appointment(UINT32_MAX);
              e.mutable_appointment_booked()->set_service("social");
            }),
            "there is no appointment 4294967295");
  const auto another_item = [&] {
    return wrong([](auto& e) {
      e.mutable_service_added()->set_ticket(2);
      e.mutable_service_added()->set_service("medical");
    });
  };
  for (size_t i = 0; i < limits::kItemsPerTicketMax; ++i) {
    EXPECT_EQ(another_item(), "");
    Events events(1);
    events[0].mutable_service_added()->set_ticket(2);
    events[0].mutable_service_added()->set_service("medical");
    hall_.fold(events);
  }
  EXPECT_EQ(another_item(), "too many items in one visit");
}

// Each of these made a mirror or a restarted server divide by zero or overflow later on.
TEST_F(Legal, WhatWasLearnedCouldHaveBeenLearned) {
  const auto learned = [&](auto change) {
    return snapped([&](auto& pages) { change(*pages[0].mutable_head()->mutable_learned()); });
  };
  EXPECT_EQ(learned([](auto& l) { l.mutable_told_recent()->set_count(UINT32_MAX); }),
            "the snapshot is broken: the record of told waits is impossible");
  EXPECT_EQ(learned([](auto& l) { l.mutable_come()->set_sum(UINT64_MAX / 4); }),
            "the snapshot is broken: what was learned of durations is impossible");
  EXPECT_EQ(learned([](auto& l) {
              l.add_services()->set_service("medical");
              l.mutable_services(l.services_size() - 1)->add_hour_counts(8);
              l.mutable_services(l.services_size() - 1)->add_hour_sums(UINT64_MAX);
            }),
            "the snapshot is broken: what was learned of a service is impossible");
  EXPECT_EQ(wrong([&](auto& e) {
              hall_.state.tickets.clear();
              e.mutable_day_opened()->set_day(20261119);
              e.mutable_day_opened()->set_next_ticket(9);
              e.mutable_day_opened()->set_next_appointment(9);
              *e.mutable_day_opened()->mutable_catalogue() = hall_.catalogue;
              e.mutable_day_opened()->mutable_learned()->mutable_miss()->set_count(UINT32_MAX);
            }),
            "what was learned of durations is impossible");
}

TEST_F(Legal, ASnapshotPutsEachTicketInOnePlace) {
  const auto ticket = [&](int index, auto change) {
    return snapped([&](auto& pages) { change(*pages[1].mutable_tickets(index)); });
  };
  EXPECT_EQ(ticket(0, [](auto& t) { t.set_window(0); }),
            "the snapshot is broken: ticket 1 \"A001\" is held by no window");
  EXPECT_EQ(ticket(1, [](auto& t) { t.set_window(2); }),
            "the snapshot is broken: ticket 2 is not at window 1");
  EXPECT_EQ(ticket(2,
                   [](auto& t) {
                     t.set_window(2);
                     t.set_phase(wire::TICKET_PHASE_CALLED);
                   }),
            "the snapshot is broken: ticket 3 \"B001\" is not at window 2");
  EXPECT_EQ(ticket(2, [](auto& t) { t.set_number("A001"); }),
            "the snapshot is broken: number A001 is there twice");
  EXPECT_EQ(ticket(2, [](auto& t) { t.set_number("0001"); }),
            "the snapshot is broken: ticket 3 \"0001\" has no number");
  EXPECT_EQ(ticket(2, [](auto& t) { t.set_phase(wire::TICKET_PHASE_UNSPECIFIED); }),
            "the snapshot is broken: ticket 3 \"B001\" is in no phase");
  EXPECT_EQ(ticket(2, [&](auto& t) { t.set_arrival_ms(hall_.state.at.ms + 1); }),
            "the snapshot is broken: ticket 3 \"B001\" comes in the future");
  EXPECT_EQ(ticket(2, [](auto& t) { t.set_voucher(3); }),
            "the snapshot is broken: ticket 3 \"B001\" is for a voucher of today or later");
  EXPECT_EQ(ticket(2, [](auto& t) { t.set_appointment(99); }),
            "the snapshot is broken: ticket 3 \"B001\" is for no appointment that was made");
}

TEST_F(Legal, ASnapshotsHeadIsWhole) {
  const auto head = [&](auto change) {
    return snapped([&](auto& pages) { change(*pages[0].mutable_head()); });
  };
  EXPECT_EQ(head([](auto& h) { h.mutable_windows(1)->set_ticket(3); }),
            "the snapshot is broken: ticket 3 is not at window 2");
  EXPECT_EQ(head([](auto& h) { *h.add_windows() = h.windows(1); }),
            "the snapshot is broken: a window is there twice");
  EXPECT_EQ(head([](auto& h) { h.mutable_windows(1)->mutable_record()->add_services("social"); }),
            "the snapshot is broken: the services of window 2 are not in order");
  EXPECT_EQ(head([](auto& h) { h.mutable_counters(0)->set_served_ms_total(INT64_MAX); }),
            "the snapshot is broken: social served for 9223372036854775807 ms");
  EXPECT_EQ(head([](auto& h) { h.mutable_recent_calls(0)->set_window(9); }),
            "the snapshot is broken: ticket 2 was called to window 9, which cannot be");
  EXPECT_EQ(head([](auto& h) { h.set_next_appointment(1); }),
            "the snapshot is broken: there is no appointment 1 yet");
  EXPECT_EQ(head([](auto& h) { h.set_first_ticket(0); }),
            "the snapshot is broken: tickets are not in order");
  EXPECT_EQ(head([](auto& h) { h.set_day_seq(999); }),
            "the snapshot is broken: its day began with event 999 of 17");
}

}  // namespace
}  // namespace yichuang
