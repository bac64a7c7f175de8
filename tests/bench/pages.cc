#include <fmt/format.h>

#include <cstdio>

#include "base/assert.h"
#include "tests/bench/figures.h"

namespace yichuang::bench {

void measure_pages(Table& table, const std::filesystem::path& bin) {
  const std::string command =
      fmt::format("YICHUANG_BIN='{}' /usr/bin/python3 '{}/tests/bench/pages.py'", bin.string(),
                  YICHUANG_SOURCE_DIR);
  std::FILE* told = ::popen(command.c_str(), "re");
  HALL_ASSERT(told != nullptr);
  int pages = 0;
  double mb = 0;
  while (std::fscanf(told, "%d %lf", &pages, &mb) == 2) {
    table.add({pages > 0 ? fmt::format("kiosk with {} scanned pages in hand, memory", pages)
                         : "kiosk after that visit, memory",
               mb, "MB", fmt::format("{} MB", kKioskMemoryMb), mb / kKioskMemoryMb});
  }
  HALL_ASSERT(::pclose(told) == 0);
}

}  // namespace yichuang::bench
