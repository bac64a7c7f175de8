// One seed: a hall and its business day, from the morning through lunch and closing over midnight
// into the next morning, with faults, until all is calm again and every promise can be checked.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/sim/fault_plan.h"
#include "tests/sim/violation.h"

namespace yichuang::sim {

struct DayOrder {
  uint64_t seed = 0;
  int minutes = 12;           // of virtual business time
  bool without_some = false;  // only the faults in `only`
  std::vector<size_t> only;   // ids in the plan
};

struct DayReport {
  uint64_t seed = 0;
  uint64_t events = 0;
  uint64_t tickets = 0;
  uint64_t steps = 0;                      // of the timeline
  std::map<std::string_view, int> faults;  // carried out, by kind
  uint64_t hash = 0;                       // equal for equal runs
  std::optional<Violation> violation;
};

// All faults of a seed's plan, before any is left out.
std::vector<Fault> plan_of(const DayOrder& order);

DayReport run_day(const DayOrder& order);

}  // namespace yichuang::sim
