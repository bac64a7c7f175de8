// What the board may show, and when.
#include "display/board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "display/pages.h"
#include "tests/display/hall_story.h"

namespace yichuang::display {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::SizeIs;

TEST(Board, IsConnectingUntilThereIsAState) {
  const State nothing;
  BoardInput input{.state = nothing,
                   .estimate = {},
                   .stale_since = {},
                   .now = Time{1'000},
                   .started = Time{1'000}};
  EXPECT_EQ(make_board(input).phase, BoardPhase::kConnecting);
  EXPECT_FALSE(make_board(input).clock.has_value());
  EXPECT_TRUE(make_board(input).stale_since.empty());
  input.now = input.started + kConnectingSlowMs;
  EXPECT_EQ(make_board(input).phase, BoardPhase::kConnectingSlow);
}

// The first snapshot may be a second old: without a pulse nobody knows what was called since.
TEST(Board, IsConnectingUntilItsStateIsConfirmed) {
  const HallStory story;
  BoardInput input = story.input();
  input.unconfirmed = true;
  input.started = input.now;
  EXPECT_EQ(make_board(input).phase, BoardPhase::kConnecting);
  input.unconfirmed = false;
  EXPECT_EQ(make_board(input).phase, BoardPhase::kShowing);
}

TEST(Board, OfAFreshDayHasServicesAndNoCalls) {
  const HallStory story;
  const Board board = story.board();
  EXPECT_EQ(board.phase, BoardPhase::kShowing);
  EXPECT_EQ(board.hall_zh, "滨江区政务服务中心");
  EXPECT_FALSE(board.current.has_value());
  EXPECT_THAT(board.recent, SizeIs(0));
  ASSERT_THAT(board.waiting, SizeIs(8));
  EXPECT_EQ(board.waiting[0].people, 0u);
  EXPECT_FALSE(board.waiting[0].open) << "no window is open yet";
}

TEST(Board, ShowsTheNewestCallLargeAndTheOlderOnesBelow) {
  HallStory story;
  for (WindowNumber window = 1; window <= 6; ++window) story.open(window);
  std::vector<std::string> numbers;
  for (WindowNumber window = 1; window <= 6; ++window) {
    story.go_to(10, static_cast<int>(window));
    const TicketKey ticket = story.take("social");
    story.call(ticket, window);
  }
  const Board board = story.board();
  ASSERT_TRUE(board.current.has_value());
  EXPECT_EQ(board.current->number, "A006");
  EXPECT_EQ(board.current->window, 6u);
  EXPECT_EQ(board.current->time, "10:06");
  EXPECT_EQ(board.current->service_zh, "社会保障");
  EXPECT_THAT(board.recent,
              ElementsAre(Field(&CallRow::number, "A005"), Field(&CallRow::number, "A004"),
                          Field(&CallRow::number, "A003"), Field(&CallRow::number, "A002"),
                          Field(&CallRow::number, "A001")));
}

// Forty windows call at once: each of those people looks for a number.
TEST(Board, KeepsEverybodyWhoIsAwaitedBeforeWhatIsOver) {
  HallStory story;
  story.set_windows(40);
  for (WindowNumber window = 1; window <= 40; ++window) {
    story.open(window);
    story.call(story.take("social"), window);
  }
  for (WindowNumber window = 36; window <= 40; ++window)
    story.start(story.state().window(window)->ticket);
  const Board board = story.board();
  EXPECT_EQ(board.current->number, "A035") << "the newest who is awaited";
  EXPECT_EQ(board.recent_awaited, 34u);
  ASSERT_THAT(board.recent, SizeIs(34)) << "more than the rows, and nobody who has come";
  EXPECT_EQ(board.recent.front().number, "A034");
  EXPECT_EQ(board.recent.back().number, "A001");
}

TEST(Board, WhatIsOverHasTheRowsThatTheAwaitedLeave) {
  HallStory story;
  for (WindowNumber window = 1; window <= 8; ++window) {
    story.open(window);
    story.call(story.take("social"), window);
    if (window != 2) story.start(story.state().window(window)->ticket);
  }
  const Board board = story.board();
  EXPECT_EQ(board.current->number, "A002");
  EXPECT_EQ(board.recent_awaited, 0u);
  EXPECT_THAT(board.recent,
              ElementsAre(Field(&CallRow::number, "A008"), Field(&CallRow::number, "A007"),
                          Field(&CallRow::number, "A006"), Field(&CallRow::number, "A005")));
}

// Who hears a number looks up for it.
TEST(Board, ShowsLargeWhatItIsSaying) {
  HallStory story;
  std::vector<TicketKey> tickets;
  for (WindowNumber window = 1; window <= 3; ++window) {
    story.open(window);
    tickets.push_back(story.take("social"));
    story.call(tickets.back(), window);
  }
  BoardInput input = story.input();
  input.spoken = CallToSpeak{.ticket = tickets[0], .call = 1, .number = "A001", .window = 1};
  Board board = make_board(input);
  EXPECT_EQ(board.current->number, "A001");
  EXPECT_TRUE(board.spoken);
  EXPECT_THAT(board.recent,
              ElementsAre(Field(&CallRow::number, "A003"), Field(&CallRow::number, "A002")));
  story.start(tickets[0]);
  board = make_board(input);
  EXPECT_EQ(board.current->number, "A003") << "who has come is not looking any more";
  EXPECT_FALSE(board.spoken);
}

TEST(Board, ARecallComesToTheFrontOnce) {
  HallStory story;
  story.open(1);
  story.open(2);
  const TicketKey first = story.take("social");
  const TicketKey second = story.take("tax");
  story.call(first, 1);
  story.call(second, 2);
  story.recall(first);
  const Board board = story.board();
  EXPECT_EQ(board.current->number, "A001");
  EXPECT_EQ(board.current->call, 2u);
  EXPECT_THAT(board.recent, ElementsAre(Field(&CallRow::number, "F001")));
}

TEST(Board, SaysWhatBecameOfACall) {
  HallStory story;
  for (WindowNumber window = 1; window <= 4; ++window) story.open(window);
  std::vector<TicketKey> tickets;
  for (WindowNumber window = 1; window <= 4; ++window) {
    tickets.push_back(story.take("social"));
    story.call(tickets.back(), window);
  }
  story.start(tickets[2]);
  story.serve(tickets[1]);
  story.miss(tickets[0]);
  const Board board = story.board();
  EXPECT_EQ(board.current->status, CallStatus::kCalled);
  EXPECT_THAT(board.recent, ElementsAre(Field(&CallRow::status, CallStatus::kServing),
                                        Field(&CallRow::status, CallStatus::kOver),
                                        Field(&CallRow::status, CallStatus::kMissed)));
}

TEST(Board, AReturnedPersonIsNoLongerShownAsMissed) {
  HallStory story;
  story.open(1);
  const TicketKey ticket = story.take("social");
  story.call(ticket, 1);
  story.miss(ticket);
  story.reactivate(ticket);
  EXPECT_EQ(story.board().current->status, CallStatus::kOver);
  EXPECT_EQ(story.board().waiting[0].people, 1u);
}

TEST(Board, CountsPeopleFromTheFoldAndMinutesFromThePulse) {
  HallStory story;
  story.open(1);
  story.take("medical");
  story.take("medical");
  story.take("property");
  story.estimate("medical", 28, 40);
  story.estimate("property", 55, 70);
  const Board board = story.board();
  EXPECT_EQ(board.waiting[1].people, 2u);
  EXPECT_EQ(board.waiting[1].minutes_p50, 28u);
  EXPECT_EQ(board.waiting[1].minutes_p90, 40u);
  EXPECT_EQ(board.waiting[1].level, WaitLevel::kMedium);
  EXPECT_EQ(board.waiting[3].level, WaitLevel::kLong);
  EXPECT_EQ(board.waiting[0].minutes_p50, std::nullopt) << "no estimate was told";
}

TEST(Board, TellsNoMinutesForAServiceThatNoOpenWindowServes) {
  HallStory story;
  story.take("medical");
  story.estimate("medical", 28, 40);
  EXPECT_FALSE(story.board().waiting[1].open);
  EXPECT_EQ(story.board().waiting[1].minutes_p50, std::nullopt);
  story.open(1);
  EXPECT_EQ(story.board().waiting[1].minutes_p50, 28u);
  story.pause(1, "设备维护");
  EXPECT_EQ(story.board().waiting[1].minutes_p50, std::nullopt);
}

TEST(Board, ARangeNeverRunsBackwards) {
  HallStory story;
  story.open(1);
  story.estimate("tax", 12, 5);
  EXPECT_EQ(story.board().waiting[5].minutes_p90, 12u);
}

TEST(Board, AWaitOfMoreThan99MinutesIsNoPromise) {
  EXPECT_EQ(minutes_range(0, 0), "0");
  EXPECT_EQ(minutes_range(12, 18), "12–18");
  EXPECT_EQ(minutes_range(95, 99), "95–99");
  EXPECT_EQ(minutes_range(95, 100), "95+");
  EXPECT_EQ(minutes_range(140, 200), "99+");
}

TEST(Board, LevelsChangeAfter15And30Minutes) {
  EXPECT_EQ(wait_level(0, 30), WaitLevel::kShort);
  EXPECT_EQ(wait_level(15, 30), WaitLevel::kShort);
  EXPECT_EQ(wait_level(16, 30), WaitLevel::kMedium);
  EXPECT_EQ(wait_level(30, 30), WaitLevel::kMedium);
  EXPECT_EQ(wait_level(31, 30), WaitLevel::kLong);
  EXPECT_EQ(wait_level(25, 20), WaitLevel::kLong) << "by the hall's own threshold";
  EXPECT_EQ(wait_level(31, 60), WaitLevel::kMedium);
}

TEST(Board, ListsPausedWindowsWithTheirReason) {
  HallStory story;
  story.open(3);
  story.open(9);
  story.pause(9, "设备维护");
  EXPECT_THAT(story.board().paused, ElementsAre(Pause{{9}, "设备维护", ""}));
}

TEST(Board, TellsWindowsThatPauseAlikeTogether) {
  HallStory story;
  for (const WindowNumber window : {3, 9, 10, 12}) {
    story.open(window);
    story.pause(window, window == 9 ? "用餐" : "设备维护");
  }
  EXPECT_THAT(story.board().paused,
              ElementsAre(Pause{{3, 10, 12}, "设备维护", ""}, Pause{{9}, "用餐", ""}));
}

// Clerks write what they like: the line at the foot has an end all the same.
TEST(Board, TellsAFewPausesWithTheirReasonAndOfTheOthersTheWindows) {
  HallStory story;
  story.set_windows(40);
  for (WindowNumber window = 1; window <= 40; ++window) {
    story.open(window);
    story.pause(window, window > 30 ? "用餐" : "原因" + std::to_string(window));
  }
  const std::vector<Pause> paused = story.board().paused;
  ASSERT_THAT(paused, SizeIs(kPausesMax));
  EXPECT_EQ(paused.front().reason, "用餐") << "the largest first";
  EXPECT_EQ(paused.front().windows.size(), 10u);
  EXPECT_EQ(paused.back().reason, "");
  EXPECT_EQ(window_list(paused.back().windows, "、"), "5–30");
}

TEST(Board, AListOfWindowsHasRanges) {
  EXPECT_EQ(window_list({}, ", "), "");
  EXPECT_EQ(window_list({9, 10}, ", "), "9, 10");
  EXPECT_EQ(window_list({1, 2, 3, 5, 7, 8, 9, 10}, "、"), "1–3、5、7–10");
}

TEST(Board, AServiceWhoseWindowsPauseIsNotClosed) {
  HallStory story;
  EXPECT_FALSE(story.board().waiting[0].paused) << "nobody has opened";
  story.open(1);
  EXPECT_FALSE(story.board().waiting[0].paused);
  story.pause(1, "用餐");
  EXPECT_TRUE(story.board().waiting[0].paused);
  EXPECT_FALSE(story.board().waiting[0].open);
  story.open(2);
  EXPECT_FALSE(story.board().waiting[0].paused);
}

TEST(Board, TellsUntilWhenAWindowPausesAsLongAsThatIsToCome) {
  HallStory story(10, 0);
  story.open(9);
  story.pause(9, "用餐", HallStory::at_clock(10, 30));
  EXPECT_THAT(story.board().paused, ElementsAre(Pause{{9}, "用餐", "10:30"}));
  story.go_to(10, 29);
  EXPECT_THAT(story.board().paused, ElementsAre(Pause{{9}, "用餐", "10:30"}));
  story.go_to(10, 30);
  EXPECT_THAT(story.board().paused, ElementsAre(Pause{{9}, "用餐", ""}));
}

TEST(Board, TellsHowTrueTheToldWaitsWereOnceThereAreEnough) {
  HallStory story;
  EXPECT_FALSE(story.board().told_well_percent);
  story.judge(
      {.count = kToldEnough - 1, .below_p50 = 0, .within_p90 = kMillion, .error_milliminutes = 0});
  EXPECT_FALSE(story.board().told_well_percent);
  story.judge(
      {.count = kToldEnough, .below_p50 = 0, .within_p90 = 899'999, .error_milliminutes = 0});
  EXPECT_EQ(story.board().told_well_percent, 85u) << "never better than it was";
}

TEST(Board, ARetiredServiceStaysWhileSomebodyWaitsForIt) {
  HallStory story;
  story.adopt_more_services(2);
  EXPECT_THAT(story.board().waiting, SizeIs(10));
  story.open(1);
  const TicketKey ticket = story.take("extra-2");
  story.adopt_more_services(0);
  ASSERT_THAT(story.board().waiting, SizeIs(9));
  EXPECT_EQ(story.board().waiting[8].service_zh, "增设业务2");
  story.call(ticket, 1);
  EXPECT_THAT(story.board().waiting, SizeIs(8));
}

TEST(Board, ShowsTheHallsClockNotTheMachines) {
  HallStory story;
  story.go_to(10, 24);
  ASSERT_TRUE(story.board().clock.has_value());
  EXPECT_EQ(clock_face(*story.board().clock), "10:24");
  EXPECT_EQ(story.board().clock->weekday, 2);
}

TEST(Board, CutOffSaysSinceWhenAndKeepsWhatItShowed) {
  HallStory story;
  story.open(3);
  story.call(story.take("social"), 3);
  const Board board = story.board(HallStory::at_clock(10, 24));
  EXPECT_EQ(board.stale_since, "10:24");
  EXPECT_EQ(board.current->number, "A001");
  EXPECT_TRUE(story.board().stale_since.empty());
}

TEST(Pages, OfALongListTakeTurns) {
  constexpr int64_t kPageUs = kPageMs * 1000;
  const Pages one{8, 8};
  EXPECT_EQ(one.count(), 1u);
  EXPECT_EQ(one.at(100 * kPageUs), 0u);
  EXPECT_EQ(one.next_us(0, 1), INT64_MAX);
  const Pages three{17, 8};
  EXPECT_EQ(three.count(), 3u);
  EXPECT_EQ(three.at(-1), 0u);
  EXPECT_EQ(three.at(kPageUs - 1), 0u);
  EXPECT_EQ(three.at(kPageUs), 1u);
  EXPECT_EQ(three.at(2 * kPageUs), 2u);
  EXPECT_EQ(three.at(3 * kPageUs), 0u);
  EXPECT_EQ(three.next_us(5, 5), 5 + kPageUs);
  EXPECT_EQ(three.next_us(5, 5 + kPageUs), 5 + 2 * kPageUs);
  EXPECT_EQ((Pages{0, 8}).count(), 1u) << "an empty list has a page too";
}

}  // namespace
}  // namespace yichuang::display
