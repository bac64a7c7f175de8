#include "queue-server/slots.h"

#include "base/limits.h"

namespace yichuang {

std::vector<PlannedSlot> slots_of(const State& state, const Service& service,
                                  const Opening& opening, uint32_t day) {
  std::vector<PlannedSlot> slots;
  if (service.slot_minutes == 0) return slots;
  const int64_t length_ms = service.slot_minutes * int64_t{60'000};
  for (const OpenSpan& span : opening.spans(day)) {
    for (Time from = span.from; from + length_ms <= span.to; from = from + length_ms) {
      if (slots.size() == limits::kSlotsPerDayMax) return slots;
      const auto booked = state.booked.find({state.service_index(service), from.ms});
      const uint32_t taken = booked == state.booked.end() ? 0 : booked->second;
      const uint32_t free = service.slot_capacity > taken ? service.slot_capacity - taken : 0;
      slots.push_back({from, from + length_ms, free});
    }
  }
  return slots;
}

}  // namespace yichuang
