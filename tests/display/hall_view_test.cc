// How the board looks, pixel for pixel, and which regions it paints anew.
#include "display/views/hall_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <functional>
#include <set>

#include "screens/readable.h"
#include "tests/display/view_on_screen.h"

namespace yichuang::display {
namespace {

// The hall's board, which also takes boards that no story can tell.
class BoardOnScreen : public ViewOnScreen<HallView> {
 public:
  using Change = std::function<void(Look&, LayoutSettings&)>;
  explicit BoardOnScreen(const GoldenSize& size = kFullHd, const Change& change = {})
      : ViewOnScreen(size, [&](OnScreen& screen) {
          Look look = screen.look();
          LayoutSettings settings;
          if (change) change(look, settings);
          return std::make_unique<HallView>(look, hall_layout(screen.screen(), settings),
                                            settings.services, screen.invalidate());
        }) {}

  void show_board(const Board& board, int64_t at_ms = 0) {
    view().show(board, canvas(), kStartUs + at_ms * 1000);
  }
  void move_ticker(int64_t at_ms) { view().move(kStartUs + at_ms * 1000); }
  // The words on the board, in the order painted.
  std::vector<std::string> words() {
    ui::ShownTexts texts;
    canvas().watch(&texts);
    repainted();
    canvas().watch(nullptr);
    std::vector<std::string> said;
    for (const ui::TextShown& line : texts.lines) said.push_back(line.text);
    return said;
  }
};

const HallLayout kLayout = hall_layout(kWide, {});

// The moment of the design's mock: A012 to window 3, four calls before it, people waiting.
HallStory busy_hall() {
  HallStory story;
  story.set_notices(
      {{"温馨提示：请携带有效身份证件，听到叫号后请及时到窗口办理，过号请到服务台重新取号。",
        "Please have your ID ready and go to the window when your number is called."}});
  story.adopt();
  for (WindowNumber window = 1; window <= 12; ++window) story.open(window);
  const TicketKey f036 = story.take_number("tax", 36);
  const TicketKey a011 = story.take_number("social", 11);
  const TicketKey c021 = story.take_number("household", 21);
  const TicketKey b107 = story.take_number("medical", 107);
  const TicketKey a012 = story.take("social");
  story.go_to(10, 19);
  story.call(f036, 12);
  story.miss(f036);
  story.go_to(10, 20);
  story.call(a011, 2);
  story.serve(a011);
  story.go_to(10, 22);
  story.call(c021, 5);
  story.start(c021);
  story.go_to(10, 23);
  story.call(b107, 8);
  story.go_to(10, 24);
  story.call(a012, 3);
  const std::pair<const char*, int> waiting[] = {
      {"social", 5},       {"medical", 12}, {"household", 3}, {"property", 21},
      {"housing-fund", 6}, {"tax", 4},      {"business", 0},  {"other", 108}};
  for (const auto& [service, people] : waiting) {
    for (int i = 0; i < people; ++i) story.take(service);
  }
  story.estimate("social", 12, 18);
  story.estimate("medical", 28, 41);
  story.estimate("household", 8, 8);
  story.estimate("property", 55, 72);
  story.estimate("housing-fund", 15, 22);
  story.estimate("business", 0, 0);
  story.estimate("other", 95, 140);
  return story;
}

// Forty windows call at once.
HallStory storm() {
  HallStory story;
  story.set_windows(40);
  for (WindowNumber window = 1; window <= 40; ++window) {
    story.open(window);
    story.call(story.take("social"), window);
  }
  return story;
}

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

// Twenty calls of the last half hour, and what the layout leaves of the board.
HallStory many_calls() {
  HallStory story = busy_hall();
  story.rename_service("tax", "城乡居民养老保险关系转移", "Transfer of pension insurance");
  for (int i = 0; i < 24; ++i) {
    story.go_to(10, 30 + i);
    const auto window = static_cast<WindowNumber>(1 + i % 12);
    if (const TicketKey there = story.state().window(window)->ticket) story.serve(there);
    story.call(story.take(i % 2 ? "tax" : "other"), window);
  }
  return story;
}

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

}  // namespace
}  // namespace yichuang::display
