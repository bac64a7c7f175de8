// lib/ui's pure parts: damage, hit-testing and focus, the texture cache's bound, PNG, theme.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>

#include "screens/golden.h"
#include "ui/damage.h"
#include "ui/picture_cache.h"
#include "ui/raster.h"
#include "ui/theme.h"

namespace yichuang::ui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Damage damage_of(std::initializer_list<PixelBox> boxes) {
  Damage damage;
  damage.resize(1000, 1000);
  damage.take();
  for (const PixelBox& box : boxes) damage.add(box);
  return damage;
}

TEST(Damage, ANewSurfaceIsWhollyDamaged) {
  Damage damage;
  damage.resize(30, 20);
  EXPECT_THAT(damage.take(), ElementsAre(PixelBox{0, 0, 30, 20}));
  EXPECT_TRUE(damage.empty());
}

TEST(Damage, BoxesApartStayApart) {
  EXPECT_EQ(damage_of({{0, 0, 10, 10}, {500, 500, 10, 10}}).take().size(), 2U);
}

TEST(Damage, OverlappingBoxesBecomeOne) {
  EXPECT_THAT(damage_of({{0, 0, 10, 10}, {40, 0, 10, 10}, {5, 5, 40, 2}}).take(),
              ElementsAre(PixelBox{0, 0, 50, 10}));
}

TEST(Damage, IsClippedToTheSurface) {
  EXPECT_THAT(damage_of({{-5, 990, 20, 50}, {2000, 0, 5, 5}, {10, 10, 0, 5}}).take(),
              ElementsAre(PixelBox{0, 990, 15, 10}));
}

TEST(Damage, ManyBoxesAreMergedAndStillCoverAll) {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    Damage damage = damage_of({});
    std::vector<PixelBox> added;
    for (int i = 0; i < 40; ++i) {
      const PixelBox box{static_cast<int>(random() % 980), static_cast<int>(random() % 980),
                         1 + static_cast<int>(random() % 20), 1 + static_cast<int>(random() % 20)};
      added.push_back(box);
      damage.add(box);
    }
    const std::vector<PixelBox> boxes = damage.take();
    EXPECT_LE(boxes.size(), Damage::kBoxesMax);
    for (const PixelBox& box : added) {
      const bool covered = std::ranges::any_of(boxes, [&](const PixelBox& b) {
        return b.x <= box.x && b.y <= box.y && b.x + b.w >= std::min(1000, box.x + box.w) &&
               b.y + b.h >= std::min(1000, box.y + box.h);
      });
      EXPECT_TRUE(covered);
    }
  }
}

Node node(int id, Rect rect, int order = 0) {
  Node out;
  out.id = id;
  out.rect = rect;
  out.label = "node";
  out.focus_order = order;
  return out;
}

TEST(NodeAt, ASmallTargetIsEnlarged) {
  const std::vector<Node> nodes{node(1, {100, 100, 20, 20})};
  EXPECT_TRUE(node_at(nodes, {65, 110}, 96));
  EXPECT_FALSE(node_at(nodes, {61, 110}, 96));
  EXPECT_FALSE(node_at(nodes, {65, 110}, 0));
}

TEST(NodeAt, TheDrawnRectangleWinsOverAnEnlargedOne) {
  const std::vector<Node> nodes{node(1, {100, 100, 20, 20}), node(2, {122, 100, 200, 20})};
  EXPECT_EQ(node_at(nodes, {125, 110}, 96)->id, 2);
  EXPECT_EQ(node_at(nodes, {119, 110}, 96)->id, 1);
}

TEST(NodeAt, ADisabledNodeTakesTheTouchAndGivesNothing) {
  std::vector<Node> nodes{node(1, {0, 0, 100, 100}), node(2, {110, 0, 100, 100})};
  nodes[0].enabled = false;
  EXPECT_FALSE(node_at(nodes, {50, 50}, 96));
}

TEST(NodeAfter, GoesRoundInFocusOrder) {
  std::vector<Node> nodes{node(1, {}, 3), node(2, {}, 1), node(3, {}, 2), node(4, {}, 2)};
  EXPECT_EQ(node_after(nodes, 0, 1)->id, 2);
  EXPECT_EQ(node_after(nodes, 2, 1)->id, 3);
  EXPECT_EQ(node_after(nodes, 3, 1)->id, 4);
  EXPECT_EQ(node_after(nodes, 1, 1)->id, 2);
  EXPECT_EQ(node_after(nodes, 2, -1)->id, 1);
  EXPECT_EQ(node_after(nodes, 0, -1)->id, 1);
  nodes[2].enabled = false;
  EXPECT_EQ(node_after(nodes, 2, 1)->id, 4);
  EXPECT_FALSE(node_after({}, 0, 1));
}

KeptPicture tile() { return {.mask = Mask(64, 64), .rgb = {}, .baseline_px = 0}; }  // 4,096 bytes

TEST(PictureCache, DropsTheLeastRecentlyUsedWhenFull) {
  PictureCache cache(3 * 4400);
  for (const char* name : {"a", "b", "c"}) cache.put(name, tile());
  EXPECT_NE(cache.find("a"), nullptr);
  cache.put("d", tile());
  EXPECT_EQ(cache.find("b"), nullptr);
  EXPECT_NE(cache.find("a"), nullptr);
  EXPECT_LE(cache.bytes(), size_t{3 * 4400});
  EXPECT_EQ(cache.evictions(), 1U);
}

TEST(PictureCache, ReplacesAPictureOfTheSameName) {
  PictureCache cache(100'000);
  cache.put("a", tile());
  cache.put("a", {.mask = Mask(2, 2), .rgb = {}, .baseline_px = 6});
  EXPECT_EQ(cache.count(), 1U);
  EXPECT_EQ(cache.find("a")->baseline_px, 6);
}

TEST(PictureCache, DropsThoseThatAreNamed) {
  PictureCache cache(100'000);
  for (const char* name : {"page 1", "text", "page 2"}) cache.put(name, tile());
  const size_t three = cache.bytes();
  cache.drop_if([](std::string_view name) { return name.starts_with("page"); });
  EXPECT_EQ(cache.count(), 1U);
  EXPECT_EQ(cache.bytes(), three / 3);
  EXPECT_EQ(cache.find("page 1"), nullptr);
  EXPECT_NE(cache.find("text"), nullptr);
}

TEST(PictureCache, KeepsOneThatIsLargerThanTheBoundUntilTheNext) {
  PictureCache cache(100);
  cache.put("a", tile());
  EXPECT_NE(cache.find("a"), nullptr);
  cache.put("b", {});
  EXPECT_EQ(cache.find("a"), nullptr);
}

class RasterTest : public testing::Test {
 protected:
  uint32_t at(int x, int y) const { return pixels_[static_cast<size_t>(y * 8 + x)] & 0xFFFFFF; }
  std::vector<uint32_t> pixels_ = std::vector<uint32_t>(64, 0xFFFFFFFFU);
  Raster raster_{PixelTarget{pixels_.data(), 8, 8, 8}};
};

TEST_F(RasterTest, NothingIsPaintedOutsideTheClip) {
  raster_.clip({2, 2, 3, 3});
  Mask full(20, 20);
  full.coverage.assign(400, 255);
  raster_.fill({-5, -5, 50, 50}, Color::hex(0xFF0000));
  raster_.tint(full, -3, -3, Color::hex(0x00FF00));
  raster_.tint_rows(full, 0, 0, {-4, -4, 16, 16}, Color::hex(0x0000FF));
  raster_.tint_columns(full, 0, 0, {-4, -4, 16, 16}, Color::hex(0x00FFFF));
  raster_.gradient({-2, -2, 12, 12}, Color::hex(0x101010), Color::hex(0x202020), full, 3);
  raster_.copy(std::vector<uint32_t>(400, 0x333333), 20, 20, -5, -5);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) {
      const bool inside = x >= 2 && x < 5 && y >= 2 && y < 5;
      EXPECT_EQ(at(x, y), inside ? 0x333333U : 0xFFFFFFU) << x << "," << y;
    }
  }
}

TEST_F(RasterTest, FullCoverageIsTheColourItselfAndNoneChangesNothing) {
  Mask mask(2, 1);
  mask.coverage = {255, 0};
  raster_.tint(mask, 0, 0, Color::hex(0x123456));
  EXPECT_EQ(at(0, 0), 0x123456U);
  EXPECT_EQ(at(1, 0), 0xFFFFFFU);
}

TEST_F(RasterTest, HalfCoverageLiesHalfWay) {
  Mask mask(1, 1);
  mask.coverage = {128};
  raster_.tint(mask, 0, 0, Color::hex(0x000000));
  EXPECT_NEAR(at(0, 0) & 0xFF, 127, 1);
  raster_.fill({1, 0, 1, 1}, Color::hex(0x000000).percent(25));
  EXPECT_NEAR(at(1, 0) & 0xFF, 191, 1);
}

TEST(Png, ComesBackAsItWas) {
  Picture picture{3, 2, {0xFF000000, 0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0xFF123456, 0xFFFFFFFF}};
  const auto file = std::filesystem::temp_directory_path() / "yichuang-png-test.png";
  ASSERT_TRUE(write_png(picture, file));
  const auto back = read_png(file);
  ASSERT_TRUE(back) << back.error().sentence;
  EXPECT_EQ(back->pixels, picture.pixels);
  std::filesystem::remove(file);
}

TEST(Png, ABrokenFileIsAnErrorWithItsName) {
  const auto file = std::filesystem::temp_directory_path() / "yichuang-png-broken.png";
  std::ofstream(file) << "not a picture";
  const auto back = read_png(file);
  ASSERT_FALSE(back);
  EXPECT_THAT(back.error().sentence, HasSubstr("yichuang-png-broken.png"));
  std::filesystem::remove(file);
}

TEST(GoldenPictures, OneChangedPixelIsFound) {
  const Picture golden{2, 1, {0xFF000000, 0xFF102030}};
  Picture actual = golden;
  EXPECT_EQ(difference(golden, actual).pixels, 0);
  actual.pixels[1] ^= 1;
  const Difference found = difference(golden, actual);
  EXPECT_EQ(found.pixels, 1);
  EXPECT_EQ(found.picture.pixels[1], 0xFFE00000U);
}

TEST(ThemeFile, HasTheTokens) {
  const auto theme = Theme::load(assets_folder() / "theme" / "theme.toml");
  ASSERT_TRUE(theme) << theme.error().sentence;
  EXPECT_EQ(theme->light.ink, Color::hex(0x0B1F3A));
  EXPECT_EQ(theme->dark.gold, Color::hex(0xFFC547));
  EXPECT_EQ(theme->elder.accent, Color::hex(0xFFD60A));
  EXPECT_EQ(theme->board_type.number, 208);
  EXPECT_EQ(theme->metrics.touch_min_elder, 152);
}

TEST(ThemeFile, SaysWhichColourIsWrong) {
  std::ifstream in(assets_folder() / "theme" / "theme.toml");
  std::string text(std::istreambuf_iterator<char>(in), {});
  const auto place = text.find("#0B1F3A");
  ASSERT_NE(place, std::string::npos);
  text.replace(place, 7, "#0b1f3a");
  const auto file = std::filesystem::temp_directory_path() / "yichuang-theme-test.toml";
  std::ofstream(file) << text;
  const auto theme = Theme::load(file);
  ASSERT_FALSE(theme);
  EXPECT_THAT(theme.error().sentence, HasSubstr("light.ink: expected a colour"));
  std::filesystem::remove(file);
}

double luminance(Color c) {
  const auto linear = [](uint8_t v) {
    const double s = v / 255.0;
    return s <= 0.03928 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

double contrast(Color a, Color b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

// WCAG 2.1, 1.4.3 and 1.4.11.
TEST(ThemeFile, TextsCanBeReadOnTheirGrounds) {
  const auto loaded = Theme::load(assets_folder() / "theme" / "theme.toml");
  ASSERT_TRUE(loaded);
  const LightPalette& l = loaded->light;
  for (const Color text : {l.ink, l.ink2, l.ink3}) {
    EXPECT_GE(contrast(text, l.surface), 4.5);
    EXPECT_GE(contrast(text, l.canvas), 4.5);
  }
  EXPECT_GE(contrast(l.ok, l.ok_soft), 4.5);
  EXPECT_GE(contrast(l.mid, l.mid_soft), 4.5);
  EXPECT_GE(contrast(l.bad, l.bad_soft), 4.5);
  EXPECT_GE(contrast(l.control, l.surface), 3);
  EXPECT_GE(contrast(l.on_brand3, l.brand600), 4.5);
  const BoardPalette& d = loaded->dark;
  for (const Color text : {d.text, d.text2, d.text3, d.gold, d.ok, d.bad}) {
    EXPECT_GE(contrast(text, d.ground850), 4.5);
  }
  const ElderPalette& e = loaded->elder;
  EXPECT_GE(contrast(e.ink, e.accent), 10);
  EXPECT_GE(contrast(e.navy, e.surface), 10);
}

}  // namespace
}  // namespace yichuang::ui
