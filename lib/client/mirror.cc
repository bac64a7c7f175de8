#include "client/mirror.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/limits.h"
#include "base/log.h"
#include "hall/apply.h"
#include "hall/legal.h"

namespace yichuang {

void Mirror::hear(uint64_t run, uint64_t seq) {
  if (run != heard_run_) {
    heard_run_ = run;
    heard_seq_ = 0;
    heard_pulse_steady_ms_ = kNever;
  }
  heard_seq_ = std::max(heard_seq_, seq);
  heard_since_asked_ = true;
  if (run != run_) doubted_ = true;
}

void Mirror::fold(const wire::Event& event, const OnEvent& on_event) {
  if (event.seq() <= state_.seq) return;
  // prev_seq names the published event before this one; after a snapshot that ended on an
  // unpublished event it may lie before state_.seq, but never beyond it.
  if (event.prev_seq() > state_.seq) {
    behind_ = true;
    return;
  }
  if (auto legal = check_legal(state_, event); !legal) {
    log_error("event {} does not follow the mirrored state ({}); taking a snapshot", event.seq(),
              legal.error().sentence);
    heard_seq_ = state_.seq;  // what cannot be is not waited for; the next pulse knows
    start_over();
    return;
  }
  apply(state_, event);
  if (on_event) on_event(event);
}

void Mirror::start_over() {
  // The old state stays readable until the snapshot is complete; it is not fresh any more.
  have_state_ = false;
  behind_ = true;
  pages_.clear();
  query_id_.clear();
}

void Mirror::ask_later(const wire::Reply& reply, int64_t steady_ms) {
  start_over();
  answered_nothing(reply, steady_ms);
}

// The query counts as unanswered from now on, so the next one comes in its time.
void Mirror::answered_nothing(const wire::Reply& reply, int64_t steady_ms) {
  query_id_ = reply.command_id();
  query_sent_steady_ms_ = steady_ms;
}

void Mirror::on_refusal(const wire::Reply& reply, int64_t steady_ms) {
  if (reply.refusal() == wire::REFUSAL_SNAPSHOT_GONE ||
      reply.refusal() == wire::REFUSAL_NO_SUCH_HISTORY) {
    // The snapshot is gone, or the events asked for are of a day that is over: start again.
    start_over();
    return;
  }
  ask_later(reply, steady_ms);
  std::string told = fmt::format("{} ({})", reply.sentence(), wire::Refusal_Name(reply.refusal()));
  if (told == refusal_told_) return;
  log_warning("the server does not tell the state of the hall: {}; asking again each second", told);
  refusal_told_ = std::move(told);
}

void Mirror::on_feed(const wire::Feed& feed, int64_t steady_ms, const OnEvent& on_event) {
  const bool same_run = feed.run() == run_;
  if (feed.has_event()) {
    hear(feed.run(), feed.event().seq());
    if (have_state_ && same_run) fold(feed.event(), on_event);
    return;
  }
  if (!feed.has_pulse()) return;
  // A pulse from before the last event says nothing about it: it was overtaken on its way.
  if (same_run && feed.pulse().last_seq() < state_.seq) return;
  hear(feed.run(), feed.pulse().last_seq());
  heard_pulse_steady_ms_ = steady_ms;
  if (same_run) pulse_at_steady_ms_ = steady_ms;
  if (same_run || !have_state_) pulse_ = feed.pulse();
  if (have_state_ && heard_seq() > state_.seq) behind_ = true;
}

bool Mirror::on_reply(const wire::Reply& reply, int64_t steady_ms, const OnEvent& on_event) {
  if (query_id_.empty() || reply.command_id() != query_id_) return false;
  query_id_.clear();
  if (reply.refusal() != wire::REFUSAL_UNSPECIFIED) {
    on_refusal(reply, steady_ms);
    return true;
  }
  refusal_told_.clear();
  if (query_is_snapshot_ && reply.has_snapshot()) {
    on_page(reply, steady_ms);
  } else if (!query_is_snapshot_ && reply.has_events() && have_state_) {
    on_events(reply, steady_ms, on_event);
  } else {
    log_error("the server answers a question that nobody asked; asking again");
    ask_later(reply, steady_ms);
  }
  return true;
}

void Mirror::on_page(const wire::Reply& reply, int64_t steady_ms) {
  pages_.push_back(reply.snapshot());
  const size_t pages = pages_.back().pages();
  if (pages > limits::kSnapshotPagesMax) {
    log_error("the snapshot is broken: it has {} pages", pages);
    return ask_later(reply, steady_ms);
  }
  if (pages_.back().run() != pages_[0].run()) return pages_.clear();  // half of each of two runs
  if (pages_.size() < pages) return;
  const uint64_t run = pages_[0].run();
  auto state = from_foreign_snapshot(pages_);
  pages_.clear();
  if (!state) {
    log_error("{}", state.error().sentence);
    return ask_later(reply, steady_ms);
  }
  // What was heard before the question is settled by its answer.
  doubted_ = heard_since_asked_ && heard_run_ != run;
  // The server keeps a snapshot for a second: this one may be older than what is shown.
  if (run != run_ || state->seq >= state_.seq) return adopt(std::move(*state), run);
  if (!have_state_) answered_nothing(reply, steady_ms);
}

void Mirror::adopt(State state, uint64_t run) {
  if (state.seq < state_.seq)
    log_warning("the server has begun anew: its history ends at {}, before {}", state.seq,
                state_.seq);
  state_ = std::move(state);
  have_state_ = true;
  if (std::exchange(run_, run) != run)
    pulse_at_steady_ms_ = heard_run_ == run ? heard_pulse_steady_ms_ : kNever;
  // The server keeps a snapshot for a second: what came meanwhile is not in it.
  behind_ = heard_seq() > state_.seq;
}

void Mirror::on_events(const wire::Reply& reply, int64_t steady_ms, const OnEvent& on_event) {
  if (reply.events().run() != run_) {
    doubted_ = true;
    return answered_nothing(reply, steady_ms);
  }
  ++gaps_repaired_;
  const uint64_t before = state_.seq;
  for (const auto& event : reply.events().events()) {
    fold(event, on_event);
    if (!have_state_) return;
  }
  // The feed may overtake an answer, and speak of more.
  behind_ = std::max(reply.events().last_seq(), heard_seq()) > state_.seq;
  if (behind_ && state_.seq == before) answered_nothing(reply, steady_ms);
}

std::vector<Mirror::Query> Mirror::due(int64_t steady_ms,
                                       const std::function<std::string()>& make_id) {
  if (is_whole()) return {};
  if (!query_id_.empty() && steady_ms - query_sent_steady_ms_ < kQueryRetryMs) return {};
  Query query;
  query.id = make_id();
  query_is_snapshot_ = !have_state_ || doubted_;
  if (!query_is_snapshot_) {
    auto& ask = *query.command.mutable_get_events();
    ask.set_after_seq(state_.seq);
    ask.set_count(static_cast<uint32_t>(limits::kEventBatchMax));
  } else {
    if (pages_.empty()) heard_since_asked_ = false;
    auto& ask = *query.command.mutable_get_snapshot();
    ask.set_seq(pages_.empty() ? 0 : pages_[0].seq());
    ask.set_page(static_cast<uint32_t>(pages_.size()));
  }
  query_id_ = query.id;
  query_sent_steady_ms_ = steady_ms;
  return {std::move(query)};
}

int64_t Mirror::next_due_steady_ms() const {
  if (is_whole()) return pulse_at_steady_ms_ + kFreshMs + 1;
  return query_id_.empty() ? INT64_MIN : query_sent_steady_ms_ + kQueryRetryMs;
}

bool Mirror::fresh(int64_t steady_ms) const {
  return have_state_ && !behind_ && steady_ms - pulse_at_steady_ms_ <= kFreshMs;
}

}  // namespace yichuang
