// Whether what is painted can be read: every line of every view, on dark ground and on bright, by
// its size and by the contrast of its pixels (tests/screens/readable.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "display/views/guide_view.h"
#include "display/views/hall_view.h"
#include "display/views/wall_view.h"
#include "display/views/window_view.h"
#include "screens/readable.h"
#include "tests/display/view_on_screen.h"

namespace yichuang::display {
namespace {

HallStory hall() {
  HallStory story;
  for (WindowNumber window = 1; window <= 11; ++window) story.open(window);
  story.pause(9, "设备维护", HallStory::at_clock(10, 40));
  const TicketKey missed = story.take("tax");
  story.call(missed, 4);
  story.miss(missed);
  const TicketKey held = story.take("medical");
  story.call(held, 5);
  story.start(held);
  story.hold(held);
  story.go_to(10, 20);
  story.call(story.take("household"), 8);
  story.call(story.take("social"), 3);
  story.take("medical");
  story.take("property");
  story.estimate("social", 12, 18);
  story.estimate("medical", 28, 41);
  story.estimate("household", 55, 72);
  story.report("kiosk-2", "help", wire::DEVICE_STATE_ATTENTION, {"help_wanted"});
  story.raise(wire::ALARM_KIND_MANY_WAITING, "property");
  return story;
}

struct Ground {
  bool bright;
  GoldenSize size;
};

class Readable : public testing::TestWithParam<Ground> {
 protected:
  template <class Shown, class Make>
  static std::vector<std::string> unreadable(Make make) {
    ViewOnScreen<Shown> screen(GetParam().size, [&](OnScreen& on) {
      Look look = on.look();
      look.bright = GetParam().bright;
      return make(look, on);
    });
    screen.show(hall());
    ui::ShownTexts texts;
    screen.canvas().watch(&texts);
    const ui::Picture picture = screen.repainted();
    screen.canvas().watch(nullptr);
    // What moves along the foot comes in from beyond the edge.
    std::erase_if(texts.lines, [&](const ui::TextShown& line) {
      return line.em.y > screen.screen().h - 72 && line.em.right() > screen.screen().w;
    });
    // The least of the design is 22, which a line may give a fifth of to fit.
    return ui::unreadable({picture, texts.lines}, screen.screen(), {.size_min = 22 * 0.8F});
  }
};

TEST_P(Readable, TheHallsBoard) {
  EXPECT_THAT(unreadable<HallView>([](const Look& look, OnScreen& on) {
                return std::make_unique<HallView>(look, hall_layout(on.screen(), {}), std::nullopt,
                                                  on.invalidate());
              }),
              testing::IsEmpty());
}

TEST_P(Readable, AWindowsScreen) {
  EXPECT_THAT(unreadable<WindowView>([](const Look& look, OnScreen& on) {
                return std::make_unique<WindowView>(look, window_layout(on.screen(), {}), 3,
                                                    on.invalidate());
              }),
              testing::IsEmpty());
}

TEST_P(Readable, TheGuideDesk) {
  EXPECT_THAT(unreadable<GuideView>([](const Look& look, OnScreen& on) {
                return std::make_unique<GuideView>(look, guide_layout(on.screen(), {}),
                                                   on.invalidate());
              }),
              testing::IsEmpty());
}

TEST_P(Readable, TheManagersWall) {
  EXPECT_THAT(unreadable<WallView>([](const Look& look, OnScreen& on) {
                return std::make_unique<WallView>(look, wall_layout(on.screen(), {}), std::nullopt,
                                                  on.invalidate());
              }),
              testing::IsEmpty());
}

// Also where a hall leaves out what stands beside it, and panels are larger or smaller.
TEST_P(Readable, OtherLayouts) {
  EXPECT_THAT(unreadable<WindowView>([](const Look& look, OnScreen& on) {
                return std::make_unique<WindowView>(
                    look, window_layout(on.screen(), {.services = false, .next = false}), 3,
                    on.invalidate());
              }),
              testing::IsEmpty());
  for (const auto which : {GuidePanel::kHelp, GuidePanel::kMissed, GuidePanel::kWaiting}) {
    EXPECT_THAT(unreadable<GuideView>([&](const Look& look, OnScreen& on) {
                  return std::make_unique<GuideView>(
                      look, guide_layout(on.screen(), {{{which, GuidePanel::kHeld}}}),
                      on.invalidate());
                }),
                testing::IsEmpty());
  }
  for (const auto which : {WallPanel::kServices, WallPanel::kWindows, WallPanel::kAlarms}) {
    EXPECT_THAT(
        unreadable<WallView>([&](const Look& look, OnScreen& on) {
          return std::make_unique<WallView>(
              look,
              wall_layout(on.screen(), {.panels = {{which, WallPanel::kHours}}, .services = {}}),
              std::nullopt, on.invalidate());
        }),
        testing::IsEmpty());
  }
}

constexpr Ground kGrounds[] = {
    {false, kFullHd}, {true, kFullHd}, {false, kFullHdUpright}, {true, kFullHdUpright}};
INSTANTIATE_TEST_SUITE_P(Grounds, Readable, testing::ValuesIn(kGrounds), [](const auto& chosen) {
  return std::string(chosen.param.bright ? "bright" : "dark") +
         (chosen.param.size.width_px < chosen.param.size.height_px ? "Upright" : "Wide");
});

}  // namespace
}  // namespace yichuang::display
