// The hall as a display follows it: the mirror, the hall's zone and clock, since when it is cut
// off, and which calls are new. Shared by the window and by the programs without one.
//
// Owned by one thread; `wake` is called by the client's network thread (client/hall_client.h).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/zone.h"
#include "client/hall_client.h"
#include "display/board.h"
#include "display/call_watch.h"
#include "net/device_file.h"

namespace yichuang::display {

class HallWatch {
 public:
  // `clock` and `random` outlive it.
  static Result<std::unique_ptr<HallWatch>> open(const DeviceFile& device,
                                                 std::function<void()> wake, const Clock& clock,
                                                 Random& random);

  // Folds what has arrived; `on_seq` hears each event's number, also of a snapshot that jumped.
  // True if the state, an estimate or the freshness changed, or a second has passed since it last
  // did: the wall clock may step, and a cut has to be noticed.
  bool poll(const std::function<void(uint64_t seq)>& on_seq);
  int64_t wait_ms() const;

  const State& state() const { return hall_->state(); }
  bool fresh() const { return hall_->fresh(); }
  // What views are made of; valid until the next poll. `recent_rows` as BoardInput has it.
  BoardInput input(size_t recent_rows);
  // The calls to speak now, oldest first; each once.
  std::vector<CallToSpeak> take_calls();
  // 0..23 by the hall's clock; nothing while its zone is unknown.
  std::optional<int> hour() const;

  static constexpr int64_t kUpdateEveryMs = 1000;

 private:
  explicit HallWatch(const Clock& clock) : clock_(clock), started_(clock.now()) {}
  void follow_zone();
  Time stale_since();

  const Clock& clock_;
  const Time started_;
  std::unique_ptr<HallClient> hall_;
  CallWatch calls_;
  std::optional<Zone> zone_;
  bool confirmed_ = false;                   // the state was fresh, or a banner stands beside it
  uint64_t seq_ = 0;                         // of the last event folded
  std::optional<int64_t> unfresh_since_ms_;  // steady; while there is a state that is not fresh
  int64_t polled_ms_ = INT64_MIN / 2;        // steady; when poll() was last true
};

}  // namespace yichuang::display
