// The calls that wait to be spoken: first in, first out, bounded.
//
// Rules (HALL: announcements queue; a new call never cuts off the previous one):
// - A ticket waits here at most once: a recall of a call that was not spoken yet adds nothing.
// - A call that was answered before its turn (the person came, went, or was sent on) is dropped.
// - A call that was broken off comes first again.
// - At most kWaitingMax wait. At the limit the oldest is dropped: its person has had the screen for
//   minutes, while the newest has had nothing.
// Not thread-safe; the announcer locks.
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "base/limits.h"
#include "display/call_watch.h"

namespace yichuang::display {

class AnnouncementQueue {
 public:
  // More than a snapshot of the hall has calls: a whole hall may call at once.
  static constexpr size_t kWaitingMax = limits::kWindowsMax;  // all of them may call at once

  // Returns the call that had to go at the limit, if any.
  std::optional<CallToSpeak> push(const CallToSpeak& call);
  // Drops those for which `wanted` is false; returns them, oldest first.
  std::vector<CallToSpeak> keep_only(const std::function<bool(const CallToSpeak&)>& wanted);
  std::optional<CallToSpeak> pop();
  // The last popped, which was not heard. A recall of it that has come since takes its place.
  void put_back(const CallToSpeak& call);
  size_t size() const { return waiting_.size(); }

 private:
  std::deque<CallToSpeak> waiting_;
};

}  // namespace yichuang::display
