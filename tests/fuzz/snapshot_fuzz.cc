// A mirror (lib/client) before a server that answers anything: snapshots and events are refused, or
// give a state that a board can show and on which more events can be folded.
//
// The bytes are replies (records_of), each given to the question that the mirror asks next. If it
// asks nothing, the events of a reply come over the feed, and behind them a pulse of the reply's
// seq. Events without a seq are given the next one.
#include <algorithm>

#include "client/mirror.h"
#include "display/board.h"
#include "display/guide.h"
#include "display/wall.h"
#include "display/window_board.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/hall_checks.h"
#include "tests/fuzz/mutate_records.h"
#include "wire/codec.h"

namespace yichuang::fuzz {
namespace {

constexpr size_t kRepliesMax = 60;

class HostileServer {
 public:
  void answer(wire::Reply& reply) {
    steady_ms_ += Mirror::kQueryRetryMs;
    if (reply.has_events()) stamp(*reply.mutable_events());
    if (mirror_.due(steady_ms_, [] { return std::string("query"); }).empty()) {
      publish(reply);
    } else {
      reply.set_command_id("query");
      check(mirror_.on_reply(reply, steady_ms_, {}), "an answer is the mirror's");
    }
    if (mirror_.state().seq == seen_) return;
    seen_ = mirror_.state().seq;
    check_state(mirror_.state(), mirror_.state().at);
    show();
  }

  const State& state() const { return mirror_.state(); }

 private:
  void stamp(wire::EventBatch& batch) const {
    uint64_t seq = mirror_.state().seq;
    for (wire::Event& event : *batch.mutable_events()) {
      if (event.seq() != 0) continue;
      event.set_prev_seq(seq);
      event.set_seq(++seq);
      event.set_at_ms(std::max(event.at_ms(), mirror_.state().at.ms));
    }
  }

  void publish(const wire::Reply& reply) {
    wire::Feed feed;
    feed.set_run(reply.events().run());
    for (const wire::Event& event : reply.events().events()) {
      *feed.mutable_event() = event;
      mirror_.on_feed(feed, steady_ms_, {});
    }
    feed.mutable_pulse()->set_last_seq(reply.seq());
    feed.mutable_pulse()->set_at_ms(mirror_.state().at.ms + 1);
    mirror_.on_feed(feed, steady_ms_, {});
  }

  void show() const {
    const auto zone = Zone::open("Asia/Shanghai");
    const display::BoardInput input = {.state = mirror_.state(),
                                       .estimate = {},
                                       .fresh = mirror_.fresh(steady_ms_),
                                       .stale_since = {},
                                       .zone = zone ? &*zone : nullptr,
                                       .now = mirror_.state().at,
                                       .started = mirror_.state().at};
    const display::Board board = display::make_board(input);
    check(board.recent.size() <= display::kRecentRows, "a board has so many rows");
    (void)display::make_wall(input, board);
    (void)display::make_guide(input, board);
    for (const auto& [number, window] : mirror_.state().windows)
      (void)display::make_window_board(input, number);
  }

  Mirror mirror_;
  int64_t steady_ms_ = 0;
  uint64_t seen_ = 0;
};

}  // namespace
}  // namespace yichuang::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang::fuzz;
  HostileServer server;
  size_t replies = 0;
  for (const std::string& record : records_of(data, size)) {
    yichuang::wire::Reply reply;
    if (++replies > kRepliesMax) break;
    if (yichuang::decode(record, reply)) server.answer(reply);  // as HallClient ignores the others
  }
  yichuang::State state = server.state();
  go_on(state);
  return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max, unsigned seed) {
  return yichuang::fuzz::mutate_records(yichuang::wire::Reply::default_instance(), data, size,
                                        size_max, seed);
}
