#include "queue-server/pulse.h"

#include <algorithm>

namespace yichuang {

wire::Pulse pulse_of(const State& state, const Estimates& waits, Time now) {
  wire::Pulse pulse;
  pulse.set_last_seq(state.seq);
  pulse.set_at_ms(now.ms);
  for (ServiceIndex i = 0; i < state.services.size(); ++i) {
    if (state.services[i].retired) continue;
    auto& out = *pulse.add_estimates();
    out.set_service(state.services[i].id);
    out.set_waiting(static_cast<uint32_t>(state.services[i].waiting_count()));
    out.set_wait_min_p50(waits[i].p50_min);
    out.set_wait_min_p90(waits[i].p90_min);
    out.set_open(waits[i].open);
  }
  const ToldRecent& told = state.learned.told_recent;
  if (told.count < kToldEnough) return pulse;
  auto& accuracy = *pulse.mutable_accuracy();
  accuracy.set_waits(told.count);
  accuracy.set_inside_percent((told.within_p90 - std::min(told.within_p90, told.below_p50)) /
                              (kMillion / 100));
  accuracy.set_within_percent(told.within_p90 / (kMillion / 100));
  accuracy.set_error_seconds(told.error_milliminutes * 60 / 1000);
  return pulse;
}

}  // namespace yichuang
