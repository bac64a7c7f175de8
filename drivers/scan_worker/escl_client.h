// Asks an eSCL scanner for its state, by libcurl. One thread; may take seconds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "drivers/scan_wire.h"

namespace yichuang {

// The URL of the scanner's state from SANE's name of it ("airscan:escl:NAME:URL"); empty if it is
// another kind of scanner.
std::string escl_status_url(std::string_view sane_name);

// Nothing if it does not answer, or something else than a state.
std::optional<scan_wire::Facts> ask_escl_status(const std::string& url);

}  // namespace yichuang
