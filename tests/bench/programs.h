// The hall's other programs as children of the bench, drawing into memory: everything is real but
// the cable to the screen. Each says READY=1 as it would to systemd, a screen with its first frame.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/temporary_hall.h"

namespace yichuang::bench {

struct Started {
  std::unique_ptr<Child> child;
  double ready_ms = 0;  // from its start to READY=1
};

// The hall's board, 1920 × 1080.
Started start_board(TemporaryHall& hall, const std::vector<std::string>& more_arguments = {});
// A kiosk, 1080 × 1920, without a printer; or on an emulated bus with one: then the child is `rig`
// and the kiosk its child.
Started start_kiosk(TemporaryHall& hall);
Started start_kiosk_with_printer(TemporaryHall& hall);
Started start_web(TemporaryHall& hall);

// What a process has used so far, all threads; and its resident memory.
double cpu_seconds(pid_t pid);
double memory_mb(pid_t pid);
// The one child process of a process.
pid_t only_child_of(pid_t pid);

}  // namespace yichuang::bench
