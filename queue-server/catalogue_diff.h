// What a new catalogue changes in a running hall, for the log and for whoever checks it first.
// Pure.
#pragma once

#include <string>
#include <vector>

#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

// A sentence a change, in English: services and windows that come, go or change, rules, hours,
// notices. Empty if the queue would not notice.
std::vector<std::string> catalogue_changes(const State& state,
                                           const wire::CatalogueAdopted& catalogue);

// Why the running day cannot adopt the catalogue, or nothing. Services that leave the catalogue stay
// until the day ends: if too many have, no mirror could hold the new ones as well.
std::string why_not_today(const State& state, const wire::CatalogueAdopted& catalogue);

}  // namespace yichuang
