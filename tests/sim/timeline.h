// Virtual time: what is to happen, in order, and the clocks that show it. Nothing sleeps; a day
// passes as fast as its events can be computed. Owned by one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <vector>

#include "base/clock.h"

namespace yichuang::sim {

class Timeline {
 public:
  using Action = std::function<void()>;

  explicit Timeline(Time start) : start_(start) {}

  // Milliseconds since the start that were lived through; skips do not count.
  int64_t steady_ms() const { return steady_ms_; }
  // What a perfect clock shows.
  Time true_time() const { return start_ + steady_ms_ + skipped_ms_; }
  void after(int64_t delay_ms, Action action);
  // Nobody is there for so long: wall clocks jump, nothing happens (lunch, night).
  void skip(int64_t ms) { skipped_ms_ += ms; }
  // Runs what is due next, and everything after it, up to and including `until_ms`.
  void run_until(int64_t until_ms);
  uint64_t steps() const { return steps_; }

 private:
  struct Entry {
    int64_t at_ms = 0;
    uint64_t order = 0;  // first come, first run
    Action action;
    bool operator>(const Entry& other) const {
      return at_ms != other.at_ms ? at_ms > other.at_ms : order > other.order;
    }
  };
  Time start_;
  int64_t steady_ms_ = 0;
  int64_t skipped_ms_ = 0;
  uint64_t order_ = 0;
  uint64_t steps_ = 0;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> entries_;
};

// A machine's clock: the true time, off by what was stepped and drifted.
class MachineClock final : public Clock {
 public:
  explicit MachineClock(const Timeline& timeline) : timeline_(timeline) {}

  Time now() const override;
  int64_t steady_ms() const override { return timeline_.steady_ms(); }
  void step(int64_t ms) { off_ms_ += ms; }
  // Runs fast (or slow) from now on, in parts of a million.
  void drift(int64_t parts_per_million);

 private:
  int64_t drifted_ms() const;
  const Timeline& timeline_;
  int64_t off_ms_ = 0;
  int64_t drift_ppm_ = 0;
  int64_t drift_since_ms_ = 0;
};

}  // namespace yichuang::sim
