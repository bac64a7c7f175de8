// The driver of scanners and document cameras behind SANE. Each scanner has a thread and a helper
// process (scan_worker/), in which the backend may crash, hang or eat memory: the thread ends it,
// tells the truth about the job, and starts another. Behaviour: scan_session.h.
//
// Addresses: sane:NAME, with SANE's name of the device: "sane:fujitsu:fi-7160:123",
// "sane:v4l:/dev/video0", "sane:airscan:escl:Reception:http://192.0.2.8/eSCL". A local scanner is
// looked for again when something comes to the USB bus; others from time to time.
#pragma once

#include "drivers/scanner.h"

namespace yichuang {

extern const ScannerDriver kSaneDriver;

}  // namespace yichuang
