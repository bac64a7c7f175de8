// What is measured, a function a topic (one file each).
#pragma once

#include <filesystem>

#include "tests/bench/table.h"

namespace yichuang::bench {

// The bare limits of this machine, in this run: what the hall's figures are compared with.
struct BareLimits {
  double commit_us = 0;         // one SQLite FULL commit of one row, median
  double round_trip_us = 0;     // one CURVE echo, median
  double group_rows_per_s = 0;  // rows in FULL commits of 64
  double echoes_per_s = 0;      // CURVE echoes, 64 clients in a closed loop
};
BareLimits measure_bare_limits(Table& table);

// decide() and apply() of a visit and the fold of a mirror, by people waiting; memory of a day.
void measure_core(Table& table);
// Issue with 1 and with 64 clients, and call next.
void measure_commands(Table& table, const BareLimits& bare, const std::filesystem::path& bin);
// From kill -9 to the first answer.
void measure_restart(Table& table, const std::filesystem::path& bin);
// The server's CPU while many mirrors hear what happens.
void measure_feed(Table& table, const std::filesystem::path& bin);
// From the server's first answer after it was away until many boards are in step again.
void measure_reconnect(Table& table, const std::filesystem::path& bin);
// From the answer to "call next" to the frame that shows it.
void measure_board(Table& table, const std::filesystem::path& bin);
// From a finger on the kiosk to its next picture, and to the printer.
void measure_touch(Table& table, const std::filesystem::path& bin);
// The forward simulation, by people waiting.
void measure_estimate(Table& table);
// From a scanned page to a filed one, on one core.
void measure_scan(Table& table);
// How soon a change of a device is heard.
void measure_devices(Table& table, const std::filesystem::path& bin);
// A kiosk's memory while papers are scanned.
void measure_pages(Table& table, const std::filesystem::path& bin);
// CPU and memory of each program when nothing happens.
void measure_idle(Table& table, const std::filesystem::path& bin);

inline constexpr int kClients = 64;
inline constexpr double kKioskMemoryMb = 180;

}  // namespace yichuang::bench
