#include "tests/sim/faults.h"

#include <utility>

#include "tests/sim/settings.h"

namespace yichuang::sim {
namespace {

constexpr int64_t kHourMs = 3'600'000;
constexpr uint64_t kRushTickets = 1010;  // more than a series has numbers
constexpr uint64_t kRushBatch = 90;
constexpr int64_t kRushEveryMs = 400;

// A step of seconds, minutes or hours, forward or back, from a fault's amount.
int64_t step_of(uint64_t amount) {
  static constexpr int64_t kScales[] = {1500, 90'000, kHourMs, 9 * kHourMs};
  const int64_t most = kScales[amount % 4];
  const auto size = static_cast<int64_t>((amount / 8) % static_cast<uint64_t>(most)) + 1;
  return (amount / 4) % 2 == 0 ? size : -size;
}

uint64_t percent_of(uint64_t amount) { return 5 + amount % 60; }

}  // namespace

FaultInjector::FaultInjector(Hall hall, const std::vector<Fault>& faults) : hall_(hall) {
  for (const Fault& fault : faults) {
    hall_.timeline.after(fault.at_ms, [this, fault] {
      if (!healed_) begin(fault);
    });
  }
}

void FaultInjector::heal() {
  healed_ = true;
  for (size_t client = 0; client < hall_.network.clients(); ++client) {
    hall_.network.weather(client) = {};
  }
  for (auto& station : hall_.stations) station->clock().drift(0);
  hall_.server.clock().drift(0);
  hall_.server.heal();
}

void FaultInjector::end_after(int64_t for_ms, Timeline::Action undo) {
  hall_.timeline.after(for_ms, [this, undo = std::move(undo)] {
    if (!healed_) undo();
  });
}

void FaultInjector::begin(const Fault& fault) {
  ++counts_[row_of(fault.kind).name];
  if (!begin_server(fault)) begin_client(fault);
}

// False if it is not a fault of the server or its disk.
bool FaultInjector::begin_server(const Fault& fault) {
  ServerMachine& server = hall_.server;
  switch (fault.kind) {
    case FaultKind::kPowerCut:
      server.disk().cut_power_after(1 + fault.amount % 60);
      return true;
    case FaultKind::kServerKilled:
      if (fault.amount % 2 == 0) {
        server.kill_after_messages(1 + fault.amount / 2 % 20);
      } else {
        server.disk().kill_process_after(1 + fault.amount / 2 % 60);
      }
      return true;
    case FaultKind::kServerStopped:
      server.stop_cleanly();
      return true;
    case FaultKind::kServerStalls:
      server.stall_until(hall_.timeline.steady_ms() + fault.for_ms / 4);
      return true;
    case FaultKind::kWriteFails:
      server.disk().fail_writes(1 + fault.amount % 3);
      return true;
    case FaultKind::kSyncFails:
      server.disk().fail_syncs(1 + fault.amount % 2);
      return true;
    case FaultKind::kDiskLow:
      server.disk().set_low(true);
      end_after(fault.for_ms, [&server] { server.disk().set_low(false); });
      return true;
    case FaultKind::kDiskFull:
      // Sometimes without a warning: not every limit of a disk shows in its free bytes.
      server.disk().set_full(true);
      server.disk().set_low(fault.amount % 2 == 0);
      end_after(fault.for_ms, [&server] {
        server.disk().set_full(false);
        server.disk().set_low(false);
      });
      return true;
    case FaultKind::kServerClockStep:
      server.clock().step(step_of(fault.amount));
      return true;
    case FaultKind::kNewCatalogue:
      server.change_catalogue(
          changed_catalogue(server.catalogue(), SeededRandom(fault.amount, "catalogue")));
      server.stop_cleanly();
      return true;
    case FaultKind::kLiveCatalogue:
      server.change_catalogue_live(
          changed_catalogue(server.catalogue(), SeededRandom(fault.amount, "catalogue")));
      return true;
    default:
      return false;
  }
}

void FaultInjector::begin_client(const Fault& fault) {
  if (fault.kind == FaultKind::kRush) return rush(kRushTickets);
  for (size_t i = 0; i < hall_.stations.size(); ++i) {
    if (fault.client != Fault::kEverybody && fault.client % hall_.stations.size() != i) continue;
    Station& station = *hall_.stations[i];
    switch (fault.kind) {
      case FaultKind::kClientClockStep:
        station.clock().step(step_of(fault.amount));
        break;
      case FaultKind::kClockDrift:
        station.clock().drift(static_cast<int64_t>(fault.amount % 100'000) - 50'000);
        if (fault.amount % 3 == 0) hall_.server.clock().drift(20'000);
        break;
      case FaultKind::kClientRestarts:
        station.restart();
        break;
      default:
        begin_weather(fault, hall_.network.weather(station.cable()));
    }
  }
}

void FaultInjector::begin_weather(const Fault& fault, Weather& weather) {
  Weather* now = &weather;
  switch (fault.kind) {
    case FaultKind::kLoss:
      now->loss_percent = percent_of(fault.amount);
      return end_after(fault.for_ms, [now] { now->loss_percent = 0; });
    case FaultKind::kDuplicate:
      now->duplicate_percent = percent_of(fault.amount);
      return end_after(fault.for_ms, [now] { now->duplicate_percent = 0; });
    case FaultKind::kReorder:
      now->reorder_percent = percent_of(fault.amount);
      return end_after(fault.for_ms, [now] { now->reorder_percent = 0; });
    case FaultKind::kDelay:
      now->delay_ms = static_cast<int64_t>(fault.amount % 3000);
      return end_after(fault.for_ms, [now] { now->delay_ms = 0; });
    default:
      now->cut = true;
      return end_after(fault.for_ms, [now] { now->cut = false; });
  }
}

// A bus arrives: everybody takes a number of the same service.
void FaultInjector::rush(uint64_t left) {
  const State& state = hall_.rush_from.state();
  for (uint64_t i = 0; i < std::min(left, kRushBatch) && !state.services.empty(); ++i) {
    wire::Command command;
    command.mutable_issue_ticket()->set_service(state.services.back().id);
    hall_.rush_from.submit(std::move(command), [](const Outcome&) {});
  }
  if (left <= kRushBatch || healed_) return;
  hall_.timeline.after(kRushEveryMs, [this, left] { rush(left - kRushBatch); });
}

}  // namespace yichuang::sim
