#include "tests/sim/estimators/score.h"

#include <cmath>

namespace yichuang::estimators {
namespace {

double minutes(double ms, uint64_t count) {
  return ms / 60'000 / static_cast<double>(std::max<uint64_t>(count, 1));
}

double percent(uint64_t part, uint64_t of) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(std::max<uint64_t>(of, 1));
}

void merge(Coverage& to, const Coverage& from) {
  to.waits += from.waits;
  to.inside += from.inside;
  to.within_p90 += from.within_p90;
}

}  // namespace

void Coverage::add(const Told& told, double wait_ms) {
  if (told.p90_ms == 0) return;
  ++waits;
  inside += wait_ms >= told.p50_ms && wait_ms <= told.p90_ms;
  within_p90 += wait_ms <= told.p90_ms;
}

double Coverage::inside_percent() const { return percent(inside, waits); }
double Coverage::within_percent() const { return percent(within_p90, waits); }

void Score::add(const std::array<double, kPeers>& peers, const Told& told, double waited_ms) {
  ++tickets;
  wait_ms += waited_ms;
  our_error_ms += std::abs(told.p50_ms - waited_ms);
  for (size_t i = 0; i < kPeers; ++i) peer_error_ms[i] += std::abs(peers[i] - waited_ms);
  at_issue.add(told, waited_ms);
}

void Score::add(const Score& other) {
  tickets += other.tickets;
  wait_ms += other.wait_ms;
  our_error_ms += other.our_error_ms;
  for (size_t i = 0; i < kPeers; ++i) peer_error_ms[i] += other.peer_error_ms[i];
  merge(at_issue, other.at_issue);
  merge(while_waiting, other.while_waiting);
}

double Score::peer_minutes(size_t peer) const { return minutes(peer_error_ms[peer], tickets); }
double Score::our_minutes() const { return minutes(our_error_ms, tickets); }
double Score::wait_minutes() const { return minutes(wait_ms, tickets); }

}  // namespace yichuang::estimators
