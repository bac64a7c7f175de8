// The commander and the mirror, driven directly: no sockets, no clocks.
#include <gtest/gtest.h>

#include <utility>

#include "base/limits.h"
#include "base/log.h"
#include "client/commander.h"
#include "client/mirror.h"
#include "hall/snapshot.h"
#include "tests/unit/small_hall.h"
#include "tests/unit/temporary_folder.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

wire::Command issue() {
  wire::Command command;
  command.mutable_issue_ticket()->set_service("social");
  return command;
}

wire::Command command_in(const std::string& frame) {
  wire::Command command;
  EXPECT_TRUE(decode(frame, command).ok());
  return command;
}

wire::Reply reply_to(const std::string& frame, wire::Refusal refusal = wire::REFUSAL_UNSPECIFIED) {
  wire::Reply reply;
  reply.set_command_id(command_in(frame).command_id());
  reply.set_refusal(refusal);
  return reply;
}

class CommanderTest : public testing::Test {
 protected:
  void submit(int64_t patience_ms = 10'000) {
    commander_.submit(issue(), Time{1'000'000}, 0, patience_ms,
                      [this](const Outcome& outcome) { heard_.push_back(outcome.kind); });
  }
  SystemRandom random_;
  std::unique_ptr<Outbox> outbox_ = memory_outbox();
  Commander commander_{"test", *outbox_, random_};
  std::vector<Outcome::Kind> heard_;
};

TEST_F(CommanderTest, TheIdIsKeptBeforeAnythingIsSent) {
  submit();
  ASSERT_EQ(outbox_->all()->size(), 1u);
  const auto frames = commander_.due(0);
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(outbox_->all()->at(0).second, frames[0]);
  EXPECT_EQ(command_in(frames[0]).deadline_ms(), 1'010'000);
}

TEST_F(CommanderTest, AQuestionIsAnsweredWithoutTheDisk) {
  wire::Command question;
  question.mutable_get_ticket()->set_token("token");
  commander_.submit(question, Time{1'000'000}, 0, 10'000,
                    [this](const Outcome& outcome) { heard_.push_back(outcome.kind); });
  EXPECT_TRUE(outbox_->all()->empty());
  commander_.on_reply(reply_to(commander_.due(0).at(0)));
  EXPECT_EQ(heard_, std::vector{Outcome::Kind::kDone});
}

TEST_F(CommanderTest, ALostReplyIsAskedForAgainWithTheSameBytes) {
  submit();
  const auto first = commander_.due(0);
  EXPECT_TRUE(commander_.due(Commander::kRetryMs - 1).empty());
  EXPECT_EQ(commander_.due(Commander::kRetryMs), first);
  EXPECT_TRUE(heard_.empty());
}

TEST_F(CommanderTest, OneAnswerEvenIfTheServerAnswersTwice) {
  submit();
  const auto frame = commander_.due(0).at(0);
  commander_.on_reply(reply_to(frame));
  commander_.on_reply(reply_to(frame));
  EXPECT_EQ(heard_, std::vector{Outcome::Kind::kDone});
  EXPECT_TRUE(outbox_->all()->empty());
  EXPECT_TRUE(commander_.due(100'000).empty());
}

TEST_F(CommanderTest, ARefusalIsAnAnswer) {
  submit();
  commander_.on_reply(reply_to(commander_.due(0).at(0), wire::REFUSAL_SERIES_FULL));
  EXPECT_EQ(heard_, std::vector{Outcome::Kind::kRefused});
}

TEST_F(CommanderTest, BusyIsNoAnswerYet) {
  submit();
  commander_.on_reply(reply_to(commander_.due(0).at(0), wire::REFUSAL_BUSY));
  EXPECT_TRUE(heard_.empty());
  EXPECT_EQ(commander_.due(Commander::kRetryMs).size(), 1u);
}

// The server remembers the refusal by its id: asked with the old id it would say no for ever.
TEST_F(CommanderTest, AFullDiskIsAnAnswerAndWhoTriesAgainMakesANewCommand) {
  submit();
  const std::string first = commander_.due(0).at(0);
  commander_.on_reply(reply_to(first, wire::REFUSAL_DISK_FULL));
  EXPECT_EQ(heard_, std::vector{Outcome::Kind::kRefused});
  submit();
  const std::string second = commander_.due(0).at(0);
  EXPECT_NE(command_in(second).command_id(), command_in(first).command_id());
}

TEST_F(CommanderTest, PatienceEnds) {
  submit(2000);
  commander_.due(0);
  commander_.due(2000);
  EXPECT_TRUE(heard_.empty()) << "the deadline is over, a late reply may still come";
  commander_.due(2000 + Commander::kRetryMs / 2);
  EXPECT_EQ(heard_, std::vector{Outcome::Kind::kUnanswered});
}

// A handler that tried again sent at once, and that found the other command that was over: the
// first call then looked for it in vain.
TEST_F(CommanderTest, AHandlerMayAskAgainWhileSeveralAreOver) {
  int tries = 0;
  const Commander::OnOutcome again = [&](const Outcome& outcome) {
    heard_.push_back(outcome.kind);
    if (++tries > 2) return;
    commander_.submit(issue(), Time{1'010'000}, 10'000, 2000, {});
    EXPECT_FALSE(commander_.due(10'000).empty());
  };
  for (int i = 0; i < 3; ++i) commander_.submit(issue(), Time{1'000'000}, 0, 2000, again);
  EXPECT_EQ(commander_.due(0).size(), 3u);
  EXPECT_TRUE(commander_.due(10'000).empty());
  EXPECT_EQ(heard_, std::vector(3, Outcome::Kind::kUnanswered));
  EXPECT_EQ(commander_.pending(), 2u);
  EXPECT_EQ(outbox_->all()->size(), 2u);
}

TEST_F(CommanderTest, WhatAnEarlierRunLeftIsSentAgainWithItsOldId) {
  submit();
  const auto frame = commander_.due(0).at(0);
  Commander next_run("test", *outbox_, random_);
  std::string resumed;
  next_run.resume(Time{2'000'000}, 0, [&](const wire::Command& command) {
    resumed = command.issue_ticket().service();
    return [this](const Outcome& outcome) { heard_.push_back(outcome.kind); };
  });
  EXPECT_EQ(resumed, "social");
  EXPECT_EQ(next_run.due(0), std::vector<std::string>{frame});
  next_run.on_reply(reply_to(frame));
  EXPECT_EQ(heard_, std::vector{Outcome::Kind::kDone});
  EXPECT_TRUE(outbox_->all()->empty());
}

TEST(Outbox, SurvivesOnDiskAndIsBounded) {
  TemporaryFolder folder;
  SystemRandom random;
  const CommandId id = CommandId::make(Time{1}, random);
  {
    auto outbox = open_outbox(folder.path() / "outbox.db");
    ASSERT_TRUE(outbox.ok()) << outbox.error().sentence;
    ASSERT_TRUE((*outbox)->keep(id, "frame").ok());
    EXPECT_FALSE(open_outbox(folder.path() / "outbox.db").ok()) << "one process at a time";
  }
  auto outbox = open_outbox(folder.path() / "outbox.db");
  ASSERT_TRUE(outbox.ok());
  ASSERT_EQ((*outbox)->all()->size(), 1u);
  EXPECT_EQ((*outbox)->all()->at(0).first, id);
  ASSERT_TRUE((*outbox)->forget(id).ok());
  EXPECT_TRUE((*outbox)->all()->empty());
  auto memory = memory_outbox();
  for (size_t i = 0; i < limits::kOutboxMax; ++i) {
    ASSERT_TRUE(memory->keep(CommandId::make(Time{1}, random), "x").ok());
  }
  EXPECT_EQ(memory->keep(id, "x").error().code, ErrorCode::kExhausted);
}

// A mirror and the server side it talks to, in one process: the hall's events and snapshots.
class MirrorTest : public testing::Test {
 protected:
  wire::Feed feed(const wire::Event& event) {
    wire::Feed out;
    *out.mutable_event() = event;
    return out;
  }
  wire::Feed pulse(uint64_t last_seq) {
    wire::Feed out;
    out.mutable_pulse()->set_last_seq(last_seq);
    out.mutable_pulse()->set_at_ms(hall_.now.ms);
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
    } else {
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
  void publish_from(size_t index) {
    for (size_t i = index; i < hall_.journal.size(); ++i) {
      mirror_.on_feed(feed(hall_.journal[i]), steady_, on_event_);
    }
  }

  SmallHall hall_;
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
  const Time later = hall_.now + 60'000;
  hall_ = SmallHall();  // restored from an old backup; the clock went on
  hall_.now = later;
  mirror_.on_feed(pulse(hall_.state.seq), steady_, on_event_);
  EXPECT_FALSE(mirror_.fresh(steady_));
  answer_queries();
  EXPECT_EQ(state_hash(mirror_.state()), state_hash(hall_.state));
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
  empty.mutable_events()->set_last_seq(hall_.state.seq + 5);
  empty.set_command_id("q" + std::to_string(queries_));
  EXPECT_TRUE(mirror_.on_reply(empty, steady_, on_event_));
  EXPECT_FALSE(asks());
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
