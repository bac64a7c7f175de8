// A small hall for tests of the core: two services, three windows, and the decide → stamp → apply
// round that the server's tick does, without a journal or sockets.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "hall/apply.h"
#include "queue-server/decide.h"
#include "queue-server/due.h"

namespace yichuang {

inline wire::CatalogueAdopted small_catalogue() {
  wire::CatalogueAdopted catalogue;
  catalogue.set_hall_zh("小厅");
  catalogue.set_hall_en("Small hall");
  catalogue.set_time_zone("Asia/Shanghai");
  catalogue.set_digest("0123456789abcdef");
  for (const auto& [id, prefix] : {std::pair{"social", "A"}, std::pair{"medical", "B"}}) {
    auto& service = *catalogue.add_services();
    service.set_id(id);
    service.set_prefix(prefix);
    service.set_name_zh(id);
    service.set_name_en(id);
    service.set_service_seconds(300);
  }
  for (uint32_t number = 1; number <= 3; ++number) {
    auto& window = *catalogue.add_windows();
    window.set_window(number);
    window.set_general(number == 1);
    if (number != 1) window.add_services(number == 2 ? "social" : "medical");
  }
  return catalogue;
}

class SmallHall {
 public:
  SmallHall() { begin_day(20261122); }

  void begin_day(uint32_t day) { fold(open_day(state, day, small_catalogue())); }

  void fold(Events events) {
    for (wire::Event& event : events) {
      event.set_prev_seq(state.seq);
      event.set_seq(state.seq + 1);
      event.set_at_ms(now.ms);
      ASSERT_EQ(cannot_follow(state, event), "") << event.DebugString();
      apply(state, event);
      journal.push_back(event);
    }
  }

  // The command's refusal, or UNSPECIFIED if it was done.
  wire::Refusal command(const wire::Command& asked, Actor actor = {"web-1", Role::kWeb, "1001"}) {
    auto decided = decide(state, asked, actor, {now, nullptr});
    if (!decided) {
      sentence = decided.error().sentence;
      return decided.error().code;
    }
    fold(*decided);
    return wire::REFUSAL_UNSPECIFIED;
  }

  // Shorthand: fills one body of a command and sends it.
  template <class Fill>
  wire::Refusal send(Fill fill, const std::string& clerk = "1001") {
    wire::Command asked;
    fill(asked);
    return command(asked, {"web-1", Role::kWeb, clerk});
  }

  wire::Refusal issue(const std::string& service) {
    return send([&](auto& c) { c.mutable_issue_ticket()->set_service(service); });
  }
  wire::Refusal confirm(TicketKey ticket) {
    return send([&](auto& c) {
      c.mutable_confirm_ticket()->set_ticket(ticket);
      c.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
    });
  }
  // Takes a number and waits; the new ticket's key.
  TicketKey wait_for(const std::string& service) {
    const TicketKey key = state.next_ticket();
    EXPECT_EQ(issue(service), wire::REFUSAL_UNSPECIFIED);
    EXPECT_EQ(confirm(key), wire::REFUSAL_UNSPECIFIED);
    now = now + 1000;
    return key;
  }
  void staff(WindowNumber window, const std::string& clerk = "1001") {
    EXPECT_EQ(send([&](auto& c) { c.mutable_sign_in()->set_window(window); }, clerk),
              wire::REFUSAL_UNSPECIFIED);
    EXPECT_EQ(send([&](auto& c) { c.mutable_open_window()->set_window(window); }, clerk),
              wire::REFUSAL_UNSPECIFIED);
  }
  wire::Refusal next(WindowNumber window, const std::string& clerk = "1001") {
    return send([&](auto& c) { c.mutable_call_next()->set_window(window); }, clerk);
  }
  wire::Refusal recall(WindowNumber window) {
    return send([&](auto& c) { c.mutable_recall_ticket()->set_window(window); });
  }
  wire::Refusal missed(WindowNumber window) {
    return send([&](auto& c) { c.mutable_mark_missed()->set_window(window); });
  }
  wire::Refusal start(WindowNumber window) {
    return send([&](auto& c) { c.mutable_start_service()->set_window(window); });
  }
  wire::Refusal complete(WindowNumber window) {
    return send([&](auto& c) { c.mutable_complete_service()->set_window(window); });
  }
  wire::Refusal reactivate(TicketKey ticket) {
    return send([&](auto& c) { c.mutable_reactivate_ticket()->set_ticket(ticket); });
  }
  wire::Refusal cancel(TicketKey ticket) {
    return send([&](auto& c) { c.mutable_cancel_ticket()->set_ticket(ticket); });
  }
  // One whole visit at a window, of whoever is next.
  void serve_one(WindowNumber window) {
    ASSERT_EQ(next(window), wire::REFUSAL_UNSPECIFIED) << sentence;
    ASSERT_EQ(start(window), wire::REFUSAL_UNSPECIFIED) << sentence;
    now = now + 60'000;
    ASSERT_EQ(complete(window), wire::REFUSAL_UNSPECIFIED) << sentence;
  }
  std::string at(WindowNumber window) const {
    const Ticket* ticket = state.ticket(state.window(window)->ticket);
    return ticket ? ticket->number : "";
  }
  TicketPhase phase(TicketKey key) const { return state.ticket(key)->phase; }

  State state;
  Time now{1'795'000'000'000};
  std::string sentence;              // of the last refusal
  std::vector<wire::Event> journal;  // all that happened
};

}  // namespace yichuang
