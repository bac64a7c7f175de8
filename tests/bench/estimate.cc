#include <fmt/format.h>

#include "base/assert.h"
#include "catalogue/catalogue.h"
#include "hall/apply.h"
#include "queue-server/decide.h"
#include "queue-server/due.h"
#include "tests/bench/figures.h"

namespace yichuang::bench {
namespace {

// The sample hall with every window open and busy, and so many people waiting.
class BusyHall {
 public:
  BusyHall() {
    const auto catalogue = load_catalogue(YICHUANG_SOURCE_DIR "/assets/catalogue");
    HALL_ASSERT(catalogue.ok());
    fold(open_day(state_, 20261122, to_wire(*catalogue, 1)));
  }

  void fill(size_t waiting) {
    for (size_t i = 0; i < waiting + state_.windows.size(); ++i) take_ticket(i);
    for (const auto& [number, window] : state_.windows) {
      send([&](auto& c) { c.mutable_sign_in()->set_window(number); }, fmt::format("{}", number));
      send([&](auto& c) { c.mutable_open_window()->set_window(number); });
      send([&](auto& c) { c.mutable_call_next()->set_window(number); });
      send([&](auto& c) { c.mutable_start_service()->set_window(number); });
    }
    now_ = now_ + 60'000;
  }

  const State& state() const { return state_; }
  Time now() const { return now_; }

 private:
  void take_ticket(size_t i) {
    const TicketKey key = state_.next_ticket();
    const std::string service = state_.services[i % state_.services.size()].id;
    send([&](auto& c) { c.mutable_issue_ticket()->set_service(service); });
    send([&](auto& c) {
      c.mutable_confirm_ticket()->set_ticket(key);
      c.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
    });
    now_ = now_ + 1000;
  }
  template <class Fill>
  void send(Fill fill, const std::string& clerk = "") {
    wire::Command command;
    fill(command);
    const Actor actor{"web-1", Role::kAdmin, clerk};
    auto events = decide(state_, command, actor, {now_, nullptr});
    HALL_ASSERT(events.ok());
    fold(*events);
  }
  void fold(Events events) {
    for (wire::Event& event : events) {
      event.set_prev_seq(state_.seq);
      event.set_seq(state_.seq + 1);
      event.set_at_ms(now_.ms);
      apply(state_, event);
    }
  }

  State state_;
  Time now_{1'795'000'000'000};
};

double median_ms(const BusyHall& hall) {
  std::vector<double> times;
  for (int i = 0; i < 31; ++i) {
    const double start = now_us();
    const HallEstimate estimate = estimate_hall(hall.state(), hall.now());
    times.push_back((now_us() - start) / 1000);
    HALL_ASSERT(!estimate.tickets.empty());
  }
  return percentile(times, 0.5);
}

}  // namespace

void measure_estimate(Table& table) {
  for (const size_t waiting : {10, 100, 500, 5000}) {
    BusyHall hall;
    hall.fill(waiting);
    const double ms = median_ms(hall);
    constexpr double kBudgetMs = 5;  // of each 100 ms between two estimates: a twentieth of a core
    table.add({fmt::format("estimate of all waits, {} waiting", waiting), ms, "ms",
               "5 % of a core at 10 a second (5 ms)", ms / kBudgetMs});
  }
}

}  // namespace yichuang::bench
