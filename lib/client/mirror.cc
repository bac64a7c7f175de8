#include "client/mirror.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "base/log.h"
#include "hall/apply.h"
#include "hall/legal.h"

namespace yichuang {

// What was overtaken on its way says nothing; a later pulse also that there is no more (`last`).
void Mirror::hear(uint64_t seq, int64_t at_ms, bool last) {
  if (seq < heard_seq_ && !(last && at_ms > heard_at_ms_)) return;
  heard_seq_ = seq;
  heard_at_ms_ = at_ms;
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
  if (feed.has_event()) {
    hear(feed.event().seq(), feed.event().at_ms(), false);
    if (have_state_) fold(feed.event(), on_event);
    return;
  }
  if (!feed.has_pulse()) return;
  const bool shorter = feed.pulse().last_seq() < state_.seq;
  // A pulse from before the last event says nothing about it: it was overtaken on its way.
  if (shorter && feed.pulse().at_ms() <= state_.at.ms) return;
  pulse_ = feed.pulse();
  pulse_at_steady_ms_ = steady_ms;
  hear(pulse_.last_seq(), pulse_.at_ms(), true);
  history_is_shorter_ = shorter;
  if (!have_state_) return;
  if (pulse_.last_seq() > state_.seq) behind_ = true;
  if (shorter) {
    log_warning("the server's history ends at {}, before {}: taking a snapshot", pulse_.last_seq(),
                state_.seq);
    start_over();
  }
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
  if (pages_.size() < pages) return;
  auto state = from_foreign_snapshot(pages_);
  pages_.clear();
  if (!state) {
    log_error("{}", state.error().sentence);
    return ask_later(reply, steady_ms);
  }
  if (state->seq < state_.seq && !history_is_shorter_) {
    // The server keeps a snapshot for a second: this one is older than what is shown.
    return answered_nothing(reply, steady_ms);
  }
  state_ = std::move(*state);
  history_is_shorter_ = false;
  have_state_ = true;
  // The server keeps a snapshot for a second: what came meanwhile is not in it.
  behind_ = heard_seq_ > state_.seq;
}

void Mirror::on_events(const wire::Reply& reply, int64_t steady_ms, const OnEvent& on_event) {
  ++gaps_repaired_;
  const uint64_t before = state_.seq;
  for (const auto& event : reply.events().events()) {
    fold(event, on_event);
    if (!have_state_) return;
  }
  // The feed may overtake an answer, and speak of more.
  behind_ = std::max(reply.events().last_seq(), heard_seq_) > state_.seq;
  if (behind_ && state_.seq == before) answered_nothing(reply, steady_ms);
}

std::vector<Mirror::Query> Mirror::due(int64_t steady_ms,
                                       const std::function<std::string()>& make_id) {
  if (have_state_ && !behind_) return {};
  if (!query_id_.empty() && steady_ms - query_sent_steady_ms_ < kQueryRetryMs) return {};
  Query query;
  query.id = make_id();
  if (have_state_) {
    auto& ask = *query.command.mutable_get_events();
    ask.set_after_seq(state_.seq);
    ask.set_count(static_cast<uint32_t>(limits::kEventBatchMax));
  } else {
    auto& ask = *query.command.mutable_get_snapshot();
    ask.set_seq(pages_.empty() ? 0 : pages_[0].seq());
    ask.set_page(static_cast<uint32_t>(pages_.size()));
  }
  query_id_ = query.id;
  query_is_snapshot_ = !have_state_;
  query_sent_steady_ms_ = steady_ms;
  return {std::move(query)};
}

int64_t Mirror::next_due_steady_ms() const {
  if (have_state_ && !behind_) return pulse_at_steady_ms_ + kFreshMs + 1;
  return query_id_.empty() ? INT64_MIN : query_sent_steady_ms_ + kQueryRetryMs;
}

bool Mirror::fresh(int64_t steady_ms) const {
  return have_state_ && !behind_ && steady_ms - pulse_at_steady_ms_ <= kFreshMs;
}

}  // namespace yichuang
