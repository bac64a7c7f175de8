#include "tests/sim/timeline.h"

#include <utility>

#include "base/assert.h"

namespace yichuang::sim {

void Timeline::after(int64_t delay_ms, Action action) {
  HALL_ASSERT(delay_ms >= 0);
  entries_.push({steady_ms_ + delay_ms, order_++, std::move(action)});
}

void Timeline::run_until(int64_t until_ms) {
  while (!entries_.empty() && entries_.top().at_ms <= until_ms) {
    // The queue gives only const access to its top; the entry is removed at once.
    Entry entry = std::move(const_cast<Entry&>(entries_.top()));
    entries_.pop();
    steady_ms_ = entry.at_ms;
    ++steps_;
    entry.action();
  }
  steady_ms_ = until_ms;
}

Time MachineClock::now() const { return timeline_.true_time() + off_ms_ + drifted_ms(); }

void MachineClock::drift(int64_t parts_per_million) {
  off_ms_ += drifted_ms();
  drift_ppm_ = parts_per_million;
  drift_since_ms_ = timeline_.steady_ms();
}

int64_t MachineClock::drifted_ms() const {
  return (timeline_.steady_ms() - drift_since_ms_) * drift_ppm_ / 1'000'000;
}

}  // namespace yichuang::sim
