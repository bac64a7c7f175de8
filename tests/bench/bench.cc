// ./hall bench: the figures of DESIGN section 12, each beside its bare limit of the same run.
// Usage: bench OUT.json [TOPIC]; the programs are expected beside this one. TOPIC is core,
// commands, restart, feed, board, estimate, scan, devices or idle; all of them without it.
#include <cstdio>
#include <string_view>

#include "base/log.h"
#include "tests/bench/figures.h"

int main(int argc, char** argv) {
  using namespace yichuang::bench;
  if (argc < 2 || argc > 3) {
    std::fprintf(
        stderr,
        "usage: bench OUT.json [core|commands|restart|feed|board|estimate|scan|devices|idle]\n");
    return 2;
  }
  yichuang::log_start("bench", yichuang::LogLevel::kWarning);
  const auto bin = std::filesystem::canonical("/proc/self/exe").parent_path();
  Table table;
  const std::string_view only = argc == 3 ? argv[2] : "";
  const auto wanted = [&](std::string_view topic) { return only.empty() || only == topic; };
  if (wanted("core")) measure_core(table);
  if (wanted("commands")) measure_commands(table, measure_bare_limits(table), bin);
  if (wanted("restart")) measure_restart(table, bin);
  if (wanted("feed")) measure_feed(table, bin);
  if (wanted("board")) measure_board(table, bin);
  if (wanted("estimate")) measure_estimate(table);
  if (wanted("scan")) measure_scan(table);
  if (wanted("devices")) measure_devices(table, bin);
  if (wanted("idle")) measure_idle(table, bin);
  table.write_json(argv[1]);
  return 0;
}
