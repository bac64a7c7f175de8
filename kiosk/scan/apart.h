// Work in a child process of its own: a library that aborts, hangs or leaves pieces of a page in
// memory does it there. Linux; call it on a thread that may wait.
//
// Debian builds ZXing with its assertions on, and there are pages that break them (zxing-cpp issues
// 308, 516, 740, 1154); a page that a citizen chose must not end the program that scans.
#pragma once

#include <cstddef>
#include <functional>
#include <span>

#include "kiosk/scan/wiped.h"

namespace yichuang::scan {

// Hands bytes from the child to who waits.
using Teller = std::function<void(std::span<const uint8_t>)>;

// Forks, runs `work` in the child and returns what it told: all of it, or what came before it was
// ended by a bug of its own, by `patience_ms`, or because it told more than `bytes_max`. The child
// has the parent's memory as it was, writes nowhere else, and leaves no core. Nothing when the
// system has no process to give.
WipedBytes run_apart(const std::function<void(const Teller&)>& work, size_t bytes_max,
                     int patience_ms);

}  // namespace yichuang::scan
