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

// ---- Stories. ----

constexpr uint64_t kStoryPercent = 30;
constexpr uint64_t kOftenPercent = 55;  // of messages, see percent_of() in faults.cc

using Story = void (*)(std::vector<Fault>& plan, int64_t at_ms, SeededRandom& random);

void add(std::vector<Fault>& plan, FaultKind kind, int64_t at_ms, int64_t for_ms, uint64_t amount) {
  plan.push_back({plan.size(), kind, at_ms, for_ms, Fault::kEverybody, amount});
}

// The process ends between a write and its sync, also of a log that is new; the next one has read
// what was written when the power goes.
void killed_and_then_dark(std::vector<Fault>& plan, int64_t at_ms, SeededRandom& random) {
  constexpr int64_t kRestartedMs = 5000;
  constexpr uint64_t kOfTheDisk = 1;  // an odd amount of kServerKilled counts operations
  if (random.percent(50)) add(plan, FaultKind::kServerStopped, at_ms, 0, 0);
  add(plan, FaultKind::kServerKilled, at_ms + kRestartedMs, 0, random.below(10) * 2 + kOfTheDisk);
  add(plan, FaultKind::kPowerCut, at_ms + kRestartedMs + random.between(100, 5000), 0,
      random.below(12));
}

void add_copies(std::vector<Fault>& plan, int64_t at_ms) {
  constexpr int64_t kForMs = 6000;
  add(plan, FaultKind::kDuplicate, at_ms, kForMs, kOftenPercent);
  add(plan, FaultKind::kReorder, at_ms, kForMs, kOftenPercent);
}

// Copies of commands that were refused come when there is room again.
void full_for_a_moment(std::vector<Fault>& plan, int64_t at_ms, SeededRandom& random) {
  add_copies(plan, at_ms);
  add(plan, FaultKind::kDiskLow, at_ms + 1500, random.between(200, 1500), 0);
}

// The same with a clock that runs ahead for less than a second: a deadline passes and comes back.
void ahead_for_a_moment(std::vector<Fault>& plan, int64_t at_ms, SeededRandom& random) {
  constexpr uint64_t kAhead20s = 1 + 8 * 19'999;  // see step_of() in faults.cc
  constexpr uint64_t kBack20s = kAhead20s + 4;
  add_copies(plan, at_ms);
  add(plan, FaultKind::kServerClockStep, at_ms + 1500, 0, kAhead20s);
  add(plan, FaultKind::kServerClockStep, at_ms + 1500 + random.between(100, 700), 0, kBack20s);
}

constexpr Story kStories[] = {killed_and_then_dark, full_for_a_moment, ahead_for_a_moment};

}  // namespace

std::vector<Fault> draw_story(SeededRandom random, int64_t until_ms, size_t first_id) {
  std::vector<Fault> plan;
  if (!random.percent(kStoryPercent)) return plan;
  const Story story = random.pick(kStories);
  story(plan, random.between(0, until_ms), random);
  for (Fault& fault : plan) fault.id += first_id;
  return plan;
}

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
