#include "kiosk/printer_report.h"

#include <gtest/gtest.h>

#include <vector>

namespace yichuang::kiosk {
namespace {

const PrinterStatus kReady{{.away = false}, PrinterState::kReady};
const PrinterStatus kNoPaper{{.away = false, .paper_out = true, .offline = true},
                             PrinterState::kStopped};

class Report : public testing::Test {
 protected:
  struct Told {
    wire::ReportDevice report;
    Commander::OnOutcome answer;
  };
  void answer(Outcome::Kind kind) { told_.back().answer({kind, {}}); }

  std::vector<Told> told_;
  PrinterReport report_{[this](wire::Command command, Commander::OnOutcome on_outcome) {
    told_.push_back({command.report_device(), std::move(on_outcome)});
  }};
};

TEST_F(Report, IsMadeAtEachConnectionAndOnEachChange) {
  report_.update(kReady, false);
  EXPECT_TRUE(told_.empty());
  report_.update(kReady, true);
  ASSERT_EQ(told_.size(), 1u);
  EXPECT_EQ(told_[0].report.device(), "printer");
  EXPECT_EQ(told_[0].report.state(), wire::DEVICE_STATE_READY);
  answer(Outcome::Kind::kDone);
  report_.update(kReady, true);
  EXPECT_EQ(told_.size(), 1u);
  report_.update(kNoPaper, true);
  ASSERT_EQ(told_.size(), 2u);
  EXPECT_EQ(told_[1].report.state(), wire::DEVICE_STATE_STOPPED);
  EXPECT_EQ(told_[1].report.facts(0), "paper_out");
  EXPECT_EQ(told_[1].report.facts(1), "offline");
  answer(Outcome::Kind::kDone);
  report_.update(kNoPaper, false);
  report_.update(kNoPaper, true);
  EXPECT_EQ(told_.size(), 3u);
}

TEST_F(Report, TheNewestStateIsToldLast) {
  report_.update(kReady, true);
  report_.update(kNoPaper, true);  // while the first is under way
  ASSERT_EQ(told_.size(), 1u);
  answer(Outcome::Kind::kDone);
  report_.update(kNoPaper, true);
  ASSERT_EQ(told_.size(), 2u);
  EXPECT_EQ(told_[1].report.state(), wire::DEVICE_STATE_STOPPED);
}

TEST_F(Report, AnUnansweredOneIsMadeAgainARefusedOneIsNot) {
  report_.update(kReady, true);
  answer(Outcome::Kind::kUnanswered);
  report_.update(kReady, true);
  ASSERT_EQ(told_.size(), 2u);
  answer(Outcome::Kind::kRefused);
  report_.update(kReady, true);
  EXPECT_EQ(told_.size(), 2u);
}

}  // namespace
}  // namespace yichuang::kiosk
