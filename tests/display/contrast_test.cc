// Whether what is painted can be read: every line of every view, on dark ground and on bright, by
// its size and by the contrast of its pixels (tests/screens/readable.h).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "display/views/emergency_view.h"
#include "display/views/guide_view.h"
#include "display/views/hall_view.h"
#include "display/views/wall_view.h"
#include "display/views/window_view.h"
#include "screens/readable.h"
#include "tests/display/view_on_screen.h"

namespace yichuang::display {
namespace {

// `long_names`: of twelve characters.
HallStory hall(bool long_names = true) {
  HallStory story;
  if (long_names) {
    story.rename_service("social", "城乡居民养老保险关系转移", "Pension transfer");
    story.rename_service("property", "不动产抵押权注销转移登记", "Mortgage release");
  }
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

// Two letters and four digits, one more than the hall gives out (limits::kSeriesOrdinalMax).
HallStory six_characters() {
  HallStory story;
  for (WindowNumber window = 1; window <= 6; ++window) story.open(window);
  story.set_prefix("social", "AB");
  story.call(story.take_number("social", 1000), 1);
  for (WindowNumber window = 2; window <= 6; ++window) story.call(story.take("social"), window);
  story.miss(story.state().window(1)->ticket);
  story.start(story.state().window(2)->ticket);
  story.hold(story.state().window(2)->ticket);
  return story;
}

struct Ground {
  bool bright;
  GoldenSize size;
};

class Readable : public testing::TestWithParam<Ground> {
 protected:
  template <class Shown, class Make>
  static std::vector<std::string> unreadable(Make make, const HallStory& story = hall(),
                                             Time stale_since = {}) {
    ViewOnScreen<Shown> screen(GetParam().size, [&](OnScreen& on) {
      Look look = on.look();
      look.bright = GetParam().bright;
      return make(look, on);
    });
    screen.show(story, stale_since);
    return unreadable_now(screen);
  }
  static std::vector<std::string> unreadable_now(OnScreen& screen) {
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
  EXPECT_THAT(unreadable<GuideView>(
                  [](const Look& look, OnScreen& on) {
                    return std::make_unique<GuideView>(look, guide_layout(on.screen(), {}),
                                                       on.invalidate());
                  },
                  hall(false)),
              testing::IsEmpty());
}

TEST_P(Readable, TheManagersWall) {
  EXPECT_THAT(unreadable<WallView>(
                  [](const Look& look, OnScreen& on) {
                    return std::make_unique<WallView>(look, wall_layout(on.screen(), {}),
                                                      std::nullopt, on.invalidate());
                  },
                  hall(false)),
              testing::IsEmpty());
}

// What is seen at times only.
TEST_P(Readable, AnyMomentOfTheHallsBoard) {
  const auto make = [](const Look& look, OnScreen& on) {
    return std::make_unique<HallView>(look, hall_layout(on.screen(), {}), std::nullopt,
                                      on.invalidate());
  };
  EXPECT_THAT(unreadable<HallView>(make, hall(), HallStory::at_clock(10, 24)), testing::IsEmpty())
      << "cut off";
  HallStory missed = hall();
  missed.miss(missed.state().window(3)->ticket);
  missed.serve(missed.state().window(8)->ticket);
  EXPECT_THAT(unreadable<HallView>(make, missed), testing::IsEmpty()) << "missed";
  EXPECT_THAT(unreadable<HallView>(make, HallStory()), testing::IsEmpty()) << "no calls, closed";
  ViewOnScreen<HallView> screen(GetParam().size, [&](OnScreen& on) {
    Look look = on.look();
    look.bright = GetParam().bright;
    return make(look, on);
  });
  const auto show = [&](const Board& board, int64_t at_us) {
    screen.view().show(board, screen.canvas(), at_us);
  };
  show({}, 0);
  EXPECT_THAT(unreadable_now(screen), testing::IsEmpty()) << "connecting";
  HallStory story;
  story.open(1);
  show(story.board(), 1);
  story.call(story.take("social"), 1);
  show(story.board(), 2);
  EXPECT_THAT(unreadable_now(screen), testing::IsEmpty()) << "lit";
}

TEST_P(Readable, AnyMomentOfAWindowsScreen) {
  const auto shown = [](const HallStory& story, WindowNumber window) {
    return unreadable<WindowView>(
        [&](const Look& look, OnScreen& on) {
          return std::make_unique<WindowView>(look, window_layout(on.screen(), {}), window,
                                              on.invalidate());
        },
        story);
  };
  EXPECT_THAT(shown(hall(), 9), testing::IsEmpty()) << "paused";
  EXPECT_THAT(shown(hall(), 12), testing::IsEmpty()) << "closed";
  EXPECT_THAT(shown(hall(), 1), testing::IsEmpty()) << "free";
  HallStory story = hall();
  story.start(story.state().window(3)->ticket);
  EXPECT_THAT(shown(story, 3), testing::IsEmpty()) << "serving";
  story.serve(story.state().window(3)->ticket);
  EXPECT_THAT(shown(story, 3), testing::IsEmpty()) << "rate";
}

TEST_P(Readable, AManagersMessage) {
  OnScreen screen(GetParam().size);
  Look look = screen.look();
  look.bright = GetParam().bright;
  EmergencyView view(look, Frame{screen.screen()});
  view.update({"请所有人员立即从最近的安全出口有序离开大厅，不要乘坐电梯",
               "Please leave the hall by the nearest exit now. Do not use the lifts.", Time{1}},
              {});
  screen.window().show(view);
  EXPECT_THAT(unreadable_now(screen), testing::IsEmpty());
}

// A number of six characters, the most that one has, in each place of the view.
TEST_P(Readable, NumbersOfSixCharacters) {
  HallStory story = six_characters();
  EXPECT_THAT(unreadable<HallView>(
                  [](const Look& look, OnScreen& on) {
                    return std::make_unique<HallView>(look, hall_layout(on.screen(), {}),
                                                      std::nullopt, on.invalidate());
                  },
                  story),
              testing::IsEmpty());
  EXPECT_THAT(unreadable<WindowView>(
                  [](const Look& look, OnScreen& on) {
                    return std::make_unique<WindowView>(look, window_layout(on.screen(), {}), 3,
                                                        on.invalidate());
                  },
                  story),
              testing::IsEmpty());
  EXPECT_THAT(unreadable<GuideView>(
                  [](const Look& look, OnScreen& on) {
                    return std::make_unique<GuideView>(look, guide_layout(on.screen(), {}),
                                                       on.invalidate());
                  },
                  story),
              testing::IsEmpty());
  EXPECT_THAT(unreadable<WallView>(
                  [](const Look& look, OnScreen& on) {
                    return std::make_unique<WallView>(look, wall_layout(on.screen(), {}),
                                                      std::nullopt, on.invalidate());
                  },
                  story),
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
    EXPECT_THAT(unreadable<GuideView>(
                    [&](const Look& look, OnScreen& on) {
                      return std::make_unique<GuideView>(
                          look, guide_layout(on.screen(), {{{which, GuidePanel::kHeld}}}),
                          on.invalidate());
                    },
                    hall(false)),
                testing::IsEmpty());
  }
  for (const auto which : {WallPanel::kServices, WallPanel::kWindows, WallPanel::kAlarms}) {
    EXPECT_THAT(unreadable<WallView>(
                    [&](const Look& look, OnScreen& on) {
                      return std::make_unique<WallView>(
                          look,
                          wall_layout(on.screen(),
                                      {.panels = {{which, WallPanel::kHours}}, .services = {}}),
                          std::nullopt, on.invalidate());
                    },
                    hall(false)),
                testing::IsEmpty());
  }
}

std::vector<Ground> grounds() {
  std::vector<Ground> all;
  for (const GoldenSize& size : kSizes) {
    for (const bool bright : {false, true}) all.push_back({bright, size});
  }
  return all;
}
INSTANTIATE_TEST_SUITE_P(Grounds, Readable, testing::ValuesIn(grounds()), [](const auto& chosen) {
  return std::string(chosen.param.bright ? "bright" : "dark") +
         std::to_string(chosen.param.size.width_px);
});

}  // namespace
}  // namespace yichuang::display
