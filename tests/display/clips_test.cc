// Recordings in place of speech: which files are taken, and what happens to those that cannot be.
#include "display/clips.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "display/compose.h"
#include "tests/display/read_aloud.h"

namespace yichuang::display {
namespace {

using speech::kSampleRate;
using speech::Samples;
using speech::silence;
using speech::Speech;
using speech::SpokenLanguage;

void put(std::string& to, uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i) & 0xFF);
}

// A WAV file of `channels` times the same samples.
std::string wav(const Samples& samples, uint32_t rate, uint32_t channels = 1) {
  const auto data = static_cast<uint32_t>(samples.size()) * channels * 2;
  std::string file = "RIFF";
  put(file, 36 + data, 4);
  file += "WAVEfmt ";
  put(file, 16, 4);
  put(file, 1, 2);
  put(file, channels, 2);
  put(file, rate, 4);
  put(file, rate * channels * 2, 4);
  put(file, channels * 2, 2);
  put(file, 16, 2);
  file += "data";
  put(file, data, 4);
  for (const int16_t sample : samples)
    for (uint32_t i = 0; i < channels; ++i) put(file, static_cast<uint16_t>(sample), 2);
  return file;
}

// Nothing else is as long, and it is never silent.
Samples sound_of(size_t length) { return Samples(length, 1000); }

class Recordings : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("clips-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_ / "zh-CN");
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / (name + ".wav"), std::ios::binary) << bytes;
  }
  void record(const std::string& name, size_t length) const {
    write(name, wav(sound_of(length), kSampleRate));
  }
  size_t length_of(const CallToSpeak& call) const {
    Clips clips(folder_);
    const auto clip = clips.call(SpokenLanguage::kChinese, call);
    return clip ? clip->size() : 0;
  }

  std::filesystem::path folder_;
  const CallToSpeak call_{7, 1, "A12", 3};
};

TEST_F(Recordings, OfAWholeCallComesFirst) {
  record("zh-CN/A12-window-3", 5000);
  record("zh-CN/number", 100);
  EXPECT_EQ(length_of(call_), 5000u);
  EXPECT_EQ(length_of({7, 1, "A12", 4}), 0u) << "another window has none";
}

TEST_F(Recordings, OfAllPartsAreJoinedAndOfSomeAreNot) {
  record("zh-CN/number", 100);
  record("zh-CN/a", 200);
  record("zh-CN/1", 400);
  record("zh-CN/2", 800);
  record("zh-CN/go-to", 1600);
  EXPECT_EQ(length_of(call_), 0u) << "the window is missing";
  record("zh-CN/window-3", 3200);
  EXPECT_EQ(length_of(call_), 100u + 200 + 400 + 800 + 1600 + 3200);
}

TEST_F(Recordings, OfARecallBeginWithTheWordThatSaysSo) {
  record("zh-CN/A12-window-3", 5000);
  EXPECT_EQ(length_of({7, 2, "A12", 3}), 0u) << "it would sound like the first call";
  record("zh-CN/repeat", 700);
  EXPECT_EQ(length_of({7, 2, "A12", 3}), 5700u);
  EXPECT_EQ(length_of(call_), 5000u);
}

TEST_F(Recordings, OfAnotherRateInStereoAreConverted) {
  write("zh-CN/A12-window-3", wav(sound_of(44'100), 44'100, 2));
  Clips clips(folder_);
  const auto clip = clips.call(SpokenLanguage::kChinese, call_);
  ASSERT_TRUE(clip);
  EXPECT_EQ(clip->size(), static_cast<size_t>(kSampleRate));
  EXPECT_NEAR((*clip)[kSampleRate - 100], 1000, 20) << "its end is there";
}

TEST_F(Recordings, ThatCannotBeUsedCountAsMissing) {
  write("zh-CN/A12-window-3", "RIFF of something else");
  EXPECT_EQ(length_of(call_), 0u);
  write("zh-CN/A12-window-3", wav({}, kSampleRate));
  EXPECT_EQ(length_of(call_), 0u) << "no sound";
  write("zh-CN/A12-window-3", wav(sound_of(Speech::kClipSamplesMax + 1), kSampleRate));
  EXPECT_EQ(length_of(call_), 0u) << "longer than a minute";
  for (const uint32_t rate : {1U, 100U, 3'999U, 192'001U, 4'000'000'000U}) {
    write("zh-CN/A12-window-3", wav(sound_of(5000), rate));
    EXPECT_EQ(length_of(call_), 0u) << "at " << rate << " Hz a second would be anything";
  }
}

TEST_F(Recordings, ThatComeLaterAreTakenWithoutARestart) {
  Clips clips(folder_);
  const auto length = [&] {
    const auto clip = clips.call(SpokenLanguage::kChinese, call_);
    return clip ? clip->size() : 0;
  };
  EXPECT_EQ(length(), 0u);
  record("zh-CN/A12-window-3", 5000);
  EXPECT_EQ(length(), 5000u);
  record("zh-CN/A12-window-3", 6000);
  EXPECT_EQ(length(), 6000u) << "another take";
  std::filesystem::remove(folder_ / "zh-CN/A12-window-3.wav");
  EXPECT_EQ(length(), 0u);
  EXPECT_FALSE(clips.chime());
  record("chime", 700);
  EXPECT_TRUE(clips.chime());
}

TEST_F(Recordings, AreNotLookedForOutsideTheirFolder) {
  record("zh-CN/A12-window-3", 5000);
  EXPECT_EQ(length_of({7, 1, "../zh-CN/A12", 3}), 0u);
  EXPECT_EQ(length_of({7, 1, "", 3}), 0u);
}

TEST_F(Recordings, NeedNoSynthesiser) {
  record("zh-CN/A12-window-3", 5000);
  VoiceSettings settings;
  settings.chime = false;
  Clips clips(folder_);
  const auto clip = compose(nullptr, clips, call_, settings);
  ASSERT_TRUE(clip.ok());
  EXPECT_EQ(read_aloud(*clip, 2).size(), 2 * (5000 + silence(700).size()))
      << "English has none, and is left out";
  EXPECT_FALSE(compose(nullptr, clips, {7, 1, "B1", 3}, settings).ok());
}

TEST(VoiceHours, AreThoseOfTheFirstSpanThatHasTheHour) {
  VoiceSettings settings;
  settings.hours = {{20, 7, 30, 120}, {12, 14, 50, 150}, {0, 24, 70, 160}};
  EXPECT_EQ(settings.at(23).volume_percent, 30);
  EXPECT_EQ(settings.at(6).words_a_minute, 120);
  EXPECT_EQ(settings.at(7).volume_percent, 70);
  EXPECT_EQ(settings.at(12).volume_percent, 50);
  EXPECT_EQ(settings.at(14).volume_percent, 70);
  EXPECT_EQ(settings.at(std::nullopt).volume_percent, 80) << "the hall's clock is not known yet";
}

}  // namespace
}  // namespace yichuang::display
