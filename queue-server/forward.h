// The hall played forward: who will be called when, many times over with other visit lengths, from
// the live state. Pure and repeatable: the lengths come from fixed tables, not from randomness, so
// equal states give equal waits, and one more person in the queue changes nobody else's luck.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "hall/state.h"

namespace yichuang {

// Waits from now on, in milliseconds; one value for each run.
struct Waits {
  std::vector<int32_t> runs_ms;
};

struct TicketWaits {
  TicketKey ticket = 0;
  Waits waits;  // empty: no window serves it or is expected back
};

struct Forward {
  std::vector<Waits> newcomers;      // by ServiceIndex: a person who takes a ticket now
  std::vector<TicketWaits> waiting;  // by key: those who have one
};

// People that are called in the runs of one estimate, at most about; long queues get fewer runs.
inline constexpr size_t kForwardCallsMax = 40'000;
inline constexpr size_t kRunsMax = 128;
inline constexpr size_t kRunsMin = 8;

// Plays on until every window is free and nobody waits for it. Windows that pause come back when
// their pause has lasted as pauses do; closed ones do not. An unconfirmed ticket counts as waiting
// for kUnconfirmedMs. Cost: O(runs × waiting × (log windows + services)).
Forward play_forward(const State& state, Time now);

inline constexpr int64_t kUnconfirmedMs = 60'000;

}  // namespace yichuang
