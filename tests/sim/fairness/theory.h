// What queueing theory says of the same queue: exact mean waits of two classes at equal windows
// with random arrivals and exponential visits. Pure.
#pragma once

#include "hall/rules.h"

namespace yichuang::fairness {

struct QueueLoad {
  unsigned windows = 10;
  double visit_min = 12;        // mean, minutes
  double load = 0.95;           // busy share of the windows; below 1
  double priority_share = 0.5;  // of the people
};

struct MeanWaits {
  double priority_min = 0;
  double ordinary_min = 0;
};

// Erlang's C for all together; Cobham (1954) for absolute priority, Kleinrock (1964) for the
// accumulating one, in which waiting counts `rate` times for the priority class.
MeanWaits expected_waits(Policy policy, double rate, const QueueLoad& queue);

}  // namespace yichuang::fairness
