#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "tests/bench/figures.h"
#include "tests/bench/programs.h"

namespace yichuang::bench {
namespace {

constexpr double kIdleSeconds = 10;
constexpr double kFirstFrameMs = 700;

// The board of a hall that announces nothing: its ticker stands still.
void take_notices_away(const TemporaryHall& hall) {
  const auto path = hall.folder() / "catalogue/hall.toml";
  std::ifstream in(path);
  std::string kept;
  bool notice = false;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("[")) notice = line.starts_with("[[notices]]");
    if (!notice) kept += line + "\n";
  }
  std::ofstream(path) << kept;
}

struct Program {
  const char* name;
  pid_t pid;
  double cpu_percent_max;
  double memory_mb_max;  // 0: no budget
};

// All programs rest at the same time, as they do in a hall at night.
void measure(Table& table, const std::vector<Program>& programs) {
  std::this_thread::sleep_for(std::chrono::seconds(2));  // what a start still does in passing
  std::vector<double> before;
  for (const Program& program : programs) before.push_back(cpu_seconds(program.pid));
  std::this_thread::sleep_for(std::chrono::duration<double>(kIdleSeconds));
  for (size_t i = 0; i < programs.size(); ++i) {
    const Program& program = programs[i];
    const double percent = (cpu_seconds(program.pid) - before[i]) / kIdleSeconds * 100;
    table.add({fmt::format("{}, idle CPU", program.name), percent, "%",
               fmt::format("{} %", program.cpu_percent_max), percent / program.cpu_percent_max});
    const double mb = memory_mb(program.pid);
    const bool bounded = program.memory_mb_max > 0;
    table.add({fmt::format("{}, memory", program.name), mb, "MB",
               bounded ? fmt::format("{} MB", program.memory_mb_max) : "",
               bounded ? mb / program.memory_mb_max : 0});
  }
}

}  // namespace

void measure_idle(Table& table, const std::filesystem::path& bin) {
  TemporaryHall hall(bin);
  take_notices_away(hall);
  hall.start();
  const double kiosk_ms = start_kiosk(hall).ready_ms;
  const Started kiosk = start_kiosk_with_devices(hall);
  const pid_t kiosk_pid = only_child_of(kiosk.child->pid());
  const Started board = start_board(hall);
  const Started web = start_web(hall);
  table.add({"kiosk, first frame", kiosk_ms, "ms", "700 ms", kiosk_ms / kFirstFrameMs});
  table.add({"board, first frame", board.ready_ms, "ms", "700 ms", board.ready_ms / kFirstFrameMs});
  measure(table, {{"queue-server", hall.server().pid(), 1, 0},
                  {"queue-web", web.child->pid(), 1, 0},
                  {"kiosk with its devices", kiosk_pid, 0.3, kKioskMemoryMb},
                  {"its scanner's helper", only_child_of(kiosk_pid), 0.3, 0},
                  {"board, ticker at rest", board.child->pid(), 1, 0}});
}

}  // namespace yichuang::bench
