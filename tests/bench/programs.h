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

struct Pixels {
  int width = 1920;
  int height = 1080;
};
// The hall's board; one of each size.
Started start_board(TemporaryHall& hall, const std::vector<std::string>& more_arguments = {},
                    Pixels pixels = {});
// A kiosk, 1080 × 1920, without devices; or on an emulated bus with a printer, a scanner (a SANE
// backend) and readers that are away: then the child is `rig`, the kiosk its child, the scanner's
// helper the kiosk's.
Started start_kiosk(TemporaryHall& hall);
Started start_kiosk_with_devices(TemporaryHall& hall);
Started start_web(TemporaryHall& hall);

// What a process has used so far, all threads; and its resident memory.
double cpu_seconds(pid_t pid);
// The same of one thread of this process.
double thread_cpu_seconds(pid_t thread);
double memory_mb(pid_t pid);
// The one child process of a process.
pid_t only_child_of(pid_t pid);

}  // namespace yichuang::bench
