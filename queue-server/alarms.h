// The alarms that should run now, from the state and the hall's thresholds. Pure.
#pragma once

#include <set>

#include "hall/state.h"

namespace yichuang {

// Somebody waits too long, (too) many wait, nobody serves those who wait, a visit is held too long,
// a device does not work. Waiting raises no alarm outside the opening hours: the hall knows then.
std::set<Alarm> alarms_of(const State& state, Time now);

}  // namespace yichuang
