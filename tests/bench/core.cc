// The core alone: decide and apply of each command of a visit, by people waiting, and the fold of a
// mirror. And what a day of tickets costs in memory.
#include <fmt/format.h>
#include <malloc.h>

#include <array>
#include <map>

#include "base/assert.h"
#include "hall/apply.h"
#include "hall/snapshot.h"
#include "queue-server/decide.h"
#include "queue-server/due.h"
#include "tests/bench/figures.h"
#include "wire/codec.h"

namespace yichuang::bench {
namespace {

constexpr std::array<size_t, 3> kWaiting{10, 1'000, 20'000};
constexpr size_t kVisits = 1'500;  // measured at each length of the queue
constexpr size_t kServices = 26;   // 999 numbers each
constexpr WindowNumber kWindows = 12;
constexpr size_t kDayTickets = 25'000;
const Actor kAnybody{"desk", Role::kAdmin, ""};

wire::CatalogueAdopted wide_catalogue() {
  wire::CatalogueAdopted catalogue;
  catalogue.set_time_zone("Asia/Shanghai");
  for (size_t i = 0; i < kServices; ++i) {
    auto& service = *catalogue.add_services();
    service.set_id(fmt::format("service-{}", i));
    service.set_prefix(std::string(1, static_cast<char>('A' + i)));
    service.set_service_seconds(600);
  }
  for (WindowNumber number = 1; number <= kWindows; ++number) {
    catalogue.add_windows()->set_window(number);
    catalogue.mutable_windows(static_cast<int>(number) - 1)->set_general(true);
  }
  return catalogue;
}

// Times of one kind of command, in microseconds.
using Times = std::vector<double>;

struct VisitTimes {
  Times issue, confirm, call, start, complete;
  Times mirror;  // all five events of a visit: read, checked and folded
};

enum class KeepsMirror : bool { kNo, kYes };

// The server's core beside a mirror of it; no clock but its own, no disk, no network.
class BareCore {
 public:
  explicit BareCore(KeepsMirror keeps_mirror) : keeps_mirror_(keeps_mirror) {
    fold(open_day(state_, 20261122, wide_catalogue(), now_));
    for (WindowNumber number = 1; number <= kWindows; ++number) {
      wire::Command open;
      open.mutable_open_window()->set_window(number);
      run(open);
    }
  }

  void take_ticket(Times* issue, Times* confirm) {
    now_ = now_ + 1'000;
    const TicketKey key = state_.next_ticket();
    wire::Command command;
    auto& wanted = *command.mutable_issue_ticket();
    wanted.set_service(state_.services[key % kServices].id);
    wanted.set_person(fmt::format("{:016}", key));
    if (key % 3 == 0) wanted.set_priority(wire::PRIORITY_CLASS_ELDERLY);
    timed(command, issue);
    wire::Command delivered;
    delivered.mutable_confirm_ticket()->set_ticket(key);
    delivered.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
    timed(delivered, confirm);
  }

  void serve_one(WindowNumber window, Times* call, Times* start, Times* complete) {
    wire::Command command;
    command.mutable_call_next()->set_window(window);
    timed(command, call);
    command.mutable_start_service()->set_window(window);
    timed(command, start);
    command.mutable_complete_service()->set_window(window);
    timed(command, complete);
  }

  // The mirror folds all that it has not seen yet; how long that took, in µs.
  double let_mirror_follow() {
    const double start = now_us();
    for (const std::string& bytes : feed_) {
      wire::Event event;
      HALL_ASSERT(decode(bytes, event).ok());
      HALL_ASSERT(cannot_follow(mirror_, event).empty());
      apply(mirror_, event);
    }
    const double took_us = now_us() - start;
    feed_.clear();
    return took_us;
  }

  const State& state() const { return state_; }

 private:
  void timed(const wire::Command& command, Times* times) {
    const double start = now_us();
    Events events = run_unpublished(command);
    if (times) times->push_back(now_us() - start);
    publish(events);
  }
  void run(const wire::Command& command) { publish(run_unpublished(command)); }
  Events run_unpublished(const wire::Command& command) {
    auto decided = decide(state_, command, kAnybody, {now_, nullptr, nullptr, &kept_, nullptr});
    HALL_ASSERT(decided.ok());
    stamp_and_apply(*decided, &command);
    return std::move(*decided);
  }
  void stamp_and_apply(Events& events, const wire::Command* command) {
    for (wire::Event& event : events) {
      const wire::PrivatePart part = private_part(kept_, command, event);
      event.set_prev_seq(state_.seq);
      event.set_seq(state_.seq + 1);
      event.set_at_ms(now_.ms);
      apply(state_, event);
      apply_private(kept_, event, part);
    }
  }
  void fold(Events events) {
    stamp_and_apply(events, nullptr);
    publish(events);
  }
  void publish(const Events& events) {
    if (keeps_mirror_ == KeepsMirror::kNo) return;
    for (const wire::Event& event : events) feed_.push_back(encode(event));
  }

  const KeepsMirror keeps_mirror_;
  State state_;
  State mirror_;
  PrivateState kept_;
  std::vector<std::string> feed_;
  Time now_{1'795'000'000'000};
};

VisitTimes measure_visits(size_t waiting) {
  BareCore core(KeepsMirror::kYes);
  for (size_t i = 0; i < waiting; ++i) core.take_ticket(nullptr, nullptr);
  core.let_mirror_follow();
  VisitTimes times;
  for (size_t i = 0; i < kVisits; ++i) {
    core.take_ticket(&times.issue, &times.confirm);
    const auto window = static_cast<WindowNumber>(1 + i % kWindows);
    core.serve_one(window, &times.call, &times.start, &times.complete);
    times.mirror.push_back(core.let_mirror_follow());
  }
  return times;
}

// What a visit cannot do without: a place in an ordered map, and its events as bytes.
double bare_map_us(size_t waiting) {
  std::map<QueuePlace, TicketKey> places;
  TicketKey key = 1;
  for (; key <= waiting; ++key) places[{key * 1'000, key}] = key;
  Times times;
  for (size_t i = 0; i < kVisits; ++i, ++key) {
    const double start = now_us();
    places[{key * 1'000, key}] = key;
    places.erase(places.begin());
    times.push_back(now_us() - start);
  }
  HALL_ASSERT(places.size() == waiting);
  return percentile(times, 0.5);
}

double bare_encode_us() {
  wire::Event event;
  event.set_seq(1'000'000);
  event.set_prev_seq(999'999);
  event.set_at_ms(1'795'000'000'000);
  auto& issued = *event.mutable_ticket_issued();
  issued.set_ticket(4'711);
  issued.set_number("A012");
  issued.set_service("service-0");
  issued.set_origin("kiosk-1");
  issued.set_ahead(7);
  Times times;
  for (size_t i = 0; i < kVisits; ++i) {
    const double start = now_us();
    const std::string bytes = encode(event);
    times.push_back(now_us() - start);
    HALL_ASSERT(!bytes.empty());
  }
  return percentile(times, 0.5);
}

// Commands and mirror at one length of the queue; the median of the whole visit.
double add_visit(Table& table, size_t waiting, double bare_us) {
  const VisitTimes times = measure_visits(waiting);
  const std::string reference = "bare std::map insert and erase, and encode";
  double visit_us = 0;
  const auto add = [&](const char* what, const Times& of, double bare) {
    const double us = percentile(of, 0.5);
    table.add({fmt::format("core: {}, {} waiting", what, waiting), us * 1000, "ns", reference,
               us / bare});
    return us;
  };
  visit_us += add("issue", times.issue, bare_us);
  visit_us += add("confirm", times.confirm, bare_us);
  visit_us += add("call next", times.call, bare_us);
  visit_us += add("start", times.start, bare_us);
  visit_us += add("complete", times.complete, bare_us);
  add("a mirror folds these five", times.mirror, 5 * bare_us);
  return visit_us;
}

size_t heap_bytes() { return ::mallinfo2().uordblks; }

// A day of as many tickets as the letters have numbers, in the server: its state and who is who,
// first while all wait, then when all were served.
void add_memory(Table& table) {
  const size_t before = heap_bytes();
  BareCore core(KeepsMirror::kNo);
  const size_t empty = heap_bytes() - before;
  const auto per_100_000 = [&] {
    return static_cast<double>(heap_bytes() - before - empty) * 1e5 / kDayTickets / (1 << 20);
  };
  for (size_t i = 0; i < kDayTickets; ++i) core.take_ticket(nullptr, nullptr);
  const double waiting_mb = per_100_000();
  for (size_t i = 0; i < kDayTickets; ++i) {
    core.serve_one(static_cast<WindowNumber>(1 + i % kWindows), nullptr, nullptr, nullptr);
  }
  const double served_mb = per_100_000();
  size_t bytes = 0;
  for (const auto& page : snapshot(core.state())) bytes += encode(page).size();
  const double snapshot_mb = static_cast<double>(bytes) * 1e5 / kDayTickets / (1 << 20);
  table.add({"core: memory of 100,000 tickets, waiting", waiting_mb, "MiB",
             "their records in a snapshot", waiting_mb / snapshot_mb});
  table.add({"core: memory of 100,000 tickets, served", served_mb, "MiB",
             "their records in a snapshot", served_mb / snapshot_mb});
}

}  // namespace

void measure_core(Table& table) {
  const double encode_us = bare_encode_us();
  table.add({"bare encode of a ticket's event", encode_us * 1000, "ns", "", 0});
  std::vector<double> visits_us;
  for (const size_t waiting : kWaiting) {
    const double map_us = bare_map_us(waiting);
    table.add({fmt::format("bare std::map insert and erase, {} in it", waiting), map_us * 1000,
               "ns", "", 0});
    visits_us.push_back(add_visit(table, waiting, map_us + encode_us));
  }
  table.add({"core: a visit, 20000 waiting", visits_us.back() * 1000, "ns", "the same, 10 waiting",
             visits_us.back() / visits_us.front()});
  add_memory(table);
}

}  // namespace yichuang::bench
