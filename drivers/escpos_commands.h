// The ESC/POS commands that we send, as bytes. Pure. Names and parameters as in the ESC/POS command
// reference (Epson, "ESC/POS Command Reference", by command name).
#pragma once

#include <cstdint>
#include <vector>

#include "drivers/printer.h"
#include "drivers/profile.h"

namespace yichuang::escpos {

using Bytes = std::vector<uint8_t>;

// DLE EOT n: asks for status byte `n` (1 printer, 2 why offline, 3 error, 4 paper); answered at
// once, past everything that waits in the printer's buffer.
Bytes ask_status(int n);

// What comes before a ticket: ESC @ (modes as after power-on), GS a (report every change of online,
// error and paper state; ESC @ had switched that off), GS r 1 (the paper sensor: its answer shows
// that the buffer before it has been worked off). Prints nothing. With `separate`, what an earlier
// ticket may have left on the paper is cut off before.
Bytes prologue(const Profile& profile, bool separate);

// The ticket: GS v 0 in bands of at most profile.band_rows rows, or GS ( k for the codes and
// GBK text for the lines that a printer draws itself; then, if asked for, GS V 66 n (feed to the
// blade and n dots more, cut) or, without a cutter, ESC J n (feed n dots); and GS r 1, answered
// when all before it has been done.
Bytes ticket(const PrintJob& job, const Profile& profile);

}  // namespace yichuang::escpos
