// What is said to an LED sign and when, on a link that notes it: pages in turn, answers, retries,
// and the latest text before any older one. Time is the test's.
#include "drivers/led_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>

namespace yichuang {
namespace {

using testing::ElementsAre;

using Bytes = std::vector<uint8_t>;

// Takes every write at once unless told to wait, and says what it is given to say.
class NotingLink final : public DeviceLink {
 public:
  bool lost() const override { return lost_; }
  void mark_lost() override { lost_ = true; }
  std::vector<uint8_t> take_input() override { return std::exchange(input, {}); }
  std::optional<int> input_pause_ms() const override { return {}; }
  void begin_write(std::span<const uint8_t> bytes, int timeout_ms) override {
    EXPECT_FALSE(writing) << "two writes at once";
    EXPECT_GT(timeout_ms, 0);
    writing = true;
    written.emplace_back(bytes.begin(), bytes.end());
  }
  std::optional<LinkEnd> take_write_end() override {
    if (!writing || slow) return {};
    writing = false;
    return end;
  }
  void cancel_write() override { writing = false; }
  std::optional<uint8_t> port_status(int) override { return {}; }
  bool soft_reset(int) override { return false; }
  bool clear_out_halt() override { return true; }
  void reset_device() override { mark_lost(); }

  std::vector<std::string> written;
  Bytes input;
  LinkEnd end = LinkEnd::kDone;
  bool writing = false;
  bool slow = false;

 private:
  bool lost_ = false;
};

LedProfile plain() {
  LedProfile profile;
  profile.name = "it";
  profile.frame = {{}};
  return profile;
}

LedProfile with_ack() {
  LedProfile profile = plain();
  profile.ack = {0x06, 0x07};
  return profile;
}

// Its answer may take two seconds.
LedProfile slow_to_answer() {
  LedProfile profile = with_ack();
  profile.ack_ms = 2000;
  return profile;
}

LedSession::Frames frames(std::initializer_list<const char*> texts) {
  LedSession::Frames all;
  for (const std::string text : texts) all.emplace_back(text.begin(), text.end());
  return all;
}

class LedSessionTest : public testing::Test {
 protected:
  void make(const LedProfile& profile) {
    session_.emplace(profile);
    session_->begin();
  }
  // Steps whenever the session wants it, up to and with `until_ms`, and when the link has taken a
  // write: it wakes its owner then.
  void run_to(int64_t until_ms) {
    int64_t due_ms = now_ms_;
    while (due_ms <= until_ms && !link_.lost()) {
      now_ms_ = std::max(now_ms_, due_ms);
      due_ms = session_->step(link_, now_ms_);
      if (link_.writing && !link_.slow) due_ms = now_ms_;
    }
    now_ms_ = until_ms;
  }

  NotingLink link_;
  std::optional<LedSession> session_;
  int64_t now_ms_ = 1000;
};

TEST_F(LedSessionTest, SaysNothingBeforeThereIsAText) {
  make(plain());
  EXPECT_EQ(session_->step(link_, now_ms_), INT64_MAX);
  EXPECT_TRUE(link_.written.empty());
  EXPECT_FALSE(session_->settled());
}

TEST_F(LedSessionTest, PagesTakeTurnsInACircle) {
  make(plain());
  session_->show(frames({"one", "two", "six"}));
  run_to(now_ms_ + 4 * 3000 + 100);
  EXPECT_THAT(link_.written, ElementsAre("one", "two", "six", "one", "two"));
}

TEST_F(LedSessionTest, OneTextIsRepeatedForASignThatWasWithoutPowerOrNeverIfToldSo) {
  make(plain());
  session_->show(frames({"one"}));
  run_to(now_ms_ + 61'000);
  EXPECT_THAT(link_.written, ElementsAre("one", "one", "one"));
  LedProfile once = plain();
  once.repeat_ms = 0;
  link_.written.clear();
  make(once);
  session_->show(frames({"one"}));
  run_to(now_ms_ + 600'000);
  EXPECT_THAT(link_.written, ElementsAre("one"));
}

TEST_F(LedSessionTest, ANewTextComesAtOnceAndFromItsFirstPage) {
  make(plain());
  session_->show(frames({"one", "two"}));
  run_to(now_ms_ + 3100);
  session_->show(frames({"new", "newer"}));
  run_to(now_ms_ + 100);
  EXPECT_THAT(link_.written, ElementsAre("one", "two", "new"));
}

TEST_F(LedSessionTest, OnASlowLineTheLastTextIsShownAndNoneInBetween) {
  make(plain());
  link_.slow = true;
  session_->show(frames({"one"}));
  (void)session_->step(link_, now_ms_);
  session_->show(frames({"two"}));
  (void)session_->step(link_, now_ms_);
  session_->show(frames({"six"}));
  (void)session_->step(link_, now_ms_);
  EXPECT_THAT(link_.written, ElementsAre("one"));
  EXPECT_FALSE(session_->settled());
  link_.slow = false;
  for (int end_and_next = 0; end_and_next < 2; ++end_and_next)
    (void)session_->step(link_, now_ms_ + 100);
  EXPECT_THAT(link_.written, ElementsAre("one", "six"));
  EXPECT_FALSE(session_->settled()) << "only what was shown before is on the sign";
  run_to(now_ms_ + 200);
  EXPECT_TRUE(session_->settled());
}

TEST_F(LedSessionTest, TheLineSendsAFrameBeforeTheNextIsGivenToIt) {
  LedProfile slow = plain();
  slow.baud = 1200;
  make(slow);
  const std::string text(60, 'x');  // half a second at 1200 baud
  session_->show(frames({text.c_str()}));
  EXPECT_EQ(LedSession::line_ms(60, 1200), 501);
  run_to(now_ms_ + 400);
  EXPECT_FALSE(session_->settled());
  session_->show(frames({"new"}));
  run_to(now_ms_ + 100);
  EXPECT_THAT(link_.written, ElementsAre(text)) << "the kernel would queue it";
  run_to(now_ms_ + 2);
  EXPECT_THAT(link_.written, ElementsAre(text, "new"));
}

TEST_F(LedSessionTest, AnAnswerInAnyPiecesIsHeardAndEndsTheFrame) {
  make(with_ack());
  session_->show(frames({"one"}));
  run_to(now_ms_ + 50);
  link_.input = {0x15, 0x06};
  run_to(now_ms_ + 10);
  EXPECT_FALSE(session_->settled());
  link_.input = {0x07};
  run_to(now_ms_ + 10);
  EXPECT_TRUE(session_->settled());
  EXPECT_FALSE(session_->silent());
  run_to(now_ms_ + 5000);
  EXPECT_THAT(link_.written, ElementsAre("one"));
}

TEST_F(LedSessionTest, WhatWasSaidBeforeAFrameIsNoAnswerToIt) {
  make(with_ack());
  link_.input = {0x06, 0x07, 0x06};
  session_->show(frames({"one"}));
  run_to(now_ms_ + 50);
  EXPECT_FALSE(session_->settled());
  link_.input = {0x07};
  run_to(now_ms_ + 50);
  EXPECT_FALSE(session_->settled());
}

TEST_F(LedSessionTest, AnUnansweredFrameIsSentAgainThenTheSignIsSilentUntilItAnswers) {
  make(with_ack());
  session_->show(frames({"one"}));
  run_to(now_ms_ + 1400);
  EXPECT_THAT(link_.written, ElementsAre("one", "one", "one"));
  EXPECT_FALSE(session_->silent());
  run_to(now_ms_ + 200);
  EXPECT_TRUE(session_->silent());
  EXPECT_TRUE(session_->settled()) << "whoever waits for it waits no longer";
  run_to(now_ms_ + LedSession::kSilentAgainMs);
  EXPECT_EQ(link_.written.size(), 4u);
  link_.input = {0x06, 0x07};
  run_to(now_ms_ + 10);
  EXPECT_FALSE(session_->silent());
}

TEST_F(LedSessionTest, ANewerTextIsNotKeptWaitingByTheAnswerToAnOlderOne) {
  make(slow_to_answer());
  session_->show(frames({"one"}));
  run_to(now_ms_ + 100);
  session_->show(frames({"new"}));
  run_to(now_ms_ + LedSession::kNewerWaitsMs - 100);
  EXPECT_THAT(link_.written, ElementsAre("one")) << "the answer may still come";
  run_to(now_ms_ + 100);
  EXPECT_THAT(link_.written, ElementsAre("one", "new"));
  EXPECT_FALSE(session_->silent());
}

// A sign that was slow with the older text would pass for one that shows the newer.
TEST_F(LedSessionTest, AnAnswerToTheOlderFrameIsNoneToTheNewer) {
  LedProfile slow = slow_to_answer();
  slow.retries = 0;
  make(slow);
  session_->show(frames({"one"}));
  run_to(now_ms_ + 100);
  session_->show(frames({"new"}));
  run_to(now_ms_ + LedSession::kNewerWaitsMs);
  EXPECT_THAT(link_.written, ElementsAre("one", "new"));
  link_.input = {0x06, 0x07};
  run_to(now_ms_ + 100);
  EXPECT_FALSE(session_->settled()) << "whose answer it is nobody can tell";
  run_to(now_ms_ + 2000);
  EXPECT_THAT(link_.written, ElementsAre("one", "new", "new"));
  EXPECT_FALSE(session_->silent()) << "it was asked once while its answer could be told";
  link_.input = {0x06, 0x07};
  run_to(now_ms_ + 10);
  EXPECT_TRUE(session_->settled());
}

TEST_F(LedSessionTest, ANewLinkHearsTheAnswerToItsFirstFrame) {
  make(slow_to_answer());
  session_->show(frames({"one"}));
  run_to(now_ms_ + 100);
  session_->show(frames({"new"}));
  run_to(now_ms_ + LedSession::kNewerWaitsMs);
  link_ = NotingLink();
  session_->begin();
  run_to(now_ms_ + 50);
  link_.input = {0x06, 0x07};
  run_to(now_ms_ + 10);
  EXPECT_TRUE(session_->settled());
}

TEST_F(LedSessionTest, ALineThatTookAFrameLateIsNotFreeBefore) {
  make(with_ack());
  link_.slow = true;
  session_->show(frames({"one"}));
  (void)session_->step(link_, now_ms_);
  link_.slow = false;
  now_ms_ += 1500;
  EXPECT_EQ(session_->step(link_, now_ms_), now_ms_ + 500) << "the whole time for its answer";
  EXPECT_THAT(link_.written, ElementsAre("one"));
}

TEST_F(LedSessionTest, ALinkThatTakesNothingIsLostAndTheTextBeginsAnewOnTheNext) {
  make(plain());
  session_->show(frames({"one", "two"}));
  run_to(now_ms_ + 3100);
  link_.end = LinkEnd::kTimeout;
  run_to(now_ms_ + 3100);
  EXPECT_TRUE(link_.lost());
  link_ = NotingLink();
  session_->begin();
  EXPECT_FALSE(session_->settled());
  run_to(now_ms_ + 100);
  EXPECT_THAT(link_.written, ElementsAre("one"));
}

}  // namespace
}  // namespace yichuang
