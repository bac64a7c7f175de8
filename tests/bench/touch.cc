#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <vector>

#include "base/assert.h"
#include "tests/bench/figures.h"

namespace yichuang::bench {

void measure_touch(Table& table, const std::filesystem::path& bin) {
  const std::string command =
      fmt::format("YICHUANG_BIN='{}' /usr/bin/python3 '{}/tests/bench/touch.py'", bin.string(),
                  YICHUANG_SOURCE_DIR);
  std::FILE* samples = ::popen(command.c_str(), "re");
  HALL_ASSERT(samples != nullptr);
  std::map<std::string, std::vector<double>> ms;
  char topic[32];
  double sample = 0;
  while (std::fscanf(samples, "%31s %lf", topic, &sample) == 2) ms[topic].push_back(sample);
  HALL_ASSERT(::pclose(samples) == 0);
  const auto add = [&](const char* what, const char* samples_of, double share, double budget_ms) {
    const double value = percentile(ms[samples_of], share);
    table.add({fmt::format("kiosk, {}, p{:.0f}", what, share * 100), value, "ms",
               budget_ms > 0 ? "two frames, 33 ms" : "", budget_ms > 0 ? value / budget_ms : 0});
  };
  for (const double share : {0.5, 0.99}) {
    add("touch → pressed", "pressed", share, kTwoFramesMs);
    add("touch → next screen", "screen", share, kTwoFramesMs);
    add("touch → printer's first byte", "paper", share, 0);
  }
}

}  // namespace yichuang::bench
