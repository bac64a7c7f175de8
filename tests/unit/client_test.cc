// The commander and its outbox, driven directly: no sockets, no clocks.
#include <gtest/gtest.h>

#include <utility>

#include "base/file.h"
#include "base/limits.h"
#include "client/commander.h"
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

// Files of `folder` that hold `mark`: what somebody finds who takes the disk out.
std::vector<std::string> files_with(const std::string& mark, const std::filesystem::path& folder) {
  std::vector<std::string> found;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const auto bytes = read_file(file.path(), size_t{16} << 20);
    EXPECT_TRUE(bytes.ok());
    if (bytes && bytes->find(mark) != std::string::npos) found.push_back(file.path().filename());
  }
  return found;
}

class CleanedOutbox : public testing::Test {
 protected:
  CommandId make_id() { return CommandId::make(Time{1'000'000}, random_); }
  SystemRandom random_;
  const std::string person_ = "hash of a person";
  TemporaryFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "outbox.db";
};

// The write-ahead log kept the page with the hash until it was full, for days.
TEST_F(CleanedOutbox, NothingOfAnAnsweredCommandIsOnTheDisk) {
  auto outbox = open_outbox(path_);
  ASSERT_TRUE(outbox.ok());
  Commander commander("test", **outbox, random_);
  wire::Command command = issue();
  command.mutable_issue_ticket()->set_person(person_);
  bool told = false;
  commander.submit(command, Time{1'000'000}, 0, 10'000, [&](const Outcome&) {
    told = true;
    EXPECT_FALSE(files_with(person_, folder_.path()).empty()) << "nobody waits for the cleaning";
  });
  EXPECT_EQ(files_with(person_, folder_.path()), std::vector<std::string>{"outbox.db-wal"});
  commander.on_reply(reply_to(commander.due(0).at(0)));
  EXPECT_TRUE(told);
  EXPECT_EQ(files_with(person_, folder_.path()), std::vector<std::string>{});
}

TEST_F(CleanedOutbox, WhatIsKeptIsStillThere) {
  auto outbox = open_outbox(path_);
  ASSERT_TRUE(outbox.ok());
  const CommandId other = make_id();
  const CommandId answered = make_id();
  ASSERT_TRUE((*outbox)->keep(other, "unanswered").ok());
  ASSERT_TRUE((*outbox)->keep(answered, person_).ok());
  ASSERT_TRUE((*outbox)->forget(answered).ok());
  ASSERT_TRUE((*outbox)->clean().ok());
  ASSERT_EQ((*outbox)->all()->size(), 1u);
  ASSERT_TRUE((*outbox)->forget(other).ok());
  ASSERT_TRUE((*outbox)->clean().ok());
  EXPECT_TRUE((*outbox)->all()->empty());
  EXPECT_EQ(files_with(person_, folder_.path()), std::vector<std::string>{});
}

TEST_F(CleanedOutbox, WhatARunLeftThatWasKilledIsCleanedByTheNext) {
  auto outbox = open_outbox(path_);
  ASSERT_TRUE(outbox.ok());
  const CommandId answered = make_id();
  ASSERT_TRUE((*outbox)->keep(answered, person_).ok());
  ASSERT_TRUE((*outbox)->forget(answered).ok());
  // What is on the disk in this moment is what a kill would leave.
  TemporaryFolder left;
  std::filesystem::copy(folder_.path(), left.path());
  ASSERT_FALSE(files_with(person_, left.path()).empty());
  const auto next = open_outbox(left.path() / "outbox.db");
  ASSERT_TRUE(next.ok());
  EXPECT_TRUE((*next)->all()->empty());
  EXPECT_EQ(files_with(person_, left.path()), std::vector<std::string>{});
}

}  // namespace
}  // namespace yichuang
