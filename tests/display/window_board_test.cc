// What the screen above a window says, out of told days.
#include "display/window_board.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/display/hall_story.h"

namespace yichuang::display {
namespace {

constexpr WindowNumber kThree = 3;

WindowBoard board_of(const HallStory& story, WindowNumber window = kThree) {
  return make_window_board(story.input(), window);
}

TEST(WindowBoard, SaysWhatTheWindowDoes) {
  HallStory story;
  EXPECT_EQ(board_of(story).shows, WindowShows::kClosed);
  EXPECT_EQ(board_of(story, 77).shows, WindowShows::kUnknown);
  story.open(kThree);
  EXPECT_EQ(board_of(story).shows, WindowShows::kFree);
  story.pause(kThree, "设备维护");
  EXPECT_EQ(board_of(story).shows, WindowShows::kPaused);
  EXPECT_EQ(board_of(story).reason, "设备维护");
  story.open(kThree);
  EXPECT_EQ(board_of(story).shows, WindowShows::kFree);
  EXPECT_TRUE(board_of(story).reason.empty());
  story.pause(kThree, "用餐", story.now() + 600'000);
  EXPECT_EQ(board_of(story).until, clock_face(story.input().zone->local(story.now() + 600'000)));
  story.close(kThree);
  EXPECT_EQ(board_of(story).shows, WindowShows::kClosed);
  EXPECT_TRUE(board_of(story).until.empty());
}

TEST(WindowBoard, CallsRecallsAndServesANumber) {
  HallStory story;
  story.open(kThree);
  const TicketKey ticket = story.take("social");
  story.call(ticket, kThree);
  WindowBoard board = board_of(story);
  EXPECT_EQ(board.shows, WindowShows::kCalling);
  EXPECT_EQ(board.ticket, "A001");
  EXPECT_EQ(board.call, 1u);
  EXPECT_EQ(board.service_zh, "社会保障");
  story.recall(ticket);
  EXPECT_EQ(board_of(story).call, 2u);
  story.start(ticket);
  board = board_of(story);
  EXPECT_EQ(board.shows, WindowShows::kServing);
  EXPECT_EQ(board.ticket, "A001");
  EXPECT_EQ(board_of(story, 4).shows, WindowShows::kClosed) << "another window's screen";
}

TEST(WindowBoard, AsksForARatingForAMinuteOrUntilTheNextCall) {
  HallStory story;
  story.open(kThree);
  const TicketKey first = story.take("social");
  story.call(first, kThree);
  story.serve(first);
  EXPECT_EQ(board_of(story).shows, WindowShows::kRate);
  EXPECT_EQ(board_of(story).ticket, "A001");
  const Time ended = story.now();
  BoardInput later = story.input();
  later.now = ended + (kRateMs - 1);
  EXPECT_EQ(make_window_board(later, kThree).shows, WindowShows::kRate);
  later.now = ended + kRateMs;
  EXPECT_EQ(make_window_board(later, kThree).shows, WindowShows::kFree);
  story.go_to(10, 0);
  const TicketKey second = story.take("tax");
  story.call(second, kThree);
  EXPECT_EQ(board_of(story).shows, WindowShows::kCalling);
}

TEST(WindowBoard, APauseIsSaidAtOnceWhoeverWasJustServed) {
  HallStory story;
  story.open(kThree);
  const TicketKey first = story.take("social");
  story.call(first, kThree);
  story.serve(first);
  story.pause(kThree, "设备维护");
  EXPECT_EQ(board_of(story).shows, WindowShows::kPaused);
  EXPECT_EQ(board_of(story).reason, "设备维护");
}

TEST(WindowBoard, ANumberThatDidNotComeEndsTheQuestion) {
  HallStory story;
  story.open(kThree);
  const TicketKey first = story.take("social");
  const TicketKey second = story.take("social");
  story.call(first, kThree);
  story.serve(first);
  story.go_to(10, 0);
  BoardInput input = story.input();
  EXPECT_EQ(make_window_board(input, kThree).shows, WindowShows::kRate);
  story.go_to(10, 1);
  story.call(second, kThree);
  story.miss(second);
  BoardInput soon = story.input();
  soon.now = HallStory::at_clock(10, 0) + 59'000;
  EXPECT_EQ(make_window_board(soon, kThree).shows, WindowShows::kFree);
}

TEST(WindowBoard, CountsThoseItMayCallAndNamesItsServices) {
  HallStory story;
  story.set_windows(4, {{kThree, {"税务专窗", "Tax", {"tax", "business"}}}});
  for (const char* service : {"tax", "tax", "business", "social"}) story.take(service);
  const WindowBoard special = board_of(story);
  EXPECT_EQ(special.waiting, 3u);
  EXPECT_FALSE(special.general);
  EXPECT_THAT(special.names, testing::ElementsAre(NoticeText{"税务服务", "Tax service"},
                                                  NoticeText{"企业开办", "Start a business"}));
  EXPECT_EQ(special.name_zh, "税务专窗");
  const WindowBoard general = board_of(story, 1);
  EXPECT_EQ(general.waiting, 4u);
  EXPECT_TRUE(general.general);
}

TEST(WindowBoard, HasTheClerksBadgeWhileSomebodyIsSignedIn) {
  HallStory story;
  EXPECT_TRUE(board_of(story).badge.empty());
  story.open(kThree);
  EXPECT_EQ(board_of(story).badge, "clerk-3");
}

}  // namespace
}  // namespace yichuang::display
