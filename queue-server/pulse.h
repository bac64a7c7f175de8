// What the feed says each second, also when nothing happens. Pure.
#pragma once

#include "queue-server/estimate.h"
#include "wire/hall.pb.h"

namespace yichuang {

// The last seq, the waits of newcomers, and how good the told waits were lately, unless too few
// were compared to say. `waits` is of the state's services.
wire::Pulse pulse_of(const State& state, const Estimates& waits, Time now);

}  // namespace yichuang
