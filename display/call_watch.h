// Which calls are new and must be spoken.
//
// Live events are announced as they are folded. Calls that a snapshot jumped over (after a cut, or
// when the board has just started) are announced only if they are young and not answered yet: an
// old call spoken late would send somebody to a window that serves another by now. Plain state
// machine; owned by one thread.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang::display {

// One call, or recall, of one person.
struct CallToSpeak {
  TicketKey ticket = 0;
  uint32_t call = 0;  // 1 first call, 2.. recalls
  std::string number;
  WindowNumber window = 0;
  friend bool operator==(const CallToSpeak&, const CallToSpeak&) = default;
};

class CallWatch {
 public:
  // An event, right after it was folded into `state`.
  void on_event(const wire::Event& event, const State& state);
  // After all that arrived was folded: the calls to announce now, oldest first.
  std::vector<CallToSpeak> take(const State& state, Time now);

  // A call that was not seen live is still announced when it is at most so old.
  static constexpr int64_t kYoungMs = 15'000;

 private:
  // A person may be called, missed and called again with the same count: the moment tells the two
  // apart.
  struct Moment {
    TicketKey ticket = 0;
    uint32_t call = 0;
    Time at;
    friend auto operator<=>(const Moment&, const Moment&) = default;
  };

  std::vector<CallToSpeak> live_;
  std::set<Moment> known_;  // of the calls in state.recent_calls; bounded by it
};

// Whether the person of this call is still awaited at that window.
bool is_still_called(const State& state, const CallToSpeak& call);

// Whether the call was answered, so that it is not to be spoken any more: the person came, went, is
// back in line or is called elsewhere. Who was declared missed has answered nothing.
bool is_answered(const State& state, const CallToSpeak& call);

}  // namespace yichuang::display
