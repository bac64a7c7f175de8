// Runs seeds, each in a process of its own: an assertion of the product ends only its own seed and
// is a finding like any other. Two at a time by default; reports come in the order of the seeds.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/sim/hall_day.h"

namespace yichuang::sim {

// What a seed's process told, or why it could not.
struct Outcome {
  DayReport report;
  std::string invariant;  // empty: nothing is broken
  std::string detail;
  bool failed() const { return !invariant.empty(); }
};

// `on_outcome` hears the orders' outcomes in order; it returns false to stop.
void run_all(const std::vector<DayOrder>& orders, unsigned jobs,
             const std::function<bool(const DayOrder&, const Outcome&)>& on_outcome);
Outcome run_one(const DayOrder& order);

// The fewest faults with which a failing order still breaks the same invariant (delta debugging,
// Zeller and Hildebrandt 2002).
DayOrder minimise(const DayOrder& failing, const Outcome& outcome, unsigned jobs);

}  // namespace yichuang::sim
