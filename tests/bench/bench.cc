// ./hall bench: the figures of DESIGN section 12, each beside its bare limit of the same run.
// Usage: bench OUT.json [TOPIC]; the programs are expected beside this one. All topics without one.
#include <cstdio>
#include <functional>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "tests/bench/figures.h"

namespace yichuang::bench {
namespace {

using Measure = std::function<void(Table&, const std::filesystem::path& bin)>;

const std::pair<std::string_view, Measure> kTopics[] = {
    {"core", [](Table& table, const auto&) { measure_core(table); }},
    {"commands", [](Table& table,
                    const auto& bin) { measure_commands(table, measure_bare_limits(table), bin); }},
    {"restart", measure_restart},
    {"feed", measure_feed},
    {"reconnect", measure_reconnect},
    {"board", measure_board},
    {"touch", measure_touch},
    {"estimate", [](Table& table, const auto&) { measure_estimate(table); }},
    {"scan", [](Table& table, const auto&) { measure_scan(table); }},
    {"devices", measure_devices},
    {"pages", measure_pages},
    {"idle", measure_idle},
};

int run(const std::filesystem::path& out, std::string_view only) {
  const auto bin = std::filesystem::canonical("/proc/self/exe").parent_path();
  Table table;
  bool any = false;
  for (const auto& [topic, measure] : kTopics) {
    if (!only.empty() && only != topic) continue;
    measure(table, bin);
    any = true;
  }
  if (!any) {
    std::fputs("bench: no such topic; there are:", stderr);
    for (const auto& [topic, measure] : kTopics) {
      std::fprintf(stderr, " %.*s", static_cast<int>(topic.size()), topic.data());
    }
    std::fputs("\n", stderr);
    return 2;
  }
  table.write_json(out);
  return 0;
}

}  // namespace
}  // namespace yichuang::bench

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fputs("usage: bench OUT.json [TOPIC]\n", stderr);
    return 2;
  }
  yichuang::log_start("bench", yichuang::LogLevel::kWarning);
  return yichuang::bench::run(argv[1], argc == 3 ? argv[2] : "");
}
