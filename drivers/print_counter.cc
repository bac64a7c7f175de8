#include "drivers/print_counter.h"

#include <fmt/core.h>

#include <utility>

#include "base/config.h"
#include "base/file.h"
#include "base/log.h"

namespace yichuang {
namespace {

constexpr int kRowsPerMm = 8;  // 203 dpi

Result<PrintCounts> read_counts(const std::filesystem::path& path) {
  auto config = Config::load(path);
  if (!config) return config.error();
  const ConfigTable root = config->root();
  const auto number = [&](const char* key) {
    return static_cast<uint64_t>(root.integer(key, 0, INT64_MAX));
  };
  const PrintCounts counts{number("printed"), number("uncertain"), number("cuts"),
                           number("paper_rows")};
  if (auto done = config->finish(); !done) return done.error();
  return counts;
}

}  // namespace

PrintCounter::PrintCounter(std::filesystem::path file) : file_(std::move(file)) {
  if (file_.empty()) return;
  const auto counts = read_counts(file_);
  if (counts) {
    counts_ = *counts;
    log_info("printer: {} tickets, {} uncertain, {} cuts, {} m of paper so far", counts_.printed,
             counts_.uncertain, counts_.cuts, counts_.paper_rows / kRowsPerMm / 1000);
  } else {
    log_info("printer: counted from now on: {}", counts.error().sentence);
  }
}

void PrintCounter::add(PrintOutcome outcome, int rows, bool cut) {
  if (outcome == PrintOutcome::kFailed) return;  // nothing came out
  ++(outcome == PrintOutcome::kPrinted ? counts_.printed : counts_.uncertain);
  if (cut) ++counts_.cuts;
  counts_.paper_rows += static_cast<uint64_t>(rows);
  if (!file_.empty()) save();
}

void PrintCounter::save() {
  const std::string text =
      fmt::format("printed = {}\nuncertain = {}\ncuts = {}\npaper_rows = {}\n", counts_.printed,
                  counts_.uncertain, counts_.cuts, counts_.paper_rows);
  const auto done = write_file_atomic(file_, text, 0644);
  if (!done && !std::exchange(complained_, true))
    log_warning("printer: its counts are not kept: {}", done.error().sentence);
  if (done) complained_ = false;
}

}  // namespace yichuang
