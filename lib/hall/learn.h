// What the hall learns from an event: the part of the fold that fills Learned (learned.h).
#pragma once

#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

// Folds what `event` teaches into state.learned, with the windows' and tickets' times that later
// lessons need. apply() calls it before the event changes anything else; nobody else does. Pure and
// total like apply(). Cost: O(services of a window).
void learn(State& state, const wire::Event& event);

// The hour of the hall's day, 0..23, in which `at` lies.
size_t hour_of_day(const State& state, Time at);

// The ids by ServiceIndex, as learned.h wants them.
std::vector<std::string_view> service_ids(const State& state);

}  // namespace yichuang
