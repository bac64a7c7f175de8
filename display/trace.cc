#include "display/trace.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstring>

namespace yichuang::display {

Result<std::unique_ptr<PresentTrace>> PresentTrace::open(const std::filesystem::path& file) {
  auto trace = std::make_unique<PresentTrace>();
  trace->file_.reset(std::fopen(file.c_str(), "ae"));
  if (!trace->file_) {
    return Error{ErrorCode::kUnavailable,
                 fmt::format("cannot write {}: {}", file.string(), std::strerror(errno))};
  }
  return trace;
}

void PresentTrace::folded(uint64_t seq) {
  if (waiting_.size() < kWaitingMax) waiting_.push_back(seq);
}

void PresentTrace::presented() {
  if (waiting_.empty() && !cut_off_) return;
  const auto now_us = std::chrono::duration_cast<std::chrono::microseconds>(
                          std::chrono::system_clock::now().time_since_epoch())
                          .count();
  for (const uint64_t seq : waiting_) {
    fmt::print(file_.get(), "seq {} presented {}\n", seq, now_us);
  }
  if (cut_off_)
    fmt::print(file_.get(), "{} presented {}\n", *cut_off_ ? "cut-off" : "in-step", now_us);
  std::fflush(file_.get());
  waiting_.clear();
  cut_off_.reset();
}

}  // namespace yichuang::display
