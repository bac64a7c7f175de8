// Numbers and sentences as the voices are given them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "speech/numbers.h"
#include "speech/speakable.h"

namespace yichuang::speech {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "zh:…" or "en:…" for each piece.
std::vector<std::string> pieces(SpokenLanguage language, std::string_view text) {
  std::vector<std::string> all;
  for (const Piece& piece : speakable(language, text))
    all.push_back((piece.language == SpokenLanguage::kChinese ? "zh:" : "en:") + piece.text);
  return all;
}
std::vector<std::string> zh(std::string_view text) {
  return pieces(SpokenLanguage::kChinese, text);
}
std::vector<std::string> en(std::string_view text) {
  return pieces(SpokenLanguage::kEnglish, text);
}

TEST(Counted, CountsAsPeopleDo) {
  EXPECT_EQ(counted_zh(0), "零");
  EXPECT_EQ(counted_zh(10), "十");
  EXPECT_EQ(counted_zh(11), "十一");
  EXPECT_EQ(counted_zh(20), "二十");
  EXPECT_EQ(counted_zh(99), "九十九");
  EXPECT_EQ(counted_zh(105), "一百零五");
  EXPECT_EQ(counted_zh(110), "一百一十");
  EXPECT_EQ(counted_zh(999), "九百九十九");
  EXPECT_EQ(counted_zh(2030), "两千零三十");
  EXPECT_EQ(counted_zh(1001), "一千零一");
  EXPECT_EQ(counted_zh(9000), "九千");
  EXPECT_EQ(counted_en(0), "zero");
  EXPECT_EQ(counted_en(13), "thirteen");
  EXPECT_EQ(counted_en(20), "twenty");
  EXPECT_EQ(counted_en(99), "ninety-nine");
}

TEST(Speakable, CountsNumbersAndSpellsThoseOfTickets) {
  EXPECT_THAT(zh("前面 12 人"), ElementsAre("zh:qian2 mian4 shi2 er4 ren2"));
  EXPECT_THAT(zh("号码A012"), ElementsAre("zh:hao4 ma3 A ling2 yi1 er4"));
  EXPECT_THAT(zh("电话12345"), ElementsAre("zh:dian4 hua4 yi1 er4 san1 si4 wu3"));
  EXPECT_THAT(zh("满 60 岁"), ElementsAre("zh:man3 liu4 shi2 sui4"));
  EXPECT_THAT(en("Your number is A012, 5 people"),
              ElementsAre("en:Your number is A, zero one two, 5 people"));
}

TEST(Speakable, SaysTheWordInARange) {
  EXPECT_THAT(zh("5–12 分钟"), ElementsAre("zh:wu3 dao4 shi2 er4 fen1 zhong1"));
  EXPECT_THAT(en("5–12 min"), ElementsAre("en:5 to 12 min"));
}

TEST(Speakable, PartsSentencesButNotNumbers) {
  EXPECT_THAT(en("It costs 3.5 yuan. Please pay!"),
              ElementsAre("en:It costs 3.5 yuan.", "en: Please pay!"));
  EXPECT_THAT(zh("您好。请取号！"), ElementsAre("zh:nin2 hao3.", "zh:qing3 qu3 hao4."));
}

TEST(Speakable, GivesEachLanguageToItsVoice) {
  EXPECT_THAT(zh("English。切换语言"),
              ElementsAre(testing::StartsWith("en:English"), "zh:qie1 huan4 yu3 yan2"));
  EXPECT_THAT(en("Service 社保 here"),
              ElementsAre("en:Service ", testing::StartsWith("zh:she4 bao3"), "en:here"));
}

TEST(Speakable, WithoutSoundIsNothing) {
  EXPECT_THAT(zh(""), IsEmpty());
  EXPECT_THAT(zh("—。…"), IsEmpty());
  EXPECT_THAT(en(" . \n ? "), IsEmpty());
}

TEST(Speakable, TakesWhateverComesWithinItsLimits) {
  std::string hanzi;
  while (hanzi.size() < 3 * kSpeakableBytesMax) hanzi += "窗";
  size_t syllables = 0;
  for (const Piece& piece : speakable(SpokenLanguage::kChinese, hanzi)) {
    EXPECT_LE(piece.text.size(), Speech::kTextBytesMax);
    syllables += static_cast<size_t>(std::ranges::count(piece.text, '1'));
  }
  EXPECT_EQ(syllables, kSpeakableBytesMax / 3);
  for (int byte = 0; byte < 256; ++byte) {
    const std::string odd = "a" + std::string(700, static_cast<char>(byte)) + "0";
    for (const SpokenLanguage language : {SpokenLanguage::kChinese, SpokenLanguage::kEnglish})
      for (const Piece& piece : speakable(language, odd))
        EXPECT_LE(piece.text.size(), Speech::kTextBytesMax);
  }
}

}  // namespace
}  // namespace yichuang::speech
