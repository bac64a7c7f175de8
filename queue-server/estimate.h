// How long people will wait, from the live state. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "hall/state.h"

namespace yichuang {

struct WaitRange {
  bool open = false;     // a window that serves it is open
  uint32_t p50_min = 0;  // minutes, rounded up
  uint32_t p90_min = 0;
};

// By ServiceIndex: the wait of a person who would take a ticket of that service now.
using Estimates = std::vector<WaitRange>;

// A forward simulation: the open windows take the waiting in the order of next_ticket(), each for
// the service's mean length (the catalogue's, corrected by what was seen today). The range comes
// from the spread of service lengths of those ahead. Cost: O(waiting × windows).
Estimates estimate_waits(const State& state, Time now);

// A service's mean length, in milliseconds: the catalogue's value counts as kPriorVisits visits.
double mean_service_ms(const Service& service);

inline constexpr double kPriorVisits = 5;
// Spread of service lengths (standard deviation / mean) until it is learned per service.
inline constexpr double kServiceSpread = 0.6;

}  // namespace yichuang
