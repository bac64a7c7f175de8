// Timers, posted work and the sleep of the window's thread. No SDL video here: the window gives the
// file descriptor on which its input arrives. post() and wake() from any thread, the rest from one.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>

#include "base/result.h"

namespace yichuang::ui {

class Loop {
 public:
  using Clock = std::chrono::steady_clock;

  Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  uint64_t after(std::chrono::microseconds delay, std::chrono::microseconds period,
                 std::function<void()> run);
  void cancel(uint64_t timer);

  bool post(std::function<void()> run);
  void wake();  // also safe in a signal handler

  // Sleeps until `input_fd` (-1: none) is readable, wake(), a timer is due, or `wait` has passed.
  void sleep(int input_fd, std::chrono::microseconds wait);
  // Until the next timer, at most `wait`.
  std::chrono::microseconds until_due(std::chrono::microseconds wait) const;
  // Runs what is due and what was posted. True if wake() was called since.
  bool run_due();

 private:
  struct Timer {
    Clock::time_point due;
    std::chrono::microseconds period;  // 0: once
    std::function<void()> run;
  };
  bool take_wake();
  void run_timers();
  void run_posted();

  int wake_fd_;
  uint64_t last_timer_ = 0;
  std::map<uint64_t, Timer> timers_;
  std::mutex mutex_;  // guards posted_
  std::deque<std::function<void()>> posted_;
};

}  // namespace yichuang::ui
