// How the board looks, pixel for pixel.
#include <gtest/gtest.h>

#include "tests/display/board_on_screen.h"

namespace yichuang::display {
namespace {

class Golden : public testing::TestWithParam<GoldenSize> {
 protected:
  std::filesystem::path file(const std::string& name) const {
    return golden_file(name, GetParam());
  }
};

class GoldenFullHd : public Golden {};

class GoldenAllSizes : public Golden {};

class GoldenLayout : public Golden {};

TEST_P(GoldenAllSizes, BusyHall) {
  BoardOnScreen screen(GetParam());
  screen.show_board(busy_hall().board());
  EXPECT_GOLDEN(screen.picture(), file("hall-busy"));
}

TEST_P(GoldenFullHd, NewCallFlashesAndTheOneBeforeStaysMarked) {
  BoardOnScreen screen(GetParam());
  HallStory story = busy_hall();
  screen.show_board(story.board());
  story.go_to(10, 25);
  story.call(story.take("property"), 10);
  screen.show_board(story.board(), 1000);
  story.call(story.take("business"), 7);
  screen.show_board(story.board(), 2000);
  screen.move_ticker(2000);
  EXPECT_GOLDEN(screen.picture(), file("hall-flash"));
}

// A012 of the busy hall, after nobody came to window 3, or somebody did.
TEST_P(GoldenLayout, TheCardOfAMissedCall) {
  BoardOnScreen screen(GetParam());
  HallStory story = busy_hall();
  story.miss(story.state().window(3)->ticket);
  story.serve(story.state().window(8)->ticket);
  screen.show_board(story.board());
  EXPECT_GOLDEN(screen.picture(), file("hall-missed"));
}

TEST_P(GoldenLayout, TheCardOfACallThatIsServed) {
  BoardOnScreen screen(GetParam());
  HallStory story = busy_hall();
  story.start(story.state().window(8)->ticket);
  story.start(story.state().window(3)->ticket);
  screen.show_board(story.board());
  EXPECT_GOLDEN(screen.picture(), file("hall-serving"));
}

TEST_P(Golden, FreshDayWithoutCalls) {
  BoardOnScreen screen(GetParam());
  screen.show_board(HallStory().board());
  EXPECT_GOLDEN(screen.picture(), file("hall-no-calls"));
}

TEST_P(Golden, CutOffFromTheServer) {
  BoardOnScreen screen(GetParam());
  screen.show_board(busy_hall().board(HallStory::at_clock(10, 24)));
  EXPECT_GOLDEN(screen.picture(), file("hall-stale"));
}

TEST_P(Golden, Connecting) {
  BoardOnScreen screen(GetParam());
  screen.show_board(Board{});
  EXPECT_GOLDEN(screen.picture(), file("hall-connecting"));
}

TEST_P(GoldenFullHd, ConnectingForTooLong) {
  BoardOnScreen screen(GetParam());
  Board board;
  board.phase = BoardPhase::kConnectingSlow;
  screen.show_board(board);
  EXPECT_GOLDEN(screen.picture(), file("hall-connecting-slow"));
}

TEST_P(GoldenFullHd, TellsHowTrueItsWaitsWere) {
  BoardOnScreen screen(GetParam());
  HallStory story = busy_hall();
  story.judge({.count = 200, .below_p50 = 0, .within_p90 = 910'000, .error_milliminutes = 0});
  Board board = story.board();
  board.notices.clear();
  screen.show_board(board);
  EXPECT_GOLDEN(screen.picture(), file("hall-told-well"));
}

TEST_P(GoldenFullHd, LongNamesManyServicesAndAPausedWindow) {
  BoardOnScreen screen(GetParam());
  HallStory story = busy_hall();
  story.adopt_more_services(3);
  story.pause(9, "设备维护", HallStory::at_clock(10, 40));
  story.judge({.count = 200, .below_p50 = 0, .within_p90 = 910'000, .error_milliminutes = 0});
  Board board = story.board();
  board.current->number = "AB012";
  board.current->window = 12;
  board.current->service_zh = "城乡居民基本养老保险关系转移接续";
  board.current->service_en = "Transfer of basic pension insurance for urban and rural residents";
  board.recent[0].service_zh = board.current->service_zh;
  board.recent[0].service_en = board.current->service_en;
  board.waiting[9].service_zh = board.current->service_zh;
  board.waiting[9].service_en = board.current->service_en;
  board.hall_zh =
      "某某某某某某自治州某某某某某某自治县政务服务中心暨公共资源交易中心（东城分中心）";
  screen.show_board(board);
  screen.tick(kPageMs);
  EXPECT_GOLDEN(screen.picture(), file("hall-long"));
}

// ---- layouts of a hall's own ----

TEST_P(GoldenLayout, TwoColumnsOfTenOnABrightGround) {
  BoardOnScreen screen(GetParam(), [](Look& look, LayoutSettings& settings) {
    look.bright = true;
    settings.columns = 2;
    settings.rows = 10;
  });
  screen.show(many_calls());
  EXPECT_GOLDEN(screen.picture(), file("hall-layout-bright"));
}

TEST_P(GoldenLayout, ThreeColumnsAndNothingElse) {
  BoardOnScreen screen(GetParam(), [](Look&, LayoutSettings& settings) {
    settings.columns = 3;
    settings.rows = 6;
    settings.services = std::vector<std::string>{};
    settings.notices = false;
  });
  screen.show(many_calls());
  EXPECT_GOLDEN(screen.picture(), file("hall-layout-calls"));
}

// The voice is at the fifth of forty, the rows at their second page.
TEST_P(GoldenLayout, AStormOfCalls) {
  BoardOnScreen screen(GetParam());
  const HallStory story = storm();
  BoardInput input = story.input();
  input.spoken = CallToSpeak{
      .ticket = story.state().window(5)->ticket, .call = 1, .number = "A005", .window = 5};
  screen.show_board(make_board(input));
  screen.tick(kPageMs);
  EXPECT_GOLDEN(screen.picture(), file("hall-storm"));
}

TEST_P(GoldenLayout, ThreeNarrowColumnsWithDirections) {
  for (const int rows : {4, 10}) {
    BoardOnScreen screen(GetParam(), [&](Look&, LayoutSettings& settings) {
      settings.columns = 3;
      settings.rows = rows;
      settings.directions = {{9, Direction::kLeft}, {10, Direction::kUpstairs}};
    });
    HallStory story = many_calls();
    story.miss(story.state().window(8)->ticket);
    screen.show(story);
    EXPECT_GOLDEN(screen.picture(), file("hall-layout-narrow-" + std::to_string(rows)));
  }
}

// Names of twelve characters, beside many people too; a service whose windows all pause.
TEST_P(GoldenAllSizes, LongNames) {
  BoardOnScreen screen(GetParam());
  screen.show_board(long_names().board());
  EXPECT_GOLDEN(screen.picture(), file("hall-long-names"));
}

// No notices are wanted; that windows are away is told all the same, and how true the waits were.
TEST_P(GoldenFullHd, WithoutNotices) {
  for (const bool pauses : {true, false}) {
    BoardOnScreen screen(GetParam(),
                         [](Look&, LayoutSettings& settings) { settings.notices = false; });
    HallStory story = busy_hall();
    if (pauses) story.pause(9, "用餐", HallStory::at_clock(10, 40));
    story.judge({.count = 200, .below_p50 = 0, .within_p90 = 910'000, .error_milliminutes = 0});
    screen.show_board(story.board());
    EXPECT_GOLDEN(screen.picture(), file(pauses ? "hall-pause-alone" : "hall-no-notices"));
  }
}

TEST_P(GoldenLayout, PointsTheWayToItsWindows) {
  BoardOnScreen screen(GetParam(), [](Look&, LayoutSettings& settings) {
    settings.directions = {{3, Direction::kLeft}, {8, Direction::kUpstairs}};
  });
  screen.show(busy_hall());
  EXPECT_GOLDEN(screen.picture(), file("hall-layout-directions"));
}

TEST_P(GoldenLayout, EnglishAloneAndTwoServices) {
  BoardOnScreen screen(GetParam(), [](Look& look, LayoutSettings& settings) {
    look.languages = {"en"};
    settings.rows = 6;
    settings.services = std::vector<std::string>{"tax", "no-such-service", "social"};
  });
  screen.show(many_calls());
  EXPECT_GOLDEN(screen.picture(), file("hall-layout-english"));
}

TEST_P(GoldenLayout, EnglishBeforeChineseWithALogo) {
  ui::Picture logo;
  logo.width = logo.height = 64;
  for (int i = 0; i < 64 * 64; ++i)
    logo.pixels.push_back((i / 64 / 16 + i % 64 / 16) % 2 ? 0xFFC0282DU : 0xFFF6D9D9U);
  BoardOnScreen screen(GetParam(), [&](Look& look, LayoutSettings&) {
    look.languages = {"en", "zh-CN"};
    look.logo = &logo;
  });
  screen.show(busy_hall());
  EXPECT_GOLDEN(screen.picture(), file("hall-layout-logo"));
}

INSTANTIATE_TEST_SUITE_P(Sizes, GoldenLayout, testing::Values(kFullHd, kFullHdUpright), size_name);
INSTANTIATE_TEST_SUITE_P(Sizes, GoldenAllSizes, testing::ValuesIn(kSizes), size_name);
INSTANTIATE_TEST_SUITE_P(Sizes, Golden, testing::Values(kFullHd, k4k, kFullHdUpright), size_name);
INSTANTIATE_TEST_SUITE_P(Sizes, GoldenFullHd, testing::Values(kFullHd), size_name);

}  // namespace
}  // namespace yichuang::display
