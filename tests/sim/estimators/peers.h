// The five estimators that queue systems use, as HALL.md lists them: what each would tell a person
// who takes a ticket now. They get what ours has learned (means, ghost share), so that only the
// method is compared, and they know when a window is free.
#pragma once

#include <array>
#include <deque>

#include "hall/state.h"

namespace yichuang::estimators {

enum Peer { kNaiveCount, kGhostCorrected, kHeadOfLine, kLastToEnter, kAverageOf30, kPeers };
inline constexpr std::array<const char*, kPeers> kPeerNames{
    "naive count", "ghost-corrected", "head-of-line", "last-to-enter", "average of last 30"};

// A first call: which service, how long the person had waited.
struct PastWait {
  ServiceIndex service = 0;
  double wait_ms = 0;
};

// In milliseconds. `past` is the day's first calls, oldest first; at least one window that serves
// `service` must be open.
std::array<double, kPeers> peer_estimates(const State& state, ServiceIndex service,
                                          const std::deque<PastWait>& past, Time now);

}  // namespace yichuang::estimators
