#include "display/trace.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
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
  ++frames_;
  const int64_t now_us = std::chrono::duration_cast<std::chrono::microseconds>(
                             std::chrono::system_clock::now().time_since_epoch())
                             .count();
  const bool tells_frames = std::abs(now_us - frames_told_us_) >= 1'000'000;
  if (waiting_.empty() && !cut_off_ && !tells_frames) return;
  for (const uint64_t seq : waiting_) {
    fmt::print(file_.get(), "seq {} presented {}\n", seq, now_us);
  }
  if (cut_off_)
    fmt::print(file_.get(), "{} presented {}\n", *cut_off_ ? "cut-off" : "in-step", now_us);
  if (tells_frames) {
    fmt::print(file_.get(), "frames {} presented {}\n", frames_, now_us);
    frames_told_us_ = now_us;
  }
  std::fflush(file_.get());
  waiting_.clear();
  cut_off_.reset();
}

void PresentTrace::ended(uint64_t seq, uint64_t hash) {
  fmt::print(file_.get(), "ended seq {} hash {:016x}\n", seq, hash);
  std::fflush(file_.get());
}

}  // namespace yichuang::display
