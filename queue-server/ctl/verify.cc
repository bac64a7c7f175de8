#include <cinttypes>
#include <cstdio>

#include "queue-server/ctl/commands.h"
#include "queue-server/journal/refold.h"

namespace yichuang {

int verify(const std::filesystem::path& path) {
  auto journal = open_sqlite_journal(path, JournalUse::kVerify);
  if (!journal) {
    std::fprintf(stderr, "hallctl: %s\n", journal.error().sentence.c_str());
    return 1;
  }
  auto report = verify_journal(**journal);
  if (!report) {
    std::fprintf(stderr, "hallctl: %s: %s\n", path.c_str(), report.error().sentence.c_str());
    return 1;
  }
  std::printf("events   %" PRIu64 "\ndays     %u\ntickets  %" PRIu64 "\n", report->events,
              report->days, report->tickets);
  for (const auto& [phase, count] : report->tickets_by_phase) {
    std::printf("  %-10s %" PRIu64 "\n", phase.c_str(), count);
  }
  std::printf("hash     %016" PRIx64 "\nok: every invariant holds\n", report->hash);
  return 0;
}

}  // namespace yichuang
