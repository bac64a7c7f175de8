#include "queue-server/forward.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "queue-server/lengths.h"
#include "queue-server/next_ticket.h"

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

size_t runs_for(size_t people, size_t runs_max) {
  size_t runs = runs_max;
  while (runs > kRunsMin && runs * people > kForwardCallsMax) runs /= 2;
  return runs;
}

// ---- The hall as the runs see it. ----

// Which of a window's lines goes first, as in next_ticket().
enum class Turn : uint8_t {
  kEmergency,
  kResumed,
  kReturned,
  kAppointment,
  kWalkIn,
  kReturnedEarly
};

struct Person {
  int64_t order = 0;       // the place in the line: arrival, slot or due call
  int64_t arrived_ms = 0;  // Unix time
  TicketKey ticket = 0;
  ServiceIndex service = 0;
  uint32_t row = 0;  // in Forward
};

// People who go first come first called among themselves.
struct Row {
  Turn turn = Turn::kWalkIn;
  PriorityClass priority = wire::PRIORITY_CLASS_ORDINARY;  // of walk-ins
  std::vector<Person> people;
};

struct Counter {
  const Window* window = nullptr;
  std::vector<uint32_t> lines;   // what it calls from
  std::vector<uint32_t> helped;  // and then, when nobody is there
  std::vector<int32_t> free_ms;  // from now, by stratum
};

struct Hall {
  const State* state = nullptr;
  int64_t now_ms = 0;
  std::vector<Row> lines;
  std::vector<std::vector<uint32_t>> of_service;  // by ServiceIndex: into lines
  std::vector<std::vector<int32_t>> times_ms;     // by ServiceIndex: how long one keeps a window
  std::map<WindowNumber, std::vector<uint32_t>> of_window;  // of those who wait for it alone
  std::vector<Counter> counters;
};

// Lists the people of all lines, once.
class Gatherer {
 public:
  Gatherer(const State& state, Hall& hall) : state_(state), hall_(hall) {}

  void gather(const Lines& lines, std::vector<uint32_t>& out) {
    for (size_t i = 0; i < lines.walk_ins.size(); ++i) {
      const auto priority = static_cast<PriorityClass>(i);
      const bool emergency = priority == wire::PRIORITY_CLASS_EMERGENCY;
      add(lines.walk_ins[i], emergency ? Turn::kEmergency : Turn::kWalkIn, priority, out);
    }
    add(lines.agents, Turn::kWalkIn, wire::PRIORITY_CLASS_ORDINARY, out);
    add(lines.resumed, Turn::kResumed, wire::PRIORITY_CLASS_ORDINARY, out);
    add(lines.appointments, Turn::kAppointment, wire::PRIORITY_CLASS_ORDINARY, out);
    add(lines.returned, Turn::kReturned, wire::PRIORITY_CLASS_ORDINARY, out);
  }

  // Papers that are being printed: their people wait in a moment.
  void gather_unconfirmed(Time now) {
    for (const QueuePlace& place : state_.unconfirmed) {
      if (now - Time{place.order} > kUnconfirmedMs) continue;
      const Ticket& ticket = *state_.ticket(place.ticket);
      std::vector<uint32_t>& lines = hall_.of_service[ticket.service];
      const auto same = std::ranges::find_if(lines, [&](uint32_t i) {
        return hall_.lines[i].turn == Turn::kWalkIn && hall_.lines[i].priority == ticket.priority;
      });
      if (same == lines.end()) {
        lines.push_back(static_cast<uint32_t>(hall_.lines.size()));
        hall_.lines.push_back({Turn::kWalkIn, ticket.priority, {}});
        add_person(hall_.lines.back(), place);
      } else {
        add_person(hall_.lines[*same], place);
      }
    }
  }

 private:
  void add(const Line& places, Turn turn, PriorityClass priority, std::vector<uint32_t>& out) {
    if (places.empty()) return;
    out.push_back(static_cast<uint32_t>(hall_.lines.size()));
    Row& line = hall_.lines.emplace_back(Row{turn, priority, {}});
    for (const QueuePlace& place : places) add_person(line, place);
  }
  void add_person(Row& line, const QueuePlace& place) {
    const Ticket& ticket = *state_.ticket(place.ticket);
    line.people.push_back({place.order, ticket.arrived_at.ms, ticket.key, ticket.service, 0});
  }

  const State& state_;
  Hall& hall_;
};

Hall hall_of(const State& state, Time now) {
  Hall hall;
  hall.state = &state;
  hall.now_ms = now.ms;
  hall.of_service.resize(state.services.size());
  Gatherer gatherer(state, hall);
  for (ServiceIndex i = 0; i < state.services.size(); ++i) {
    gatherer.gather(state.services[i].lines, hall.of_service[i]);
  }
  for (const auto& [number, window] : state.windows) {
    gatherer.gather(window.lines, hall.of_window[number]);
  }
  gatherer.gather_unconfirmed(now);
  return hall;
}

size_t people_in(const Hall& hall) {
  size_t people = 0;
  for (const Row& line : hall.lines) people += line.people.size();
  return people;
}

void set_times(const State& state, Time now, size_t runs, Hall& hall) {
  hall.times_ms.resize(state.services.size());
  for (const Row& line : hall.lines) {
    for (const Person& person : line.people) {
      auto& times_ms = hall.times_ms[person.service];
      if (times_ms.empty()) times_ms = window_times_ms(state, person.service, now, runs);
    }
  }
  for (const auto& [number, window] : state.windows) {
    if (window.phase == wire::WINDOW_PHASE_CLOSED) continue;
    Counter counter{&window, hall.of_window[number], {}, window_left_ms(state, window, now, runs)};
    for (ServiceIndex i = 0; i < state.services.size(); ++i) {
      const bool own = serves(window, i);
      if (!own && !may_call(window, i, state)) continue;
      auto& lines = own ? counter.lines : counter.helped;
      lines.insert(lines.end(), hall.of_service[i].begin(), hall.of_service[i].end());
    }
    hall.counters.push_back(std::move(counter));
  }
}

// ---- One run. ----

// How far the lines have been called in this run.
struct Progress {
  std::vector<uint32_t> called;  // by line
  std::vector<uint32_t> calls;   // by ServiceIndex: today's, with those of the run
};

struct Choice {
  uint32_t line = 0;
  const Person* person = nullptr;  // null: nobody waits there
  Turn turn = Turn::kReturnedEarly;
  int64_t priority = 0;  // of a walk-in; of others minus their place, so that the first is greatest
};

// Whom a window calls at `at_ms` from now: the rule of next_ticket(), on what this run has left.
// This is the one place of the simulation that knows the calling order.
Choice choose(const Hall& hall, const Progress& progress, const std::vector<uint32_t>& lines,
              int32_t at_ms) {
  Choice best;
  for (const uint32_t i : lines) {
    const Row& line = hall.lines[i];
    if (progress.called[i] == line.people.size()) continue;
    const Person& first = line.people[progress.called[i]];
    Choice next{i, &first, line.turn, -first.order};
    if (line.turn == Turn::kReturned) {
      next.priority = -first.arrived_ms;
      if (first.order > progress.calls[first.service]) next.turn = Turn::kReturnedEarly;
    } else if (line.turn == Turn::kWalkIn) {
      next.priority =
          priority_of(hall.state->rules, line.priority, hall.now_ms + at_ms - first.arrived_ms);
    }
    const bool sooner = !best.person || next.turn < best.turn ||
                        (next.turn == best.turn &&
                         (next.priority > best.priority ||
                          (next.priority == best.priority && first.ticket < best.person->ticket)));
    if (sooner) best = next;
  }
  return best;
}

// Plays one run and writes its column of the answer.
class Run {
 public:
  Run(const Hall& hall, const Luck& luck, size_t run, Forward& out)
      : hall_(hall), luck_(luck), run_(run), out_(out) {
    progress_.called.resize(hall.lines.size());
    welcomed_.resize(hall.counters.size());
    for (const Service& service : hall.state->services) progress_.calls.push_back(service.calls);
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
    Choice choice = choose(hall_, progress_, counter.lines, at_ms);
    welcome(counter, choice, at_ms);
    if (!choice.person) {
      choice = choose(hall_, progress_, counter.helped, at_ms);
      if (!choice.person) return std::nullopt;
    }
    const Person& person = *choice.person;
    ++progress_.called[choice.line];
    ++progress_.calls[person.service];
    out_.ticket_waits_ms[person.row * out_.runs + run_] = at_ms;
    const int64_t next_ms =
        int64_t{at_ms} + hall_.times_ms[person.service][luck_.of_ticket(person.ticket)[run_]];
    return static_cast<int32_t>(std::min<int64_t>(next_ms, INT32_MAX));  // 25 days are for ever
  }

  // A newcomer's turn is when the first window would rather call them than `choice`: with every
  // kind once a window, because its calls go forward in time.
  void welcome(const Counter& counter, const Choice& choice, int32_t at_ms) {
    uint32_t& welcomed = welcomed_[static_cast<size_t>(&counter - hall_.counters.data())];
    for (size_t kind = 0; kind < out_.kinds.size(); ++kind) {
      const uint32_t bit = 1u << kind;
      if ((welcomed & bit) != 0 || !comes_before(out_.kinds[kind], choice, at_ms)) continue;
      welcomed |= bit;
      for (const ServiceIndex service : counter.window->services) {
        int32_t& wait_ms = out_.newcomer_row(service, kind)[run_];
        if (wait_ms == kNever) wait_ms = at_ms;
      }
    }
  }

  // Whether a newcomer of the class is called before `choice`, when so much time has passed.
  bool comes_before(PriorityClass priority, const Choice& choice, int32_t at_ms) const {
    if (!choice.person) return true;
    if (priority == wire::PRIORITY_CLASS_EMERGENCY) return choice.turn != Turn::kEmergency;
    if (choice.turn != Turn::kWalkIn) return choice.turn > Turn::kWalkIn;
    return priority_of(hall_.state->rules, priority, at_ms) > choice.priority;
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
  Progress progress_;
  std::vector<uint32_t> welcomed_;  // by counter: the kinds, a bit each
  std::vector<Free> free_;          // sorted; a hall has few windows, and most visits end late
};

// Classes whose newcomers wait differently: of several with the same rate the first stands for all.
std::vector<PriorityClass> kinds_of(const Rules& rules) {
  std::vector<PriorityClass> kinds{wire::PRIORITY_CLASS_ORDINARY};
  for (size_t i = wire::PRIORITY_CLASS_ORDINARY + 1; i < kPriorityClasses; ++i) {
    const auto priority = static_cast<PriorityClass>(i);
    const bool known = std::ranges::any_of(
        kinds, [&](PriorityClass kind) { return waits_alike(rules, kind, priority); });
    if (!known) kinds.push_back(priority);
  }
  return kinds;
}

// Gives everybody a row of the answer, by key.
void enrol(Hall& hall, Forward& out) {
  std::vector<Person*> everybody;
  for (Row& line : hall.lines) {
    for (Person& person : line.people) everybody.push_back(&person);
  }
  std::ranges::sort(everybody, {}, &Person::ticket);
  for (Person* person : everybody) {
    person->row = static_cast<uint32_t>(out.tickets.size());
    out.tickets.push_back(person->ticket);
  }
  out.ticket_waits_ms.assign(everybody.size() * out.runs, kNever);
}

}  // namespace

bool waits_alike(const Rules& rules, PriorityClass a, PriorityClass b) {
  if (a == b) return true;
  if (a == wire::PRIORITY_CLASS_EMERGENCY || b == wire::PRIORITY_CLASS_EMERGENCY) return false;
  return rules.policy == Policy::kFifo || rate_of(rules, a) == rate_of(rules, b);
}

Forward play_forward(const State& state, Time now, size_t runs_max) {
  Hall hall = hall_of(state, now);
  Forward out;
  out.runs = runs_for(people_in(hall), runs_max);
  out.kinds = kinds_of(state.rules);
  out.newcomer_waits_ms.assign(state.services.size() * out.kinds.size() * out.runs, kNever);
  enrol(hall, out);
  set_times(state, now, out.runs, hall);
  const Luck& luck = luck_for(out.runs);
  for (size_t run = 0; run < out.runs; ++run) Run(hall, luck, run, out).play();
  return out;
}

}  // namespace yichuang
