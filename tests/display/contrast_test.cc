// Whether what is painted can be read: the contrast of words against their ground, measured from
// the pixels of whole views by the formula of WCAG 2 (relative luminance). Words of a usual size
// need 4.5, large ones (24 logical units bold, 32 else) 3.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "display/views/guide_view.h"
#include "display/views/hall_view.h"
#include "display/views/wall_view.h"
#include "display/views/window_view.h"
#include "tests/display/view_on_screen.h"

namespace yichuang::display {
namespace {

constexpr double kUsual = 4.5;
constexpr double kLarge = 3.0;

double luminance(uint32_t rgb) {
  const auto channel = [&](int shift) {
    const double value = static_cast<double>(rgb >> shift & 0xFF) / 255;
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

double contrast(uint32_t a, uint32_t b) {
  const double light = std::max(luminance(a), luminance(b));
  const double dark = std::min(luminance(a), luminance(b));
  return (light + 0.05) / (dark + 0.05);
}

// A place with words of one colour on one ground, in logical units.
struct Spot {
  const char* words;
  ui::Rect at;
  double least;
};

// The ground is what most of the place is; the words are what stands out most, but for the last
// twentieth: edges are mixed, and a single pixel is no letter. 1 if there is nothing to read.
double contrast_at(const ui::Picture& picture, const ui::Rect& at) {
  std::map<uint32_t, int> count;
  std::vector<uint32_t> pixels;
  for (int y = static_cast<int>(at.y); y < static_cast<int>(at.bottom()); ++y) {
    for (int x = static_cast<int>(at.x); x < static_cast<int>(at.right()); ++x) {
      const size_t index = static_cast<size_t>(y) * static_cast<size_t>(picture.width);
      pixels.push_back(picture.pixels[index + static_cast<size_t>(x)] & 0xFFFFFF);
      ++count[pixels.back()];
    }
  }
  const uint32_t ground =
      std::ranges::max_element(count, {}, [](const auto& entry) { return entry.second; })->first;
  std::vector<double> found;
  for (const uint32_t pixel : pixels) {
    const double ratio = contrast(pixel, ground);
    if (ratio > 1.3) found.push_back(ratio);  // else the ground's own shades
  }
  if (found.size() < 20) return 1;
  std::ranges::sort(found);
  return found[found.size() * 19 / 20];
}

void expect_readable(const ui::Picture& picture, const std::vector<Spot>& spots) {
  for (const Spot& spot : spots) EXPECT_GE(contrast_at(picture, spot.at), spot.least) << spot.words;
}

HallStory hall() {
  HallStory story;
  for (WindowNumber window = 1; window <= 11; ++window) story.open(window);
  story.pause(9, "设备维护");
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

class Contrast : public testing::TestWithParam<bool> {
 protected:
  template <class Shown, class Make>
  ui::Picture painted(Make make) const {
    ViewOnScreen<Shown> screen(kFullHd, [&](OnScreen& on) {
      Look look = on.look();
      look.bright = GetParam();
      return make(look, on);
    });
    screen.show(hall());
    return screen.picture();
  }
  static std::vector<Spot> header() {
    return {{"the hall's name", {132, 28, 330, 44}, kLarge},
            {"its second name", {132, 74, 300, 28}, kUsual},
            {"the date", {1520, 34, 160, 30}, kUsual},
            {"the second date", {1540, 68, 150, 24}, kUsual},
            {"the clock", {1720, 34, 150, 56}, kLarge}};
  }
};

TEST_P(Contrast, OfTheHallsBoard) {
  const ui::Picture picture = painted<HallView>([](const Look& look, OnScreen& on) {
    return std::make_unique<HallView>(look, hall_layout(on.screen(), {}), std::nullopt,
                                      on.invalidate());
  });
  expect_readable(picture, header());
  expect_readable(picture, {{"calling", {150, 158, 160, 44}, kLarge},
                            {"the number", {90, 250, 400, 140}, kLarge},
                            {"its service", {96, 426, 140, 40}, kLarge},
                            {"its second name", {246, 432, 190, 34}, kUsual},
                            {"the window", {960, 190, 150, 160}, kLarge},
                            {"words on the plate", {890, 384, 140, 50}, kLarge},
                            {"a head", {92, 540, 56, 32}, kUsual},
                            {"its second", {152, 544, 70, 28}, kUsual},
                            {"a called number", {90, 610, 180, 66}, kLarge},
                            {"its window", {405, 610, 50, 66}, kLarge},
                            {"its service", {688, 600, 200, 44}, kLarge},
                            {"its second name", {688, 648, 250, 26}, kUsual},
                            {"its time", {1120, 602, 100, 36}, kLarge},
                            {"please go", {1030, 646, 100, 28}, kUsual},
                            {"missed", {1090, 842, 70, 26}, kUsual},
                            {"a service", {1332, 274, 120, 38}, kLarge},
                            {"its second name", {1332, 312, 150, 26}, kUsual},
                            {"a head", {1496, 226, 56, 28}, kUsual},
                            {"its second", {1556, 228, 66, 26}, kUsual},
                            {"people", {1550, 284, 36, 46}, kLarge},
                            {"short wait", {1660, 284, 116, 46}, kLarge},
                            {"middle wait", {1660, 372, 116, 46}, kLarge},
                            {"long wait", {1660, 460, 116, 46}, kLarge},
                            {"minutes", {1782, 294, 56, 32}, kUsual},
                            {"notice's tag", {66, 1026, 60, 36}, kUsual},
                            {"notice", {240, 1024, 400, 44}, kLarge}});
}

TEST_P(Contrast, OfAWindowsScreen) {
  const ui::Picture picture = painted<WindowView>([](const Look& look, OnScreen& on) {
    return std::make_unique<WindowView>(look, window_layout(on.screen()), 3, on.invalidate());
  });
  expect_readable(picture, header());
  expect_readable(picture, {{"calling", {192, 178, 220, 64}, kLarge},
                            {"its second", {440, 190, 210, 50}, kLarge},
                            {"the number", {260, 350, 790, 250}, kLarge},
                            {"the service", {500, 714, 310, 80}, kLarge},
                            {"its second name", {500, 804, 310, 56}, kLarge},
                            {"the window", {1500, 160, 170, 180}, kLarge},
                            {"services", {1332, 546, 130, 40}, kUsual},
                            {"its second", {1470, 554, 110, 32}, kUsual},
                            {"all services", {1332, 610, 360, 54}, kLarge},
                            {"badge", {1332, 912, 60, 36}, kUsual},
                            {"the badge", {1690, 904, 150, 52}, kLarge},
                            {"next up", {560, 1022, 360, 46}, kLarge}});
}

TEST_P(Contrast, OfTheGuideDesk) {
  const ui::Picture picture = painted<GuideView>([](const Look& look, OnScreen& on) {
    return std::make_unique<GuideView>(look, guide_layout(on.screen()), on.invalidate());
  });
  expect_readable(picture, header());
  expect_readable(picture, {{"missed", {130, 146, 70, 44}, kLarge},
                            {"its second", {212, 154, 90, 34}, kUsual},
                            {"a number", {76, 222, 140, 50}, kLarge},
                            {"its service", {238, 216, 120, 32}, kUsual},
                            {"where and when", {238, 250, 180, 28}, kUsual},
                            {"minutes", {520, 232, 92, 32}, kUsual},
                            {"late", {1130, 232, 100, 32}, kUsual},
                            {"help", {1370, 214, 230, 36}, kUsual},
                            {"its second", {1370, 252, 330, 28}, kUsual},
                            {"nobody", {800, 800, 300, 40}, kUsual},
                            {"nobody, second", {800, 842, 300, 28}, kUsual},
                            {"a service", {1308, 590, 130, 34}, kUsual},
                            {"its second name", {1308, 626, 180, 26}, kUsual}});
}

TEST_P(Contrast, OfTheManagersWall) {
  const ui::Picture picture = painted<WallView>([](const Look& look, OnScreen& on) {
    return std::make_unique<WallView>(look, wall_layout(on.screen()), on.invalidate());
  });
  expect_readable(picture, header());
  expect_readable(picture, {{"waiting", {80, 144, 114, 34}, kUsual},
                            {"its second", {206, 148, 80, 30}, kUsual},
                            {"its number", {80, 176, 70, 74}, kLarge},
                            {"a line", {80, 254, 260, 32}, kUsual},
                            {"the scale", {90, 380, 30, 28}, kUsual},
                            {"the target", {1020, 402, 90, 26}, kUsual},
                            {"windows", {1204, 340, 126, 38}, kLarge},
                            {"a window", {1220, 390, 30, 40}, kLarge},
                            {"closed", {1790, 546, 50, 26}, kUsual},
                            {"paused", {1270, 546, 80, 28}, kUsual},
                            {"an alarm", {1256, 714, 330, 36}, kUsual},
                            {"its second", {1256, 748, 320, 26}, kUsual},
                            {"hours", {48, 1028, 130, 36}, kUsual},
                            {"its second", {186, 1032, 180, 30}, kUsual}});
}

INSTANTIATE_TEST_SUITE_P(Grounds, Contrast, testing::Bool(), [](const auto& chosen) {
  return std::string(chosen.param ? "bright" : "dark");
});

// The measure itself: it must be able to fail.
TEST(ContrastMeasure, IsThatOfWcag) {
  EXPECT_NEAR(contrast(0xFFFFFF, 0x000000), 21, 0.01);
  EXPECT_NEAR(contrast(0x767676, 0xFFFFFF), 4.54, 0.01);
  ui::Picture faint;
  faint.width = faint.height = 40;
  faint.pixels.assign(1600, 0xFFFFFFFFU);
  EXPECT_EQ(contrast_at(faint, {0, 0, 40, 40}), 1) << "nothing to read";
  for (size_t i = 0; i < 300; ++i) faint.pixels[i] = 0xFF999999U;
  EXPECT_NEAR(contrast_at(faint, {0, 0, 40, 40}), 2.85, 0.01);
}

}  // namespace
}  // namespace yichuang::display
