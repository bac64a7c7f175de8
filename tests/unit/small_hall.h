// A small hall for tests of the core: two services, three windows, and the decide → stamp → apply
// round that the server's tick does, without a journal or sockets. OpeningHall keeps hours as well
// and takes appointments.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/limits.h"
#include "hall/apply.h"
#include "queue-server/decide.h"
#include "queue-server/due.h"
#include "wire/codec.h"

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

// Who asks, besides the clerk at a window.
inline Actor kiosk() { return {"kiosk-1", Role::kKiosk, ""}; }
inline Actor staff_of(wire::StaffRole role) { return {"web-1", Role::kWeb, "9001", role}; }
inline Actor guide() { return staff_of(wire::STAFF_ROLE_GUIDE); }
inline Actor manager() { return staff_of(wire::STAFF_ROLE_MANAGER); }

// Sixty services with names of their own that one day has seen by that round.
inline wire::CatalogueAdopted sixty_others(int round) {
  wire::CatalogueAdopted catalogue = small_catalogue();
  catalogue.clear_services();
  for (int i = 0; i < 60; ++i) {
    auto& service = *catalogue.add_services();
    service.set_id("s" + std::to_string(round) + "-" + std::to_string(i));
    service.set_prefix(std::string(i / 26 == 0   ? ""
                                   : i / 26 == 1 ? "A"
                                                 : "B") +
                       static_cast<char>('A' + i % 26));
  }
  for (int window : {1, 2}) {
    catalogue.mutable_windows(window)->clear_services();
    for (int i = 0; i < 40; ++i) {
      catalogue.mutable_windows(window)->add_services(catalogue.services(i).id());
    }
  }
  return catalogue;
}

class SmallHall {
 public:
  explicit SmallHall(wire::CatalogueAdopted first = small_catalogue())
      : catalogue(std::move(first)) {
    begin_day(20261122);
  }

  void begin_day(uint32_t day) {
    fold(open_day(state, day, catalogue_of(day), opening ? opening->zone().at(day, 0) : Time{}));
  }

  // Another catalogue holds from now on.
  void adopt(wire::CatalogueAdopted next) {
    catalogue = std::move(next);
    Events events(1);
    *events[0].mutable_catalogue_adopted() = catalogue_of(state.day);
    fold(std::move(events));
  }

  // With the private parts of the events, which are those of `asked` (null: of no command).
  void fold(Events events, const wire::Command* asked = nullptr) {
    std::vector<wire::PrivatePart> parts;
    for (const wire::Event& event : events) parts.push_back(private_part(kept, asked, event));
    for (size_t i = 0; i < events.size(); ++i) {
      wire::Event& event = events[i];
      stamp(event);
      ASSERT_EQ(cannot_follow(state, event), "") << event.DebugString();
      ASSERT_LT(encode(event).size(), limits::kMessageBytesMax);
      apply(state, event);
      apply_private(kept, event, parts[i]);
      journal.push_back(event);
    }
  }

  // Makes it the event that comes next, now.
  void stamp(wire::Event& event) const {
    event.set_prev_seq(state.seq);
    event.set_seq(state.seq + 1);
    event.set_at_ms(now.ms);
  }

  // What time alone does, as the server asks for it each second.
  void let_time_work() { fold(due(state, moment())); }

  Moment moment() const {
    return {now, estimates.empty() ? nullptr : &estimates, opening ? &*opening : nullptr, &kept,
            &tokens};
  }

  // The command's refusal, or UNSPECIFIED if it was done.
  wire::Refusal command(const wire::Command& asked, Actor actor = {"web-1", Role::kWeb, "1001"}) {
    auto decided = decide(state, asked, actor, moment());
    if (!decided) {
      sentence = decided.error().sentence;
      EXPECT_FALSE(sentence.empty());
      return decided.error().code;
    }
    fold(*decided, &asked);
    return wire::REFUSAL_UNSPECIFIED;
  }

  // Shorthand: fills one body of a command and sends it.
  template <class Fill>
  wire::Refusal send(Fill fill, const std::string& clerk = "1001") {
    wire::Command asked;
    fill(asked);
    return command(asked, {"web-1", Role::kWeb, clerk});
  }
  // The same of somebody who sits at no window.
  template <class Fill>
  wire::Refusal send_as(const Actor& actor, Fill fill) {
    wire::Command asked;
    fill(asked);
    return command(asked, actor);
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
  // The same of somebody of a priority class; the guide desk grants it.
  TicketKey wait_for(const std::string& service, PriorityClass priority) {
    const TicketKey key = state.next_ticket();
    EXPECT_EQ(send_as(guide(),
                      [&](auto& c) {
                        c.mutable_issue_ticket()->set_service(service);
                        c.mutable_issue_ticket()->set_priority(priority);
                      }),
              wire::REFUSAL_UNSPECIFIED);
    EXPECT_EQ(confirm(key), wire::REFUSAL_UNSPECIFIED);
    now = now + 1000;
    return key;
  }
  // Somebody whose appointment is checked in waits for "social".
  TicketKey wait_with_slot(Time slot) {
    Events events(2);
    const TicketKey key = state.next_ticket();
    auto& issued = *events[0].mutable_ticket_issued();
    issued.set_ticket(key);
    issued.set_number("A" + std::to_string(1001 + state.services[0].issued).substr(1));
    issued.set_service("social");
    issued.set_slot_ms(slot.ms);
    events[1].mutable_ticket_confirmed()->set_ticket(key);
    events[1].mutable_ticket_confirmed()->set_delivery(wire::DELIVERY_PRINTED);
    fold(std::move(events));
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
  wire::Refusal missed(WindowNumber window, const std::string& clerk = "1001") {
    return send([&](auto& c) { c.mutable_mark_missed()->set_window(window); }, clerk);
  }
  wire::Refusal start(WindowNumber window, const std::string& clerk = "1001") {
    return send([&](auto& c) { c.mutable_start_service()->set_window(window); }, clerk);
  }
  wire::Refusal complete(WindowNumber window, const std::string& clerk = "1001") {
    return send([&](auto& c) { c.mutable_complete_service()->set_window(window); }, clerk);
  }
  wire::Refusal close(WindowNumber window, const std::string& clerk = "1001") {
    return send([&](auto& c) { c.mutable_close_window()->set_window(window); }, clerk);
  }
  // The visit at the window is held, for the window or the pool.
  wire::Refusal hold(WindowNumber window, bool pool = false) {
    return send([&](auto& c) {
      c.mutable_hold_ticket()->set_window(window);
      c.mutable_hold_ticket()->set_pool(pool);
    });
  }
  wire::Refusal resume(TicketKey ticket) {
    return send([&](auto& c) { c.mutable_resume_ticket()->set_ticket(ticket); });
  }
  // Calls and starts; the number of who is there now.
  std::string begin(WindowNumber window, const std::string& clerk = "1001") {
    EXPECT_EQ(next(window, clerk), wire::REFUSAL_UNSPECIFIED) << sentence;
    EXPECT_EQ(start(window, clerk), wire::REFUSAL_UNSPECIFIED) << sentence;
    return at(window);
  }
  wire::Refusal reactivate(TicketKey ticket) {
    return send([&](auto& c) { c.mutable_reactivate_ticket()->set_ticket(ticket); });
  }
  wire::Refusal cancel(TicketKey ticket) {
    return send([&](auto& c) { c.mutable_cancel_ticket()->set_ticket(ticket); });
  }
  // Nobody confirms the ticket in time.
  void let_go_void(TicketKey ticket) {
    now = now + state.rules.confirm_seconds * int64_t{1000};
    let_time_work();
    EXPECT_EQ(phase(ticket), wire::TICKET_PHASE_VOIDED);
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

  const wire::Event& last() const { return journal.back(); }
  std::string token_of(TicketKey ticket) const { return ticket_token(tokens, ticket); }

  State state;
  PrivateState kept;
  wire::CatalogueAdopted catalogue;
  std::optional<Opening> opening = {};
  Estimates estimates = {};
  TokenKey tokens{1, 2, 3};
  Time now{1'795'000'000'000};
  std::string sentence;              // of the last refusal
  std::vector<wire::Event> journal;  // all that happened

 protected:
  // Of a derived hall, which opens its first day itself.
  SmallHall(wire::CatalogueAdopted first, Opening hours)
      : catalogue(std::move(first)), opening(std::move(hours)) {}

 private:
  // The catalogue as the server adopts it: with the hours of the day.
  wire::CatalogueAdopted catalogue_of(uint32_t day) const {
    wire::CatalogueAdopted out = catalogue;
    if (!opening) return out;
    out.mutable_hours();
    for (const OpenSpan& span : opening->spans(day)) {
      auto& open = *out.mutable_hours()->add_open();
      open.set_from_ms(span.from.ms);
      open.set_to_ms(span.to.ms);
    }
    return out;
  }
};

// Open from Monday to Friday, 09:00–12:00 and 13:00–17:00 in Shanghai; both services take
// appointments, two in each half hour. It is Wednesday, 18 November 2026, ten o'clock.
class OpeningHall : public SmallHall {
 public:
  static constexpr uint32_t kWednesday = 20261118;

  static WorkingHours hours() {
    WorkingHours out;
    for (size_t i = 0; i < 5; ++i) out.weekdays[i] = {{9 * 60, 12 * 60}, {13 * 60, 17 * 60}};
    out.make_up_day = {{10 * 60, 12 * 60}};
    return out;
  }
  static wire::CatalogueAdopted catalogue_with_slots() {
    wire::CatalogueAdopted out = small_catalogue();
    for (auto& service : *out.mutable_services()) {
      service.set_slot_minutes(30);
      service.set_slot_capacity(2);
    }
    return out;
  }
  explicit OpeningHall(Calendar calendar = {})
      : SmallHall(catalogue_with_slots(),
                  Opening(*Zone::open("Asia/Shanghai"), hours(), std::move(calendar))) {
    now = at_time(10, 0);
    begin_day(kWednesday);
  }

  // A time of the day, in the hall.
  Time at_time(uint32_t hour, uint32_t minute, uint32_t day = kWednesday) const {
    return opening->zone().at(day, hour * 60 + minute);
  }
  // The next day begins, at midnight; then it is that hour.
  void go_to(uint32_t day, uint32_t hour) {
    now = at_time(0, 0, day);
    begin_day(day);
    now = at_time(hour, 0, day);
  }
  static std::string person(char letter) { return std::string(kPersonBytes, letter); }

  wire::Refusal book(Time slot, const std::string& who, const std::string& service = "social") {
    return send_as(kiosk(), [&](auto& c) {
      c.mutable_book_appointment()->set_service(service);
      c.mutable_book_appointment()->set_slot_ms(slot.ms);
      c.mutable_book_appointment()->set_person(who);
    });
  }
  wire::Refusal check_in(AppointmentKey appointment) {
    return send_as(kiosk(), [&](auto& c) { c.mutable_check_in()->set_appointment(appointment); });
  }
};

}  // namespace yichuang
