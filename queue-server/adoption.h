// Whether a catalogue can be adopted in the middle of a day: what leaves the catalogue stays in the
// state until midnight, and the state must fit into a snapshot whatever happens later. Pure.
#pragma once

#include <string>

#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

// Why not today, in English, with what to do; empty if it can be, as always on a new day. Tries it
// on a copy. Cost: O(tickets of the day).
std::string cannot_adopt_today(const State& state, const wire::CatalogueAdopted& catalogue);

}  // namespace yichuang
