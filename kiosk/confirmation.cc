#include "kiosk/confirmation.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace yichuang::kiosk {

namespace {

// Nothing has been decided: the same may succeed later.
bool not_kept(const Outcome& outcome) {
  return outcome.kind == Outcome::Kind::kUnavailable ||
         (outcome.kind == Outcome::Kind::kRefused &&
          outcome.reply.refusal() == wire::REFUSAL_DISK_FULL);
}

}  // namespace

void Confirmation::confirm(const AskConfirm& ask) { send({.ask = ask, .since_ms = now_()}); }

Commander::OnOutcome Confirmation::resumed(const wire::ConfirmTicket& command) {
  return outcome_of({.ask = {command.ticket(), command.delivery()}, .since_ms = now_()});
}

void Confirmation::step() {
  const int64_t now_ms = now_();
  for (Waiting& what : std::exchange(waiting_, {})) {
    if (what.again_at_ms <= now_ms) {
      send(std::move(what));
    } else {
      waiting_.push_back(std::move(what));
    }
  }
}

void Confirmation::hurry() {
  for (Waiting& what : waiting_) what.again_at_ms = 0;
  step();
}

int64_t Confirmation::due_ms() const {
  int64_t due_ms = INT64_MAX;
  for (const Waiting& what : waiting_) due_ms = std::min(due_ms, what.again_at_ms);
  return due_ms;
}

void Confirmation::send(Waiting what) {
  wire::Command command;
  command.mutable_confirm_ticket()->set_ticket(what.ask.ticket);
  command.mutable_confirm_ticket()->set_delivery(what.ask.delivery);
  submit_(std::move(command), outcome_of(std::move(what)));
}

Commander::OnOutcome Confirmation::outcome_of(Waiting what) {
  ++unanswered_;
  return [this, what = std::move(what)](const Outcome& outcome) {
    --unanswered_;
    answered(what, outcome);
  };
}

void Confirmation::answered(Waiting what, const Outcome& outcome) {
  if (!not_kept(outcome)) {
    if (outcome.kind != Outcome::Kind::kDone)
      log_warning("ticket {} was not confirmed: {}", what.ask.ticket, outcome.reply.sentence());
    return tell_(what.ask.ticket, outcome);
  }
  const int64_t now_ms = now_();
  what.pause_ms = std::clamp(what.pause_ms * 2, kPauseFirstMs, kPauseLongestMs);
  what.again_at_ms = now_ms + what.pause_ms;
  log_warning("ticket {} is not confirmed yet; again in {} ms", what.ask.ticket, what.pause_ms);
  const bool tell = !what.told && now_ms - what.since_ms >= kTellAfterMs;
  what.told = what.told || tell;
  const uint32_t ticket = what.ask.ticket;
  waiting_.push_back(std::move(what));
  if (tell) tell_(ticket, {Outcome::Kind::kUnavailable, {}});
}

}  // namespace yichuang::kiosk
