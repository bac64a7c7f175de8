#include <cstdio>
#include <memory>
#include <string>

#include "base/assert.h"
#include "tests/bench/figures.h"

namespace yichuang::bench {
namespace {

constexpr double kHeardMs = 200;

}  // namespace

// In a program of its own: the emulated bus stands between it and the system's calls.
void measure_devices(Table& table, const std::filesystem::path& bin) {
  const std::unique_ptr<FILE, int (*)(FILE*)> told(
      popen(("'" + (bin / "device_times").string() + "'").c_str(), "r"), pclose);
  HALL_ASSERT(told != nullptr);
  char line[256];
  while (std::fgets(line, sizeof line, told.get()) != nullptr) {
    char name[128];
    double median_ms = 0;
    double most_ms = 0;
    if (std::sscanf(line, "%127[^:]: %lf %lf", name, &median_ms, &most_ms) != 3) continue;
    table.add({std::string(name) + ", heard, median", median_ms, "ms", "", 0});
    table.add(
        {std::string(name) + ", heard, most of 40", most_ms, "ms", "200 ms", most_ms / kHeardMs});
  }
}

}  // namespace yichuang::bench
