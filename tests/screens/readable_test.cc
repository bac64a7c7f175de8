// The measure of what can be read: it must be able to fail.
#include "screens/readable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "screens/golden.h"

namespace yichuang::ui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ContrastAt, IsThatOfWcag) {
  Picture faint;
  faint.width = faint.height = 40;
  faint.pixels.assign(1600, 0xFFFFFFFFU);
  EXPECT_EQ(contrast_at(faint, {0, 0, 40, 40}), 1) << "nothing to read";
  for (size_t i = 0; i < 300; ++i) faint.pixels[i] = 0xFF999999U;
  EXPECT_NEAR(contrast_at(faint, {0, 0, 40, 40}), 2.85, 0.01);
  for (size_t i = 0; i < 300; ++i) faint.pixels[i] = 0xFF767676U;
  EXPECT_NEAR(contrast_at(faint, {0, 0, 40, 40}), 4.54, 0.01);
  for (size_t i = 0; i < 300; ++i) faint.pixels[i] = 0xFF000000U;
  EXPECT_NEAR(contrast_at(faint, {0, 0, 40, 40}), 21, 0.01);
}

// Paints what it is told.
class Sheet final : public Screen {
 public:
  explicit Sheet(std::function<void(Canvas&)> paint) : paint_(std::move(paint)) {}
  std::string_view name() const override { return "sheet"; }
  void draw(Canvas& canvas) override {
    canvas.fill({0, 0, 400, 200}, Color::hex(0xFFFFFF));
    paint_(canvas);
  }

 private:
  std::function<void(Canvas&)> paint_;
};

std::vector<std::string> found(std::function<void(Canvas&)> paint) {
  Sheet sheet(std::move(paint));
  return unreadable(paint_watched(sheet, {400, 200}), {400, 200}, {.size_min = 28});
}

const TextStyle kBlack{.size = 30, .color = Color::hex(0x000000)};

TEST(Unreadable, FindsNothingWrongWithPlainWords) {
  EXPECT_THAT(found([](Canvas& canvas) {
                canvas.text("请到三号窗口", 20, 20, kBlack);
                canvas.text("Window 3", 20, 60, kBlack);
              }),
              IsEmpty());
}

TEST(Unreadable, FindsWhatIsSmallPaleCutOutsideOrOverAnotherLine) {
  EXPECT_THAT(found([](Canvas& canvas) {
                canvas.text_fit("A long line that shrinks", 20, 20, 250, kBlack, 0.5F);
              }),
              ElementsAre(HasSubstr("units high, not 28")));
  EXPECT_THAT(found([](Canvas& canvas) {
                canvas.text("Pale", 20, 20, {.size = 30, .color = Color::hex(0xBBBBBB)});
              }),
              ElementsAre(HasSubstr("has a contrast of 1.9")));
  EXPECT_THAT(found([](Canvas& canvas) {
                canvas.text_fit("A long line that is cut", 20, 20, 200, kBlack, 1);
              }),
              ElementsAre(HasSubstr("is cut short")));
  EXPECT_THAT(found([](Canvas& canvas) { canvas.text("Outside", 350, 20, kBlack); }),
              ElementsAre(HasSubstr("leaves the screen")));
  EXPECT_THAT(found([](Canvas& canvas) {
                canvas.text("One", 20, 20, kBlack);
                canvas.text("Two", 40, 30, kBlack);
              }),
              ElementsAre(HasSubstr("lies over \"One\"")));
}

}  // namespace
}  // namespace yichuang::ui
