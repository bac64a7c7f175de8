#include "queue-server/forward.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "queue-server/lengths.h"

namespace yichuang {
namespace {

// ---- Fixed luck. ----

// Which of the equally likely lengths each person meets in each run: a permutation a person, so
// that over all runs everybody meets every length once. That makes few runs worth many.
class Luck {
 public:
  explicit Luck(size_t runs) : runs_(runs), table_(kPeople * runs) {
    uint64_t seed = 0x9e3779b97f4a7c15;
    const auto below = [&](size_t bound) {  // splitmix64
      uint64_t z = (seed += 0x9e3779b97f4a7c15);
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      return static_cast<size_t>((z ^ (z >> 31)) % bound);
    };
    for (size_t person = 0; person < kPeople; ++person) {
      uint8_t* row = &table_[person * runs];
      for (size_t i = 0; i < runs; ++i) row[i] = static_cast<uint8_t>(i);
      for (size_t i = runs - 1; i > 0; --i) std::swap(row[i], row[below(i + 1)]);
    }
  }

  const uint8_t* of_ticket(TicketKey key) const { return &table_[key % kTickets * runs_]; }
  const uint8_t* of_window(WindowNumber number) const {
    return &table_[(kTickets + number % kWindows) * runs_];
  }

 private:
  static constexpr size_t kTickets = 512;
  static constexpr size_t kWindows = 128;
  static constexpr size_t kPeople = kTickets + kWindows;
  size_t runs_;
  std::vector<uint8_t> table_;
};

static_assert(kRunsMax <= 256, "a stratum is one byte");

const Luck& luck_for(size_t runs) {
  static const std::array<Luck, 5> kLuck{Luck(8), Luck(16), Luck(32), Luck(64), Luck(128)};
  size_t index = 0;
  while ((kRunsMin << index) < runs) ++index;
  return kLuck[index];
}

size_t runs_for(size_t people) {
  size_t runs = kRunsMax;
  while (runs > kRunsMin && runs * people > kForwardCallsMax) runs /= 2;
  return runs;
}

// ---- The hall as the runs see it. ----

struct Person {
  int64_t order = 0;       // arrival, or due call of a returned one
  int64_t arrived_ms = 0;  // Unix time
  TicketKey ticket = 0;
  uint32_t row = 0;  // in Forward
};

// People of one service and one rate, first come first called among themselves.
struct Line {
  ServiceIndex service = 0;
  double rate = 1;  // of growing priority; everybody's is 1 until there are classes
  uint32_t calls = 0;
  std::vector<Person> people;
  std::vector<Person> returned;
  std::vector<int32_t> times_ms;  // how long each keeps a window, by stratum
};

struct Counter {
  const Window* window = nullptr;
  std::vector<uint32_t> lines;
  std::vector<int32_t> free_ms;  // from now, by stratum
};

struct Hall {
  int64_t now_ms = 0;
  std::vector<Line> lines;  // those with people
  std::vector<Counter> counters;
  bool anybody_returned = false;
};

Person person_of(const State& state, const QueuePlace& place) {
  return {place.order, state.ticket(place.ticket)->issued_at.ms, place.ticket, 0};
}

// Tickets whose paper is coming out right now, by arrival.
std::vector<const Ticket*> unconfirmed(const State& state, Time now) {
  std::vector<const Ticket*> found;
  for (auto ticket = state.tickets.rbegin(); ticket != state.tickets.rend(); ++ticket) {
    if (now - ticket->issued_at > kUnconfirmedMs) break;
    if (ticket->phase == wire::TICKET_PHASE_ISSUED) found.push_back(&*ticket);
  }
  std::ranges::reverse(found);
  return found;
}

std::vector<Line> lines_of(const State& state, Time now) {
  const std::vector<const Ticket*> printing = unconfirmed(state, now);
  std::vector<Line> lines;
  for (ServiceIndex i = 0; i < state.services.size(); ++i) {
    const Service& service = state.services[i];
    Line line;
    line.service = i;
    line.calls = service.calls;
    for (const auto& place : service.waiting) line.people.push_back(person_of(state, place));
    for (const auto& place : service.returned) line.returned.push_back(person_of(state, place));
    const size_t confirmed = line.people.size();
    for (const Ticket* ticket : printing) {
      if (ticket->service != i) continue;
      line.people.push_back(person_of(state, {ticket->issued_at.ms, ticket->key}));
    }
    if (line.people.size() != confirmed) {
      std::ranges::sort(line.people, {}, [](const Person& person) {
        return std::pair(person.order, person.ticket);
      });
    }
    if (!line.people.empty() || !line.returned.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

size_t people_in(const std::vector<Line>& lines) {
  size_t people = 0;
  for (const Line& line : lines) people += line.people.size() + line.returned.size();
  return people;
}

Hall hall_of(const State& state, Time now, std::vector<Line> lines, size_t runs) {
  Hall hall{now.ms, std::move(lines), {}, false};
  for (Line& line : hall.lines) {
    line.times_ms = window_times_ms(state, line.service, now, runs);
    hall.anybody_returned |= !line.returned.empty();
  }
  for (const auto& [number, window] : state.windows) {
    if (window.phase == wire::WINDOW_PHASE_CLOSED) continue;
    Counter counter{&window, {}, window_left_ms(state, window, now, runs)};
    for (uint32_t i = 0; i < hall.lines.size(); ++i) {
      if (serves(window, hall.lines[i].service)) counter.lines.push_back(i);
    }
    hall.counters.push_back(std::move(counter));
  }
  return hall;
}

// ---- One run. ----

// How far a line has been called, and its first person's claim.
struct Front {
  uint32_t called = 0;
  uint32_t returned = 0;
  double rate = 1;
  double waited_ms = 0;  // at the start; less than nothing: nobody is left
  TicketKey ticket = 0;
};

constexpr double kNobodyMs = -1e15;

void look_at_first(const Hall& hall, const Line& line, Front& front) {
  const bool any = front.called < line.people.size();
  const Person* first = any ? &line.people[front.called] : nullptr;
  front.waited_ms = any ? static_cast<double>(hall.now_ms - first->arrived_ms) : kNobodyMs;
  front.ticket = any ? first->ticket : 0;
}

struct Choice {
  static constexpr uint32_t kNobody = UINT32_MAX;
  uint32_t line = kNobody;
  bool returned = false;
};

// Of those who came back: the first whose turn has come, or of all if nobody else waits.
Choice choose_returned(const Hall& hall, const std::vector<Front>& fronts, const Counter& counter,
                       bool early) {
  Choice best;
  int64_t best_arrived_ms = 0;
  for (const uint32_t i : counter.lines) {
    const Line& line = hall.lines[i];
    const Front& front = fronts[i];
    if (front.returned == line.returned.size()) continue;
    const Person& back = line.returned[front.returned];
    if (!early && back.order > int64_t{line.calls} + front.called + front.returned) continue;
    if (best.line != Choice::kNobody && back.arrived_ms >= best_arrived_ms) continue;
    best = {i, true};
    best_arrived_ms = back.arrived_ms;
  }
  return best;
}

// Whom a window calls at `at_ms` from now: the rule of next_ticket(), on what this run has left.
// This is the one place of the simulation that knows the calling order.
Choice choose(const Hall& hall, const std::vector<Front>& fronts, const Counter& counter,
              int32_t at_ms) {
  if (hall.anybody_returned) {
    const Choice due = choose_returned(hall, fronts, counter, false);
    if (due.line != Choice::kNobody) return due;
  }
  Choice best;
  double greatest = -1;
  for (const uint32_t i : counter.lines) {
    const Front& front = fronts[i];
    const double priority = front.rate * (front.waited_ms + at_ms);
    if (priority < greatest) continue;
    if (priority == greatest && front.ticket > fronts[best.line].ticket) continue;
    best.line = i;
    greatest = priority;
  }
  if (best.line == Choice::kNobody && hall.anybody_returned) {
    return choose_returned(hall, fronts, counter, true);
  }
  return best;
}

// Plays one run and writes its column of the answer.
class Run {
 public:
  Run(const Hall& hall, const Luck& luck, size_t run, Forward& out)
      : hall_(hall), luck_(luck), run_(run), out_(out), fronts_(hall.lines.size()) {
    for (size_t i = 0; i < fronts_.size(); ++i) {
      fronts_[i].rate = hall.lines[i].rate;
      look_at_first(hall, hall.lines[i], fronts_[i]);
    }
  }

  void play() {
    for (uint32_t i = 0; i < hall_.counters.size(); ++i) {
      const Counter& counter = hall_.counters[i];
      free_.push_back({counter.free_ms[luck_.of_window(counter.window->number)[run_]], i});
    }
    std::ranges::sort(free_);
    while (!free_.empty()) {
      const Free first = free_.front();
      const auto next_ms = call_next(hall_.counters[first.counter], first.at_ms);
      if (next_ms) {
        postpone_first(*next_ms);
      } else {
        free_.erase(free_.begin());
      }
    }
  }

 private:
  struct Free {
    int32_t at_ms = 0;
    uint32_t counter = 0;
    friend auto operator<=>(const Free&, const Free&) = default;
  };

  // When the window is free again; nothing if nobody waits for it any more.
  std::optional<int32_t> call_next(const Counter& counter, int32_t at_ms) {
    const Choice choice = choose(hall_, fronts_, counter, at_ms);
    if (choice.line == Choice::kNobody) {
      for (const ServiceIndex service : counter.window->services) welcome(service, at_ms);
      return std::nullopt;
    }
    const Line& line = hall_.lines[choice.line];
    Front& front = fronts_[choice.line];
    const Person& person =
        choice.returned ? line.returned[front.returned++] : line.people[front.called++];
    if (!choice.returned) look_at_first(hall_, line, front);
    out_.ticket_waits_ms[person.row * out_.runs + run_] = at_ms;
    return at_ms + line.times_ms[luck_.of_ticket(person.ticket)[run_]];
  }

  // A newcomer's turn is when the first window has nobody before them.
  void welcome(ServiceIndex service, int32_t at_ms) {
    int32_t& wait_ms = out_.newcomer_waits_ms[service * out_.runs + run_];
    if (wait_ms == kNever) wait_ms = at_ms;
  }

  // Windows stay in the order in which they are free: the first goes to its new place.
  void postpone_first(int32_t at_ms) {
    const Free moved{at_ms, free_.front().counter};
    size_t place = 0;
    for (; place + 1 < free_.size() && free_[place + 1] < moved; ++place) {
      free_[place] = free_[place + 1];
    }
    free_[place] = moved;
  }

  const Hall& hall_;
  const Luck& luck_;
  const size_t run_;
  Forward& out_;
  std::vector<Front> fronts_;
  std::vector<Free> free_;  // sorted; a hall has few windows, and most visits end late
};

// Gives everybody a row of the answer, by key.
void enrol(std::vector<Line>& lines, Forward& out) {
  std::vector<Person*> everybody;
  for (Line& line : lines) {
    for (Person& person : line.people) everybody.push_back(&person);
    for (Person& person : line.returned) everybody.push_back(&person);
  }
  std::ranges::sort(everybody, {}, &Person::ticket);
  for (Person* person : everybody) {
    person->row = static_cast<uint32_t>(out.tickets.size());
    out.tickets.push_back(person->ticket);
  }
  out.ticket_waits_ms.assign(everybody.size() * out.runs, kNever);
}

}  // namespace

Forward play_forward(const State& state, Time now) {
  std::vector<Line> lines = lines_of(state, now);
  Forward out;
  out.runs = runs_for(people_in(lines));
  out.newcomer_waits_ms.assign(state.services.size() * out.runs, kNever);
  enrol(lines, out);
  const Hall hall = hall_of(state, now, std::move(lines), out.runs);
  const Luck& luck = luck_for(out.runs);
  for (size_t run = 0; run < out.runs; ++run) Run(hall, luck, run, out).play();
  return out;
}

}  // namespace yichuang
