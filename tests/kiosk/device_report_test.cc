#include "kiosk/device_report.h"

#include <gtest/gtest.h>

#include <vector>

#include "drivers/printer.h"

namespace yichuang::kiosk {
namespace {

const PrinterStatus kReady{{.away = false}, DeviceCondition::kReady};
const PrinterStatus kNoPaper{{.away = false, .paper_out = true, .offline = true},
                             DeviceCondition::kStopped};

class Report : public testing::Test {
 protected:
  struct Told {
    wire::ReportDevice report;
    Commander::OnOutcome answer;
  };
  void update(const PrinterStatus& status, bool connected) {
    report_.update(state_of(status), connected, now_ms_);
  }
  void answer(Outcome::Kind kind) { told_.back().answer({kind, {}}); }

  int64_t now_ms_ = 1'000;
  std::vector<Told> told_;
  DeviceReport report_{"printer", [this](wire::Command command, Commander::OnOutcome on_outcome) {
                         told_.push_back({command.report_device(), std::move(on_outcome)});
                       }};
};

TEST_F(Report, IsMadeAtEachConnectionAndOnEachChange) {
  update(kReady, false);
  EXPECT_TRUE(told_.empty());
  update(kReady, true);
  ASSERT_EQ(told_.size(), 1u);
  EXPECT_EQ(told_[0].report.device(), "printer");
  EXPECT_EQ(told_[0].report.state(), wire::DEVICE_STATE_READY);
  answer(Outcome::Kind::kDone);
  update(kReady, true);
  EXPECT_EQ(told_.size(), 1u);
  update(kNoPaper, true);
  ASSERT_EQ(told_.size(), 2u);
  EXPECT_EQ(told_[1].report.state(), wire::DEVICE_STATE_STOPPED);
  EXPECT_EQ(told_[1].report.facts(0), "paper_out");
  EXPECT_EQ(told_[1].report.facts(1), "offline");
  answer(Outcome::Kind::kDone);
  update(kNoPaper, false);
  update(kNoPaper, true);
  EXPECT_EQ(told_.size(), 3u);
}

TEST_F(Report, TheNewestStateIsToldLast) {
  update(kReady, true);
  update(kNoPaper, true);  // while the first is under way
  ASSERT_EQ(told_.size(), 1u);
  answer(Outcome::Kind::kDone);
  update(kNoPaper, true);
  ASSERT_EQ(told_.size(), 2u);
  EXPECT_EQ(told_[1].report.state(), wire::DEVICE_STATE_STOPPED);
}

TEST_F(Report, AnUnansweredOneIsMadeAgainARefusedOneIsNot) {
  update(kReady, true);
  answer(Outcome::Kind::kUnanswered);
  update(kReady, true);
  ASSERT_EQ(told_.size(), 2u);
  answer(Outcome::Kind::kRefused);
  update(kReady, true);
  EXPECT_EQ(told_.size(), 2u);
}

// Each turn of the window tried again: a disk write and a line in the log as often as it could.
TEST_F(Report, WhatTheDiskDoesNotTakeIsNotTriedAgainAtOnce) {
  update(kReady, true);
  answer(Outcome::Kind::kUnavailable);
  for (int i = 0; i < 100; ++i) {
    now_ms_ += 99;
    update(i % 2 ? kReady : kNoPaper, true);
  }
  EXPECT_EQ(told_.size(), 1u);
  now_ms_ += 100;
  update(kNoPaper, true);
  ASSERT_EQ(told_.size(), 2u);
  EXPECT_EQ(told_[1].report.state(), wire::DEVICE_STATE_STOPPED);
}

}  // namespace
}  // namespace yichuang::kiosk
