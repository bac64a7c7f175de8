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

}  // namespace yichuang
