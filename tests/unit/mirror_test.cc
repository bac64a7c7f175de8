// The mirror: gaps, lost tails, old snapshots, and when what it has is fresh.
#include <gtest/gtest.h>

#include <utility>

#include "base/limits.h"
#include "base/log.h"
#include "client/mirror.h"
#include "hall/snapshot.h"
#include "tests/unit/small_hall.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

// A mirror and the server side it talks to, in one process: the hall's events and snapshots.
class MirrorTest : public testing::Test {
 protected:
  wire::Feed feed(const wire::Event& event) {
    wire::Feed out;
    *out.mutable_event() = event;
    out.set_run(run_);
    return out;
  }
  wire::Feed pulse(uint64_t last_seq) {
    wire::Feed out;
    out.mutable_pulse()->set_last_seq(last_seq);
    out.mutable_pulse()->set_at_ms(hall_.now.ms);
    out.set_run(run_);
    return out;
  }
  // Answers what the mirror asks until it asks nothing more.
  void answer_queries() {
    for (int round = 0; round < 50; ++round) {
      auto queries = mirror_.due(steady_, [this] { return "q" + std::to_string(++queries_); });
      if (queries.empty()) return;
      for (const auto& query : queries) answer(query);
    }
    FAIL() << "the mirror never stops asking";
  }
  void answer(const Mirror::Query& query) {
    wire::Reply reply;
    reply.set_command_id(query.id);
    if (query.command.has_get_snapshot()) {
      ++snapshots_;
      const auto pages = snapshot(hall_.state);
      *reply.mutable_snapshot() = pages.at(query.command.get_snapshot().page());
      reply.mutable_snapshot()->set_run(run_);
    } else {
      reply.mutable_events()->set_run(run_);
      reply.mutable_events()->set_last_seq(hall_.state.seq);
      for (const auto& event : hall_.journal) {
        if (event.seq() <= query.command.get_events().after_seq()) continue;
        *reply.mutable_events()->add_events() = event;
      }
    }
    EXPECT_TRUE(mirror_.on_reply(reply, steady_, on_event_));
  }
  void in_step() {
    mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
    answer_queries();
    ASSERT_TRUE(mirror_.fresh(steady_));
    ASSERT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
  }
  // The server ends, and another begins with this hall.
  void restart(const SmallHall& hall) {
    hall_ = hall;
    ++run_;
  }
  void publish_from(size_t index) {
    for (size_t i = index; i < hall_.journal.size(); ++i) {
      mirror_.on_feed(feed(hall_.journal[i]), steady_, on_event_);
    }
  }

  SmallHall hall_;
  uint64_t run_ = 7;
  Mirror mirror_;
  int64_t steady_ = 5000;
  int queries_ = 0;
  int snapshots_ = 0;
  std::vector<uint64_t> seen_;
  Mirror::OnEvent on_event_ = [this](const wire::Event& event) { seen_.push_back(event.seq()); };
};

TEST_F(MirrorTest, StartsFromASnapshotAndFollowsTheFeed) {
  hall_.wait_for("social");
  in_step();
  const size_t from = hall_.journal.size();
  hall_.staff(1);
  hall_.serve_one(1);
  publish_from(from);
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
  EXPECT_EQ(seen_.size(), hall_.journal.size() - from) << "each event told once";
  EXPECT_EQ(snapshots_, 2) << "two pages of one snapshot";
}

TEST_F(MirrorTest, EventsBeforeTheSnapshotAreDropped) {
  hall_.wait_for("social");
  publish_from(0);
  EXPECT_EQ(mirror_.state().seq, 0u);
  in_step();
  publish_from(0);
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
  EXPECT_TRUE(seen_.empty());
}

// The server keeps a snapshot for a second: a board that begins right after a call missed it until
// the next pulse, and took itself for fresh.
TEST_F(MirrorTest, AnEventHeardBeforeAnOlderSnapshotIsAskedFor) {
  hall_.wait_for("social");
  const size_t from = hall_.journal.size();
  const State kept = hall_.state;
  mirror_.on_feed(pulse(kept.seq), steady_, on_event_);
  hall_.wait_for("social");
  publish_from(from);
  for (uint32_t page = 0; page < 2; ++page) {
    const auto queries = mirror_.due(steady_, [this] { return "q" + std::to_string(++queries_); });
    ASSERT_EQ(queries.size(), 1u);
    wire::Reply reply;
    reply.set_command_id(queries[0].id);
    *reply.mutable_snapshot() = snapshot(kept).at(page);
    reply.mutable_snapshot()->set_run(run_);
    EXPECT_TRUE(mirror_.on_reply(reply, steady_, on_event_));
  }
  EXPECT_EQ(mirror_.state().seq, kept.seq);
  EXPECT_FALSE(mirror_.fresh(steady_)) << "it has heard of more";
  answer_queries();
  EXPECT_TRUE(mirror_.fresh(steady_));
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

// While the answer was on its way: it was dropped for the gap before it, and the answer ended
// there.
TEST_F(MirrorTest, AnEventHeardWhileAGapIsRepairedIsAskedFor) {
  in_step();
  const size_t from = hall_.journal.size();
  for (int i = 0; i < 2; ++i) hall_.wait_for("social");
  publish_from(from + 1);  // the first is lost
  const auto queries = mirror_.due(steady_, [this] { return "q" + std::to_string(++queries_); });
  ASSERT_EQ(queries.size(), 1u);
  const size_t later = hall_.journal.size();
  wire::Reply reply;
  reply.set_command_id(queries[0].id);
  reply.mutable_events()->set_run(run_);
  reply.mutable_events()->set_last_seq(hall_.state.seq);
  for (size_t i = from; i < later; ++i) *reply.mutable_events()->add_events() = hall_.journal[i];
  hall_.wait_for("social");
  publish_from(later);
  EXPECT_TRUE(mirror_.on_reply(reply, steady_, on_event_));
  EXPECT_FALSE(mirror_.fresh(steady_)) << "it has heard of more";
  answer_queries();
  EXPECT_TRUE(mirror_.fresh(steady_));
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

TEST_F(MirrorTest, AGapIsRepairedInOrder) {
  in_step();
  const size_t from = hall_.journal.size();
  for (int i = 0; i < 5; ++i) hall_.wait_for("social");
  publish_from(from + 4);  // the first four are lost
  EXPECT_FALSE(mirror_.fresh(steady_));
  EXPECT_EQ(mirror_.state().seq, from);
  answer_queries();
  EXPECT_TRUE(mirror_.fresh(steady_));
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
  EXPECT_EQ(mirror_.gaps_repaired(), 1u);
  EXPECT_TRUE(std::ranges::is_sorted(seen_));
}

TEST_F(MirrorTest, ALostTailIsNoticedByThePulse) {
  in_step();
  hall_.wait_for("social");
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  EXPECT_FALSE(mirror_.fresh(steady_));
  answer_queries();
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

TEST_F(MirrorTest, WithoutAPulseItIsNotFreshWithinThreeSeconds) {
  in_step();
  EXPECT_TRUE(mirror_.fresh(steady_ + 2000));
  EXPECT_FALSE(mirror_.fresh(steady_ + 3000));
  EXPECT_LE(mirror_.next_due_steady_ms(), steady_ + 3000) << "the program must be woken to say so";
}

TEST_F(MirrorTest, AServerThatLostHistoryIsFollowedAnew) {
  hall_.wait_for("social");
  in_step();
  SmallHall backup;
  backup.now = hall_.now + 60'000;
  restart(backup);
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  answer_queries();
  EXPECT_TRUE(mirror_.fresh(steady_));
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

// On a machine whose clock is wrong: mirrors waited, cut off, until it had caught up.
TEST_F(MirrorTest, AServerThatLostHistoryIsFollowedAnewWhateverItsClock) {
  const SmallHall backup = hall_;
  hall_.now = hall_.now + 3'600'000;
  hall_.wait_for("social");
  in_step();
  restart(backup);
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  answer_queries();
  EXPECT_TRUE(mirror_.fresh(steady_));
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
  const size_t from = hall_.journal.size();
  hall_.wait_for("social");
  publish_from(from);
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

// It has as many events as the mirror, and the last ones are others.
TEST_F(MirrorTest, AServerWhoseHistoryWentOnDifferentlyIsFollowedAnew) {
  SmallHall other = hall_;
  hall_.wait_for("social");
  in_step();
  other.now = other.now + 1000;
  other.wait_for("social");
  ASSERT_EQ(other.state.seq, hall_.state.seq);
  restart(other);
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  answer_queries();
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

TEST_F(MirrorTest, NothingLateOfARunThatIsOverBringsItsStateBack) {
  const SmallHall backup = hall_;
  const size_t from = hall_.journal.size();
  hall_.now = hall_.now + 3'600'000;
  for (int i = 0; i < 3; ++i) hall_.wait_for("social");
  in_step();
  std::vector<wire::Feed> late;  // the first of them would follow the restored state
  for (size_t i = from; i < hall_.journal.size(); ++i) late.push_back(feed(hall_.journal[i]));
  late.push_back(pulse(hall_.state.seq));
  restart(backup);
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  answer_queries();
  for (const wire::Feed& message : late) {
    mirror_.on_feed(message, steady_, on_event_);
    EXPECT_TRUE(mirror_.fresh(steady_)) << "it says nothing about the hall as it is now";
    EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
    answer_queries();
    EXPECT_TRUE(mirror_.fresh(steady_));
    EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
  }
  steady_ += Mirror::kFreshMs;
  mirror_.on_feed(late.back(), steady_, on_event_);
  EXPECT_FALSE(mirror_.fresh(steady_ + 1)) << "nor does its pulse say that the hall is there";
}

// The first server answered, and was gone before the answer had come.
TEST_F(MirrorTest, ARunThatIsHeardOfAfterTheQuestionIsAskedAgain) {
  const SmallHall backup = hall_;
  hall_.wait_for("social");
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  const auto make_id = [this] { return "q" + std::to_string(++queries_); };
  answer(mirror_.due(steady_, make_id).at(0));
  const auto last_page = mirror_.due(steady_, make_id);
  ASSERT_EQ(last_page.size(), 1u);
  const SmallHall before = std::exchange(hall_, backup);
  ++run_;
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  hall_ = before;
  --run_;
  answer(last_page[0]);
  restart(backup);
  answer_queries();
  EXPECT_TRUE(mirror_.fresh(steady_));
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

TEST_F(MirrorTest, ASnapshotOfWhichTwoRunsToldHalfEachIsAskedForAnew) {
  hall_.wait_for("social");
  const auto make_id = [this] { return "q" + std::to_string(++queries_); };
  answer(mirror_.due(steady_, make_id).at(0));
  ++run_;
  answer(mirror_.due(steady_, make_id).at(0));
  EXPECT_EQ(mirror_.state().seq, 0u);
  in_step();
}

// Found by the simulator: a pulse that later events had overtaken looked like lost history.
TEST_F(MirrorTest, APulseThatWasOvertakenIsNoNews) {
  hall_.wait_for("social");
  in_step();
  const wire::Feed old = pulse(hall_.state.seq);
  const size_t from = hall_.journal.size();
  hall_.wait_for("social");
  publish_from(from);
  mirror_.on_feed(old, steady_, on_event_);
  EXPECT_TRUE(mirror_.fresh(steady_));
  EXPECT_EQ(mirror_.state().seq, hall_.state.seq);
}

// Found by the simulator: after an answer a board took itself for whole, though the pulse that had
// overtaken the answer spoke of more.
TEST_F(MirrorTest, AnAnswerThatWasOvertakenByAPulseIsNotTheWholeTruth) {
  in_step();
  hall_.wait_for("social");
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  const auto queries = mirror_.due(steady_, [] { return std::string("x"); });
  ASSERT_EQ(queries.size(), 1u);
  const SmallHall answering = hall_;
  hall_.wait_for("social");
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  const SmallHall later = std::exchange(hall_, answering);
  answer(queries[0]);
  EXPECT_EQ(mirror_.state().seq, answering.state.seq);
  EXPECT_FALSE(mirror_.fresh(steady_));
  hall_ = later;
  answer_queries();
  EXPECT_TRUE(mirror_.fresh(steady_));
  EXPECT_EQ(mirror_.state().seq, later.state.seq);
}

// Found by the simulator: a snapshot that the server still kept took a board back in time.
TEST_F(MirrorTest, ASnapshotOlderThanWhatIsShownIsNotShown) {
  in_step();
  const SmallHall before = hall_;
  const size_t from = hall_.journal.size();
  hall_.wait_for("social");
  publish_from(from);
  const uint64_t shown = mirror_.state().seq;
  mirror_.on_feed(pulse(shown + 1), steady_, on_event_);
  const auto queries = mirror_.due(steady_, [] { return std::string("x"); });
  ASSERT_EQ(queries.size(), 1u);
  wire::Reply refused;
  refused.set_command_id("x");
  refused.set_refusal(wire::REFUSAL_NO_SUCH_HISTORY);
  EXPECT_TRUE(mirror_.on_reply(refused, steady_, on_event_));
  const SmallHall after = std::exchange(hall_, before);
  for (int page = 0; page < 2; ++page) {
    for (const auto& query : mirror_.due(steady_, [] { return std::string("y"); })) answer(query);
  }
  EXPECT_EQ(mirror_.state().seq, shown);
  EXPECT_TRUE(mirror_.due(steady_, [] { return std::string("z"); }).empty()) << "not in a hurry";
  hall_ = after;
  steady_ += Mirror::kQueryRetryMs;
  answer_queries();
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

TEST_F(MirrorTest, ARefusedQueryStartsOver) {
  in_step();
  hall_.wait_for("social");
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  auto queries = mirror_.due(steady_, [] { return std::string("x"); });
  ASSERT_EQ(queries.size(), 1u);
  wire::Reply refused;
  refused.set_command_id("x");
  refused.set_refusal(wire::REFUSAL_NO_SUCH_HISTORY);
  EXPECT_TRUE(mirror_.on_reply(refused, steady_, on_event_));
  answer_queries();
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

// Damaged on its way, or of another program: what is shown stays until a whole state comes.
TEST_F(MirrorTest, AnEventThatIsNotLegalIsNotFolded) {
  in_step();
  const std::string before = encode(snapshot(mirror_.state())[0]);
  wire::Event event;
  event.set_seq(hall_.state.seq + 1);
  event.set_prev_seq(hall_.state.seq);
  event.set_at_ms(hall_.now.ms);
  *event.mutable_catalogue_adopted() = small_catalogue();
  event.mutable_catalogue_adopted()->mutable_rules()->set_policy("lottery");
  mirror_.on_feed(feed(event), steady_, on_event_);
  EXPECT_EQ(encode(snapshot(mirror_.state())[0]), before);
  EXPECT_FALSE(mirror_.fresh(steady_));
  in_step();
}

TEST_F(MirrorTest, AnswersThatBringNothingAreNotAskedForInAHurry) {
  const auto asks = [&] {
    return !mirror_.due(steady_, [this] { return "q" + std::to_string(++queries_); }).empty();
  };
  wire::Reply illegal;
  *illegal.mutable_snapshot() = snapshot(hall_.state)[0];
  illegal.mutable_snapshot()->set_pages(1);
  illegal.mutable_snapshot()->mutable_head()->set_next_appointment(0);
  wire::Reply endless;
  *endless.mutable_snapshot() = snapshot(hall_.state)[0];
  endless.mutable_snapshot()->set_pages(limits::kSnapshotPagesMax + 1);
  wire::Reply other;
  other.mutable_pong();
  for (wire::Reply reply : {illegal, endless, other}) {
    ASSERT_TRUE(asks());
    reply.set_command_id("q" + std::to_string(queries_));
    EXPECT_TRUE(mirror_.on_reply(reply, steady_, on_event_));
    EXPECT_FALSE(asks());
    EXPECT_EQ(mirror_.state().seq, 0u);
    steady_ += Mirror::kQueryRetryMs;
  }
  in_step();
  mirror_.on_feed(pulse(hall_.state.seq + 5), steady_, on_event_);
  ASSERT_TRUE(asks());
  wire::Reply empty;
  empty.mutable_events()->set_run(run_);
  empty.mutable_events()->set_last_seq(hall_.state.seq + 5);
  empty.set_command_id("q" + std::to_string(queries_));
  EXPECT_TRUE(mirror_.on_reply(empty, steady_, on_event_));
  EXPECT_FALSE(asks());
  steady_ += Mirror::kQueryRetryMs;
  ASSERT_TRUE(asks());
  empty.mutable_events()->set_run(run_ + 1);  // of another server, which the feed has not told of
  empty.set_command_id("q" + std::to_string(queries_));
  EXPECT_TRUE(mirror_.on_reply(empty, steady_, on_event_));
  EXPECT_FALSE(asks());
  steady_ += Mirror::kQueryRetryMs;
  const int snapshots = snapshots_;
  answer_queries();
  EXPECT_GT(snapshots_, snapshots) << "who is the hall now?";
}

// A board with the wrong hall id asked five hundred times a second, and said nothing.
TEST_F(MirrorTest, ARefusedQueryIsAskedAgainInItsTimeAndToldOnce) {
  log_start("test");
  testing::internal::CaptureStderr();
  const auto id = [this] { return "q" + std::to_string(++queries_); };
  const auto refuse = [&](wire::Refusal refusal, const char* sentence) {
    wire::Reply refused;
    refused.set_command_id("q" + std::to_string(queries_));
    refused.set_refusal(refusal);
    refused.set_sentence(sentence);
    EXPECT_TRUE(mirror_.on_reply(refused, steady_, on_event_));
  };
  ASSERT_EQ(mirror_.due(steady_, id).size(), 1u);
  for (int second = 0; second < 3; ++second) {
    steady_ += 300;  // the answer took its time
    refuse(wire::REFUSAL_WRONG_HALL, "this is the server of another hall");
    EXPECT_TRUE(mirror_.due(steady_, id).empty());
    EXPECT_TRUE(mirror_.due(steady_ + Mirror::kQueryRetryMs - 1, id).empty());
    steady_ += Mirror::kQueryRetryMs;
    EXPECT_EQ(mirror_.next_due_steady_ms(), steady_) << "the program must be woken to ask again";
    ASSERT_EQ(mirror_.due(steady_, id).size(), 1u);
  }
  refuse(wire::REFUSAL_NOT_ALLOWED, "this device's key is not enrolled any more");
  const std::string told = testing::internal::GetCapturedStderr();
  const size_t first = told.find("another hall");
  EXPECT_NE(first, std::string::npos) << told;
  EXPECT_EQ(told.find("another hall", first + 1), std::string::npos) << told;
  EXPECT_NE(told.find("not enrolled"), std::string::npos) << told;
  steady_ += Mirror::kQueryRetryMs;
  answer_queries();
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

TEST_F(MirrorTest, ASnapshotThatCannotBeReadIsAskedForAgainInItsTime) {
  const auto queries = mirror_.due(steady_, [] { return std::string("x"); });
  ASSERT_EQ(queries.size(), 1u);
  wire::Reply reply;
  reply.set_command_id("x");
  reply.mutable_snapshot()->set_pages(1);  // and no head
  EXPECT_TRUE(mirror_.on_reply(reply, steady_, on_event_));
  EXPECT_TRUE(mirror_.due(steady_, [] { return std::string("y"); }).empty()) << "not in a hurry";
  steady_ += Mirror::kQueryRetryMs;
  answer_queries();
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
}

TEST_F(MirrorTest, AnUnansweredQueryIsAskedAgain) {
  const auto id = [this] { return "q" + std::to_string(++queries_); };
  ASSERT_EQ(mirror_.due(steady_, id).size(), 1u);
  EXPECT_TRUE(mirror_.due(steady_ + 10, id).empty());
  EXPECT_EQ(mirror_.due(steady_ + Mirror::kQueryRetryMs, id).size(), 1u);
}

TEST_F(MirrorTest, AReplyToSomebodyElseIsNotItsBusiness) {
  wire::Reply reply;
  reply.set_command_id("other");
  EXPECT_FALSE(mirror_.on_reply(reply, steady_, on_event_));
}

TEST_F(MirrorTest, AnImpossibleEventIsNotFoldedButRepairedBySnapshot) {
  in_step();
  wire::Event wrong;
  wrong.set_seq(hall_.state.seq + 1);
  wrong.set_prev_seq(hall_.state.seq);
  wrong.set_at_ms(hall_.now.ms);
  wrong.mutable_ticket_called()->set_ticket(99);
  wrong.mutable_ticket_called()->set_window(1);
  mirror_.on_feed(feed(wrong), steady_, on_event_);
  EXPECT_FALSE(mirror_.fresh(steady_));
  EXPECT_TRUE(mirror_.state().recent_calls.empty());
  answer_queries();
  in_step();
}

}  // namespace
}  // namespace yichuang
