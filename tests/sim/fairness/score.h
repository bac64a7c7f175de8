// What the people of a long queue met with, and whether the bound held at every call.
#pragma once

#include <cstdint>
#include <vector>

namespace yichuang::fairness {

// A number of people or calls, and what it may be at most by the policy; of the worst case.
struct Worst {
  uint64_t count = 0;
  uint64_t bound = 0;
  void see(uint64_t seen, uint64_t most) {
    if (seen > count) *this = {seen, most};
  }
};

struct ClassScore {
  std::vector<double> waits_min;  // of everybody who was measured
  Worst overtaken;                // by people who came later
  Worst calls;                    // made by all windows before its own

  void add(const ClassScore& other);
  double mean_min() const;
  double percentile_min(double share) const;  // `share` of 0..1
};

struct Score {
  ClassScore priority;
  ClassScore ordinary;
  uint64_t overtakings = 0;
  uint64_t broken = 0;   // calls and people for whom the bound did not hold
  double closest = 0;    // the greatest share of the bound that overtakings took up, of 10 or more
  double stretched = 0;  // longest wait of somebody passed over, in waits of who was called

  void add(const Score& other);
  double mean_min() const;  // of all
};

}  // namespace yichuang::fairness
