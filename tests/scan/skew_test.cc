// How a page lay, and what is cut out of it.
#include <cmath>

#include "tests/scan/fixture.h"

namespace yichuang::scan {
namespace {

class Skew : public ScanTest {
 protected:
  static double degrees(const FinishedPage& page) { return page.skew_centidegrees / 100.0; }
  static double mm(int px, int dpi) { return px * 25.4 / dpi; }
  // The paper but for the rim that is cut off, to a millimetre.
  static void expect_cut(const FinishedPage& page, double width_mm, double height_mm) {
    EXPECT_TRUE(page.cut_to_paper);
    EXPECT_NEAR(mm(page.width_px, page.dpi), width_mm - 0.6, 1.0);
    EXPECT_NEAR(mm(page.height_px, page.dpi), height_mm - 0.6, 1.0);
  }
};

TEST_F(Skew, IsFoundByThePapersEdgesToATenthOfADegree) {
  const Sheet form = application_form(*fonts_, 150);
  for (const double angle : {-12.0, -2.3, -0.4, 0.0, 0.07, 1.0, 4.71, 14.0}) {
    const FinishedPage page =
        finish(form, {.skew_degrees = angle, .bed_width_mm = 290, .bed_height_mm = 350});
    EXPECT_EQ(page.skew_from, SkewFrom::kPaper);
    EXPECT_NEAR(degrees(page), angle, 0.1);
    expect_cut(page, 210, 297);
  }
}

TEST_F(Skew, IsFoundByTheTextUnderAWhiteLid) {
  for (const Sheet& sheet : {application_form(*fonts_, 150), dense_contract(*fonts_, 150)}) {
    for (const double angle : {-5.0, -0.7, 0.0, 0.4, 2.3, 6.0}) {
      const FinishedPage page = finish(sheet, {.skew_degrees = angle, .lid = {238, 238, 236}});
      EXPECT_EQ(page.skew_from, SkewFrom::kText) << angle;
      EXPECT_NEAR(degrees(page), angle, 0.2);
      EXPECT_FALSE(page.cut_to_paper);
      EXPECT_EQ(page.verdict, Verdict::kGood);
    }
  }
}

TEST_F(Skew, NoiseAndLidsOfAnyGreyChangeLittle) {
  const Sheet letter = short_letter(*fonts_, 150);
  for (const double noise : {0.0, 4.0, 10.0}) {
    for (const uint8_t lid : {0, 60, 140}) {
      const FinishedPage page = finish(
          letter, {.skew_degrees = 1.7, .lid = {lid, lid, lid}, .smear_px = 0.7, .noise = noise});
      EXPECT_NEAR(degrees(page), 1.7, 0.1) << "noise " << noise << ", lid " << int{lid};
      expect_cut(page, 210, 297);
    }
  }
}

TEST_F(Skew, APaperThatHangsOverTheBedIsCutWhereItIsSeen) {
  // As large as the bed and skewed: its corners are outside, and four dark wedges are seen.
  const Sheet form = application_form(*fonts_, 150);
  const FinishedPage page =
      finish(form, {.skew_degrees = 2, .bed_width_mm = 210, .bed_height_mm = 297});
  EXPECT_NEAR(degrees(page), 2, 0.1);
  expect_cut(page, 210, 297);
  // Shifted so that only the left and the upper edge are seen.
  const FinishedPage shifted = finish(form, {.skew_degrees = -1.5,
                                             .bed_width_mm = 210,
                                             .bed_height_mm = 297,
                                             .shift_x_mm = 25,
                                             .shift_y_mm = 30});
  EXPECT_NEAR(degrees(shifted), -1.5, 0.1);
  EXPECT_TRUE(shifted.cut_to_paper);
}

TEST_F(Skew, SmallPaperAndGreyScansAreCutToo) {
  const Sheet slip = receipt(*fonts_, 200);
  const FinishedPage page = finish(
      slip, {.colour = Colour::kGrey, .skew_degrees = 7, .shift_x_mm = -40, .shift_y_mm = 60});
  EXPECT_NEAR(degrees(page), 7, 0.1);
  expect_cut(page, 80, 140);
  EXPECT_EQ(page.verdict, Verdict::kGood);
}

TEST_F(Skew, TwoPapersAreBothKept) {
  const Sheet left = receipt(*fonts_, 150);
  const Sheet right = receipt(*fonts_, 150);
  const FinishedPage page =
      finish(scan_together({{&left, {.skew_degrees = 3, .shift_x_mm = -55}},
                            {&right, {.skew_degrees = -2, .shift_x_mm = 55, .shift_y_mm = 20}}}));
  EXPECT_GE(mm(page.width_px, page.dpi), 188);
  EXPECT_GE(mm(page.height_px, page.dpi), 158);
  EXPECT_LE(mm(page.width_px, page.dpi), 205);
}

TEST_F(Skew, ABlackBannerAtThePapersEdgeIsNotCutOff) {
  Sheet sheet = short_letter(*fonts_, 150);
  sheet.box(0, 0, 120, 12, {70, 70, 90});
  expect_cut(finish(sheet, {.skew_degrees = 1}), 210, 297);
}

TEST_F(Skew, AnEmptyScannerHasNothingToStraighten) {
  const Sheet nothing(*fonts_, 30, 30, 150, {34, 34, 36});
  const FinishedPage page = finish(nothing, {});
  EXPECT_FALSE(page.cut_to_paper);
  EXPECT_EQ(page.skew_centidegrees, 0);
}

}  // namespace
}  // namespace yichuang::scan
