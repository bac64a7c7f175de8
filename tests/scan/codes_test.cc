// Codes on a page, and pages without any.
#include <gmock/gmock.h>

#include "tests/scan/fixture.h"

namespace yichuang::scan {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

class Codes : public ScanTest {
 protected:
  static std::vector<std::string> codes_of(const FinishedPage& page) {
    std::vector<std::string> all;
    for (const Code& code : page.codes)
      all.push_back(std::string(name_of(code.symbology)) + " " + std::string(view(code.text)));
    return all;
  }
  static auto both() {
    return UnorderedElementsAre(std::string("QR ") + kFormQr,
                                std::string("Code 128 ") + kFormCode128);
  }
};

TEST_F(Codes, AQrCodeAndACode128AreReadOnASkewedPage) {
  const Sheet form = application_form(*fonts_, 300);
  for (const double angle : {0.0, 3.0, -8.0})
    EXPECT_THAT(codes_of(finish(form, {.skew_degrees = angle})), both()) << angle;
}

TEST_F(Codes, AreReadInNoiseInGreyAndAtOtherResolutions) {
  const Sheet form = application_form(*fonts_, 300);
  EXPECT_THAT(codes_of(finish(form, {.skew_degrees = 1, .noise = 12})), both());
  EXPECT_THAT(codes_of(finish(form, {.colour = Colour::kGrey, .gain = 0.6, .shadow = 0.2})),
              both());
  EXPECT_THAT(codes_of(finish(application_form(*fonts_, 200), {.skew_degrees = 1})), both());
}

TEST_F(Codes, APageFedSidewaysOrUpsideDownIsRead) {
  Sheet sheet = short_letter(*fonts_, 200);
  sheet.qr(30, 200, 0.8, "ABC-123");
  const RawPage page = scan(sheet, {});
  for (const bool half_turn : {false, true}) {
    const int width = half_turn ? page.width_px() : page.height_px();
    const int height = half_turn ? page.height_px() : page.width_px();
    auto intake = PageIntake::open(
        {.width_px = width, .lines = height, .bytes_per_line = width * 3, .dpi = 200});
    for (int y = 0; y < height; ++y) {
      std::vector<uint8_t> row;
      for (int x = 0; x < width; ++x) {
        const uint8_t* from = half_turn ? page.row(height - 1 - y) + (width - 1 - x) * 3
                                        : page.row(page.height_px() - 1 - x) + y * 3;
        row.insert(row.end(), from, from + 3);
      }
      ASSERT_TRUE(intake->add(row).ok());
    }
    EXPECT_THAT(codes_of(finish(*std::move(*intake).finish())), UnorderedElementsAre("QR ABC-123"));
  }
}

TEST_F(Codes, TextTablesAndPicturesAreNoCodes) {
  EXPECT_THAT(codes_of(finish(dense_contract(*fonts_, 200), {})), IsEmpty());
  EXPECT_THAT(codes_of(finish(id_copy(*fonts_, 200), {.noise = 8})), IsEmpty());
  EXPECT_THAT(codes_of(finish(pencil_note(*fonts_, 200), {})), IsEmpty());
}

TEST_F(Codes, ManyAreCountedToTheLimit) {
  Sheet sheet = empty_sheet(*fonts_, 200);
  for (int i = 0; i < 24; ++i)
    sheet.qr(15 + i % 4 * 48, 15 + i / 4 * 45, 0.8, "sheet " + std::to_string(i));
  const FinishedPage page = finish(sheet, {});
  EXPECT_GE(page.codes.size(), 12u);
  EXPECT_LE(page.codes.size(), 16u);
}

TEST_F(Codes, ChineseTextComesAsUtf8) {
  Sheet sheet = empty_sheet(*fonts_, 300);
  sheet.qr(60, 60, 0.8, "办件编号：甲〔2026〕17号");
  EXPECT_THAT(codes_of(finish(sheet, {})), UnorderedElementsAre("QR 办件编号：甲〔2026〕17号"));
}

}  // namespace
}  // namespace yichuang::scan
