// What is said of a page: an alarm where a clerk could not read it, silence where she could.
#include "tests/scan/fixture.h"
#include "ui/i18n.h"
#include "ui/theme.h"

namespace yichuang::scan {
namespace {

class Verdicts : public ScanTest {
 protected:
  struct Named {
    const char* name;
    Sheet sheet;
  };
  static std::vector<Named> readable(int dpi) {
    return {{"form", application_form(*fonts_, dpi)}, {"contract", dense_contract(*fonts_, dpi)},
            {"letter", short_letter(*fonts_, dpi)},   {"pencil", pencil_note(*fonts_, dpi)},
            {"copy", id_copy(*fonts_, dpi)},          {"receipt", receipt(*fonts_, dpi)}};
  }
  // All noises at 150 dpi, one at the others: a scan takes a test a quarter of a second.
  static std::vector<double> noises_at(int dpi) {
    if (dpi == 150) return {0, 4, 10};
    return {dpi == 300 ? 3.0 : 8.0};
  }
  static std::string facts(const FinishedPage& page) {
    const Quality& q = page.quality;
    return std::string(text_key(page.verdict)) + ": paper " + std::to_string(q.paper_level) +
           ", ink " + std::to_string(q.ink_px) + ", contrast " + std::to_string(q.contrast) +
           ", spread " + std::to_string(q.spread_um) + " um, sharp edges " +
           std::to_string(q.sharp_edges) + ", noise " + std::to_string(q.noise);
  }
  static void expect(Verdict verdict, const char* name, const Sheet& sheet, const Scan& how) {
    const FinishedPage page = finish(scan(sheet, how), {.find_codes = false});
    EXPECT_EQ(page.verdict, verdict) << name << " at " << sheet.dpi() << " dpi: " << facts(page);
  }
};

TEST_F(Verdicts, ReadablePagesRaiseNoAlarm) {
  for (const int dpi : {100, 150, 200, 300}) {
    for (const auto& [name, sheet] : readable(dpi)) {
      for (const double noise : noises_at(dpi)) {
        // What a lens smears, in proportion to the resolution.
        expect(Verdict::kGood, name, sheet,
               {.skew_degrees = 1.2, .smear_px = 0.4 + dpi / 300.0 * 0.6, .noise = noise});
      }
    }
  }
}

TEST_F(Verdicts, DimAndBrightButReadablePagesRaiseNoAlarm) {
  for (const auto& [name, sheet] : readable(150)) {
    expect(Verdict::kGood, name, sheet, {.gain = 0.6});
    expect(Verdict::kGood, name, sheet, {.lift = 15, .shadow = 0.3});
    expect(Verdict::kGood, name, sheet, {.colour = Colour::kGrey, .lid = {236, 236, 236}});
  }
}

TEST_F(Verdicts, PaperOfAnyColourIsPaper) {
  for (const Ink paper : {Ink{250, 225, 150}, Ink{240, 190, 195}, Ink{185, 150, 105}}) {
    Sheet sheet(*fonts_, 210, 297, 150, paper);
    sheet.paragraph(22, 20, 166, 120, 12, "凭此联领取证照，遗失不补。凭此联领取证照，遗失不补。");
    expect(Verdict::kGood, "coloured", sheet, {.skew_degrees = -1});
    const Sheet empty(*fonts_, 210, 297, 150, paper);
    expect(Verdict::kBlank, "coloured, empty", empty, {.skew_degrees = -1});
  }
}

TEST_F(Verdicts, BlankPagesAreBlankWhateverShinesThrough) {
  for (const int dpi : {100, 150, 200, 300}) {
    const Sheet empty = empty_sheet(*fonts_, dpi);
    const Sheet back = dense_contract(*fonts_, dpi);
    for (const double noise : noises_at(dpi)) {
      expect(Verdict::kBlank, "empty", empty, {.noise = noise * 1.5});
      expect(Verdict::kBlank, "dim", empty, {.noise = noise * 1.5, .gain = 0.6, .shadow = 0.3});
      // The paper smears what is behind it.
      expect(Verdict::kBlank, "bleed-through", empty,
             {.lid = {240, 240, 240}, .smear_px = dpi / 100.0, .noise = noise, .behind = &back});
    }
  }
}

TEST_F(Verdicts, DustAndAFoldAreNoInk) {
  Sheet sheet = empty_sheet(*fonts_, 200);
  for (int i = 0; i < 40; ++i) sheet.box(10 + i * 4.7, 15 + (i * 37) % 260, 0.25, 0.25, kBlack);
  sheet.box(0, 148, 210, 0.4, {205, 205, 200});
  expect(Verdict::kBlank, "dust", sheet, {});
}

TEST_F(Verdicts, OneLineOrOneStampIsInk) {
  Sheet page_number = empty_sheet(*fonts_, 150);
  page_number.text(95, 270, 10.5, "第 3 页，共 3 页");
  expect(Verdict::kGood, "page number", page_number, {});
  Sheet stamp = empty_sheet(*fonts_, 150);
  stamp.ring(150, 240, 20, 1.2, kRed);
  expect(Verdict::kGood, "stamp", stamp, {});
}

TEST_F(Verdicts, WhatIsSmearedIsToBeScannedAgain) {
  for (const int dpi : {150, 300}) {
    for (const auto& [name, sheet] : readable(dpi)) {
      // 0.32 mm: the strokes of 10.5-point hanzi run into each other.
      for (const double noise : {0.0, 6.0}) {
        if (dpi == 300 && noise == 0) continue;
        expect(Verdict::kBlurred, name, sheet,
               {.skew_degrees = 1.2, .smear_px = 0.32 / 25.4 * dpi, .noise = noise});
      }
      // A page that moved, in one direction only.
      if (dpi == 150 && std::string_view(name) != "copy")
        expect(Verdict::kBlurred, name, sheet, {.motion_px = 0.4 / 25.4 * dpi});
    }
  }
}

TEST_F(Verdicts, WhatIsDarkOrPaleIsToBeScannedAgain) {
  for (const auto& [name, sheet] : readable(150)) {
    expect(Verdict::kTooDark, name, sheet, {.gain = 0.33});
    const std::string_view is(name);
    if (is == "form" || is == "contract" || is == "receipt")
      expect(Verdict::kTooLight, name, sheet, {.gain = 0.15, .lift = 212});
  }
}

TEST_F(Verdicts, EachHasItsSentenceInBothLanguages) {
  const auto texts = ui::Texts::load(ui::assets_folder() / "i18n");
  ASSERT_TRUE(texts.ok());
  for (const Verdict verdict : {Verdict::kGood, Verdict::kBlank, Verdict::kTooDark,
                                Verdict::kTooLight, Verdict::kBlurred}) {
    for (const char* language : {"zh-CN", "en"})
      EXPECT_TRUE(texts.value().has(language, text_key(verdict))) << text_key(verdict);
  }
  for (const ErrorCode code : {ErrorCode::kCorrupt, ErrorCode::kExhausted, ErrorCode::kInternal})
    EXPECT_TRUE(texts.value().has("zh-CN", text_key(Error{code, ""})));
  EXPECT_EQ(texts.value().get("zh-CN", text_key(Verdict::kBlurred)), "字迹不清，请重拍");
}

}  // namespace
}  // namespace yichuang::scan
