#include "tests/fuzz/hall_checks.h"

#include "base/limits.h"
#include "hall/apply.h"
#include "hall/legal.h"
#include "hall/snapshot.h"
#include "queue-server/due.h"
#include "queue-server/estimate.h"
#include "tests/fuzz/fuzz.h"
#include "tests/properties/same_state.h"

namespace yichuang::fuzz {
namespace {

constexpr size_t kPlacesMax = 12;  // so many tickets are asked for their place
constexpr size_t kRuns = 8;

void fold(State& state, const Events& events, Time now) {
  for (wire::Event event : events) {
    event.set_prev_seq(state.seq);
    event.set_seq(state.seq + 1);
    event.set_at_ms(now.ms);
    const auto legal = check_legal(state, event);
    check(legal.ok(), legal ? "" : "what is decided is legal: " + legal.error().sentence);
    apply(state, event);
  }
}

void call(State& state, WindowNumber window, Time now) {
  wire::Command command;
  command.mutable_call_next()->set_window(window);
  const auto decided = decide(state, command, {"tool", Role::kAdmin, "", {}}, {.now = now});
  if (decided) fold(state, *decided, now);
}

// Nothing can follow the last second, day, event or key of all.
bool is_at_its_end(const State& state) {
  constexpr int64_t kMinuteMs = 60'000;
  return state.at.ms > limits::kTimeMsMax - kMinuteMs || state.day >= limits::kDayMax ||
         state.seq > limits::kSeqMax / 2 || state.next_ticket() > limits::kKeyMax ||
         state.next_appointment > limits::kKeyMax;
}

wire::CatalogueAdopted small_catalogue() {
  wire::CatalogueAdopted catalogue;
  auto& service = *catalogue.add_services();
  service.set_id("social");
  service.set_prefix("A");
  catalogue.add_windows()->set_window(1);
  catalogue.mutable_windows(0)->set_general(true);
  return catalogue;
}

}  // namespace

void check_state(const State& state, Time now) {
  const auto legal = check_legal(state);
  check(legal.ok(), legal ? "" : "a folded state is legal: " + legal.error().sentence);
  const auto again = from_foreign_snapshot(snapshot(state));
  check(again.ok(), again ? "" : "a snapshot is legal: " + again.error().sentence);
  check(state_hash(*again) == state_hash(state), "one fold: another hash");
  const std::string other = properties::difference(*again, state);
  check(other.empty(), "one fold: the snapshot forgets " + other);
  for (size_t i = 0; i < state.tickets.size() && i < kPlacesMax; ++i) {
    const Ticket& ticket = state.tickets[i];
    if (ticket.phase != wire::TICKET_PHASE_WAITING) continue;
    const size_t people = people_ahead(state, ticket, now) + people_behind(state, ticket, now);
    check(people <= state.tickets.size(), "people ahead are people of the hall");
  }
}

void go_on(State& state) {
  if (state.day == 0 || is_at_its_end(state)) return;
  const Time now = state.at + 60'000;
  fold(state, due(state, {.now = now}), now);
  check(estimate_hall(state, now, kRuns).services.size() == state.services.size(),
        "every service has an estimate");
  std::vector<WindowNumber> windows;
  for (const auto& [number, window] : state.windows) windows.push_back(number);
  for (const WindowNumber number : windows) call(state, number, now);
  check_state(state, now);
  fold(state, open_day(state, state.day + 1, small_catalogue()), now);
  check_state(state, now);
}

}  // namespace yichuang::fuzz
