// A hash of everything in a State, field by field. Unlike state_hash() it does not go through the
// snapshot, so it also sees what a snapshot forgets.
#pragma once

#include <cstdint>

#include "hall/state.h"

namespace yichuang::sim {

uint64_t state_digest(const State& state);

}  // namespace yichuang::sim
