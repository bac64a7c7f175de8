// The real synthesiser: that there is sound, at the right level, and the right syllables.
#include "speech/speech.h"

#include <espeak-ng/speak_lib.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include "display/announcer.h"
#include "display/phrase.h"
#include "hall/voice_turn.h"
#include "speech/sound.h"
#include "tests/display/read_aloud.h"

namespace yichuang::display {
namespace {

using speech::chime;
using speech::duration_ms;
using speech::loudness;
using speech::Samples;
using speech::Speech;
using speech::SpokenLanguage;

std::unique_ptr<Speech> open_speech() {
  auto speech = Speech::open();
  EXPECT_TRUE(speech.ok()) << (speech.ok() ? "" : speech.error().sentence);
  return speech.ok() ? std::move(*speech) : nullptr;
}

// espeak-ng's own trace of the phonemes that it speaks, in its ASCII names; a tone is its contour
// (55 first, 35 second, 214 or 21 third, 51 fourth).
std::string phonemes(Speech& speech, SpokenLanguage language, const std::string& text) {
  char* buffer = nullptr;
  size_t size = 0;
  std::FILE* trace = open_memstream(&buffer, &size);
  espeak_SetPhonemeTrace(0x01, trace);
  EXPECT_TRUE(speech.say(language, text, 150).ok());
  espeak_SetPhonemeTrace(0, nullptr);
  std::fclose(trace);
  std::string traced(buffer, size);
  std::free(buffer);
  std::string clean;
  for (const char c : traced) {
    if (c == '|' || c == '_' || c == '\'') continue;
    clean += c == '\n' ? ' ' : c;
  }
  return clean;
}

TEST(Speech, ChineseSaysTheSyllablesOfThePhrase) {
  const auto speech = open_speech();
  ASSERT_NE(speech, nullptr);
  // qing3 ei ling2 yi1 er4 hao4 | dao4 san1 hao4 chuang1 kou3
  EXPECT_THAT(phonemes(*speech, SpokenLanguage::kChinese, call_phrase("A012", 3, false).zh_spoken),
              testing::HasSubstr("tS;hi21N ei51 l"
                                 "i35N ji55 @r51 XAu51"));
  EXPECT_THAT(phonemes(*speech, SpokenLanguage::kChinese, call_phrase("A012", 3, false).zh_spoken),
              testing::HasSubstr("tAu51 sa55n XAu51 ts.hwA55N khou214"));
  EXPECT_THAT(phonemes(*speech, SpokenLanguage::kChinese, call_phrase("A012", 12, true).zh_spoken),
              testing::AllOf(testing::HasSubstr("ts.hong35 fu51 Xu55 tS;jAu51"),
                             testing::HasSubstr("s.i.35 @r51 XAu51")));
}

TEST(Speech, EnglishSaysTheLetterNotTheArticle) {
  const auto speech = open_speech();
  ASSERT_NE(speech, nullptr);
  EXPECT_THAT(phonemes(*speech, SpokenLanguage::kEnglish, call_phrase("A012", 3, false).en_spoken),
              testing::HasSubstr("eI z"));
}

TEST(Speech, EveryLetterAndDigitHasASound) {
  const auto speech = open_speech();
  ASSERT_NE(speech, nullptr);
  for (char letter = 'A'; letter <= 'Z'; ++letter) {
    const Phrase phrase = call_phrase(std::string(1, letter) + "357", 8, false);
    for (const auto& [language, text] : {std::pair{SpokenLanguage::kChinese, phrase.zh_spoken},
                                         std::pair{SpokenLanguage::kEnglish, phrase.en_spoken}}) {
      auto clip = speech->say(language, text, 150);
      ASSERT_TRUE(clip.ok());
      EXPECT_GT(duration_ms(*clip), 1500) << text;
      EXPECT_LT(duration_ms(*clip), 8000) << text;
      EXPECT_GT(loudness(*clip), 1000) << text;
    }
  }
}

TEST(Speech, FasterIsShorter) {
  const auto speech = open_speech();
  ASSERT_NE(speech, nullptr);
  const std::string text = call_phrase("A012", 3, false).zh_spoken;
  auto slow = speech->say(SpokenLanguage::kChinese, text, 120);
  auto fast = speech->say(SpokenLanguage::kChinese, text, 200);
  ASSERT_TRUE(slow.ok() && fast.ok());
  EXPECT_GT(slow->size(), fast->size() * 5 / 4);
}

TEST(Compose, IsChimeThenEachLanguageThenAllAgain) {
  const auto speech = open_speech();
  ASSERT_NE(speech, nullptr);
  const auto length_ms = [&](std::vector<SpokenLanguage> languages, bool with_chime, int readings) {
    VoiceSettings settings;
    settings.languages = std::move(languages);
    settings.chime = with_chime;
    Clips no_clips({});
    auto clip = compose(speech.get(), no_clips, CallToSpeak{7, 1, "A012", 3}, settings);
    EXPECT_TRUE(clip.ok());
    return clip.ok() ? static_cast<double>(duration_ms(read_aloud(*clip, readings))) : 0.0;
  };
  const std::vector<SpokenLanguage> both = {SpokenLanguage::kChinese, SpokenLanguage::kEnglish};
  // The synthesiser is not exact to the sample: the same text may be 20 ms longer.
  constexpr double kLooseMs = 60;
  constexpr double kTailMs = 700;
  const double zh = length_ms({SpokenLanguage::kChinese}, false, 1) - kTailMs;
  const double en = length_ms({SpokenLanguage::kEnglish}, false, 1) - kTailMs;
  const double once = length_ms(both, true, 1);
  EXPECT_GT(zh, 2000);
  EXPECT_GT(en, 2000);
  EXPECT_NEAR(once, static_cast<double>(duration_ms(chime())) + 150 + zh + 300 + en + kTailMs,
              kLooseMs);
  EXPECT_NEAR(length_ms(both, true, 2), once + zh + 300 + en + kTailMs, kLooseMs);
}

TEST(Compose, IsBriefWithoutChimeAndShorter) {
  const auto speech = open_speech();
  ASSERT_NE(speech, nullptr);
  Clips no_clips({});
  const auto length_ms = [&](Wording wording) {
    auto clip = compose(speech.get(), no_clips, {7, 1, "A012", 32}, VoiceSettings(), wording);
    EXPECT_TRUE(clip.ok());
    return clip.ok() ? duration_ms(read_aloud(*clip, 1)) : 0;
  };
  EXPECT_LT(length_ms(Wording::kBrief), kSpeakMs) << "the hall's rule counts on it";
  EXPECT_LT(length_ms(Wording::kBrief), length_ms(Wording::kFull) * 7 / 10);
}

TEST(Compose, FollowsTheVolumeAndNeverClips) {
  const auto speech = open_speech();
  ASSERT_NE(speech, nullptr);
  const auto clip_at = [&](int volume_percent) {
    VoiceSettings settings;
    settings.volume_percent = volume_percent;
    Clips no_clips({});
    auto clip = compose(speech.get(), no_clips, CallToSpeak{7, 1, "B107", 10}, settings);
    EXPECT_TRUE(clip.ok());
    return clip.ok() ? read_aloud(*clip, 1) : Samples{};
  };
  const Samples loud = clip_at(100);
  EXPECT_GT(loudness(loud), 2000);
  EXPECT_NEAR(loudness(clip_at(50)) / loudness(loud), 0.5, 0.05);
  EXPECT_EQ(loudness(clip_at(0)), 0);
  for (const int16_t sample : loud) ASSERT_LT(std::abs(static_cast<int>(sample)), 32000);
}

TEST(Chime, BeginsAndEndsInSilence) {
  const Samples samples = chime();
  EXPECT_NEAR(static_cast<double>(duration_ms(samples)), 1150, 2);
  EXPECT_GT(loudness(samples), 1000);
  EXPECT_EQ(samples.front(), 0);
  EXPECT_EQ(samples.back(), 0);
}

}  // namespace
}  // namespace yichuang::display
