#include "queue-server/estimate.h"

#include <algorithm>
#include <cmath>

namespace yichuang {
namespace {

struct Counter {
  const Window* window;
  double free_ms;       // from now
  double variance_ms2;  // of free_ms
};

// The windows that call now, and when each will be free of the ticket it has.
std::vector<Counter> open_counters(const State& state, Time now) {
  std::vector<Counter> counters;
  for (const auto& [number, window] : state.windows) {
    if (window.phase != wire::WINDOW_PHASE_OPEN) continue;
    Counter counter{&window, 0, 0};
    if (const Ticket* ticket = state.ticket(window.ticket)) {
      const double mean = mean_service_ms(state.services[ticket->service]);
      const Time since = ticket->started_at.is_set() ? ticket->started_at : ticket->called_at;
      const double spent = static_cast<double>(now - since);
      // A visit that is already longer than the mean is expected to last a while yet.
      counter.free_ms = std::max(mean - spent, mean * 0.2);
      counter.variance_ms2 = std::pow(counter.free_ms * kServiceSpread, 2);
    }
    counters.push_back(counter);
  }
  return counters;
}

// The waiting of one service in calling order, as the simulation eats them up.
struct Queue {
  std::vector<QueuePlace> places;
  size_t next = 0;
};

std::vector<Queue> lines_of(const State& state) {
  std::vector<Queue> lines(state.services.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    const Service& service = state.services[i];
    const auto add = [&](const Line& line) {
      for (const QueuePlace& place : line) {
        const Ticket* ticket = state.ticket(place.ticket);
        lines[i].places.push_back({ticket->arrived_at.ms, ticket->key});
      }
    };
    add(service.lines.resumed);
    add(service.lines.appointments);
    for (const Line& line : service.lines.walk_ins) add(line);
    add(service.lines.agents);
    add(service.lines.returned);
  }
  return lines;
}

// The service among the window's whose first person arrived first; -1 if nobody waits for it.
int first_line(const std::vector<Queue>& lines, const Window& window) {
  int best = -1;
  for (const ServiceIndex index : window.services) {
    const Queue& line = lines[index];
    if (line.next == line.places.size()) continue;
    if (best < 0 || line.places[line.next] < lines[best].places[lines[best].next]) {
      best = static_cast<int>(index);
    }
  }
  return best;
}

uint32_t whole_minutes(double ms) {
  return static_cast<uint32_t>(std::ceil(std::max(0.0, ms) / 60'000));
}

}  // namespace

double mean_service_ms(const Service& service) {
  const double prior = std::max<uint32_t>(service.service_seconds, 1) * 1000.0;
  return (prior * kPriorVisits + static_cast<double>(service.served_ms_total)) /
         (kPriorVisits + service.served);
}

Estimates estimate_waits(const State& state, Time now) {
  std::vector<Counter> counters = open_counters(state, now);
  std::vector<Queue> lines = lines_of(state);
  std::vector<bool> idle(counters.size(), false);
  while (true) {
    // The counter that is free first takes the next of its people, or has nobody any more.
    int free = -1;
    for (size_t i = 0; i < counters.size(); ++i) {
      if (idle[i]) continue;
      if (free < 0 || counters[i].free_ms < counters[free].free_ms) free = static_cast<int>(i);
    }
    if (free < 0) break;
    Counter& counter = counters[free];
    const int line = first_line(lines, *counter.window);
    if (line < 0) {
      idle[free] = true;
      continue;
    }
    ++lines[line].next;
    const double mean = mean_service_ms(state.services[line]);
    counter.free_ms += mean;
    counter.variance_ms2 += std::pow(mean * kServiceSpread, 2);
  }
  Estimates out(state.services.size());
  for (ServiceIndex i = 0; i < out.size(); ++i) {
    const Counter* first = nullptr;
    for (const Counter& counter : counters) {
      if (!serves(*counter.window, i)) continue;
      if (!first || counter.free_ms < first->free_ms) first = &counter;
    }
    if (!first) continue;
    constexpr double kP90Deviations = 1.2816;
    out[i].open = true;
    out[i].p50_min = whole_minutes(first->free_ms);
    out[i].p90_min =
        whole_minutes(first->free_ms + kP90Deviations * std::sqrt(first->variance_ms2));
  }
  return out;
}

}  // namespace yichuang
