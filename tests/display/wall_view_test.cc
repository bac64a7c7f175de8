// How the managers' wall looks, pixel for pixel, and which panels it paints anew.
#include "display/views/wall_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/display/view_on_screen.h"

namespace yichuang::display {
namespace {

class WallOnScreen : public ViewOnScreen<WallView> {
 public:
  explicit WallOnScreen(const GoldenSize& size = kFullHd, const WallSettings& settings = {})
      : ViewOnScreen(size, [&](OnScreen& screen) {
          return std::make_unique<WallView>(screen.look(), wall_layout(screen.screen(), settings),
                                            settings.services, screen.invalidate());
        }) {}
};

// A morning: people come every four minutes from 8:00, each hour busier, and are served.
void live_through(HallStory& story, int until_hour) {
  constexpr int kWaits[] = {3, 9, 16, 24, 19, 18};  // minutes, by the half hour
  WindowNumber window = 1;
  for (int minute = 0; minute < (until_hour - 8) * 60; minute += 30) {
    const int waits = kWaits[minute / 30];
    story.go_to(8, minute);
    std::vector<TicketKey> tickets;
    for (int i = 0; i < 6 + minute / 30; ++i)
      tickets.push_back(story.take(i % 2 ? "tax" : "social"));
    story.go_to(8, minute + waits);
    for (int i = 0; const TicketKey ticket : tickets) {
      story.call(ticket, window);
      story.serve(ticket,
                  i++ % 5 == 0 ? wire::VISIT_OUTCOME_ACCEPTED : wire::VISIT_OUTCOME_DECIDED);
      window = window % 9 + 1;
    }
  }
}

// A Tuesday that went slower at first: from 8:00 to 17:00.
DayRecord last_tuesday() {
  DayRecord day{.day = 20250513};
  day.waits.fill(kNobodyCalled);
  constexpr uint32_t kTenths[] = {40,  90,  160, 240, 330, 310, 340, 300, 280, 270, 260, 240,
                                  170, 120, 60,  30,  20,  20,  80,  140, 190, 220, 210, 190,
                                  200, 230, 210, 160, 150, 140, 120, 90,  80,  60,  40,  30};
  std::ranges::copy(kTenths, day.waits.begin() + 32);
  day.people.fill(55);
  return day;
}

HallStory busy_morning() {
  HallStory story(8, 0);
  story.remember(last_tuesday());
  for (WindowNumber window = 1; window <= 11; ++window) story.open(window);
  live_through(story, 10);
  const std::pair<const char*, int> waiting[] = {
      {"social", 5}, {"medical", 12}, {"household", 3}, {"property", 21}, {"housing-fund", 6}};
  story.go_to(10, 3);
  for (const auto& [service, people] : waiting)
    for (int i = 0; i < people; ++i) story.take(service);
  story.estimate("social", 12, 18);
  story.estimate("medical", 28, 41);
  story.estimate("household", 8, 8);
  story.estimate("property", 55, 72);
  story.estimate("housing-fund", 15, 22);
  story.estimate("tax", 0, 0);
  const TicketKey missed = story.take("tax");
  story.go_to(10, 8);
  story.call(missed, 12 - 1);
  story.miss(missed);
  for (const WindowNumber window : {1u, 2u, 4u, 6u, 7u}) {
    const TicketKey ticket = story.take("other");
    story.call(ticket, window);
    story.start(ticket);
  }
  story.go_to(10, 20);
  story.call(story.take("tax"), 3);
  story.pause(9, "设备维护", HallStory::at_clock(10, 40));
  story.report("kiosk-1", "printer", wire::DEVICE_STATE_STOPPED, {"paper_out"});
  story.raise(wire::ALARM_KIND_DEVICE_DOWN, "kiosk-1/printer");
  story.raise(wire::ALARM_KIND_MANY_WAITING, "property");
  story.report("kiosk-2", "printer", wire::DEVICE_STATE_ATTENTION, {"paper_near_end"});
  story.go_to(10, 24);
  return story;
}

class WallGolden : public testing::TestWithParam<GoldenSize> {
 protected:
  std::filesystem::path file(const std::string& name) const {
    return golden_file(name, GetParam());
  }
};

class WallGoldenAllSizes : public WallGolden {};

TEST_P(WallGoldenAllSizes, ABusyMorning) {
  WallOnScreen screen(GetParam());
  screen.show(busy_morning());
  EXPECT_GOLDEN(screen.picture(), file("wall-busy"));
}

TEST_P(WallGolden, AFreshDayWithoutAlarms) {
  WallOnScreen screen(GetParam());
  screen.show(HallStory(8, 30));
  EXPECT_GOLDEN(screen.picture(), file("wall-fresh"));
}

TEST_P(WallGolden, CutOffWithManyAlarmsAndServices) {
  WallOnScreen screen(GetParam());
  HallStory story = busy_morning();
  story.adopt_more_services(3);
  for (const char* service : {"medical", "social", "housing-fund"})
    story.raise(wire::ALARM_KIND_WAIT_LONG, service);
  story.raise(wire::ALARM_KIND_HOLD_LONG, "A012");
  story.raise(wire::ALARM_KIND_NOBODY_SERVES, "extra-1");
  screen.show(story, HallStory::at_clock(10, 24));
  EXPECT_GOLDEN(screen.picture(), file("wall-stale"));
}

class WallGoldenFullHd : public WallGolden {};

TEST_P(WallGoldenFullHd, FortyWindows) {
  WallOnScreen screen(GetParam());
  HallStory story = busy_morning();
  story.rename_service("property", "城乡居民养老保险关系转移", "Transfer of pension insurance");
  story.set_windows(40);
  for (WindowNumber window = 13; window <= 38; ++window) story.open(window);
  story.pause(20, "设备维护");
  screen.show(story);
  EXPECT_GOLDEN(screen.picture(), file("wall-forty"));
  screen.view().tick(kStartUs + kPageMs * 1000);
  EXPECT_GOLDEN(screen.picture(), file("wall-forty-second"));
}

// For a hall whose managers look at three busy services, and at what is wrong.
TEST_P(WallGoldenFullHd, WaitsOfThreeServicesAndAlarmsAlone) {
  WallOnScreen screen(GetParam(),
                      {.panels = {{WallPanel::kAlarms, WallPanel::kServices, WallPanel::kChart}},
                       .services = {{"property", "no-such-service", "medical", "social"}}});
  screen.show(busy_morning());
  EXPECT_GOLDEN(screen.picture(), file("wall-layout"));
}

INSTANTIATE_TEST_SUITE_P(Sizes, WallGoldenAllSizes, testing::ValuesIn(kSizes), size_name);
INSTANTIATE_TEST_SUITE_P(Sizes, WallGolden,
                         testing::Values(GoldenSize{1280, 720, "-720"}, kFullHd, k4k), size_name);
INSTANTIATE_TEST_SUITE_P(Sizes, WallGoldenFullHd, testing::Values(kFullHd, kFullHdUpright),
                         size_name);

TEST(WallDamage, NothingNewPaintsNothing) {
  WallOnScreen screen;
  const HallStory story = busy_morning();
  screen.show(story);
  screen.take_damage();
  screen.show(story, {}, 1000);
  EXPECT_THAT(screen.take_damage(), testing::IsEmpty());
  EXPECT_EQ(screen.view().next_tick_us(kStartUs), INT64_MAX);
}

TEST(WallDamage, AnAlarmRepaintsItsPanelAlone) {
  WallOnScreen screen;
  HallStory story = busy_morning();
  screen.show(story);
  screen.take_damage();
  story.raise(wire::ALARM_KIND_WAIT_LONG, "tax");
  screen.show(story, {}, 1000);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(wall_layout(kWide, {}).alarms));
}

TEST(WallDamage, SmallRepaintsAddUpToTheWholePicture) {
  WallOnScreen screen;
  HallStory story = busy_morning();
  screen.show(story);
  screen.picture();
  story.go_to(10, 31);
  story.call(story.take("business"), 5);
  story.adopt_more_services(3);
  screen.show(story, {}, 1000);
  screen.picture();
  screen.view().tick(kStartUs + 9'000'000);
  const ui::Picture piecewise = screen.picture();
  EXPECT_EQ(ui::difference(screen.repainted(), piecewise).pixels, 0);
}

// Whatever panels a hall chooses: none covers another, and little room is left over.
TEST(WallLayout, HasRoomForAnyPanels) {
  for (const ui::Size screen : {kWide, kUpright}) {
    for (unsigned chosen = 1; chosen < 1U << kWallPanels; ++chosen) {
      WallSettings settings{.panels = std::vector<WallPanel>{}, .services = {}};
      for (size_t i = 0; i < kWallPanels; ++i)
        if (chosen >> i & 1U) settings.panels->push_back(static_cast<WallPanel>(i));
      const WallLayout at = wall_layout(screen, settings);
      std::vector<ui::Rect> panels;
      for (const ui::Rect& panel : {at.figure_rows, at.chart, at.windows, at.services, at.alarms}) {
        if (!panel.empty()) panels.push_back(panel);
      }
      EXPECT_EQ(panels.size() + (at.hours ? 1 : 0), settings.panels->size());
      const float foot = at.hours ? at.frame.strip().y : screen.h;
      float bottom = 0;
      for (const ui::Rect& panel : panels) {
        EXPECT_GE(panel.h, WallLayout::kFigureHeight);
        EXPECT_LE(panel.right(), screen.w - Frame::kMargin + 0.1F);
        bottom = std::max(bottom, panel.bottom());
        for (const ui::Rect& other : panels)
          EXPECT_TRUE(&other == &panel || intersection(panel, other).empty());
      }
      EXPECT_LE(bottom, foot);
      // The figures do not grow.
      const bool filled = !panels.empty() && panels.back() != at.figure_rows;
      EXPECT_TRUE(!filled || bottom >= foot - Frame::kMargin - 0.1F);
    }
  }
}

TEST(WallPages, OfManyWindowsAndAlarmsTurnToo) {
  WallOnScreen screen;
  HallStory story = busy_morning();
  story.set_windows(40);
  for (const char* service : {"medical", "social", "housing-fund", "tax"})
    story.raise(wire::ALARM_KIND_WAIT_LONG, service);
  screen.show(story);
  screen.picture();
  screen.take_damage();
  screen.view().tick(kStartUs + kPageMs * 1000);
  const WallLayout at = wall_layout(kWide, {});
  EXPECT_THAT(screen.take_damage(), testing::UnorderedElementsAre(at.windows, at.alarms));
}

TEST(WallPages, OfTheServicesTurnByThemselves) {
  WallOnScreen screen;
  HallStory story;
  story.adopt_more_services(3);
  screen.show(story);
  screen.take_damage();
  EXPECT_EQ(screen.view().next_tick_us(kStartUs), kStartUs + kPageMs * 1000);
  screen.view().tick(kStartUs + kPageMs * 1000);
  EXPECT_THAT(screen.take_damage(), testing::ElementsAre(wall_layout(kWide, {}).services));
}

}  // namespace
}  // namespace yichuang::display
