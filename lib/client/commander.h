// Commands with exactly one answer: the id is on disk before the first byte leaves (but for
// questions that change nothing), a lost reply is asked for again with the same id, and the caller
// hears one outcome.
//
// A state machine without sockets, clocks or threads of its own: HallClient feeds it; the tests and
// the simulator drive it directly. Owned by one thread. A handler that hears an outcome may call
// back into the commander.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "client/outbox.h"
#include "wire/hall.pb.h"

namespace yichuang {

struct Outcome {
  enum class Kind {
    kDone,         // the server did it; `reply` has the result
    kRefused,      // the server said no; `reply` says why
    kUnanswered,   // patience is over; it may or may not have happened. The deadline in the command
                   // is over too, so it cannot happen any more
    kUnavailable,  // not sent: the outbox is full or its disk failed
  };
  Kind kind = Kind::kUnavailable;
  wire::Reply reply;
};

class Commander {
 public:
  using OnOutcome = std::function<void(const Outcome&)>;

  Commander(std::string hall, Outbox& outbox, Random& random);

  // Takes over what an earlier life of the program left unanswered: it is sent again with its old
  // ids, and `on_outcome` hears each. Call once, before the first submit.
  void resume(Time now, int64_t steady_ms,
              const std::function<OnOutcome(const wire::Command&)>& on_outcome);

  // `on_outcome` hears one outcome: kUnavailable within this call, any other from on_reply() or
  // due().
  void submit(wire::Command command, Time now, int64_t steady_ms, int64_t patience_ms,
              OnOutcome on_outcome);
  // A reply that came in. Unknown ids (answered already) are ignored.
  void on_reply(const wire::Reply& reply);
  // Frames to send now: new commands, and those unanswered for kRetryMs. Tells those whose patience
  // is over that they are unanswered.
  std::vector<std::string> due(int64_t steady_ms);
  int64_t next_due_steady_ms() const;  // INT64_MAX if nothing is pending
  size_t pending() const { return pending_.size(); }

  static constexpr int64_t kRetryMs = 1000;

 private:
  struct Pending {
    std::string frame;
    int64_t send_at = 0;
    int64_t give_up_at = 0;
    OnOutcome on_outcome;
    bool kept = true;  // in the outbox
  };
  void finish(const CommandId& id, const Pending& pending, const Outcome& outcome);
  std::string hall_;
  Outbox& outbox_;
  Random& random_;
  std::map<CommandId, Pending> pending_;
};

}  // namespace yichuang
