// What is said, word by word, and that the voices pronounce it so.
#include "display/phrase.h"

#include <gtest/gtest.h>

#include "speech/speech.h"

#include "ui/pinyin.h"

namespace yichuang::display {
namespace {

struct PhraseCase {
  const char* number;
  WindowNumber window;
  bool repeat;
  const char* zh;
  const char* en;
  const char* zh_spoken;
};

class CallPhrase : public testing::TestWithParam<PhraseCase> {};

TEST_P(CallPhrase, IsAsTheHallSaysIt) {
  const PhraseCase& expected = GetParam();
  const Phrase phrase = call_phrase(expected.number, expected.window, expected.repeat);
  EXPECT_EQ(phrase.zh, expected.zh);
  EXPECT_EQ(phrase.en, expected.en);
  EXPECT_EQ(phrase.zh_spoken, expected.zh_spoken);
}

INSTANTIATE_TEST_SUITE_P(
    Table, CallPhrase,
    testing::Values(PhraseCase{"A012", 3, false, "请A零一二号到三号窗口",
                               "Number A zero one two, please go to window three",
                               "qing3 A ling2 yi1 er4 hao4, dao4 san1 hao4 chuang1 kou3"},
                    PhraseCase{
                        "A012", 3, true, "重复呼叫，请A零一二号到三号窗口",
                        "Repeat call. Number A zero one two, please go to window three",
                        "chong2 fu4 hu1 jiao4, qing3 A ling2 yi1 er4 hao4, dao4 san1 hao4 chuang1 "
                        "kou3"},
                    PhraseCase{"B107", 10, false, "请B一零七号到十号窗口",
                               "Number B one zero seven, please go to window ten",
                               "qing3 B yi1 ling2 qi1 hao4, dao4 shi2 hao4 chuang1 kou3"},
                    PhraseCase{"F999", 12, false, "请F九九九号到十二号窗口",
                               "Number F nine nine nine, please go to window twelve",
                               "qing3 F jiu3 jiu3 jiu3 hao4, dao4 shi2 er4 hao4 chuang1 kou3"},
                    PhraseCase{"k345", 21, false, "请K三四五号到二十一号窗口",
                               "Number K three four five, please go to window twenty-one",
                               "qing3 K san1 si4 wu3 hao4, dao4 er4 shi2 yi1 hao4 chuang1 kou3"},
                    PhraseCase{"Z680", 90, false, "请Z六八零号到九十号窗口",
                               "Number Z six eight zero, please go to window ninety",
                               "qing3 Z liu4 ba1 ling2 hao4, dao4 jiu3 shi2 hao4 chuang1 kou3"},
                    PhraseCase{"QA-001", 1, false, "请QA零零一号到一号窗口",
                               "Number Q A zero zero one, please go to window one",
                               "qing3 QA ling2 ling2 yi1 hao4, dao4 yi1 hao4 chuang1 kou3"}));

TEST(EnglishSpeech, SetsLettersApartSoThatAIsNotTheArticle) {
  EXPECT_EQ(call_phrase("A012", 3, false).en_spoken,
            "Number A, zero one two, please go to window three.");
}

TEST(CallPhrase, IsNumberAndWindowAloneWhenManyWait) {
  const Phrase phrase = call_phrase("A012", 3, false, Wording::kBrief);
  EXPECT_EQ(phrase.zh, "A零一二，三号窗口");
  EXPECT_EQ(phrase.en, "A zero one two, window three");
  EXPECT_EQ(phrase.zh_spoken, "A ling2 yi1 er4, san1 hao4 chuang1 kou3");
  EXPECT_EQ(phrase.en_spoken, "A, zero one two, window three.");
  EXPECT_EQ(call_phrase("A012", 3, true, Wording::kBrief).en,
            "Repeat call. A zero one two, window three");
}

TEST(Pinyin, WritesTonesAsNumbersAndUmlautsAsV) {
  EXPECT_EQ(ui::to_numbered_pinyin("绿色女户"), "lv4 se4 nv3 hu4");
  EXPECT_EQ(ui::to_numbered_pinyin("窗口，到了。"), "chuang1 kou3, dao4 le5.");
  EXPECT_EQ(ui::to_numbered_pinyin(""), "");
  EXPECT_EQ(ui::to_numbered_pinyin("A12"), "A12");
}

TEST(Pinyin, KnowsWordsWhoseReadingIsNotTheCommonest) {
  EXPECT_EQ(ui::to_numbered_pinyin("请重复"), "qing3 chong2 fu4");
  EXPECT_EQ(ui::to_numbered_pinyin("到银行去"), "dao4 yin2 hang2 qu4");
}

TEST(Pinyin, SurvivesBytesThatAreNotText) {
  EXPECT_EQ(ui::to_numbered_pinyin("\xFF\xFE到"), "dao4");
}

TEST(Message, IsReadInPinyinDigitByDigit) {
  const std::string spoken = message_zh_spoken("请到2号门");
  EXPECT_NE(spoken.find("er4"), std::string::npos) << spoken;
  EXPECT_EQ(spoken.find('2' + std::string(" ")), std::string::npos) << spoken;
}

// The longest message that the wire takes must not be more than the synthesiser is given.
TEST(Message, OfTheGreatestLengthFits) {
  std::string longest;
  while (longest.size() + 3 <= 400) longest += "装";
  EXPECT_LE(message_zh_spoken(longest).size(), speech::Speech::kTextBytesMax);
  EXPECT_LE(message_zh_spoken(std::string(400, '9')).size(), speech::Speech::kTextBytesMax);
}

}  // namespace
}  // namespace yichuang::display
