#include "queue-server/opening.h"

#include <algorithm>

namespace yichuang {

std::vector<OpenSpan> Opening::spans(uint32_t day) const {
  std::vector<OpenSpan> out;
  for (const OpenInterval& interval : open_intervals(hours_, calendar_, day)) {
    const OpenSpan span{zone_.at(day, interval.from_min), zone_.at(day, interval.to_min)};
    if (span.from < span.to) out.push_back(span);  // else daylight saving leaps over it
  }
  return out;
}

std::optional<Time> predicted_start(const std::vector<OpenSpan>& hours, Time now, int64_t wait_ms) {
  for (const OpenSpan& span : hours) {
    const Time from = std::max(now, span.from);
    if (from >= span.to) continue;
    if (from + wait_ms < span.to) return from + wait_ms;
    wait_ms -= span.to - from;
  }
  return std::nullopt;
}

}  // namespace yichuang
