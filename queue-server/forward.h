// The hall played forward: who will be called when, many times over with other visit lengths, from
// the live state. Pure and repeatable: the lengths come from fixed tables, not from randomness, so
// equal states give equal waits, and one more person in the queue changes nobody else's luck.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.h"
#include "hall/state.h"

namespace yichuang {

// Waits from now on, in milliseconds, of all runs. A row of kNever: no window serves that service
// or is expected back.
struct Forward {
  size_t runs = 0;
  std::vector<TicketKey> tickets;          // of those who wait, ascending
  std::vector<int32_t> ticket_waits_ms;    // a row of `runs` values for each
  std::vector<PriorityClass> kinds;        // one class of each rate; ordinary people's is first
  std::vector<int32_t> newcomer_waits_ms;  // of who takes a ticket now; by ServiceIndex, then kind

  std::span<int32_t> ticket_row(size_t i) { return {&ticket_waits_ms[i * runs], runs}; }
  std::span<int32_t> newcomer_row(ServiceIndex service, size_t kind = 0) {
    return {&newcomer_waits_ms[(service * kinds.size() + kind) * runs], runs};
  }
};

inline constexpr int32_t kNever = -1;

// Whether newcomers of the two classes are called after the same wait.
bool waits_alike(const Rules& rules, PriorityClass a, PriorityClass b);

// People that are called in the runs of one estimate, at most about; long queues get fewer runs.
inline constexpr size_t kForwardCallsMax = 20'000;
inline constexpr size_t kRunsMax = 128;
inline constexpr size_t kRunsMin = 8;

// Plays on until every window is free and nobody waits for it. Windows that pause come back when
// their pause has lasted as pauses do; closed ones do not. An unconfirmed ticket counts as waiting
// for kUnconfirmedMs. `runs_max`: kRunsMin times a power of two, at most kRunsMax. Cost:
// O(runs × waiting × (log windows + services)).
Forward play_forward(const State& state, Time now, size_t runs_max = kRunsMax);

inline constexpr int64_t kUnconfirmedMs = 60'000;

}  // namespace yichuang
