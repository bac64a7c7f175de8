// The number series: a letter and three digits, per service and business day (A001 … A999). Pure.
#pragma once

#include <optional>
#include <string>

#include "hall/state.h"

namespace yichuang {

// The next number of a service's series today, or nothing if the series is full: it never wraps,
// because a number names one ticket a day for ever.
std::optional<std::string> next_number(const Service& service);

}  // namespace yichuang
