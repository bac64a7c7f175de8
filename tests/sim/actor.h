// Somebody in the hall who does something every few seconds, by the habits of a job, through a
// station: a clerk at a window, the people at one kiosk, the guide desk.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/sim/habits.h"
#include "tests/sim/station.h"

namespace yichuang::sim {

class Actor {
 public:
  struct Role {
    Job job = Job::kKiosk;
    WindowNumber window = 0;  // a clerk's own
    std::string clerk;        // the badge
    int64_t pause_ms_min = 2000;
    int64_t pause_ms_max = 8000;
  };

  struct Hall {
    std::function<HallTime()> time;
    OfflineSeries::DayOf day_of;
  };

  Actor(Role role, Station& station, Timeline& timeline, SeededRandom random, Hall hall);

  // Does nothing new; a kiosk still hands over its own numbers.
  void stop() { stopped_ = true; }
  size_t not_handed_over() const { return own_.left(); }
  uint64_t given_ever() const { return given_ever_; }

 private:
  void step();
  void do_something();
  void send(const wire::Command& command);
  void hear(const Outcome& outcome);

  Role role_;
  Station& station_;
  Timeline& timeline_;
  SeededRandom random_;
  Hall hall_;
  OfflineSeries own_;
  std::vector<GivenTicket> given_;
  std::vector<GivenAppointment> appointments_;
  uint64_t given_ever_ = 0;
  uint64_t station_life_ = 0;
  int waits_for_ = 0;  // answers
  bool stopped_ = false;
};

}  // namespace yichuang::sim
