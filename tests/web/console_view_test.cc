// What the console shows of the hall: above all, that the order it shows is the order of calling.
#include "queue-server/web/console_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "hall/apply.h"
#include "queue-server/decide.h"
#include "queue-server/due.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

using testing::HasSubstr;
using testing::Not;

// A hall driven by the real decide(): two services, window 1 serves both, window 2 the second.
class Hall {
 public:
  Hall() {
    wire::CatalogueAdopted catalogue;
    catalogue.set_version(1);
    catalogue.set_hall_zh("大厅");
    catalogue.set_hall_en("Hall");
    catalogue.set_time_zone("Asia/Shanghai");
    for (const char* id : {"a", "b"}) {
      auto& service = *catalogue.add_services();
      service.set_id(id);
      service.set_prefix(id[0] == 'a' ? "A" : "B");
      service.set_name_zh("业务");
      service.set_name_en("Service");
      service.set_service_seconds(600);
    }
    for (uint32_t number : {1u, 2u}) {
      auto& window = *catalogue.add_windows();
      window.set_window(number);
      window.set_name_zh("窗口");
      window.set_name_en("Window");
      window.set_general(number == 1);
      if (number == 2) window.add_services("b");
    }
    fold(open_day(state_, 20250520, catalogue));
    for (uint32_t number : {1u, 2u}) {
      wire::Command sign_in;
      sign_in.mutable_sign_in()->set_window(number);
      must(sign_in, number);
      wire::Command open;
      open.mutable_open_window()->set_window(number);
      must(open, number);
    }
  }

  const State& state() const { return state_; }
  void pass(int64_t ms) { now_ = now_ + ms; }

  bool run(const wire::Command& command, uint32_t window) {
    const Actor actor{.device = "web-1", .role = Role::kWeb, .clerk = std::to_string(window)};
    auto events = decide(state_, command, actor, {.now = now_, .estimates = nullptr});
    if (!events) return false;
    fold(std::move(*events));
    return true;
  }
  void must(const wire::Command& command, uint32_t window = 1) {
    ASSERT_TRUE(run(command, window));
  }

  TicketKey take(const std::string& service) {
    wire::Command issue;
    issue.mutable_issue_ticket()->set_service(service);
    EXPECT_TRUE(run(issue, 1));
    const TicketKey key = state_.next_ticket() - 1;
    wire::Command confirm;
    confirm.mutable_confirm_ticket()->set_ticket(key);
    confirm.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
    EXPECT_TRUE(run(confirm, 1));
    pass(1000);
    return key;
  }
  bool call(uint32_t window) {
    wire::Command next;
    next.mutable_call_next()->set_window(window);
    return run(next, window);
  }
  void miss(uint32_t window) {
    wire::Command missed;
    missed.mutable_mark_missed()->set_window(window);
    must(missed, window);
  }
  void start(uint32_t window) {
    wire::Command start;
    start.mutable_start_service()->set_window(window);
    must(start, window);
  }
  void serve(uint32_t window) {
    start(window);
    wire::Command done;
    done.mutable_complete_service()->set_window(window);
    must(done, window);
  }
  void hold(uint32_t window, bool pool) {
    wire::Command held;
    held.mutable_hold_ticket()->set_window(window);
    held.mutable_hold_ticket()->set_pool(pool);
    must(held, window);
  }
  bool reactivate(TicketKey ticket) {
    wire::Command command;
    command.mutable_reactivate_ticket()->set_ticket(ticket);
    return run(command, 1);
  }

 private:
  void fold(Events events) {
    for (auto& event : events) {
      event.set_seq(state_.seq + 1);
      event.set_prev_seq(state_.seq);
      event.set_at_ms(now_.ms);
      apply(state_, event);
    }
  }
  State state_;
  Time now_{1747706400000};
};

std::string json_of(const State& state, bool fresh = true) {
  return console_state_json(
      {.state = state,
       .fresh = fresh,
       .stale_since = fresh ? Time{} : Time{1747706400000},
       .estimate = [](std::string_view) { return nullptr; },
       .clerk_name = [](const std::string& badge) { return "Clerk " + badge; }});
}

std::vector<std::string> numbers(const std::vector<const Ticket*>& tickets) {
  std::vector<std::string> out;
  for (const Ticket* ticket : tickets) out.push_back(ticket->number);
  return out;
}

TEST(CallingOrder, IsByArrivalAcrossServices) {
  Hall hall;
  for (const char* service : {"a", "b", "b", "a"}) hall.take(service);
  EXPECT_EQ(numbers(calling_order(hall.state())),
            (std::vector<std::string>{"A001", "B001", "B002", "A002"}));
}

TEST(CallingOrder, AReturnedTicketStandsBehindThreeCalls) {
  Hall hall;
  const TicketKey missed = hall.take("a");
  for (int i = 0; i < 4; ++i) hall.take("a");
  ASSERT_TRUE(hall.call(1));
  hall.miss(1);
  ASSERT_TRUE(hall.reactivate(missed));
  EXPECT_EQ(numbers(calling_order(hall.state())),
            (std::vector<std::string>{"A002", "A003", "A004", "A001", "A005"}));
}

// The list a clerk reads must be what pressing "next" does, whatever happened before.
TEST(CallingOrder, IsWhatTheServerCallsAfterRandomDays) {
  for (uint32_t seed = 1; seed <= 200; ++seed) {
    std::mt19937 dice(seed);
    Hall hall;
    std::vector<TicketKey> missed;
    for (int step = 0; step < 40; ++step) {
      const uint32_t throw_of = dice() % 8;
      if (throw_of < 4) {
        hall.take(throw_of % 2 ? "a" : "b");
      } else if (throw_of < 6 && hall.call(1)) {
        missed.push_back(hall.state().window(1)->ticket);
        hall.miss(1);
      } else if (throw_of == 6 && hall.call(1)) {
        hall.serve(1);
      } else if (!missed.empty()) {
        hall.reactivate(missed[dice() % missed.size()]);  // refused if it is back already
      }
    }
    const auto shown = numbers(calling_order(hall.state()));
    std::vector<std::string> called;
    while (hall.call(1)) {
      called.push_back(hall.state().ticket(hall.state().window(1)->ticket)->number);
      hall.serve(1);
    }
    ASSERT_EQ(shown, called) << "seed " << seed;
  }
}

TEST(ConsoleState, ShowsTheTicketAtItsWindowAndWhoSitsThere) {
  Hall hall;
  hall.take("b");
  ASSERT_TRUE(hall.call(2));
  const std::string json = json_of(hall.state());
  EXPECT_THAT(json,
              HasSubstr(R"("number":2,"zh":"窗口","en":"Window","general":false,)"
                        R"("services":["b"],"phase":"open","reason":"","until":0,"clerk":"2",)"
                        R"("clerk_name":"Clerk 2")"));
  EXPECT_THAT(json, HasSubstr(R"("number":"B001","service":"b","phase":"called")"));
  EXPECT_THAT(json, HasSubstr(R"("waiting":[])"));
  EXPECT_THAT(json, HasSubstr(R"("stale":false,"stale_since":0)"));
  EXPECT_THAT(json_of(hall.state(), false), HasSubstr(R"("stale":true,"stale_since":17477064)"));
}

TEST(ConsoleState, IsEqualForEqualStatesAndJson) {
  Hall hall;
  hall.take("a");
  EXPECT_EQ(json_of(hall.state()), json_of(hall.state()));
  EXPECT_EQ(json_of(State{}), json_of(State{}));
  EXPECT_THAT(json_of(State{}),
              HasSubstr(R"("windows":[],"waiting":[],"missed":[],"held":[],"voided":[])"));
}

TEST(ConsoleState, MissedAreListedUntilTheyReturn) {
  Hall hall;
  const TicketKey ticket = hall.take("a");
  ASSERT_TRUE(hall.call(1));
  hall.miss(1);
  EXPECT_THAT(json_of(hall.state()), HasSubstr(R"("missed":[{"ticket":1,"number":"A001")"));
  ASSERT_TRUE(hall.reactivate(ticket));
  EXPECT_THAT(json_of(hall.state()), HasSubstr(R"("missed":[])"));
  EXPECT_THAT(json_of(hall.state()), HasSubstr(R"("returned":true,"calls_left":3)"));
}

TEST(ConsoleState, HeldAreListedWithWhereTheyGoOn) {
  Hall hall;
  for (const bool pool : {false, true}) {
    hall.take("a");
    ASSERT_TRUE(hall.call(1));
    hall.start(1);
    hall.hold(1, pool);
  }
  const std::string json = json_of(hall.state());
  EXPECT_THAT(json, HasSubstr(R"("number":"A001","service":"a","window":1)"));
  EXPECT_THAT(json, HasSubstr(R"("number":"A002","service":"a","window":0)"));
}

TEST(ConsoleState, ALongLineIsCutPerServiceButCountedWhole) {
  Hall hall;
  const size_t many = web_limits::kWaitingShownPerServiceMax + 20;
  for (size_t i = 0; i < many; ++i) hall.take("a");
  hall.take("b");
  const std::string json = json_of(hall.state());
  EXPECT_THAT(json, HasSubstr("\"waiting\":" + std::to_string(many)));
  EXPECT_THAT(json, HasSubstr("\"A100\""));
  EXPECT_THAT(json, Not(HasSubstr("\"A101\"")));
  EXPECT_THAT(json, HasSubstr("\"B001\""));  // another line is not pushed out
}

TEST(ConsoleItems, TellWhetherTheyAreDoneOnTheSpot) {
  std::vector<wire::ItemRecord> items(2);
  items[0].set_id("card");
  items[0].set_on_the_spot(true);
  items[1].set_id("transfer");
  const std::string json = items_json(items);
  EXPECT_THAT(json, HasSubstr(R"("id":"card","zh":"","en":"","on_the_spot":true)"));
  EXPECT_THAT(json, HasSubstr(R"("id":"transfer","zh":"","en":"","on_the_spot":false)"));
}

}  // namespace
}  // namespace yichuang
