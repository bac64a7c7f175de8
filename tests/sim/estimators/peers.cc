#include "tests/sim/estimators/peers.h"

#include <algorithm>
#include <ranges>

#include "base/assert.h"
#include "queue-server/lengths.h"

namespace yichuang::estimators {
namespace {

struct Ahead {
  double windows = 0;         // open and serving the service
  bool free = false;          // one of them has nobody
  std::vector<bool> related;  // services that share a window with it
};

Ahead ahead_of(const State& state, ServiceIndex service) {
  Ahead out;
  out.related.resize(state.services.size());
  for (const auto& [number, window] : state.windows) {
    if (window.phase != wire::WINDOW_PHASE_OPEN || !serves(window, service)) continue;
    ++out.windows;
    out.free |= window.ticket == 0 && !window.free_since.is_set();
    for (const ServiceIndex other : window.services) out.related[other] = true;
  }
  HALL_ASSERT(out.windows > 0);
  return out;
}

// How long a window is busy with a person of this service who comes.
double window_time_ms(const State& state, ServiceIndex service, Time now) {
  const Learned& learned = state.learned;
  return mean_visit_ms(state, service, now) +
         static_cast<double>(learned.come.mean_ms(kExpectedComeMs, kExpectedDurations) +
                             learned.turnaround.mean_ms(kExpectedTurnaroundMs, kExpectedDurations));
}

struct Count {
  double naive_ms = 0;
  double corrected_ms = 0;
};

// The people ahead one by one, and the person who will leave a window for the newcomer.
Count count_ahead(const State& state, ServiceIndex service, const Ahead& ahead, Time now) {
  if (ahead.free) return {};
  Count out;
  const double own_ms = window_time_ms(state, service, now);
  const double miss_ms =
      static_cast<double>(state.learned.miss.mean_ms(kExpectedMissMs, kExpectedDurations));
  for (ServiceIndex i = 0; i < state.services.size(); ++i) {
    if (!ahead.related[i]) continue;
    const auto people = static_cast<double>(state.services[i].waiting_count());
    const double full_ms = window_time_ms(state, i, now);
    const double gone = missed_share(state, i);
    out.naive_ms += people * full_ms;
    out.corrected_ms += people * ((1 - gone) * full_ms + gone * miss_ms);
  }
  return {(out.naive_ms + own_ms) / ahead.windows, (out.corrected_ms + own_ms) / ahead.windows};
}

double head_of_line_ms(const State& state, ServiceIndex service, Time now) {
  const Line& line = state.services[service].lines.walk_ins[wire::PRIORITY_CLASS_ORDINARY];
  return line.empty() ? 0 : static_cast<double>(now.ms - line.front().order);
}

}  // namespace

std::array<double, kPeers> peer_estimates(const State& state, ServiceIndex service,
                                          const std::deque<PastWait>& past, Time now) {
  std::array<double, kPeers> out{};
  const Ahead ahead = ahead_of(state, service);
  const Count count = count_ahead(state, service, ahead, now);
  out[kNaiveCount] = count.naive_ms;
  out[kGhostCorrected] = count.corrected_ms;
  out[kHeadOfLine] = head_of_line_ms(state, service, now);
  double sum_ms = 0;
  int found = 0;
  for (const PastWait& wait : past | std::views::reverse) {
    if (!ahead.related[wait.service]) continue;
    if (found == 0 && !ahead.free) out[kLastToEnter] = wait.wait_ms;
    sum_ms += wait.wait_ms;
    if (++found == 30) break;
  }
  if (found != 0) out[kAverageOf30] = sum_ms / found;
  return out;
}

}  // namespace yichuang::estimators
