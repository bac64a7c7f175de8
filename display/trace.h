// When the effect of an event was on the screen: a line "seq N presented MICROSECONDS" (Unix time)
// for each event, right after the frame was handed to the system; and "cut-off presented
// MICROSECONDS", "in-step presented MICROSECONDS" when the banner came or went; and once a second
// while frames come "frames N presented MICROSECONDS", N since the start. For measuring from call
// to pixels, from loss to banner, and how smoothly the ticker runs. At the end "ended seq N hash
// H": the state that was shown last, H as `hallctl verify` prints it. One thread (the window's).
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"

namespace yichuang::display {

class PresentTrace {
 public:
  // Appends to `file`.
  static Result<std::unique_ptr<PresentTrace>> open(const std::filesystem::path& file);

  // An event that was folded, whose effect no frame shows yet. At most kWaitingMax are remembered.
  void folded(uint64_t seq);
  // The board was cut off from its server, or is in step again; no frame shows it yet.
  void freshness_changed(bool cut_off) { cut_off_ = cut_off; }
  // A frame that shows all of that was presented just now.
  void presented();
  void ended(uint64_t seq, uint64_t hash);
  // What was folded changed nothing that is to be seen.
  void nothing_to_show() { waiting_.clear(); }

  static constexpr size_t kWaitingMax = 10'000;

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
  std::vector<uint64_t> waiting_;
  std::optional<bool> cut_off_;  // a change that no frame shows yet
  uint64_t frames_ = 0;
  int64_t frames_told_us_ = 0;
};

}  // namespace yichuang::display
