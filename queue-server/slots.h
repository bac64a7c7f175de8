// The appointment slots of a service on a day: from the catalogue's plan, inside the opening hours.
// Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "hall/state.h"
#include "queue-server/opening.h"

namespace yichuang {

struct PlannedSlot {
  Time from;
  Time to;
  uint32_t free = 0;
};

// In order; none if the service takes no appointments or the hall is closed that day. A slot that
// would reach past the end of an opening interval is not given. At most limits::kSlotsPerDayMax.
std::vector<PlannedSlot> slots_of(const State& state, const Service& service,
                                  const Opening& opening, uint32_t day);

}  // namespace yichuang
