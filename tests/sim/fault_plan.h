// What goes wrong in one seed's day: a list of faults drawn from the seed before the day begins.
// Each is carried out, or left out, by itself, so that a failing day can be made smaller. To add a
// kind: a row in kFaultKinds and a case in FaultInjector (faults.cc).
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/sim/seeded_random.h"

namespace yichuang::sim {

enum class FaultKind {
  kLoss,             // messages of a client are lost
  kDuplicate,        // or come twice
  kReorder,          // or overtake each other
  kDelay,            // or are slow
  kPartition,        // a client, or everybody, is cut off
  kPowerCut,         // the server's machine, in the middle of whatever it does
  kServerKilled,     // the process; the operating system keeps what was written
  kServerStopped,    // cleanly, and started again
  kServerStalls,     // does not run for a while
  kWriteFails,       // EIO
  kSyncFails,        // EIO at a sync
  kDiskLow,          // less than the reserve is left
  kDiskFull,         // nothing is left
  kServerClockStep,  // forward or back
  kClientClockStep,
  kClockDrift,      // of the server or a client
  kClientRestarts,  // loses its memory, keeps its outbox
  kNewCatalogue,
  kLiveCatalogue,  // the running server takes another one
  kRush,           // a whole series is taken in a minute
};

struct FaultKindRow {
  FaultKind kind;
  std::string_view name;
  unsigned weight;      // how often, beside the others
  bool touches_clocks;  // promises about deadlines hold only without
};

std::span<const FaultKindRow> fault_kinds();
const FaultKindRow& row_of(FaultKind kind);

struct Fault {
  size_t id = 0;  // in the plan
  FaultKind kind = FaultKind::kLoss;
  int64_t at_ms = 0;  // of steady time
  int64_t for_ms = 0;
  size_t client = 0;    // which one, modulo their count; kEverybody: all
  uint64_t amount = 0;  // what it means depends on the kind
  static constexpr size_t kEverybody = SIZE_MAX;
};

// In some seeds: faults that matter only close together, in this order. They bring their own ids,
// from `first_id` on, and leave the rest of the plan as it is.
std::vector<Fault> draw_story(SeededRandom random, int64_t until_ms, size_t first_id);

// The day's faults before `until_ms`; some of them around `midnight_ms`.
std::vector<Fault> draw_faults(SeededRandom random, int64_t until_ms, int64_t midnight_ms);

}  // namespace yichuang::sim
