// Confirms tickets to the server, and does not let go of one before the command is kept: what this
// machine's disk does not take, or the server's, is tried again with a growing pause. Told when it
// takes longer than a citizen should be left believing.
//
// Owned by the kiosk, which gives out no ticket while one waits here; its thread.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "client/commander.h"
#include "kiosk/flow.h"
#include "wire/hall.pb.h"

namespace yichuang::kiosk {

class Confirmation {
 public:
  // As HallClient::submit: the outcome comes later, or as kUnavailable before this returns.
  using Submit = std::function<void(wire::Command, Commander::OnOutcome)>;
  // The server's answer; also kUnavailable, once, when a ticket has waited for kTellAfterMs.
  using Tell = std::function<void(uint32_t ticket, const Outcome&)>;
  // Milliseconds, on a clock that never goes back.
  using Now = std::function<int64_t()>;

  // Outlives every outcome that `submit` owes.
  Confirmation(Submit submit, Tell tell, Now now)
      : submit_(std::move(submit)), tell_(std::move(tell)), now_(std::move(now)) {}

  void confirm(const AskConfirm& ask);
  // For a command of an earlier run, sent again from the outbox: hears its outcome.
  Commander::OnOutcome resumed(const wire::ConfirmTicket& command);
  // Tries again what is due. Call as time passes.
  void step();
  // Tries again all that waits, due or not.
  void hurry();
  // True while a confirmation is kept nowhere but here.
  bool waits() const { return !waiting_.empty(); }
  // True when nothing waits, here or for the server's answer.
  bool settled() const { return waiting_.empty() && unanswered_ == 0; }
  // When to call step() next; INT64_MAX: not at all.
  int64_t due_ms() const;

  static constexpr int64_t kPauseFirstMs = 1'000;  // doubles up to the longest
  static constexpr int64_t kPauseLongestMs = 30'000;
  static constexpr int64_t kTellAfterMs = 3'000;

 private:
  struct Waiting {
    AskConfirm ask;
    int64_t since_ms = 0;
    int64_t pause_ms = 0;
    int64_t again_at_ms = 0;
    bool told = false;
  };
  void send(Waiting what);
  Commander::OnOutcome outcome_of(Waiting what);
  void answered(Waiting what, const Outcome& outcome);

  Submit submit_;
  Tell tell_;
  Now now_;
  std::vector<Waiting> waiting_;
  size_t unanswered_ = 0;
};

}  // namespace yichuang::kiosk
