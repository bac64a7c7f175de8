#include "tests/sim/fairness/score.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace yichuang::fairness {
namespace {

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

void ClassScore::add(const ClassScore& other) {
  waits_min.insert(waits_min.end(), other.waits_min.begin(), other.waits_min.end());
  overtaken.see(other.overtaken.count, other.overtaken.bound);
  calls.see(other.calls.count, other.calls.bound);
}

double ClassScore::mean_min() const {
  return waits_min.empty() ? 0 : sum(waits_min) / static_cast<double>(waits_min.size());
}

double ClassScore::percentile_min(double share) const {
  if (waits_min.empty()) return 0;
  std::vector<double> sorted = waits_min;
  const auto place = static_cast<ptrdiff_t>(share * static_cast<double>(sorted.size() - 1));
  std::nth_element(sorted.begin(), sorted.begin() + place, sorted.end());
  return sorted[static_cast<size_t>(place)];
}

void Score::add(const Score& other) {
  priority.add(other.priority);
  ordinary.add(other.ordinary);
  overtakings += other.overtakings;
  broken += other.broken;
  closest = std::max(closest, other.closest);
  stretched = std::max(stretched, other.stretched);
}

double Score::mean_min() const {
  const size_t people = priority.waits_min.size() + ordinary.waits_min.size();
  return people == 0
             ? 0
             : (sum(priority.waits_min) + sum(ordinary.waits_min)) / static_cast<double>(people);
}

}  // namespace yichuang::fairness
