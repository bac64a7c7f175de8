// One queue, ten equal windows, two classes of people, in virtual time, through the real decide()
// and apply(): HALL.md's table of priorities. A day that is weeks long, because a hall this busy
// forgets its mornings only after days. Luck is a person's: every policy meets the same arrivals
// and the same visits.
#pragma once

#include <cstdint>
#include <map>
#include <queue>
#include <random>
#include <vector>

#include "hall/state.h"
#include "queue-server/decide.h"
#include "tests/sim/fairness/score.h"
#include "tests/sim/fairness/theory.h"

namespace yichuang::fairness {

struct Setting {
  Policy policy = Policy::kAccumulating;
  QueueLoad queue;
  size_t people = 25'000;     // at most kPeopleMax
  size_t unmeasured = 3'000;  // of them, the first: the hall is still filling
  uint64_t seed = 1;
};

// All numbers of all letters.
inline constexpr size_t kPeopleMax = 26 * 999;

class LongQueue {
 public:
  explicit LongQueue(const Setting& setting);

  // From the first arrival until everybody is served. Once.
  Score live();
  const State& state() const { return state_; }

 private:
  struct Person {
    Time came;
    int64_t visit_ms = 0;
    bool priority = false;
    size_t there = 0;         // who waited when they came
    size_t calls_before = 0;  // made until they came
    size_t overtaken = 0;
  };
  struct Done {
    Time at;
    WindowNumber window = 0;
    bool operator>(const Done& other) const {
      return std::pair(at, window) > std::pair(other.at, other.window);
    }
  };

  void open_windows();
  void arrive();
  bool call(WindowNumber window);  // false: nobody waits
  void done(WindowNumber window);
  void see_call(size_t called, uint32_t passed);
  void see_passed(Person& passed, const Person& called);
  void score_called(size_t called);
  // People of a faster class who came after that one, inside the span of its wait.
  uint64_t might_overtake(size_t person) const;
  PriorityClass class_of(const Person& person) const;
  void send(const wire::Command& command);
  void fold(Events events);
  double uniform();
  double exponential(double mean);

  Setting setting_;
  std::mt19937_64 random_;  // its raw numbers only: distributions differ between libraries
  State state_;
  Time now_;
  Time next_arrival_;
  std::vector<Person> people_;       // by arrival; the ticket's key says which
  std::vector<Time> priority_came_;  // of the priority class, ascending
  std::map<size_t, Person*> waiting_;
  std::priority_queue<Done, std::vector<Done>, std::greater<>> future_;
  std::vector<WindowNumber> idle_;
  size_t calls_ = 0;
  Score score_;
};

}  // namespace yichuang::fairness
