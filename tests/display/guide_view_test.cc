// How the guide desk's screen looks, pixel for pixel, and which panels it paints anew.
#include "display/views/guide_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/display/view_on_screen.h"

namespace yichuang::display {
namespace {

class GuideOnScreen : public ViewOnScreen<GuideView> {
 public:
  explicit GuideOnScreen(const GoldenSize& size = kFullHd, bool bright = false,
                         const GuideSettings& settings = {})
      : ViewOnScreen(size, [&](OnScreen& screen) {
          Look look = screen.look();
          look.bright = bright;
          return std::make_unique<GuideView>(look, guide_layout(screen.screen(), settings),
                                             screen.invalidate());
        }) {}
};

const GuideLayout kLayout = guide_layout(kWide, {});

void miss_one(HallStory& story, const std::string& service, WindowNumber window) {
  const TicketKey ticket = story.take(service);
  story.call(ticket, window);
  story.miss(ticket);
}

void hold_one(HallStory& story, const std::string& service, WindowNumber window, bool pool) {
  const TicketKey ticket = story.take(service);
  story.call(ticket, window);
  story.start(ticket);
  story.hold(ticket, pool);
}

HallStory busy_desk() {
  HallStory story(9, 0);
  story.rename_service("business", "城乡居民养老保险关系转移", "Transfer of pension insurance");
  for (TicketKey voucher = 1; voucher <= 6; ++voucher)
    story.grant_voucher(900'000'000 + voucher, "tax");
  for (WindowNumber window = 1; window <= 11; ++window) story.open(window);
  hold_one(story, "property", 4, false);
  for (int i = 0; i < 12; ++i) {
    story.go_to(9, 3 * i);
    miss_one(story, i % 2 ? "business" : "social", static_cast<WindowNumber>(1 + i % 3));
  }
  story.go_to(9, 50);
  hold_one(story, "tax", 5, true);
  story.take("tax", wire::PRIORITY_CLASS_VOUCHER, 900'000'001);
  story.take("tax", wire::PRIORITY_CLASS_VOUCHER, 900'000'002);
  for (int i = 0; i < 14; ++i) story.take(i % 3 ? "medical" : "business");
  story.estimate("medical", 12, 18);
  story.estimate("business", 31, 44);
  story.go_to(9, 55);
  story.report("kiosk-2", "help", wire::DEVICE_STATE_ATTENTION, {"help_wanted"});
  story.call(story.take("medical", wire::PRIORITY_CLASS_EMERGENCY), 7);
  story.go_to(9, 58);
  return story;
}

class GuideGolden : public testing::TestWithParam<GoldenSize> {};

TEST_P(GuideGolden, ABusyDesk) {
  GuideOnScreen screen(GetParam());
  screen.show(busy_desk());
  EXPECT_GOLDEN(screen.picture(), golden_file("guide-busy", GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Sizes, GuideGolden, testing::ValuesIn(kSizes), size_name);

TEST(GuideGoldenFullHd, AQuietDeskThatIsCutOff) {
  GuideOnScreen screen;
  screen.show(HallStory(), HallStory::at_clock(10, 0));
  EXPECT_GOLDEN(screen.picture(), golden_file("guide-quiet-stale", kFullHd));
}

TEST(GuideGoldenFullHd, OnABrightGround) {
  GuideOnScreen screen(kFullHd, true);
  screen.show(busy_desk());
  EXPECT_GOLDEN(screen.picture(), golden_file("guide-busy-bright", kFullHd));
}

class GuideLayoutGolden : public testing::TestWithParam<GoldenSize> {};

TEST_P(GuideLayoutGolden, ThreeListsInTheHallsOrder) {
  GuideOnScreen screen(GetParam(), false,
                       {{{GuidePanel::kWaiting, GuidePanel::kHelp, GuidePanel::kMissed}}});
  screen.show(busy_desk());
  EXPECT_GOLDEN(screen.picture(), golden_file("guide-layout", GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Sizes, GuideLayoutGolden, testing::Values(kFullHd, kFullHdUpright),
                         size_name);

// Whatever lists a hall chooses: each has room for a row, none covers another.
TEST(GuideLayout, HasRoomForAnyLists) {
  for (const ui::Size screen : {kWide, kUpright}) {
    for (unsigned chosen = 1; chosen < 1U << kGuidePanels; ++chosen) {
      std::vector<GuidePanel> lists;
      for (size_t i = kGuidePanels; i-- > 0;)
        if (chosen >> i & 1U) lists.push_back(static_cast<GuidePanel>(i));
      const GuideLayout at = guide_layout(screen, {lists});
      float used = 0;
      for (const GuidePanel which : lists) {
        const ui::Rect& panel = at.panel(which);
        EXPECT_GE(panel.h, GuideLayout::kHead + GuideLayout::kRow);
        EXPECT_GE(panel.x, Frame::kMargin);
        EXPECT_LE(panel.right(), screen.w - Frame::kMargin + 0.1F);
        EXPECT_LE(panel.bottom(), screen.h - Frame::kMargin + 0.1F);
        used += panel.w * panel.h;
        for (const GuidePanel other : lists)
          EXPECT_TRUE(other == which || intersection(panel, at.panel(other)).empty());
      }
      const ui::Rect area = at.frame.content();
      EXPECT_GT(used, area.w * area.h * 0.9F) << "room is left for nothing";
    }
  }
}

TEST(GuideDamage, NothingNewPaintsNothing) {
  GuideOnScreen screen;
  const HallStory story;
  screen.show(story);
  screen.take_damage();
  screen.show(story, {}, 1000);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty());
}

TEST(GuideDamage, ACallForHelpRepaintsItsPanelAlone) {
  GuideOnScreen screen;
  HallStory story;
  screen.show(story);
  screen.take_damage();
  story.report("kiosk-1", "help", wire::DEVICE_STATE_ATTENTION, {"help_wanted"});
  screen.show(story, {}, 1000);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(kLayout.panel(GuidePanel::kHelp)));
}

TEST(GuidePages, LongListsTurnByThemselves) {
  GuideOnScreen screen;
  const HallStory story = busy_desk();
  screen.show(story);
  screen.take_damage();
  EXPECT_EQ(screen.view().next_tick_us(kStartUs), kStartUs + kPageMs * 1000);
  screen.tick(kPageMs);
  EXPECT_THAT(screen.take_damage(), testing::Contains(kLayout.panel(GuidePanel::kMissed)));
}

TEST(GuideDamage, SmallRepaintsAddUpToTheWholePicture) {
  GuideOnScreen screen;
  HallStory story = busy_desk();
  screen.show(story);
  screen.picture();
  miss_one(story, "tax", 8);
  story.go_to(10, 3);
  screen.show(story, {}, 1000);
  screen.picture();
  screen.tick(kPageMs);
  const ui::Picture piecewise = screen.picture();
  EXPECT_EQ(ui::difference(screen.repainted(), piecewise).pixels, 0);
}

}  // namespace
}  // namespace yichuang::display
