#include "tests/sim/fairness/theory.h"

namespace yichuang::fairness {
namespace {

// The probability that all windows are busy.
double erlang_c(unsigned windows, double offered) {
  double blocked = 1;  // Erlang's B, window by window
  for (unsigned n = 1; n <= windows; ++n) blocked = offered * blocked / (n + offered * blocked);
  const double load = offered / windows;
  return blocked / (1 - load * (1 - blocked));
}

}  // namespace

MeanWaits expected_waits(Policy policy, double rate, const QueueLoad& queue) {
  const double busy = erlang_c(queue.windows, queue.load * queue.windows);
  const double to_first_free_min = busy * queue.visit_min / queue.windows;
  const double fifo_min = to_first_free_min / (1 - queue.load);
  const double fast = queue.load * queue.priority_share;
  switch (policy) {
    case Policy::kFifo:
      return {fifo_min, fifo_min};
    case Policy::kAbsolute:
      return {to_first_free_min / (1 - fast), fifo_min / (1 - fast)};
    case Policy::kAccumulating:
      break;
  }
  const double gain = 1 - 1 / rate;
  const double ordinary_min = fifo_min / (1 - fast * gain);
  return {fifo_min - (queue.load - fast) * ordinary_min * gain, ordinary_min};
}

}  // namespace yichuang::fairness
