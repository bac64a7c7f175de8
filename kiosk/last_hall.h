// The hall as the kiosk last knew it, kept over a restart: its services, windows and hours, and
// nothing of anybody's ticket. So a kiosk that starts while the server is away can
// still give numbers. One file beside the outbox; one thread. What cannot be written or read is
// logged.
#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>

#include "hall/state.h"

namespace yichuang::kiosk {

class LastHall {
 public:
  explicit LastHall(std::filesystem::path file);

  // What the run before this one left; seq 0: nothing.
  const State& state() const { return state_; }
  // The hall now; written only when what is kept of it has changed.
  void remember(const State& now);

 private:
  // What decides whether it has changed: catalogue and day.
  using Mark = std::pair<uint32_t, uint32_t>;
  static Mark mark_of(const State& state) { return {state.catalogue_version, state.day}; }

  const std::filesystem::path file_;
  State state_;
  Mark written_{};
};

}  // namespace yichuang::kiosk
