// How the screen above a window looks, pixel for pixel, and what it paints anew.
#include "display/views/window_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/display/view_on_screen.h"

namespace yichuang::display {
namespace {

constexpr WindowNumber kThree = 3;

class WindowOnScreen : public ViewOnScreen<WindowView> {
 public:
  explicit WindowOnScreen(const GoldenSize& size = kFullHd, WindowNumber window = kThree,
                          bool bright = false, const WindowSettings& settings = {})
      : ViewOnScreen(size, [&](OnScreen& screen) {
          Look look = screen.look();
          look.bright = bright;
          return std::make_unique<WindowView>(look, window_layout(screen.screen(), settings),
                                              window, screen.invalidate());
        }) {}
};

const WindowLayout kLayout = window_layout(kWide, {});

HallStory special_window() {
  HallStory story;
  story.rename_service("business", "城乡居民养老保险关系转移", "Transfer of pension insurance");
  story.set_windows(
      12, {{kThree, {"税务与企业综合专窗", "Tax and business", {"tax", "business", "property"}}}});
  story.open(kThree);
  for (const char* service : {"tax", "tax", "business", "property", "tax"}) story.take(service);
  story.go_to(10, 24);
  return story;
}

class WindowGolden : public testing::TestWithParam<GoldenSize> {
 protected:
  std::filesystem::path file(const std::string& name) const {
    return golden_file(name, GetParam());
  }
};

TEST_P(WindowGolden, CallsANumber) {
  WindowOnScreen screen(GetParam());
  HallStory story = special_window();
  story.call(story.take("tax"), kThree);
  screen.show(story);
  EXPECT_GOLDEN(screen.picture(), file("window-calling"));
}

INSTANTIATE_TEST_SUITE_P(Sizes, WindowGolden, testing::ValuesIn(kSizes), size_name);

class WindowGoldenFullHd : public WindowGolden {};
class WindowGoldenWide : public WindowGolden {};

TEST_P(WindowGoldenFullHd, RecallsASixCharacterNumberForALongService) {
  WindowOnScreen screen(GetParam());
  HallStory story = special_window();
  screen.show(story);
  const TicketKey ticket = story.take("business");
  story.call(ticket, kThree);
  screen.show(story, {}, 1000);
  story.recall(ticket);
  story.recall(ticket);
  // No series gives so long a number; a catalogue may.
  BoardInput input = story.input();
  State state = input.state;
  state.tickets.back().number = "WM0888";
  const BoardInput longer{.state = state,
                          .estimate = {},
                          .fresh = true,
                          .stale_since = {},
                          .zone = input.zone,
                          .now = input.now,
                          .started = {}};
  screen.view().update(longer, make_board(longer), screen.canvas(), kStartUs + 20'000'000);
  EXPECT_GOLDEN(screen.picture(), file("window-recall"));
}

TEST_P(WindowGoldenWide, Serves) {
  WindowOnScreen screen(GetParam(), 1);
  HallStory story = special_window();
  story.open(1);
  const TicketKey ticket = story.take("social");
  story.call(ticket, 1);
  story.start(ticket);
  screen.show(story);
  EXPECT_GOLDEN(screen.picture(), file("window-serving"));
}

TEST_P(WindowGoldenWide, AsksForARating) {
  WindowOnScreen screen(GetParam());
  HallStory story = special_window();
  const TicketKey ticket = story.take("tax");
  story.call(ticket, kThree);
  story.serve(ticket);
  screen.show(story);
  EXPECT_GOLDEN(screen.picture(), file("window-rate"));
}

TEST_P(WindowGoldenWide, IsFree) {
  WindowOnScreen screen(GetParam());
  screen.show(special_window());
  EXPECT_GOLDEN(screen.picture(), file("window-free"));
}

TEST_P(WindowGoldenFullHd, IsPaused) {
  WindowOnScreen screen(GetParam());
  HallStory story = special_window();
  story.pause(kThree, "设备维护");
  screen.show(story);
  EXPECT_GOLDEN(screen.picture(), file("window-paused"));
}

TEST_P(WindowGoldenWide, IsPausedUntil) {
  WindowOnScreen screen(GetParam());
  HallStory story = special_window();
  story.pause(kThree, "用餐", HallStory::at_clock(12, 30));
  screen.show(story);
  EXPECT_GOLDEN(screen.picture(), file("window-paused-until"));
}

TEST(WindowRepaints, WhenATimeThatWasToldIsPastOrAnother) {
  WindowOnScreen screen(kFullHd);
  HallStory story = special_window();
  story.pause(kThree, "用餐", HallStory::at_clock(12, 30));
  screen.show(story);
  story.pause(kThree, "用餐", HallStory::at_clock(12, 50));
  screen.show(story);
  ui::Picture shown = screen.picture();
  EXPECT_EQ(shown.pixels, screen.repainted().pixels) << "another time";
  story.go_to(12, 50);
  screen.show(story);
  shown = screen.picture();
  EXPECT_EQ(shown.pixels, screen.repainted().pixels) << "it is over";
}

TEST_P(WindowGoldenWide, IsClosedOnABrightGround) {
  WindowOnScreen screen(GetParam(), 12, true);
  screen.show(special_window());
  EXPECT_GOLDEN(screen.picture(), file("window-closed-bright"));
}

TEST_P(WindowGoldenFullHd, IsCutOff) {
  WindowOnScreen screen(GetParam());
  screen.show(special_window(), HallStory::at_clock(10, 24));
  EXPECT_GOLDEN(screen.picture(), file("window-stale"));
}

TEST_P(WindowGoldenFullHd, ShowsTheBadgeAndNeitherServicesNorWhoWaits) {
  WindowOnScreen screen(GetParam(), kThree, false, {.services = false, .next = false});
  HallStory story = special_window();
  story.call(story.take("tax"), kThree);
  screen.show(story);
  EXPECT_GOLDEN(screen.picture(), file("window-layout-badge"));
}

TEST_P(WindowGoldenWide, ShowsServicesWithoutABadge) {
  WindowOnScreen screen(GetParam(), kThree, false, {.badge = false});
  screen.show(special_window());
  EXPECT_GOLDEN(screen.picture(), file("window-layout-services"));
}

TEST_P(WindowGoldenWide, ShowsNoFactsAtAll) {
  WindowOnScreen screen(GetParam(), kThree, false,
                        {.services = false, .badge = false, .next = false});
  screen.show(special_window(), HallStory::at_clock(10, 24));
  EXPECT_GOLDEN(screen.picture(), file("window-layout-stale"));
}

TEST_P(WindowGoldenWide, IsNotInTheCatalogue) {
  WindowOnScreen screen(GetParam(), 77);
  screen.show(special_window());
  EXPECT_GOLDEN(screen.picture(), file("window-unknown"));
}

INSTANTIATE_TEST_SUITE_P(Sizes, WindowGoldenFullHd, testing::Values(kFullHd, kFullHdUpright),
                         size_name);

INSTANTIATE_TEST_SUITE_P(Sizes, WindowGoldenWide, testing::Values(kFullHd), size_name);

TEST(WindowDamage, NothingNewPaintsNothing) {
  WindowOnScreen screen;
  const HallStory story = special_window();
  screen.show(story);
  screen.take_damage();
  screen.show(story, {}, 1000);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty());
  EXPECT_EQ(screen.view().next_tick_us(kStartUs), INT64_MAX);
}

TEST(WindowDamage, AnotherPersonRepaintsFactsAndStripAlone) {
  WindowOnScreen screen;
  HallStory story = special_window();
  screen.show(story);
  screen.take_damage();
  story.take("tax");
  screen.show(story, {}, 1000);
  EXPECT_THAT(screen.take_damage(),
              testing::UnorderedElementsAre(kLayout.facts, kLayout.frame.strip()));
}

TEST(WindowDamage, SmallRepaintsAddUpToTheWholePicture) {
  WindowOnScreen screen;
  HallStory story = special_window();
  screen.show(story);
  screen.picture();
  const TicketKey ticket = story.take("tax");
  story.call(ticket, kThree);
  screen.show(story, {}, 1000);
  screen.picture();
  screen.tick(1500);
  screen.picture();
  story.start(ticket);
  story.go_to(10, 31);
  screen.show(story, {}, 1600);
  const ui::Picture piecewise = screen.picture();
  EXPECT_EQ(ui::difference(screen.repainted(), piecewise).pixels, 0);
}

TEST(WindowFlash, ACallAndEachRecallFlashForSixSeconds) {
  WindowOnScreen screen;
  HallStory story = special_window();
  screen.show(story);
  const TicketKey ticket = story.take("tax");
  const auto changes_from = [&](int64_t begin_ms) {
    screen.show(story, {}, begin_ms);
    int changes = 1;  // with the update itself
    screen.take_damage();
    for (int64_t at_ms = begin_ms; at_ms <= begin_ms + 10'000; at_ms += 10) {
      screen.tick(at_ms);
      changes += static_cast<int>(screen.take_damage().size());
    }
    return changes;
  };
  story.call(ticket, kThree);
  EXPECT_EQ(changes_from(1000), 12);
  story.recall(ticket);
  EXPECT_EQ(changes_from(40'000), 12);
  EXPECT_EQ(screen.view().next_tick_us(kStartUs + 60'000'000), INT64_MAX);
}

TEST(WindowFlash, ACallOfTheFirstSnapshotIsNoNews) {
  WindowOnScreen screen;
  HallStory story = special_window();
  story.call(story.take("tax"), kThree);
  screen.show(story);
  EXPECT_EQ(screen.view().next_tick_us(kStartUs), INT64_MAX);
}

}  // namespace
}  // namespace yichuang::display
