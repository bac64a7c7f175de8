// What an eSCL scanner (Mopria eSCL Specification 2.9x, "ScannerStatus") says of its state, for
// what SANE cannot tell between jobs. Any bytes are accepted. Pure.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "drivers/scan_wire.h"

namespace yichuang {

// kCorrupt if this is no ScannerStatus, or over limits::kEsclStatusBytesMax. Unknown states are no
// fault.
Result<scan_wire::Facts> read_escl_status(std::span<const uint8_t> xml);

}  // namespace yichuang
