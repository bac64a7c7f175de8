// How the board looks, pixel for pixel, and which regions it paints anew.
#include "display/views/hall_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "display/views/hall_layout.h"
#include "screens/golden.h"
#include "tests/display/hall_story.h"

namespace yichuang::display {
namespace {

constexpr int64_t kStartUs = 1'000'000'000;

struct GoldenSize {
  int width_px;
  int height_px;
  const char* suffix;
};

ui::Theme load_theme() {
  auto theme = ui::Theme::load(ui::assets_folder() / "theme" / "theme.toml");
  HALL_ASSERT(theme.ok());
  return *theme;
}

ui::Texts load_texts() {
  auto texts = ui::Texts::load(ui::assets_folder() / "i18n");
  if (!texts) ADD_FAILURE() << texts.error().sentence;
  HALL_ASSERT(texts.ok());
  return *texts;
}

// A view in an offscreen window, and the regions that it invalidated since they were last taken.
class BoardOnScreen {
 public:
  explicit BoardOnScreen(const GoldenSize& size = {1920, 1080, ""})
      : window_(ui::open_offscreen(layout::kBoard, size.width_px, size.height_px)) {
    window_->show(view_);
  }

  void show(const Board& board, int64_t at_ms = 0) {
    view_.show(board, window_->canvas(), kStartUs + at_ms * 1000);
  }
  void move_ticker(int64_t at_ms) { view_.move(kStartUs + at_ms * 1000); }
  void tick(int64_t at_ms) { view_.tick(kStartUs + at_ms * 1000); }
  HallView& view() { return view_; }
  ui::Picture picture() { return window_->picture(); }
  std::vector<ui::Rect> take_damage() { return std::exchange(damage_, {}); }

  // Painted in one go: what all the small repaints must add up to.
  ui::Picture repainted() {
    window_->invalidate();
    return window_->picture();
  }

 private:
  std::unique_ptr<ui::Window> window_;
  ui::Theme theme_ = load_theme();
  ui::Texts texts_ = load_texts();
  std::vector<ui::Rect> damage_;
  HallView view_{Look{theme_, texts_}, [this](const ui::Rect& area) {
                   damage_.push_back(area);
                   window_->invalidate(area);
                 }};
};

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

class Golden : public testing::TestWithParam<GoldenSize> {
 protected:
  std::filesystem::path file(const std::string& name) const {
    return std::filesystem::path(YICHUANG_DISPLAY_GOLDEN) / (name + GetParam().suffix + ".png");
  }
};

class GoldenFullHd : public Golden {};

// Both sizes of screen.
TEST_P(Golden, BusyHall) {
  BoardOnScreen screen(GetParam());
  screen.show(busy_hall().board());
  EXPECT_GOLDEN(screen.picture(), file("hall-busy"));
}

TEST_P(GoldenFullHd, NewCallFlashesAndTheOneBeforeStaysMarked) {
  BoardOnScreen screen(GetParam());
  HallStory story = busy_hall();
  screen.show(story.board());
  story.go_to(10, 25);
  story.call(story.take("property"), 10);
  screen.show(story.board(), 1000);
  story.call(story.take("business"), 7);
  screen.show(story.board(), 2000);
  screen.move_ticker(2000);
  EXPECT_GOLDEN(screen.picture(), file("hall-flash"));
}

TEST_P(Golden, FreshDayWithoutCalls) {
  BoardOnScreen screen(GetParam());
  screen.show(HallStory().board());
  EXPECT_GOLDEN(screen.picture(), file("hall-no-calls"));
}

TEST_P(Golden, CutOffFromTheServer) {
  BoardOnScreen screen(GetParam());
  screen.show(busy_hall().board(HallStory::at_clock(10, 24)));
  EXPECT_GOLDEN(screen.picture(), file("hall-stale"));
}

TEST_P(Golden, Connecting) {
  BoardOnScreen screen(GetParam());
  screen.show(Board{});
  EXPECT_GOLDEN(screen.picture(), file("hall-connecting"));
}

TEST_P(GoldenFullHd, ConnectingForTooLong) {
  BoardOnScreen screen(GetParam());
  Board board;
  board.phase = BoardPhase::kConnectingSlow;
  screen.show(board);
  EXPECT_GOLDEN(screen.picture(), file("hall-connecting-slow"));
}

TEST_P(GoldenFullHd, LongNamesManyServicesAndAPausedWindow) {
  BoardOnScreen screen(GetParam());
  HallStory story = busy_hall();
  story.adopt_more_services(3);
  story.pause(9, "设备维护");
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
  screen.show(board);
  screen.tick(kPageMs);
  EXPECT_GOLDEN(screen.picture(), file("hall-long"));
}

std::string size_name(const testing::TestParamInfo<GoldenSize>& chosen) {
  return "w" + std::to_string(chosen.param.width_px);
}

INSTANTIATE_TEST_SUITE_P(Sizes, Golden,
                         testing::Values(GoldenSize{1920, 1080, ""}, GoldenSize{3840, 2160, "-4k"}),
                         size_name);
INSTANTIATE_TEST_SUITE_P(Sizes, GoldenFullHd, testing::Values(GoldenSize{1920, 1080, ""}),
                         size_name);

TEST(Damage, NothingNewPaintsNothing) {
  BoardOnScreen screen;
  HallStory story;
  screen.show(story.board());
  screen.take_damage();
  screen.show(story.board(), 1000);
  screen.tick(1500);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty());
  EXPECT_EQ(screen.view().next_tick_us(kStartUs), INT64_MAX);
}

TEST(Damage, TheClockRepaintsTheHeaderAlone) {
  BoardOnScreen screen;
  HallStory story;
  screen.show(story.board());
  screen.take_damage();
  story.go_to(10, 1);
  screen.show(story.board(), 60'000);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(layout::kHeader));
}

TEST(Damage, TheTickerRepaintsItsStripAlone) {
  BoardOnScreen screen;
  screen.show(busy_hall().board());
  ASSERT_TRUE(screen.view().moves());
  screen.take_damage();
  screen.tick(16);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty()) << "it moves once a frame, not more often";
  screen.move_ticker(17);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(layout::kTicker));
  screen.move_ticker(17);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty());
}

TEST(Damage, APersonMoreRepaintsOneRow) {
  BoardOnScreen screen;
  HallStory story = busy_hall();
  screen.show(story.board());
  screen.take_damage();
  story.take("household");
  screen.show(story.board());
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(layout::waiting_row(2)));
}

TEST(Damage, SmallRepaintsAddUpToTheWholePicture) {
  BoardOnScreen screen;
  HallStory story = busy_hall();
  screen.show(story.board());
  screen.picture();
  story.go_to(10, 25);
  const TicketKey ticket = story.take("property");
  story.call(ticket, 10);
  screen.show(story.board(), 1000);
  screen.picture();
  screen.tick(1500);
  story.start(ticket);
  story.estimate("tax", 33, 50);
  screen.show(story.board(), 1600);
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
  screen.show(story.board());
  story.call(story.take("social"), 3);
  screen.show(story.board(), 0);
  screen.take_damage();
  int changes = 0;
  for (int64_t at_ms = 0; at_ms <= 10'000; at_ms += 10) {
    screen.tick(at_ms);
    for (const ui::Rect& area : screen.take_damage()) changes += area == layout::kHeroGlow ? 1 : 0;
  }
  EXPECT_EQ(changes, 11) << "bright at once, then a change each half second, at rest after six";
  EXPECT_EQ(screen.view().next_tick_us(kStartUs + 10'000'000), INT64_MAX);
}

TEST(Flash, CallsOfTheFirstSnapshotAreNoNews) {
  BoardOnScreen screen;
  screen.show(Board{});
  screen.show(busy_hall().board(), 1000);
  EXPECT_EQ(screen.view().next_tick_us(kStartUs + 1'000'000), INT64_MAX);
}

TEST(Flash, EndsWhenThePersonHasCome) {
  BoardOnScreen screen;
  HallStory story;
  story.open(3);
  screen.show(story.board());
  const TicketKey ticket = story.take("social");
  story.call(ticket, 3);
  screen.show(story.board(), 0);
  screen.picture();
  story.start(ticket);
  screen.show(story.board(), 600);
  screen.picture();
  screen.take_damage();
  screen.tick(1000);
  screen.tick(1500);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty());
}

TEST(Pages, TurnByThemselves) {
  BoardOnScreen screen;
  HallStory story;
  story.adopt_more_services(3);
  screen.show(story.board());
  screen.take_damage();
  EXPECT_EQ(screen.view().next_tick_us(kStartUs), kStartUs + kPageMs * 1000);
  screen.tick(kPageMs);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(layout::kWaiting));
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
