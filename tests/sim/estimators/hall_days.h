// Whole days of a hall with ten windows in virtual time, through the real decide() and apply():
// people come at random, some leave without a word, clerks call, recall, serve, turn around and go
// to lunch. What the estimators do not know: how long visits take, who has left, when lunch is.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <queue>
#include <random>
#include <vector>

#include "hall/state.h"
#include "queue-server/decide.h"
#include "tests/sim/estimators/score.h"

namespace yichuang::estimators {

enum class Layout {
  kOneLine,  // ten windows that serve everybody: the hall of HALL.md's figures
  kSpecial,  // eight such, two for some services only, and lunch by turns
};

struct Setting {
  Layout layout = Layout::kOneLine;
  double ghost_share = 0;  // of the people: gone when they are called
  double load = 0.9;
  uint64_t seed = 1;
};

class HallDays {
 public:
  explicit HallDays(const Setting& setting);

  // The next business day, to its last visit; what was told and what happened. The hall goes on
  // learning from day to day.
  Score live_a_day();
  const State& state() const { return state_; }

 private:
  struct Asked {  // what every estimator said at issue
    std::array<double, kPeers> peers{};
    Told told;
    bool open = false;
  };
  struct Later {  // what we said of a waiting ticket
    TicketKey ticket = 0;
    Time at;
    Told told;
  };
  enum class What { kArrival, kConfirm, kReady, kRecall, kMiss, kStart, kDone, kReopen };
  struct Happening {
    Time at;
    uint64_t order = 0;  // ties: first scheduled, first to happen
    What what = What::kArrival;
    uint32_t who = 0;  // window or ticket
    bool operator>(const Happening& other) const {
      return std::pair(at, order) > std::pair(other.at, other.order);
    }
  };
  struct Clerk {
    bool idle = false;
    bool had_lunch = true;
    Time lunch;
  };

  void open_windows();
  void happen(const Happening& next);
  void arrive();
  void confirm(TicketKey ticket);
  void ready(WindowNumber window);
  void call(WindowNumber window);
  void start(WindowNumber window);
  void done(WindowNumber window);
  void remember_waits(TicketKey issued, const std::array<double, kPeers>& peers,
                      const HallEstimate& estimate);
  void compare(const Ticket& ticket);

  void schedule(int64_t after_ms, What what, uint32_t who);
  // False if the hall refused it.
  bool send(const wire::Command& command);
  void fold(Events events);

  double uniform();
  double exponential(double mean);
  int64_t between(int64_t low_ms, int64_t high_ms);
  int64_t visit_ms(ServiceIndex service);
  double arrivals_per_ms() const;

  Setting setting_;
  std::mt19937_64 random_;
  State state_;
  Time now_;
  Time midnight_;
  uint32_t day_ = 0;
  uint64_t scheduled_ = 0;
  std::priority_queue<Happening, std::vector<Happening>, std::greater<>> future_;
  std::map<WindowNumber, Clerk> clerks_;
  std::map<TicketKey, bool> gone_;
  std::map<TicketKey, Asked> asked_;
  std::vector<Later> later_;
  std::deque<PastWait> past_;
  const Estimates* told_ = nullptr;  // of the ticket being issued
  Score score_;
};

}  // namespace yichuang::estimators
