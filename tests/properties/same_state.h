// Whether two states are the same, field by field. Does not go through the snapshot, so that it
// also sees what a snapshot forgets.
#pragma once

#include <string>

#include "hall/state.h"

namespace yichuang::properties {

// What differs first, e.g. "ticket A012"; empty if nothing does.
std::string difference(const State& a, const State& b);

}  // namespace yichuang::properties
