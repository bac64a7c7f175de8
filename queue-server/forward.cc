#include "queue-server/forward.h"

#include <algorithm>
#include <array>
#include <optional>
#include <queue>
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
  size_t index = 0;  // into Forward::waiting
};

// People of one service and one rate, first come first called among themselves.
struct Line {
  double rate = 1;  // of growing priority; everybody's is 1 until there are classes
  uint32_t calls = 0;
  std::vector<Person> people;
  std::vector<Person> returned;
  std::vector<int32_t> times_ms;  // how long each keeps a window, by stratum
};

struct Counter {
  const Window* window = nullptr;
  std::vector<size_t> lines;     // those with people
  std::vector<int32_t> free_ms;  // from now, by stratum
};

struct Hall {
  int64_t now_ms = 0;
  std::vector<Line> lines;  // by ServiceIndex
  std::vector<Counter> counters;
};

void add_person(const State& state, TicketKey key, int64_t order, std::vector<Person>& to) {
  to.push_back({order, state.ticket(key)->issued_at.ms, key, 0});
}

std::vector<Line> lines_of(const State& state, Time now) {
  std::vector<Line> lines(state.services.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    const Service& service = state.services[i];
    lines[i].calls = service.calls;
    for (const auto& place : service.waiting) {
      add_person(state, place.ticket, place.order, lines[i].people);
    }
    for (const auto& place : service.returned) {
      add_person(state, place.ticket, place.order, lines[i].returned);
    }
  }
  std::vector<bool> grown(lines.size(), false);
  for (auto ticket = state.tickets.rbegin(); ticket != state.tickets.rend(); ++ticket) {
    if (now - ticket->issued_at > kUnconfirmedMs) break;
    if (ticket->phase != wire::TICKET_PHASE_ISSUED) continue;
    add_person(state, ticket->key, ticket->issued_at.ms, lines[ticket->service].people);
    grown[ticket->service] = true;
  }
  const auto earlier = [](const Person& a, const Person& b) {
    return std::pair(a.order, a.ticket) < std::pair(b.order, b.ticket);
  };
  for (size_t i = 0; i < lines.size(); ++i) {
    if (grown[i]) std::ranges::sort(lines[i].people, earlier);
  }
  return lines;
}

size_t people_in(const std::vector<Line>& lines) {
  size_t people = 0;
  for (const Line& line : lines) people += line.people.size() + line.returned.size();
  return people;
}

Hall hall_of(const State& state, Time now, std::vector<Line> lines, size_t runs) {
  Hall hall{now.ms, std::move(lines), {}};
  for (ServiceIndex i = 0; i < hall.lines.size(); ++i) {
    Line& line = hall.lines[i];
    if (line.people.empty() && line.returned.empty()) continue;
    line.times_ms = window_times_ms(state, i, now, runs);
  }
  for (const auto& [number, window] : state.windows) {
    if (window.phase == wire::WINDOW_PHASE_CLOSED) continue;
    Counter counter{&window, {}, window_left_ms(state, window, now, runs)};
    for (const ServiceIndex service : window.services) {
      if (!hall.lines[service].times_ms.empty()) counter.lines.push_back(service);
    }
    hall.counters.push_back(std::move(counter));
  }
  return hall;
}

// ---- One run. ----

// How far a line has been called in this run.
struct Progress {
  size_t called = 0;
  size_t returned = 0;
};

const Person* head(const Line& line, const Progress& progress) {
  return progress.called < line.people.size() ? &line.people[progress.called] : nullptr;
}
const Person* returned_head(const Line& line, const Progress& progress) {
  return progress.returned < line.returned.size() ? &line.returned[progress.returned] : nullptr;
}

struct Choice {
  size_t line = 0;
  const Person* person = nullptr;  // null: nobody waits for this window
  bool returned = false;
};

// Whom a window calls at `at_ms` from now: the rule of next_ticket(), on what this run has left.
// This is the one place of the simulation that knows the calling order.
Choice choose(const Hall& hall, const std::vector<Progress>& progress, const Counter& counter,
              int32_t at_ms) {
  Choice due;
  Choice arrived;
  Choice early;
  double greatest = 0;
  for (const size_t i : counter.lines) {
    const Line& line = hall.lines[i];
    if (const Person* back = returned_head(line, progress[i])) {
      const auto calls =
          static_cast<int64_t>(line.calls + progress[i].called + progress[i].returned);
      Choice& best = back->order <= calls ? due : early;
      if (!best.person || back->arrived_ms < best.person->arrived_ms) best = {i, back, true};
    }
    if (const Person* first = head(line, progress[i])) {
      const auto waited_ms = static_cast<double>(hall.now_ms + at_ms - first->arrived_ms);
      const double priority = line.rate * waited_ms;
      const bool tie = arrived.person && priority == greatest;
      if (!arrived.person || priority > greatest ||
          (tie && first->ticket < arrived.person->ticket)) {
        arrived = {i, first, false};
        greatest = priority;
      }
    }
  }
  if (due.person) return due;
  return arrived.person ? arrived : early;
}

class Run {
 public:
  Run(const Hall& hall, const Luck& luck, size_t run, Forward& out)
      : hall_(hall), luck_(luck), run_(run), out_(out), progress_(hall.lines.size()) {}

  void play() {
    for (size_t i = 0; i < hall_.counters.size(); ++i) {
      const Counter& counter = hall_.counters[i];
      free_.push({counter.free_ms[luck_.of_window(counter.window->number)[run_]], i});
    }
    while (!free_.empty()) {
      const auto [at_ms, index] = free_.top();
      free_.pop();
      if (const auto next_ms = call_next(hall_.counters[index], at_ms)) {
        free_.push({*next_ms, index});
      }
    }
  }

 private:
  // When the window is free again; nothing if nobody waits for it any more.
  std::optional<int32_t> call_next(const Counter& counter, int32_t at_ms) {
    const Choice choice = choose(hall_, progress_, counter, at_ms);
    if (!choice.person) {
      for (const ServiceIndex service : counter.window->services) welcome(service, at_ms);
      return std::nullopt;
    }
    Progress& progress = progress_[choice.line];
    ++(choice.returned ? progress.returned : progress.called);
    out_.waiting[choice.person->index].waits.runs_ms.push_back(at_ms);
    const size_t stratum = luck_.of_ticket(choice.person->ticket)[run_];
    return at_ms + hall_.lines[choice.line].times_ms[stratum];
  }

  // A newcomer's turn is when the first window has nobody before them.
  void welcome(ServiceIndex service, int32_t at_ms) {
    std::vector<int32_t>& runs_ms = out_.newcomers[service].runs_ms;
    if (runs_ms.size() == run_) runs_ms.push_back(at_ms);
  }

  using Free = std::pair<int32_t, size_t>;  // when, which counter
  const Hall& hall_;
  const Luck& luck_;
  const size_t run_;
  Forward& out_;
  std::vector<Progress> progress_;
  std::priority_queue<Free, std::vector<Free>, std::greater<>> free_;
};

// Gives everybody a row of the answer, by key.
void enrol(std::vector<Line>& lines, size_t runs, Forward& out) {
  std::vector<Person*> everybody;
  for (Line& line : lines) {
    for (Person& person : line.people) everybody.push_back(&person);
    for (Person& person : line.returned) everybody.push_back(&person);
  }
  std::ranges::sort(everybody, {}, &Person::ticket);
  out.waiting.resize(everybody.size());
  for (size_t i = 0; i < everybody.size(); ++i) {
    everybody[i]->index = i;
    out.waiting[i].ticket = everybody[i]->ticket;
    out.waiting[i].waits.runs_ms.reserve(runs);
  }
}

}  // namespace

Forward play_forward(const State& state, Time now) {
  std::vector<Line> lines = lines_of(state, now);
  const size_t runs = runs_for(people_in(lines));
  Forward out;
  out.newcomers.resize(state.services.size());
  enrol(lines, runs, out);
  const Hall hall = hall_of(state, now, std::move(lines), runs);
  const Luck& luck = luck_for(runs);
  for (size_t run = 0; run < runs; ++run) Run(hall, luck, run, out).play();
  return out;
}

}  // namespace yichuang
