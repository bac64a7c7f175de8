#include "kiosk/confirmation.h"

#include <gtest/gtest.h>

#include <deque>
#include <utility>

namespace yichuang::kiosk {
namespace {

constexpr AskConfirm kPaper{41, wire::DELIVERY_PRINTED};

// A disk that takes commands or does not, and a server that answers when it is told to.
class Confirming : public testing::Test {
 protected:
  void pass(int64_t ms) {
    now_ms_ += ms;
    confirmation_.step();
  }
  void answer(const Outcome& outcome) {
    const auto on_outcome = std::move(sent_.front());
    sent_.pop_front();
    on_outcome(outcome);
  }

  bool disk_full_ = false;
  int64_t now_ms_ = 1'000;
  int tries_ = 0;
  std::vector<wire::ConfirmTicket> taken_;
  std::deque<Commander::OnOutcome> sent_;
  std::vector<std::pair<uint32_t, Outcome::Kind>> told_;
  Confirmation confirmation_{
      [this](wire::Command command, Commander::OnOutcome on_outcome) {
        ++tries_;
        if (disk_full_) return on_outcome({Outcome::Kind::kUnavailable, {}});
        taken_.push_back(command.confirm_ticket());
        sent_.push_back(std::move(on_outcome));
      },
      [this](uint32_t ticket, const Outcome& outcome) { told_.emplace_back(ticket, outcome.kind); },
      [this] { return now_ms_; }};
};

TEST_F(Confirming, IsSentOnceAndItsAnswerTold) {
  confirmation_.confirm(kPaper);
  EXPECT_FALSE(confirmation_.waits());
  EXPECT_FALSE(confirmation_.settled());
  ASSERT_EQ(taken_.size(), 1u);
  EXPECT_EQ(taken_[0].ticket(), 41u);
  EXPECT_EQ(taken_[0].delivery(), wire::DELIVERY_PRINTED);
  answer({Outcome::Kind::kDone, {}});
  EXPECT_TRUE(confirmation_.settled());
  EXPECT_EQ(confirmation_.due_ms(), INT64_MAX);
  EXPECT_EQ(told_, (std::vector{std::pair{41u, Outcome::Kind::kDone}}));
  pass(3'600'000);
  EXPECT_EQ(tries_, 1);
}

// The screen said that all was well, and the server took the number away a minute later.
TEST_F(Confirming, WhatTheDiskDoesNotTakeIsTriedAgainUntilItDoes) {
  disk_full_ = true;
  confirmation_.confirm(kPaper);
  EXPECT_TRUE(confirmation_.waits());
  EXPECT_TRUE(told_.empty());
  EXPECT_EQ(confirmation_.due_ms(), now_ms_ + 1'000);
  pass(999);
  EXPECT_EQ(tries_, 1);
  pass(1);
  EXPECT_EQ(tries_, 2);
  disk_full_ = false;
  pass(2'000);
  EXPECT_FALSE(confirmation_.waits());
  ASSERT_EQ(taken_.size(), 1u);
  EXPECT_EQ(taken_[0].ticket(), 41u);
  answer({Outcome::Kind::kDone, {}});
  EXPECT_EQ(told_, (std::vector{std::pair{41u, Outcome::Kind::kDone}}));
}

TEST_F(Confirming, IsToldOnceWhenItTakesThreeSeconds) {
  disk_full_ = true;
  confirmation_.confirm(kPaper);
  pass(1'000);
  EXPECT_TRUE(told_.empty());
  pass(2'000);
  EXPECT_EQ(told_, (std::vector{std::pair{41u, Outcome::Kind::kUnavailable}}));
  for (int i = 0; i < 600; ++i) pass(1'000);
  EXPECT_EQ(told_.size(), 1u);
  EXPECT_LE(tries_, 30);  // the pause grows: a full disk is not hammered
  EXPECT_GE(tries_, 20);
}

TEST_F(Confirming, ASecondTicketIsNotHeldUpByTheFirst) {
  disk_full_ = true;
  confirmation_.confirm(kPaper);
  disk_full_ = false;
  confirmation_.confirm({42, wire::DELIVERY_PAPERLESS});
  EXPECT_EQ(taken_[0].ticket(), 42u);
  EXPECT_TRUE(confirmation_.waits());
  confirmation_.hurry();
  EXPECT_FALSE(confirmation_.waits());
  EXPECT_EQ(taken_[1].ticket(), 41u);
}

TEST_F(Confirming, OneOfTheRunBeforeIsHeardAndTriedAgainLikeAnyOther) {
  wire::ConfirmTicket kept;
  kept.set_ticket(41);
  kept.set_delivery(wire::DELIVERY_PAPERLESS);
  const auto on_outcome = confirmation_.resumed(kept);
  EXPECT_FALSE(confirmation_.settled());
  Outcome full{Outcome::Kind::kRefused, {}};
  full.reply.set_refusal(wire::REFUSAL_DISK_FULL);
  on_outcome(full);
  pass(1'000);
  ASSERT_EQ(taken_.size(), 1u);
  EXPECT_EQ(taken_[0].ticket(), 41u);
  EXPECT_EQ(taken_[0].delivery(), wire::DELIVERY_PAPERLESS);
}

TEST_F(Confirming, AFullDiskOfTheServerIsNoAnswerYet) {
  confirmation_.confirm(kPaper);
  Outcome full{Outcome::Kind::kRefused, {}};
  full.reply.set_refusal(wire::REFUSAL_DISK_FULL);
  answer(full);
  EXPECT_TRUE(confirmation_.waits());
  EXPECT_TRUE(told_.empty());
  pass(1'000);
  Outcome lost{Outcome::Kind::kRefused, {}};
  lost.reply.set_refusal(wire::REFUSAL_WRONG_PHASE);
  answer(lost);
  EXPECT_TRUE(confirmation_.settled());
  EXPECT_EQ(told_, (std::vector{std::pair{41u, Outcome::Kind::kRefused}}));
}

}  // namespace
}  // namespace yichuang::kiosk
