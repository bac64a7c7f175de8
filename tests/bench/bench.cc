// ./hall bench: the figures of DESIGN section 12, each beside its bare limit of the same run.
// Usage: bench OUT.json; the programs are expected beside this one.
#include <cstdio>

#include "base/log.h"
#include "tests/bench/figures.h"

int main(int argc, char** argv) {
  using namespace yichuang::bench;
  if (argc != 2) {
    std::fprintf(stderr, "usage: bench OUT.json\n");
    return 2;
  }
  yichuang::log_start("bench", yichuang::LogLevel::kWarning);
  const auto bin = std::filesystem::canonical("/proc/self/exe").parent_path();
  Table table;
  const BareLimits bare = measure_bare_limits(table);
  measure_commands(table, bare, bin);
  measure_restart(table, bin);
  measure_board(table, bin);
  measure_idle(table, bin);
  table.write_json(argv[1]);
  return 0;
}
