// A mirror of the hall's state: snapshot, then events, with gaps noticed and repaired, and an
// honest answer to "is this still true?".
//
// A state machine without sockets, clocks or threads of its own (see Commander). Owned by one
// thread. It never shows an event out of order, and its seq never goes back within one run of the
// server (wire::Feed.run). Another run may have lost history (a restored backup) and have a clock
// that is wrong, and a message may have been long on its way; but an answer was made after its
// question. So what is heard of another run is not folded: it makes the mirror ask for a snapshot,
// and the run that answers is the hall, whatever its seq and time. Nothing that comes late of a run
// that is over brings its state back.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

class Mirror {
 public:
  using OnEvent = std::function<void(const wire::Event&)>;

  const State& state() const { return state_; }
  const wire::Pulse& pulse() const { return pulse_; }

  // A message of the feed, decoded: what cannot be is the caller's to ignore (see HallClient).
  void on_feed(const wire::Feed& feed, int64_t steady_ms, const OnEvent& on_event);
  // An answer to a query of this mirror; replies to others are not its business: returns false.
  // After a refusal that a new snapshot does not mend (another hall's server, a revoked key), and
  // after a snapshot that cannot be read or is not legal (hall/legal.h), and after an answer that
  // brings nothing, it asks again kQueryRetryMs later. A refusal's sentence is logged once, and
  // again when it changes.
  bool on_reply(const wire::Reply& reply, int64_t steady_ms, const OnEvent& on_event);
  // The next query to send now (GetSnapshot, GetEvents), or none: body only, the caller adds the
  // envelope. `query_id` stands in its command_id.
  struct Query {
    std::string id;
    wire::Command command;
  };
  std::vector<Query> due(int64_t steady_ms, const std::function<std::string()>& make_id);
  int64_t next_due_steady_ms() const;

  // True if a pulse of the state's run came within kFreshMs and everything it speaks of is folded.
  bool fresh(int64_t steady_ms) const;

  static constexpr int64_t kFreshMs = 2500;  // a board says so within 3 s
  static constexpr int64_t kQueryRetryMs = 1000;
  uint64_t gaps_repaired() const { return gaps_repaired_; }

 private:
  void hear(uint64_t run, uint64_t seq);
  bool is_whole() const { return have_state_ && !behind_ && !doubted_; }
  // The newest event of the state's run that the feed spoke of.
  uint64_t heard_seq() const { return heard_run_ == run_ ? heard_seq_ : 0; }
  void fold(const wire::Event& event, const OnEvent& on_event);
  void start_over();
  void adopt(State state, uint64_t run);
  void ask_later(const wire::Reply& reply, int64_t steady_ms);
  void answered_nothing(const wire::Reply& reply, int64_t steady_ms);
  void on_page(const wire::Reply& reply, int64_t steady_ms);
  void on_events(const wire::Reply& reply, int64_t steady_ms, const OnEvent& on_event);
  void on_refusal(const wire::Reply& reply, int64_t steady_ms);
  static constexpr int64_t kNever = INT64_MIN / 2;

  State state_;
  uint64_t run_ = 0;  // of the server that told it
  wire::Pulse pulse_;
  int64_t pulse_at_steady_ms_ = kNever;  // of the state's run
  uint64_t heard_run_ = 0;               // of the feed's last message, and of it:
  uint64_t heard_seq_ = 0;               // the newest event, itself or in a pulse
  int64_t heard_pulse_steady_ms_ = kNever;
  bool heard_since_asked_ = false;  // since page 0 of the last snapshot was asked for
  bool have_state_ = false;
  bool behind_ = false;                    // events are missing between state_ and the feed
  bool doubted_ = false;                   // another run was heard of: state_ may be over
  std::vector<wire::SnapshotPage> pages_;  // of the snapshot that is coming in
  std::string query_id_;                   // of the query under way; empty: none
  bool query_is_snapshot_ = false;
  int64_t query_sent_steady_ms_ = kNever;
  std::string refusal_told_;  // what was logged last; empty: nothing since an answer
  uint64_t gaps_repaired_ = 0;
};

}  // namespace yichuang
