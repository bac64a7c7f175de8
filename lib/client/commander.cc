#include "client/commander.h"

#include <algorithm>

#include "base/log.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

// A question that changes nothing may be forgotten in a crash: it is not worth a wait for the disk.
bool changes_nothing(const wire::Command& command) {
  return command.has_get_ticket() || command.has_get_items() || command.has_grant_upload() ||
         command.has_ping();
}

}  // namespace

Commander::Commander(std::string hall, Outbox& outbox, Random& random)
    : hall_(std::move(hall)), outbox_(outbox), random_(random) {}

void Commander::resume(Time now, int64_t steady_ms,
                       const std::function<OnOutcome(const wire::Command&)>& on_outcome) {
  auto kept = outbox_.all();
  if (!kept) {
    log_error("{}", kept.error().sentence);
    return;
  }
  for (auto& [id, frame] : *kept) {
    wire::Command command;
    if (!decode(frame, command)) {
      log_warning("dropped an unreadable command of an earlier run from the outbox");
      if (auto done = outbox_.forget(id); !done) log_error("{}", done.error().sentence);
      continue;
    }
    // Ask at least once, even when the deadline is over: it may have been done before the crash.
    const int64_t left_ms = std::max<int64_t>(3 * kRetryMs, Time{command.deadline_ms()} - now);
    pending_[id] = {std::move(frame), steady_ms, steady_ms + left_ms, on_outcome(command)};
  }
}

void Commander::submit(wire::Command command, Time now, int64_t steady_ms, int64_t patience_ms,
                       OnOutcome on_outcome) {
  const CommandId id = CommandId::make(now, random_);
  command.set_version(kProtocolVersion);
  command.set_hall(hall_);
  command.set_command_id(std::string(id.raw()));
  command.set_deadline_ms((now + patience_ms).ms);
  std::string frame = encode(command);
  const bool keep = !changes_nothing(command);
  if (auto kept = keep ? outbox_.keep(id, frame) : Result<void>(); !kept) {
    log_error("{}", kept.error().sentence);
    on_outcome(Outcome{Outcome::Kind::kUnavailable, {}});
    return;
  }
  // A little longer than the deadline, so that "unanswered" means "cannot happen any more".
  pending_[id] = {std::move(frame), steady_ms, steady_ms + patience_ms + kRetryMs / 2,
                  std::move(on_outcome), keep};
}

void Commander::on_reply(const wire::Reply& reply) {
  const auto id = CommandId::parse(reply.command_id());
  if (!id) return;
  const bool refused = reply.refusal() != wire::REFUSAL_UNSPECIFIED;
  // "Busy" is not an answer yet: the same id is sent again until the patience is over.
  if (reply.refusal() == wire::REFUSAL_BUSY) return;
  auto node = pending_.extract(*id);
  if (node.empty()) return;
  finish(*id, node.mapped(), {refused ? Outcome::Kind::kRefused : Outcome::Kind::kDone, reply});
}

void Commander::finish(const CommandId& id, const Pending& pending, const Outcome& outcome) {
  if (pending.kept) {
    if (auto done = outbox_.forget(id); !done) log_error("{}", done.error().sentence);
  }
  pending.on_outcome(outcome);
  // After whoever waited was told, and unless that led to the next command.
  if (pending.kept) {
    if (auto done = outbox_.clean(); !done) log_error("{}", done.error().sentence);
  }
}

std::vector<std::string> Commander::due(int64_t steady_ms) {
  std::vector<std::string> frames;
  std::vector<decltype(pending_)::node_type> over;
  for (auto next = pending_.begin(); next != pending_.end();) {
    const auto at = next++;
    Pending& pending = at->second;
    if (pending.give_up_at <= steady_ms) {
      over.push_back(pending_.extract(at));
    } else if (pending.send_at <= steady_ms) {
      frames.push_back(pending.frame);
      pending.send_at = steady_ms + kRetryMs;
    }
  }
  // Those that are over are pending no more: a handler may submit, and come back here.
  for (const auto& node : over) {
    finish(node.key(), node.mapped(), {Outcome::Kind::kUnanswered, {}});
  }
  return frames;
}

int64_t Commander::next_due_steady_ms() const {
  int64_t next = INT64_MAX;
  for (const auto& [id, pending] : pending_) {
    next = std::min({next, pending.send_at, pending.give_up_at});
  }
  return next;
}

}  // namespace yichuang
