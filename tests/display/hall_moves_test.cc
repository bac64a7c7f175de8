// What the board paints anew and when, what it says of a call, and whose turn it is on its pages.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/display/board_on_screen.h"

namespace yichuang::display {
namespace {

const HallLayout kLayout = hall_layout(kWide, {});

TEST(Damage, NothingNewPaintsNothing) {
  BoardOnScreen screen;
  HallStory story;
  screen.show_board(story.board());
  screen.take_damage();
  screen.show_board(story.board(), 1000);
  screen.tick(1500);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty());
  EXPECT_EQ(screen.view().next_tick_us(kStartUs), INT64_MAX);
}

TEST(Damage, TheClockRepaintsTheHeaderAlone) {
  BoardOnScreen screen;
  HallStory story;
  screen.show_board(story.board());
  screen.take_damage();
  story.go_to(10, 1);
  screen.show_board(story.board(), 60'000);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(kLayout.frame.header()));
}

TEST(Damage, TheTickerRepaintsItsStripAlone) {
  BoardOnScreen screen;
  screen.show_board(busy_hall().board());
  ASSERT_TRUE(screen.view().moves());
  screen.take_damage();
  screen.tick(16);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty()) << "it moves once a frame, not more often";
  screen.move_ticker(17);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(kLayout.frame.ticker()));
  screen.move_ticker(17);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty());
}

TEST(Damage, APersonMoreRepaintsOneRow) {
  BoardOnScreen screen;
  HallStory story = busy_hall();
  screen.show_board(story.board());
  screen.take_damage();
  story.take("household");
  screen.show_board(story.board());
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(kLayout.waiting_row(2)));
}

TEST(Damage, SmallRepaintsAddUpToTheWholePicture) {
  BoardOnScreen screen;
  HallStory story = busy_hall();
  screen.show_board(story.board());
  screen.picture();
  story.go_to(10, 25);
  const TicketKey ticket = story.take("property");
  story.call(ticket, 10);
  screen.show_board(story.board(), 1000);
  screen.picture();
  screen.tick(1500);
  story.start(ticket);
  story.estimate("tax", 33, 50);
  screen.show_board(story.board(), 1600);
  screen.picture();
  screen.tick(9000);
  screen.move_ticker(9000);
  const ui::Picture piecewise = screen.picture();
  EXPECT_EQ(ui::difference(screen.repainted(), piecewise).pixels, 0);
}

TEST(Flash, ANewCallFlashesOnceASecondForSixSecondsAndRests) {
  BoardOnScreen screen;
  HallStory story;
  story.open(3);
  screen.show_board(story.board());
  story.call(story.take("social"), 3);
  screen.show_board(story.board(), 0);
  screen.take_damage();
  int changes = 0;
  for (int64_t at_ms = 0; at_ms <= 10'000; at_ms += 10) {
    screen.tick(at_ms);
    for (const ui::Rect& area : screen.take_damage())
      changes += area == kLayout.hero_glow() ? 1 : 0;
  }
  EXPECT_EQ(changes, 11) << "bright at once, then a change each half second, at rest after six";
  EXPECT_EQ(screen.view().next_tick_us(kStartUs + 10'000'000), INT64_MAX);
}

TEST(Flash, ACallFlashesInTheCardWhenItsTurnToBeSpokenHasCome) {
  BoardOnScreen screen;
  const HallStory story = storm();
  screen.show_board(story.board());
  screen.take_damage();
  BoardInput input = story.input();
  input.spoken = CallToSpeak{
      .ticket = story.state().window(5)->ticket, .call = 1, .number = "A005", .window = 5};
  screen.show_board(make_board(input), 10'000);
  EXPECT_THAT(screen.take_damage(), testing::Contains(kLayout.hero_glow()));
  EXPECT_THAT(screen.words(), testing::Contains("5"));
  screen.take_damage();
  screen.tick(10'500);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(kLayout.hero_glow()));
}

TEST(Flash, CallsOfTheFirstSnapshotAreNoNews) {
  BoardOnScreen screen;
  screen.show_board(Board{});
  screen.show_board(busy_hall().board(), 1000);
  EXPECT_EQ(screen.view().next_tick_us(kStartUs + 1'000'000), INT64_MAX);
}

TEST(Flash, EndsWhenThePersonHasCome) {
  BoardOnScreen screen;
  HallStory story;
  story.open(3);
  screen.show_board(story.board());
  const TicketKey ticket = story.take("social");
  story.call(ticket, 3);
  screen.show_board(story.board(), 0);
  screen.picture();
  story.start(ticket);
  screen.show_board(story.board(), 600);
  screen.picture();
  screen.take_damage();
  screen.tick(1000);
  screen.tick(1500);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty());
}

// A card that points to a window sends people there.
TEST(Card, PointsNowhereOnceNobodyIsAwaited) {
  BoardOnScreen screen(kFullHd, [](Look&, LayoutSettings& settings) {
    settings.directions = {{1, Direction::kLeft}};
  });
  HallStory story;
  story.open(1);
  const TicketKey ticket = story.take("social");
  story.call(ticket, 1);
  screen.show_board(story.board());
  EXPECT_THAT(screen.words(), testing::Contains("请向左走"));
  story.miss(ticket);
  story.close(1);
  screen.show_board(story.board());
  EXPECT_THAT(screen.words(),
              testing::AllOf(testing::Contains("已过号"), testing::Contains("Missed"),
                             testing::Not(testing::Contains("请向左走"))));
}

TEST(Card, SaysThatAPersonIsServedOrWas) {
  BoardOnScreen screen;
  HallStory story;
  story.open(1);
  const TicketKey ticket = story.take("social");
  story.call(ticket, 1);
  story.start(ticket);
  screen.show_board(story.board());
  EXPECT_THAT(screen.words(),
              testing::AllOf(testing::Contains("办理中"), testing::Not(testing::Contains("请到"))));
  story.serve(ticket);
  screen.show_board(story.board());
  EXPECT_THAT(screen.words(),
              testing::AllOf(testing::Contains("已结束"), testing::Not(testing::Contains("请到"))));
}

// Forty calls at once on a board with four rows: within the turns of its pages everybody's number
// has been there, and the newest all the time.
TEST(Pages, ShowEverybodyWhoIsAwaited) {
  BoardOnScreen screen;
  screen.show_board(storm().board());
  std::set<std::string> seen;
  constexpr int kTurns = 13;  // 38 behind the newest, three a page
  for (int turn = 0; turn < kTurns; ++turn) {
    screen.tick(turn * kPageMs);
    const std::vector<std::string> words = screen.words();
    EXPECT_THAT(words, testing::Contains("A039"));
    EXPECT_THAT(words, testing::Contains(std::to_string(turn + 1) + "/13"));
    seen.insert(words.begin(), words.end());
  }
  for (int number = 1; number <= 40; ++number)
    EXPECT_TRUE(seen.contains(fmt::format("A{:03}", number))) << number;
  EXPECT_EQ(screen.view().next_tick_us(kStartUs + 1), kStartUs + kPageMs * 1000);
}

TEST(Pages, TurnByThemselves) {
  BoardOnScreen screen;
  HallStory story;
  story.adopt_more_services(3);
  screen.show_board(story.board());
  screen.take_damage();
  EXPECT_EQ(screen.view().next_tick_us(kStartUs), kStartUs + kPageMs * 1000);
  screen.tick(kPageMs);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(kLayout.waiting));
}

TEST(Texts, OfTheBoardAreThereInBothLanguages) {
  const ui::Texts texts = load_texts();
  for (const std::string& key : texts.keys("zh-CN")) {
    if (!key.starts_with("display.")) continue;
    EXPECT_TRUE(texts.has("en", key)) << key;
  }
}

// ---- the line at the foot ----

// Where that text stands.
float place_of(BoardOnScreen& screen, const std::string& text) {
  for (const ui::TextShown& line : screen.lines()) {
    if (line.text == text) return line.em.x;
  }
  ADD_FAILURE() << text << " is not there";
  return 0;
}

TEST(Notices, WhatIsTouchedByNoChangeMovesOn) {
  const std::string english =
      "Please have your ID ready and go to the window when your number is called.";
  BoardOnScreen screen;
  HallStory story = busy_hall();
  screen.show_board(story.board());
  screen.move_ticker(9000);
  const float before = place_of(screen, english);
  story.pause(9, "用餐");
  screen.show_board(story.board(), 9000);
  screen.move_ticker(9000);
  EXPECT_NEAR(place_of(screen, english), before, 0.5);
  screen.move_ticker(10'000);
  EXPECT_NEAR(place_of(screen, english), before - Ticker::kUnitsPerSecond, 0.5);
}

TEST(Notices, TellPausesByReasonInBothLanguages) {
  BoardOnScreen screen;
  HallStory story;
  for (const WindowNumber window : {9, 10, 12}) {
    story.open(window);
    story.pause(window, "设备故障", HallStory::at_clock(10, 40));
  }
  screen.show_board(story.board());
  EXPECT_THAT(screen.words(),
              testing::Contains("9、10、12 号窗口暂停服务：设备故障，预计 10:40 恢复"));
  EXPECT_EQ(screen.look().reason("en", "设备故障"), "device out of order");
  EXPECT_EQ(screen.look().reason("en", "接待来访"), "") << "nobody has translated it";
  EXPECT_EQ(screen.look().reason("en", "fire drill"), "fire drill");
  EXPECT_EQ(screen.look().reason("zh-CN", "接待来访"), "接待来访");
}

TEST(Notices, OfNoLineArePausesWhileThereAreAny) {
  BoardOnScreen screen(kFullHd, [](Look&, LayoutSettings& settings) { settings.notices = false; });
  HallStory story = busy_hall();
  screen.show_board(story.board());
  EXPECT_FALSE(screen.view().moves());
  EXPECT_THAT(screen.words(), testing::Not(testing::Contains("公告")));
  story.pause(9, "用餐");
  screen.show_board(story.board(), 1000);
  EXPECT_THAT(screen.words(), testing::Contains("9 号窗口暂停服务：用餐"));
}

}  // namespace
}  // namespace yichuang::display
