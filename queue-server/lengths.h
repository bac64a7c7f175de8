// How long something will take, as a distribution: visits, by what the hall has learned of them,
// and what is left of a visit that has lasted a while. Pure; nothing here knows of queues.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "hall/state.h"

namespace yichuang {

// A lognormal duration: most are near the mean, a few are much longer, none is below zero.
class Length {
 public:
  // `spread` is the standard deviation divided by the mean.
  Length(double mean_ms, double spread);

  // So long or shorter takes this share of them. `share` lies strictly between 0 and 1.
  double quantile_ms(double share) const;
  // The same of what is left when `elapsed_ms` have passed already.
  double quantile_left_ms(double share, double elapsed_ms) const;

 private:
  double log_mean_;
  double log_deviation_;
};

// The standard normal distribution's quantile; `share` strictly between 0 and 1.
double normal_quantile(double share);

// Spread of visit lengths until it is learned, and the visits for which that belief counts.
inline constexpr double kExpectedSpread = 0.6;
inline constexpr double kExpectedSpreadVisits = 20;
// Of pauses: a cup of tea or a lunch.
inline constexpr double kPauseSpread = 0.8;

// What is learned of a service, with the catalogue where little is known.
double mean_visit_ms(const State& state, ServiceIndex service, Time now);
double visit_spread(const State& state, ServiceIndex service);
double missed_share(const State& state, ServiceIndex service);

// How long a call of this service keeps a window, until its next call: `strata` durations, each as
// likely as the others, ascending but for those who never come, who are first.
std::vector<int32_t> window_times_ms(const State& state, ServiceIndex service, Time now,
                                     size_t strata);
// The same for the rest of what `window` does now: 0 if it is free to call. It must not be closed.
std::vector<int32_t> window_left_ms(const State& state, const Window& window, Time now,
                                    size_t strata);

}  // namespace yichuang
