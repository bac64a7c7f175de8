#include "queue-server/estimate.h"

#include <algorithm>
#include <cmath>

namespace yichuang {
namespace {

// Of a non-empty list, which it reorders; between the two values next to the share.
double quantile_ms(std::span<int32_t> values, double share) {
  const double place = std::clamp(share * static_cast<double>(values.size()) - 0.5, 0.0,
                                  static_cast<double>(values.size() - 1));
  const auto low = static_cast<ptrdiff_t>(place);
  std::nth_element(values.begin(), values.begin() + low, values.end());
  const double at_low = values[static_cast<size_t>(low)];
  if (low + 1 == std::ssize(values)) return at_low;
  const double at_high = *std::min_element(values.begin() + low + 1, values.end());
  return at_low + (at_high - at_low) * (place - static_cast<double>(low));
}

uint32_t nearest_minute(double ms) { return static_cast<uint32_t>(std::lround(ms / 60'000)); }

WaitRange range_of(std::span<int32_t> waits_ms, bool open, const Learned& learned) {
  WaitRange range{open, 0, 0};
  if (waits_ms.front() == kNever) return range;
  const double p50_ms = quantile_ms(waits_ms, 0.5) * learned.p50_scale / kScaleOne;
  const double p90_ms = quantile_ms(waits_ms, 0.9) * learned.p90_scale / kScaleOne;
  if (p90_ms < 1) return range;
  range.p50_min = nearest_minute(p50_ms);
  range.p90_min = std::max({nearest_minute(p90_ms), range.p50_min, 1u});
  return range;
}

// By ServiceIndex.
std::vector<bool> open_services(const State& state) {
  std::vector<bool> open(state.services.size(), false);
  for (const auto& [number, window] : state.windows) {
    if (window.phase != wire::WINDOW_PHASE_OPEN) continue;
    for (const ServiceIndex service : window.services) open[service] = true;
  }
  return open;
}

ServiceWait newcomer_of(Forward& forward, ServiceIndex service, bool open, const State& state) {
  std::vector<WaitRange> of_kind;
  for (size_t kind = 0; kind < forward.kinds.size(); ++kind) {
    of_kind.push_back(range_of(forward.newcomer_row(service, kind), open, state.learned));
  }
  ServiceWait wait{of_kind[0]};
  for (size_t i = 0; i < kPriorityClasses; ++i) {
    const PriorityClass priority =
        i == 0 ? wire::PRIORITY_CLASS_ORDINARY : static_cast<PriorityClass>(i);
    const auto kind = std::ranges::find_if(
        forward.kinds, [&](PriorityClass one) { return waits_alike(state.rules, one, priority); });
    wait.by_class.push_back(of_kind[static_cast<size_t>(kind - forward.kinds.begin())]);
  }
  return wait;
}

}  // namespace

HallEstimate estimate_hall(const State& state, Time now, size_t runs_max) {
  Forward forward = play_forward(state, now, runs_max);
  const std::vector<bool> open = open_services(state);
  HallEstimate out;
  out.services.resize(state.services.size());
  for (ServiceIndex i = 0; i < out.services.size(); ++i) {
    out.services[i] = newcomer_of(forward, i, open[i], state);
  }
  out.tickets.reserve(forward.tickets.size());
  for (size_t i = 0; i < forward.tickets.size(); ++i) {
    const std::span<int32_t> row = forward.ticket_row(i);
    if (row.front() == kNever) continue;
    const TicketKey ticket = forward.tickets[i];
    const bool is_open = open[state.ticket(ticket)->service];
    out.tickets.push_back({ticket, range_of(row, is_open, state.learned)});
  }
  return out;
}

Estimates estimate_waits(const State& state, Time now) {
  return estimate_hall(state, now).services;
}

std::optional<WaitRange> estimate_ticket(const HallEstimate& estimate, TicketKey ticket) {
  const auto found = std::ranges::lower_bound(estimate.tickets, ticket, {}, &TicketWait::ticket);
  if (found == estimate.tickets.end() || found->ticket != ticket) return std::nullopt;
  return found->wait;
}

}  // namespace yichuang
