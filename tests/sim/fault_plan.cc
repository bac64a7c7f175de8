#include "tests/sim/fault_plan.h"

#include <algorithm>
#include <numeric>

namespace yichuang::sim {
namespace {

constexpr FaultKindRow kFaultKinds[] = {
    {FaultKind::kLoss, "loss", 12, false},
    {FaultKind::kDuplicate, "duplicate", 8, false},
    {FaultKind::kReorder, "reorder", 8, false},
    {FaultKind::kDelay, "delay", 6, false},
    {FaultKind::kPartition, "partition", 10, false},
    {FaultKind::kPowerCut, "power_cut", 14, false},
    {FaultKind::kServerKilled, "server_killed", 10, false},
    {FaultKind::kServerStopped, "server_stopped", 4, false},
    {FaultKind::kServerStalls, "server_stalls", 4, false},
    {FaultKind::kWriteFails, "write_fails", 4, false},
    {FaultKind::kSyncFails, "sync_fails", 5, false},
    {FaultKind::kDiskLow, "disk_low", 3, false},
    {FaultKind::kDiskFull, "disk_full", 3, false},
    {FaultKind::kServerClockStep, "server_clock_step", 5, true},
    {FaultKind::kClientClockStep, "client_clock_step", 4, true},
    {FaultKind::kClockDrift, "clock_drift", 4, true},
    {FaultKind::kClientRestarts, "client_restarts", 8, false},
    {FaultKind::kNewCatalogue, "new_catalogue", 3, false},
    {FaultKind::kLiveCatalogue, "live_catalogue", 6, false},
    {FaultKind::kRush, "rush", 1, false},
};
constexpr size_t kFaultsMin = 3;
constexpr size_t kFaultsMax = 16;

FaultKind draw_kind(SeededRandom& random) {
  const auto add = [](uint64_t sum, const FaultKindRow& row) { return sum + row.weight; };
  uint64_t left = random.below(
      std::accumulate(std::begin(kFaultKinds), std::end(kFaultKinds), uint64_t{0}, add));
  for (const FaultKindRow& row : kFaultKinds) {
    if (left < row.weight) return row.kind;
    left -= row.weight;
  }
  return FaultKind::kLoss;
}

}  // namespace

std::span<const FaultKindRow> fault_kinds() { return kFaultKinds; }

const FaultKindRow& row_of(FaultKind kind) {
  return *std::ranges::find(kFaultKinds, kind, &FaultKindRow::kind);
}

std::vector<Fault> draw_faults(SeededRandom random, int64_t until_ms, int64_t midnight_ms) {
  std::vector<Fault> plan(static_cast<size_t>(random.between(kFaultsMin, kFaultsMax)));
  for (size_t i = 0; i < plan.size(); ++i) {
    Fault& fault = plan[i];
    fault.id = i;
    fault.kind = draw_kind(random);
    fault.at_ms = random.between(0, until_ms);
    if (random.percent(15)) fault.at_ms = midnight_ms + random.between(-3000, 3000);
    fault.for_ms = random.percent(70) ? random.between(200, 15'000) : random.between(200, 90'000);
    fault.client = random.percent(25) ? Fault::kEverybody : random.below(1000);
    fault.amount = random.next() >> 8;
  }
  // In the order of the day, so that a list of faults reads as a story.
  std::ranges::stable_sort(plan, {}, &Fault::at_ms);
  for (size_t i = 0; i < plan.size(); ++i) plan[i].id = i;
  return plan;
}

}  // namespace yichuang::sim
