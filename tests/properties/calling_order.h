// People are told how many come before them: is it the order in which a window then calls?
#pragma once

#include <string>

#include "hall/state.h"

namespace yichuang::properties {

// On copies of the state a window calls all who wait for one service, at once, one after another;
// the figure of people_ahead() that does not agree, or empty. Slow.
std::string check_people_ahead(const State& state, Time now);

}  // namespace yichuang::properties
