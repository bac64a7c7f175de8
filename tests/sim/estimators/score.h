// What was told against what happened, added up.
#pragma once

#include <array>
#include <cstdint>

#include "tests/sim/estimators/peers.h"

namespace yichuang::estimators {

struct Told {
  double p50_ms = 0;
  double p90_ms = 0;
};

// How often waits fell where the ranges said. "No wait" is not counted, as in ToldRecord.
struct Coverage {
  uint64_t waits = 0;
  uint64_t inside = 0;
  uint64_t within_p90 = 0;

  void add(const Told& told, double wait_ms);
  double inside_percent() const;
  double within_percent() const;
};

struct Score {
  uint64_t tickets = 0;
  std::array<double, kPeers> peer_error_ms{};  // sums
  double our_error_ms = 0;
  double wait_ms = 0;
  Coverage at_issue;
  Coverage while_waiting;  // per-ticket estimates of people who wait already

  void add(const std::array<double, kPeers>& peers, const Told& told, double waited_ms);
  void add(const Score& other);
  double peer_minutes(size_t peer) const;
  double our_minutes() const;
  double wait_minutes() const;
};

}  // namespace yichuang::estimators
