// What the managers' wall counts.
#include "display/wall.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/display/hall_story.h"

namespace yichuang::display {
namespace {

Wall wall_of(const HallStory& story) {
  const BoardInput input = story.input();
  return make_wall(input, make_board(input));
}

using testing::ElementsAre;
using testing::SizeIs;

// Somebody who comes at one time, is called at another, and stays for ten minutes.
TicketKey visit(HallStory& story, int hour, int minute, int waits, WindowNumber window) {
  story.go_to(hour, minute);
  const TicketKey ticket = story.take("social");
  story.go_to(hour, minute + waits);
  story.call(ticket, window);
  story.go_to(hour, minute + waits + 10);
  story.serve(ticket);
  return ticket;
}

TEST(Wall, AHallThatIsNotKnownYetHasNothing) {
  const State state;
  const BoardInput input{
      .state = state, .estimate = {}, .stale_since = {}, .now = {}, .started = {}};
  EXPECT_EQ(make_wall(input, make_board(input)), Wall{});
}

TEST(Wall, CountsWhoWaitsAndWhoWasServed) {
  HallStory story(8, 0);
  story.open(1);
  visit(story, 8, 0, 4, 1);
  story.call(story.take("tax"), 1);
  story.take("tax");
  story.take("social");
  const Wall wall = wall_of(story);
  EXPECT_EQ(wall.waiting, 2u);
  EXPECT_EQ(wall.served, 1u);
  EXPECT_EQ(wall.served_with_appointment, 0u);
  EXPECT_EQ(wall.windows_open, 1u);
  EXPECT_EQ(wall.windows_total, 12u);
  ASSERT_THAT(wall.services, SizeIs(8));
  EXPECT_EQ(wall.services[0].people, 1u);
  EXPECT_EQ(wall.services[5].people, 1u);
}

TEST(Wall, WaitsBeforeTheLastHalfHourAreHistory) {
  HallStory story(8, 0);
  story.open(1);
  EXPECT_FALSE(wall_of(story).wait_now_min) << "nobody was called yet";
  visit(story, 8, 0, 20, 1);
  EXPECT_EQ(wall_of(story).wait_now_min, 20u);
  visit(story, 8, 31, 6, 1);
  EXPECT_EQ(wall_of(story).wait_now_min, 13u) << "the mean of both";
  story.go_to(8, 51);
  EXPECT_EQ(wall_of(story).wait_now_min, 6u);
  story.go_to(9, 30);
  EXPECT_FALSE(wall_of(story).wait_now_min);
}

TEST(Wall, TheChartIsTheMeanOfEachQuarterAndIsTheSameForWhoDidNotWatch) {
  HallStory story(8, 0);
  story.open(1);
  visit(story, 8, 0, 4, 1);          // called 8:04
  visit(story, 8, 14, 8, 1);         // called 8:22
  visit(story, 8, 32, 2, 1);         // called 8:34
  visit(story, 9, 0, 16, 1);         // called 9:16
  const Wall wall = wall_of(story);  // it is 9:26
  EXPECT_EQ(wall.chart_from_minute, 8 * 60);
  EXPECT_EQ(wall.chart_until_minute, 10 * 60);
  EXPECT_THAT(wall.chart_min, ElementsAre(4, 8, 2, 2, 2, 16)) << "a quiet quarter is as before";
  EXPECT_THAT(wall.served_by_hour, ElementsAre(3, 1));
  EXPECT_EQ(wall.served_from_hour, 8);
}

TEST(Wall, TodayIsComparedWithTheSameDayLastWeek) {
  HallStory story(8, 50);
  EXPECT_TRUE(wall_of(story).chart_last_week_min.empty());
  EXPECT_FALSE(wall_of(story).more_than_last_week);
  EXPECT_FALSE(wall_of(story).wait_last_week_min);
  for (int i = 0; i < 3; ++i) story.take("social");
  DayRecord before{.day = 20250513};
  before.waits.fill(kNobodyCalled);
  before.waits[9 * 4] = 125;  // from 9:00 to 9:15
  before.waits[9 * 4 + 3] = 40;
  before.people[9 * 4 - 1] = 5;  // at 9:00
  before.people[9 * 4] = 1;      // at 9:15
  story.remember({.day = 20250512});
  story.remember(before);
  story.remember({.day = 20250519});
  story.go_to(9, 14);
  const Wall wall = wall_of(story);  // from 9:00 to 11:00
  EXPECT_THAT(wall.chart_last_week_min, ElementsAre(12.5, 12.5, 12.5, 4, 4, 4, 4, 4));
  EXPECT_EQ(wall.more_than_last_week, -2);
  EXPECT_EQ(wall.wait_last_week_min, 13u);
  story.go_to(9, 15);
  EXPECT_EQ(wall_of(story).more_than_last_week, 2);
}

TEST(Wall, IsEmptyUntilTheStateIsConfirmed) {
  HallStory story(9, 0);
  story.take("social");
  BoardInput input = story.input();
  input.unconfirmed = true;
  EXPECT_EQ(make_wall(input, make_board(input)), Wall{});
}

TEST(Wall, TellsHowManyItemsWereDecidedOnTheSpot) {
  HallStory story(8, 0);
  story.open(1);
  EXPECT_FALSE(wall_of(story).on_the_spot_percent);
  using enum wire::VisitOutcome;
  for (const auto outcome : {VISIT_OUTCOME_UNSPECIFIED, VISIT_OUTCOME_RETURNED}) {
    const TicketKey ticket = story.take("social");
    story.call(ticket, 1);
    story.serve(ticket, outcome);
  }
  EXPECT_FALSE(wall_of(story).on_the_spot_percent) << "nothing was decided, and nothing taken in";
  for (const auto outcome : {VISIT_OUTCOME_DECIDED, VISIT_OUTCOME_ACCEPTED, VISIT_OUTCOME_DECIDED,
                             VISIT_OUTCOME_ADVISED}) {
    const TicketKey ticket = story.take("tax");
    story.call(ticket, 1);
    story.serve(ticket, outcome);
  }
  EXPECT_EQ(wall_of(story).on_the_spot_percent, 66u);
}

TEST(Wall, WindowsSayWhatTheyDoAndForHowLong) {
  HallStory story(8, 0);
  for (const WindowNumber window : {1u, 2u, 3u, 4u}) story.open(window);
  const TicketKey serving = story.take("social");
  const TicketKey calling = story.take("social");
  story.call(serving, 1);
  story.go_to(8, 2);
  story.start(serving);
  story.go_to(8, 5);
  story.call(calling, 2);
  story.pause(3, "设备维护", HallStory::at_clock(8, 20));
  story.go_to(8, 9);
  const Wall wall = wall_of(story);
  EXPECT_EQ(wall.windows[0], (WallWindow{1, WindowDoing::kServing, "A001", "", "", false, 7, 0}));
  EXPECT_EQ(wall.windows[1], (WallWindow{2, WindowDoing::kCalling, "A002", "", "", false, 4, 0}));
  EXPECT_EQ(wall.windows[2],
            (WallWindow{3, WindowDoing::kPaused, "", "设备维护", "08:20", false, 4, 0}));
  EXPECT_EQ(wall.windows[3], (WallWindow{4, WindowDoing::kFree, "", "", "", false, 9, 0}));
  EXPECT_EQ(wall.windows[4], (WallWindow{5, WindowDoing::kClosed, "", "", "", false, 9, 0}));
  EXPECT_THAT(wall.windows_paused, ElementsAre(3));
  story.go_to(8, 20);
  EXPECT_EQ(wall_of(story).windows[2],
            (WallWindow{3, WindowDoing::kPaused, "", "设备维护", "08:20", true, 15, 0}));
}

TEST(Wall, AlarmsSayWhatAndSinceWhenTheNewestFirst) {
  HallStory story(8, 0);
  story.report("kiosk-1", "printer", wire::DEVICE_STATE_STOPPED, {"paper_out"});
  story.raise(wire::ALARM_KIND_DEVICE_DOWN, "kiosk-1/printer");
  story.go_to(8, 12);
  story.raise(wire::ALARM_KIND_WAIT_LONG, "tax");
  story.raise(wire::ALARM_KIND_MANY_WAITING, "tax");
  story.raise(wire::ALARM_KIND_TOO_MANY_WAITING, "tax");
  story.go_to(8, 15);
  const Wall wall = wall_of(story);
  ASSERT_THAT(wall.alarms, SizeIs(3)) << "many waiting is said once";
  EXPECT_EQ(wall.alarms[0].subject_zh, "税务服务");
  EXPECT_EQ(wall.alarms[0].since, "08:12");
  EXPECT_EQ(wall.alarms[2].kind, wire::ALARM_KIND_DEVICE_DOWN);
  EXPECT_EQ(wall.alarms[2].subject_zh, "kiosk-1");
  EXPECT_EQ(wall.alarms[2].device, "printer");
  EXPECT_EQ(wall.alarms[2].minutes, 15u);
}

TEST(Wall, ADeviceThatWorksAndWantsSomebodyIsNamedWithoutAlarm) {
  HallStory story(8, 0);
  story.report("kiosk-1", "printer", wire::DEVICE_STATE_ATTENTION, {"paper_near_end"});
  story.report("kiosk-2", "printer", wire::DEVICE_STATE_READY);
  const Wall wall = wall_of(story);
  EXPECT_THAT(wall.devices, ElementsAre(WallDevice{"kiosk-1", "printer", "paper_near_end"}));
  EXPECT_EQ(wall.devices_known, 2u);
}

TEST(Wall, AServiceIsAsBadAsItsFirstInLineHasWaited) {
  HallStory story(8, 0);
  story.open(1);
  story.estimate("social", 5, 9);
  story.take("social");
  story.go_to(8, 40);
  const Wall wall = wall_of(story);
  EXPECT_EQ(wall.services[0].longest_min, 40u);
  EXPECT_EQ(wall.services[0].level, WaitLevel::kLong);
  EXPECT_EQ(wall.services[1].level, WaitLevel::kShort);
}

}  // namespace
}  // namespace yichuang::display
