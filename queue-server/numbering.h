// The number series: a letter and three digits, per business day (A001 … A999). A service has its
// own; a kiosk has one for the time when the server is away. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hall/state.h"

namespace yichuang {

// The next number of a service's series today, or nothing if the series is full: it never wraps,
// because a number names one ticket a day for ever. Services that follow each other under one
// letter within a day go on counting.
std::optional<std::string> next_number(const State& state, const Service& service);

// How far the series of a prefix is used today; 0: not at all.
uint32_t last_ordinal(const State& state, const std::string& prefix);

std::string number_text(std::string_view prefix, uint32_t ordinal);  // "A012"

}  // namespace yichuang
