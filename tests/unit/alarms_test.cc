// Alarms begin when a threshold is passed and end when it no longer is, once each.
#include "queue-server/alarms.h"

#include "tests/unit/small_hall.h"

namespace yichuang {
namespace {

constexpr auto kDone = wire::REFUSAL_UNSPECIFIED;

class Alarms : public testing::Test {
 protected:
  bool runs(wire::AlarmKind kind, const std::string& subject) {
    hall_.let_time_work();
    const uint64_t seq = hall_.state.seq;
    hall_.let_time_work();
    EXPECT_EQ(hall_.state.seq, seq) << "an alarm begins or ends once";
    return hall_.state.alarms.contains({kind, subject});
  }
  void pass_minutes(int64_t minutes) { hall_.now = hall_.now + minutes * 60'000; }
  OpeningHall hall_;
};

TEST_F(Alarms, SomebodyWaitsTooLong) {
  hall_.staff(1);
  const Time since = hall_.now;
  hall_.wait_for("social");
  hall_.now = since + 30 * 60'000;
  EXPECT_FALSE(runs(wire::ALARM_KIND_WAIT_LONG, "social")) << "30 minutes are still allowed";
  hall_.now = hall_.now + 1;
  EXPECT_TRUE(runs(wire::ALARM_KIND_WAIT_LONG, "social"));
  EXPECT_EQ(hall_.state.alarms.at({wire::ALARM_KIND_WAIT_LONG, "social"}), hall_.now);
  ASSERT_EQ(hall_.next(1), kDone);
  EXPECT_FALSE(runs(wire::ALARM_KIND_WAIT_LONG, "social"));
  EXPECT_TRUE(hall_.last().has_alarm_cleared());
}

TEST_F(Alarms, AlsoWhoWaitsForOneWindowAlone) {
  hall_.staff(1, "1001");
  hall_.staff(2, "1002");
  hall_.wait_for("social");
  hall_.begin(1);
  ASSERT_EQ(hall_.send([](auto& c) {
    c.mutable_transfer_ticket()->set_window(1);
    c.mutable_transfer_ticket()->set_to_window(2);
    c.mutable_transfer_ticket()->set_reason("knows the case");
  }),
            kDone);
  pass_minutes(31);
  EXPECT_TRUE(runs(wire::ALARM_KIND_WAIT_LONG, "social"));
}

TEST_F(Alarms, WhoCameByAppointmentWaitsTooLongAsWell) {
  hall_.wait_with_slot(hall_.now + 300'000);
  pass_minutes(31);
  EXPECT_TRUE(runs(wire::ALARM_KIND_WAIT_LONG, "social"));
}

TEST_F(Alarms, ManyWaitAndTooMany) {
  hall_.staff(1);
  for (int i = 0; i < 10; ++i) hall_.wait_for("social");
  EXPECT_FALSE(runs(wire::ALARM_KIND_MANY_WAITING, "social"));
  for (int i = 0; i < 10; ++i) hall_.wait_for("social");
  EXPECT_TRUE(runs(wire::ALARM_KIND_MANY_WAITING, "social"));
  EXPECT_FALSE(runs(wire::ALARM_KIND_TOO_MANY_WAITING, "social"));
  hall_.wait_for("social");
  EXPECT_TRUE(runs(wire::ALARM_KIND_TOO_MANY_WAITING, "social"));
  EXPECT_FALSE(runs(wire::ALARM_KIND_MANY_WAITING, "medical"));
  hall_.serve_one(1);
  EXPECT_FALSE(runs(wire::ALARM_KIND_TOO_MANY_WAITING, "social"));
  EXPECT_TRUE(runs(wire::ALARM_KIND_MANY_WAITING, "social"));
}

TEST_F(Alarms, NobodyServesThoseWhoWait) {
  hall_.staff(2);
  hall_.wait_for("medical");
  EXPECT_TRUE(runs(wire::ALARM_KIND_NOBODY_SERVES, "medical"));
  EXPECT_FALSE(runs(wire::ALARM_KIND_NOBODY_SERVES, "social")) << "nobody waits";
  hall_.staff(3, "1003");
  EXPECT_FALSE(runs(wire::ALARM_KIND_NOBODY_SERVES, "medical"));
  ASSERT_EQ(hall_.send(
                [](auto& c) {
                  c.mutable_pause_window()->set_window(3);
                  c.mutable_pause_window()->set_reason("tea");
                },
                "1003"),
            kDone);
  EXPECT_TRUE(runs(wire::ALARM_KIND_NOBODY_SERVES, "medical"));
}

TEST_F(Alarms, AVisitIsHeldTooLong) {
  hall_.staff(1);
  hall_.wait_for("social");
  hall_.begin(1);
  ASSERT_EQ(hall_.hold(1), kDone);
  pass_minutes(15);
  EXPECT_FALSE(runs(wire::ALARM_KIND_HOLD_LONG, "A001"));
  hall_.now = hall_.now + 1;
  EXPECT_TRUE(runs(wire::ALARM_KIND_HOLD_LONG, "A001"));
  ASSERT_EQ(hall_.resume(1), kDone);
  EXPECT_FALSE(runs(wire::ALARM_KIND_HOLD_LONG, "A001"));
}

TEST_F(Alarms, ADeviceDoesNotWork) {
  const auto report = [&](wire::DeviceState state) {
    return hall_.send_as(kiosk(), [&](auto& c) {
      c.mutable_report_device()->set_device("printer");
      c.mutable_report_device()->set_state(state);
    });
  };
  ASSERT_EQ(report(wire::DEVICE_STATE_ATTENTION), kDone);
  EXPECT_FALSE(runs(wire::ALARM_KIND_DEVICE_DOWN, "kiosk-1/printer"));
  for (const auto state : {wire::DEVICE_STATE_STOPPED, wire::DEVICE_STATE_AWAY}) {
    ASSERT_EQ(report(state), kDone);
    EXPECT_TRUE(runs(wire::ALARM_KIND_DEVICE_DOWN, "kiosk-1/printer"));
  }
  EXPECT_EQ(report(static_cast<wire::DeviceState>(42)), wire::REFUSAL_INVALID_VALUE);
  ASSERT_EQ(report(wire::DEVICE_STATE_READY), kDone);
  EXPECT_FALSE(runs(wire::ALARM_KIND_DEVICE_DOWN, "kiosk-1/printer"));
}

TEST_F(Alarms, WaitingRaisesNoneWhileTheHallIsClosed) {
  hall_.now = hall_.at_time(11, 59);
  hall_.wait_for("social");
  EXPECT_TRUE(runs(wire::ALARM_KIND_NOBODY_SERVES, "social"));
  hall_.now = hall_.at_time(12, 0);
  EXPECT_FALSE(runs(wire::ALARM_KIND_NOBODY_SERVES, "social")) << "lunch";
  hall_.now = hall_.at_time(13, 0);
  EXPECT_TRUE(runs(wire::ALARM_KIND_WAIT_LONG, "social")) << "and is over";
}

TEST_F(Alarms, ThresholdsAreTheHalls) {
  auto catalogue = hall_.catalogue;
  catalogue.mutable_rules()->set_alarm_waiting(1);
  catalogue.mutable_rules()->set_alarm_wait_minutes(5);
  hall_.adopt(catalogue);
  hall_.wait_for("social");
  hall_.wait_for("social");
  EXPECT_TRUE(runs(wire::ALARM_KIND_MANY_WAITING, "social"));
  pass_minutes(6);
  EXPECT_TRUE(runs(wire::ALARM_KIND_WAIT_LONG, "social"));
}

TEST_F(Alarms, AreForgottenWithTheDayAndRaisedAgain) {
  wire::Command report;
  report.mutable_report_device()->set_device("printer");
  report.mutable_report_device()->set_state(wire::DEVICE_STATE_STOPPED);
  ASSERT_EQ(hall_.command(report, kiosk()), kDone);
  EXPECT_TRUE(runs(wire::ALARM_KIND_DEVICE_DOWN, "kiosk-1/printer"));
  hall_.go_to(20261119, 9);
  EXPECT_TRUE(hall_.state.alarms.empty());
  EXPECT_TRUE(runs(wire::ALARM_KIND_DEVICE_DOWN, "kiosk-1/printer")) << "it still does not work";
}

}  // namespace
}  // namespace yichuang
