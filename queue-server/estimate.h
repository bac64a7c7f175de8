// How long people will wait, from the live state and what the hall has learned. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "hall/state.h"
#include "queue-server/forward.h"

namespace yichuang {

// Half of the waits are below P50 and nine tenths below P90.
struct WaitRange {
  bool open = false;     // a window that serves it is open
  uint32_t p50_min = 0;  // whole minutes, to the nearest
  uint32_t p90_min = 0;  // 0: no wait, or nothing is known (not open); else at least 1
};

// The wait of a person who would take a ticket of a service now; of an ordinary one, unless asked.
struct ServiceWait : WaitRange {
  std::vector<WaitRange> by_class = {};  // by PriorityClass; empty: everybody waits alike
  const WaitRange& of(PriorityClass priority) const {
    return class_index(priority) < by_class.size() ? by_class[class_index(priority)] : *this;
  }
  // Of somebody with this ticket; an agent waits as an ordinary person.
  const WaitRange& of(const Ticket& ticket) const {
    return of(ticket.agent ? wire::PRIORITY_CLASS_ORDINARY : ticket.priority);
  }
};

// By ServiceIndex.
using Estimates = std::vector<ServiceWait>;

struct TicketWait {
  TicketKey ticket = 0;
  WaitRange wait;
};

struct HallEstimate {
  Estimates services;
  std::vector<TicketWait> tickets;  // of the waiting, by key
};

// Plays the hall forward (forward.h) many times and reads the ranges off, with the correction that
// the record of told waits asks for. Cost: at 500 waiting and 12 windows about 1.5 ms.
// Fewer runs, as play_forward() takes them, are coarser and cheaper.
HallEstimate estimate_hall(const State& state, Time now, size_t runs_max = kRunsMax);

// The services' part alone.
Estimates estimate_waits(const State& state, Time now);

// The range of one waiting ticket; nothing if it did not wait when the estimate was made, or if no
// window is expected to serve it.
std::optional<WaitRange> estimate_ticket(const HallEstimate& estimate, TicketKey ticket);

}  // namespace yichuang
