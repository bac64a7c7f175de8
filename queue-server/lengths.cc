#include "queue-server/lengths.h"

#include <algorithm>
#include <cmath>

#include "base/assert.h"
#include "hall/learn.h"

namespace yichuang {
namespace {

constexpr double kMsMax = 24 * 3'600'000.0;

int32_t whole_ms(double ms) {
  return static_cast<int32_t>(std::lround(std::clamp(ms, 0.0, kMsMax)));
}

// So many are longer; for a mean of `come` or `miss`.
double outlasts_come(double mean_ms, double elapsed_ms) { return std::exp(-elapsed_ms / mean_ms); }
// Clerks follow a rule before they mark somebody missed: nearly nobody is missed much earlier.
double outlasts_miss(double mean_ms, double elapsed_ms) {
  return elapsed_ms < mean_ms ? 1 : std::exp(-(elapsed_ms - mean_ms) / mean_ms);
}

// `strata` durations of which a share of `missed` takes `missed_ms` and the rest comes_ms(share).
template <class Comes>
std::vector<int32_t> mixed(size_t strata, double missed, double missed_ms, Comes comes_ms) {
  std::vector<int32_t> out(strata);
  const double bound = missed * static_cast<double>(strata);
  for (size_t i = 0; i < strata; ++i) {
    const double below = std::clamp(bound - static_cast<double>(i), 0.0, 1.0);
    double ms = below * missed_ms;
    if (below < 1) {
      const double middle =
          (static_cast<double>(i) + (below + 1) / 2) / static_cast<double>(strata);
      ms += (1 - below) * comes_ms((middle - missed) / (1 - missed));
    }
    out[i] = whole_ms(ms);
  }
  return out;
}

// What is divided by.
double at_least_1(int64_t ms) { return static_cast<double>(std::max<int64_t>(ms, 1)); }

double come_ms(const State& state) {
  return at_least_1(state.learned.come.mean_ms(kExpectedComeMs, kExpectedDurations));
}
double miss_ms(const State& state) {
  return at_least_1(state.learned.miss.mean_ms(kExpectedMissMs, kExpectedDurations));
}
double turnaround_ms(const State& state) {
  return static_cast<double>(
      state.learned.turnaround.mean_ms(kExpectedTurnaroundMs, kExpectedDurations));
}

Length visit_length(const State& state, ServiceIndex service, Time now) {
  return {mean_visit_ms(state, service, now), visit_spread(state, service)};
}

// Somebody is called and on the way, or gone: the longer it takes, the more likely gone.
std::vector<int32_t> left_of_call(const State& state, const Ticket& ticket, Time now,
                                  size_t strata) {
  const double elapsed_ms = static_cast<double>(now - ticket.round_called_at);
  const double come = come_ms(state);
  const double miss = miss_ms(state);
  const double missed = missed_share(state, ticket.service);
  const double gone = missed * outlasts_miss(miss, elapsed_ms);
  const double walks = (1 - missed) * outlasts_come(come, elapsed_ms);
  const double share = gone / std::max(gone + walks, 1e-9);
  const Length length = visit_length(state, ticket.service, now);
  const double turn = turnaround_ms(state);
  return mixed(strata, std::min(share, 0.999), std::max(miss - elapsed_ms, 0.2 * miss) + turn,
               [&](double at) { return come + length.quantile_ms(at) + turn; });
}

std::vector<int32_t> left_of(const Length& length, double elapsed_ms, double then_ms,
                             size_t strata) {
  return mixed(strata, 0, 0, [&](double at) {
    return length.quantile_left_ms(at, std::max(elapsed_ms, 0.0)) + then_ms;
  });
}

// A clerk who could call but has not for a while will probably not call at once either.
double left_of_turn(const State& state, const Window& window, Time now) {
  if (!window.free_since.is_set()) return 0;
  const double idle_ms = static_cast<double>(now - window.free_since);
  return std::max(turnaround_ms(state) - idle_ms, idle_ms / 2);
}

}  // namespace

Length::Length(double mean_ms, double spread) {
  const double variance = std::log1p(spread * spread);
  log_deviation_ = std::sqrt(std::max(variance, 1e-6));
  log_mean_ = std::log(std::max(mean_ms, 1.0)) - variance / 2;
}

double Length::quantile_ms(double share) const {
  return std::exp(log_mean_ + log_deviation_ * normal_quantile(share));
}

double Length::quantile_left_ms(double share, double elapsed_ms) const {
  if (elapsed_ms < 1) return quantile_ms(share);
  const double at = (std::log(elapsed_ms) - log_mean_) / log_deviation_;
  const double longer = std::erfc(at / std::sqrt(2.0)) / 2;
  // Beyond all that was ever seen, what lasted long lasts on: a quarter again, on average.
  if (longer < 1e-6) return -std::log(1 - share) * elapsed_ms / 4;
  return std::max(quantile_ms(1 - (1 - share) * longer) - elapsed_ms, 0.0);
}

// Acklam's rational approximation, relative error below 1.2e-9.
double normal_quantile(double share) {
  HALL_ASSERT(share > 0 && share < 1);
  constexpr double kTail = 0.02425;
  if (share > 1 - kTail) return -normal_quantile(std::max(1 - share, 1e-15));
  if (share < kTail) {
    const double q = std::sqrt(-2 * std::log(share));
    const double above =
        ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q -
          2.549732539343734e+00) *
             q +
         4.374664141464968e+00) *
            q +
        2.938163982698783e+00;
    const double below =
        (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q +
         3.754408661907416e+00) *
            q +
        1;
    return above / below;
  }
  const double q = share - 0.5;
  const double r = q * q;
  const double above =
      (((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r +
         1.383577518672690e+02) *
            r -
        3.066479806614716e+01) *
           r +
       2.506628277459239e+00) *
      q;
  const double below =
      ((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r +
        6.680131188771972e+01) *
           r -
       1.328068155288572e+01) *
          r +
      1;
  return above / below;
}

double mean_visit_ms(const State& state, ServiceIndex service, Time now) {
  const int64_t expected_ms = expected_visit_ms(state.services[service]);
  return static_cast<double>(
      state.learned.services[service].mean_ms(expected_ms, hour_of_day(state, now)));
}

double visit_spread(const State& state, ServiceIndex service) {
  const Durations lengths = state.learned.services[service].lengths();
  const double visits = static_cast<double>(lengths.count) / kOne;
  const double expected = kExpectedSpread * kExpectedSpread;
  if (visits < 2) return kExpectedSpread;
  const double mean = static_cast<double>(lengths.sum) / lengths.count;
  const double square = static_cast<double>(lengths.square_sum) / lengths.count;
  const double seen = mean > 0 ? std::max(square / (mean * mean) - 1, 0.0) : expected;
  return std::sqrt((visits * seen + kExpectedSpreadVisits * expected) /
                   (visits + kExpectedSpreadVisits));
}

double missed_share(const State& state, ServiceIndex service) {
  return static_cast<double>(missed_permille(state.learned.services[service])) / 1000;
}

std::vector<int32_t> window_times_ms(const State& state, ServiceIndex service, Time now,
                                     size_t strata) {
  const Length length = visit_length(state, service, now);
  const double come = come_ms(state);
  const double turn = turnaround_ms(state);
  return mixed(strata, missed_share(state, service), miss_ms(state) + turn,
               [&](double at) { return come + length.quantile_ms(at) + turn; });
}

std::vector<int32_t> window_left_ms(const State& state, const Window& window, Time now,
                                    size_t strata) {
  if (window.phase == wire::WINDOW_PHASE_PAUSED) {
    const Durations& pauses = state.learned.pause;
    const Length length(static_cast<double>(pauses.mean_ms(kExpectedPauseMs, kExpectedDurations)),
                        kPauseSpread);
    return left_of(length, static_cast<double>(now - window.since), 0, strata);
  }
  const Ticket* ticket = state.ticket(window.ticket);
  if (!ticket) return std::vector<int32_t>(strata, whole_ms(left_of_turn(state, window, now)));
  if (ticket->phase != wire::TICKET_PHASE_SERVING) {
    return left_of_call(state, *ticket, now, strata);
  }
  return left_of(visit_length(state, ticket->service, now),
                 static_cast<double>(now - ticket->started_at), turnaround_ms(state), strata);
}

}  // namespace yichuang
