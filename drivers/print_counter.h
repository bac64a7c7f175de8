// PrintCounter: what a ticket printer has done while it was ours, for whoever services it: blades
// and heads are rated in cuts and in metres of paper. Kept in a small file across restarts. One
// thread, its owner's.
#pragma once

#include <cstdint>
#include <filesystem>

#include "drivers/printer.h"

namespace yichuang {

class PrintCounter {
 public:
  // Reads what there is. A file that is missing or damaged counts from nothing, and says so in the
  // log. An empty path counts without a file.
  explicit PrintCounter(std::filesystem::path file);

  // A job of so many rows has come to this. Written at once; a disk that takes nothing is logged
  // once, and nothing else comes of it.
  void add(PrintOutcome outcome, int rows, bool cut);
  const PrintCounts& counts() const { return counts_; }

 private:
  void save();
  const std::filesystem::path file_;
  PrintCounts counts_;
  bool complained_ = false;
};

}  // namespace yichuang
