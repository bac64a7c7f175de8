// lib/ui's text: measuring, wrapping, cutting short; whatever comes in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "screens/golden.h"
#include "ui/text.h"

namespace yichuang::ui {
namespace {

using testing::ElementsAre;

class Text : public testing::Test {
 protected:
  Text() {
    use_offscreen_video();
    auto opened = FontBook::open();
    EXPECT_TRUE(opened.ok());
    fonts_ = std::move(*opened);
  }
  int width(std::string_view text, int size = 40) {
    return fonts_->measure(text, Face::kRegular, size);
  }
  std::vector<std::string> wrap(std::string_view text, int width_px, size_t lines_max = 100) {
    return fonts_->wrap(text, Face::kRegular, 40, width_px, lines_max);
  }
  std::unique_ptr<FontBook> fonts_;
};

TEST_F(Text, IdeographsAreOneEmWide) {
  EXPECT_EQ(width("窗口"), 80);
  EXPECT_EQ(width("窗口", 80), 160);
  EXPECT_EQ(width(""), 0);
}

TEST_F(Text, ClosingPunctuationDoesNotBeginALine) {
  EXPECT_THAT(wrap("请到三号窗口，谢谢。", 240), ElementsAre("请到三号窗", "口，谢谢。"));
}

TEST_F(Text, OpeningPunctuationDoesNotEndALine) {
  EXPECT_THAT(wrap("业务（公积金）", 120), ElementsAre("业务", "（公积", "金）"));
}

TEST_F(Text, LatinBreaksBetweenWordsAndChineseBetweenCharacters) {
  const auto lines = wrap("请取号 take a ticket", 180);
  ASSERT_GE(lines.size(), 2U);
  for (const std::string& line : lines) EXPECT_LE(width(line), 180) << line;
  EXPECT_EQ(lines.back(), "ticket");
}

TEST_F(Text, NewlinesAlwaysBreak) {
  EXPECT_THAT(wrap("一\n二\n\n三", 400), ElementsAre("一", "二", "", "三"));
}

TEST_F(Text, AWordWiderThanTheLineIsBrokenInside) {
  const auto lines = wrap("abcdefghijklmnopqrstuvwxyz", 100);
  std::string joined;
  for (const std::string& line : lines) {
    EXPECT_LE(width(line), 100) << line;
    joined += line;
  }
  EXPECT_EQ(joined, "abcdefghijklmnopqrstuvwxyz");
}

TEST_F(Text, EvenOneCharacterTooWideIsShownOncePerLine) {
  EXPECT_THAT(wrap("窗口", 10), ElementsAre("窗", "口"));
}

TEST_F(Text, LinesThatDoNotFitEndInAnEllipsis) {
  const auto lines = wrap("一二三四五六七八九十", 160, 2);
  EXPECT_THAT(lines, ElementsAre("一二三四", "五六七…"));
}

TEST_F(Text, AnEllipsisIsNotPutBehindAnother) {
  const auto lines = wrap("请稍候……马上为您办理业务", 240, 1);
  EXPECT_THAT(lines, ElementsAre("请稍候…"));
}

TEST_F(Text, EllipsizeKeepsWhatFits) {
  EXPECT_EQ(fonts_->ellipsize("社会保障", Face::kRegular, 40, 160), "社会保障");
  EXPECT_EQ(fonts_->ellipsize("社会保障", Face::kRegular, 40, 159), "社会…");
  EXPECT_EQ(fonts_->ellipsize("社会保障", Face::kRegular, 40, 5), "…");
}

TEST_F(Text, EllipsizeNeverCutsACharacterApart) {
  // A letter with its accent is one character to a reader.
  const std::string marked = "e\u0301e\u0301e\u0301";
  for (int width_px = 1; width_px < width(marked); ++width_px) {
    const std::string cut = fonts_->ellipsize(marked, Face::kRegular, 40, width_px);
    EXPECT_EQ((cut.size() - std::string("…").size()) % 3, 0U) << cut;
  }
}

TEST_F(Text, InvalidUtf8IsShownNotFollowed) {
  const std::string broken = "\xFF\xFE号\xE5\x8F";
  EXPECT_GT(width(broken), 0);
  EXPECT_FALSE(wrap(broken, 60).empty());
  EXPECT_FALSE(fonts_->ellipsize(broken, Face::kRegular, 40, 60).empty());
}

// Names come from catalogues and people; whatever the bytes, lines fit and nothing is lost for
// ever.
TEST_F(Text, AnyBytesAreSurvived) {
  std::mt19937 random(20260520);
  const std::string pieces[] = {"号", "A",      " ",      "نو", "\xFF", "\xE2\x80",
                                "\n", "\u202E", "\u0301", "བོད", "(",    "\xF0\x9F\x91\xAA",
                                "…",  "。",     "\t",     "1"};
  for (int round = 0; round < 60; ++round) {
    std::string text;
    for (size_t i = random() % 40; i > 0; --i) text += pieces[random() % std::size(pieces)];
    const int width_px = 10 + static_cast<int>(random() % 300);
    for (const std::string& line : wrap(text, width_px, 5)) {
      const LinePicture made = fonts_->render(line, Face::kBold, 20);
      EXPECT_EQ(made.mask.width, fonts_->measure(line, Face::kBold, 20)) << round;
    }
    const std::string cut = fonts_->ellipsize(text, Face::kNumeral, 20, width_px);
    EXPECT_LE(fonts_->measure(cut, Face::kNumeral, 20), std::max(width_px, 20)) << round;
  }
}

TEST_F(Text, AVeryLongTextIsCutAtACharacter) {
  std::string text;
  while (text.size() <= kTextBytesMax) text += "号";
  const std::string cut = fonts_->ellipsize(text, Face::kRegular, 10, 1'000'000);
  EXPECT_LE(cut.size(), kTextBytesMax + 3);
  EXPECT_TRUE(cut.ends_with("号…"));
}

TEST_F(Text, ParagraphDirectionIsThatOfTheFirstLetter) {
  EXPECT_EQ(FontBook::paragraph_direction("12 نومۇر A"), Direction::kRightToLeft);
  EXPECT_EQ(FontBook::paragraph_direction("12 A نومۇر"), Direction::kLeftToRight);
  EXPECT_EQ(FontBook::paragraph_direction("12"), Direction::kLeftToRight);
}

TEST_F(Text, OpenFontSizesAreBounded) {
  for (int size = 10; size < 110; ++size) width("窗口 A نومۇر", size);
  EXPECT_LE(fonts_->open_count(), 64U);
  EXPECT_EQ(width("窗口"), 80);  // one that was closed is opened again
}

}  // namespace
}  // namespace yichuang::ui
