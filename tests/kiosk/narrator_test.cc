// The narrator from word to loudspeaker: the real synthesiser, and SDL's disk driver, which writes
// what a headset would have got.
#include "kiosk/narrator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include "base/file.h"
#include "speech/sound.h"
#include "tests/unit/temporary_folder.h"

namespace yichuang::kiosk {
namespace {

using speech::SpokenLanguage;
using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;
using testing::HasSubstr;

constexpr size_t kCaptureBytesMax = 256UL * 1024 * 1024;
constexpr const char* kLong =
    "This is a long text that takes its time. It has a second sentence. It has a third, too. "
    "And there is a fourth one, which nobody should hear in this test, long as it is.";

template <class Condition>
[[nodiscard]] bool within(seconds patience, Condition condition) {
  const auto end = steady_clock::now() + patience;
  while (!condition()) {
    if (steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(2));
  }
  return true;
}

class Headset : public testing::Test {
 protected:
  void SetUp() override {
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", capture().c_str(), 1);
    hasten(4);
    settings_.log = log();
  }
  // Each 93 ms of sound take so long.
  static void hasten(int ms) { setenv("SDL_DISKAUDIODELAY", std::to_string(ms).c_str(), 1); }
  std::filesystem::path capture() const { return folder_.path() / "capture.raw"; }
  std::filesystem::path log() const { return folder_.path() / "spoken.log"; }

  speech::Samples captured() const {
    if (!std::filesystem::exists(capture())) return {};
    const auto bytes = read_file(capture(), kCaptureBytesMax);
    EXPECT_TRUE(bytes.ok());
    speech::Samples samples(bytes.ok() ? bytes->size() / 2 : 0);
    if (!samples.empty()) std::memcpy(samples.data(), bytes->data(), samples.size() * 2);
    return samples;
  }
  // Samples that are not silence.
  size_t heard() const {
    const speech::Samples all = captured();
    return all.size() - static_cast<size_t>(std::ranges::count(all, 0));
  }
  std::vector<std::string> spoken() const {
    std::ifstream file(log());
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }
  bool until_spoken(size_t count) const {
    return within(seconds(60), [&] { return spoken().size() >= count; });
  }

  TemporaryFolder folder_;
  SystemClock clock_;
  NarratorSettings settings_;
};

TEST_F(Headset, HearsTheWholeTextAndWhoSpokeIsTold) {
  std::atomic<int> ended = 0;
  {
    Narrator narrator(settings_, clock_, [&] { ++ended; });
    EXPECT_FALSE(narrator.take_ended());
    narrator.say("您的号码是 A零一二。请取票。", SpokenLanguage::kChinese);
    ASSERT_TRUE(within(seconds(60), [&] { return ended == 1; }));
    EXPECT_TRUE(narrator.take_ended());
    EXPECT_FALSE(narrator.take_ended()) << "once";
  }
  ASSERT_EQ(spoken().size(), 1u);
  EXPECT_THAT(spoken()[0],
              testing::AllOf(HasSubstr("\"whole\":true"), HasSubstr("\"language\":\"zh-CN\""),
                             HasSubstr("\"text\":\"您的号码是 A零一二。请取票。\"")));
  EXPECT_GT(speech::loudness(captured()), 500);
  EXPECT_GT(heard(), static_cast<size_t>(speech::kSampleRate)) << "more than a second of sound";
}

TEST_F(Headset, WhatIsSaidAnewCutsOffWhatIsBeingSaid) {
  hasten(40);
  std::atomic<int> ended = 0;
  Narrator narrator(settings_, clock_, [&] { ++ended; });
  narrator.say(kLong, SpokenLanguage::kEnglish);
  ASSERT_TRUE(within(seconds(60), [&] { return heard() > 10'000; }));
  narrator.say("Short.", SpokenLanguage::kEnglish);
  ASSERT_TRUE(until_spoken(2));
  ASSERT_TRUE(within(seconds(60), [&] { return ended == 1; }));
  EXPECT_THAT(spoken()[0], testing::AllOf(HasSubstr("a long text"), HasSubstr("\"whole\":false")));
  EXPECT_THAT(spoken()[1], testing::AllOf(HasSubstr("Short."), HasSubstr("\"whole\":true")));
}

TEST_F(Headset, OfManyTextsAtOnceTheLastIsHeard) {
  {
    Narrator narrator(settings_, clock_, nullptr);
    for (int i = 0; i < 200; ++i)
      narrator.say("Text " + std::to_string(i) + ".", SpokenLanguage::kEnglish);
    ASSERT_TRUE(within(seconds(60), [&] { return narrator.take_ended(); }));
  }
  EXPECT_THAT(spoken().back(), testing::AllOf(HasSubstr("Text 199."), HasSubstr("\"whole\":true")));
  EXPECT_LT(spoken().size(), 10u) << "none of them waits";
}

TEST_F(Headset, RepeatSaysTheSameAgainFromItsBeginning) {
  Narrator narrator(settings_, clock_, nullptr);
  narrator.repeat();  // there is nothing yet
  narrator.say("Please choose a service.", SpokenLanguage::kEnglish);
  ASSERT_TRUE(within(seconds(60), [&] { return narrator.take_ended(); }));
  const size_t once = heard();
  narrator.repeat();
  ASSERT_TRUE(within(seconds(60), [&] { return narrator.take_ended(); }));
  ASSERT_EQ(spoken().size(), 2u);
  EXPECT_THAT(spoken()[1], HasSubstr("Please choose a service."));
  EXPECT_NEAR(static_cast<double>(heard()), 2.0 * static_cast<double>(once),
              0.1 * static_cast<double>(once));
}

TEST_F(Headset, PauseHoldsTheWordsAndResumeGoesOnWithThem) {
  size_t unpaused = 0;
  {
    Narrator narrator(settings_, clock_, nullptr);
    narrator.say(kLong, SpokenLanguage::kEnglish);
    ASSERT_TRUE(within(seconds(60), [&] { return narrator.take_ended(); }));
    unpaused = heard();
  }
  std::filesystem::remove(capture());
  hasten(20);
  Narrator narrator(settings_, clock_, nullptr);
  narrator.say(kLong, SpokenLanguage::kEnglish);
  ASSERT_TRUE(within(seconds(60), [&] { return heard() > 10'000; }));
  narrator.pause();
  EXPECT_TRUE(narrator.paused());
  const size_t before = captured().size();
  // The headset gets more, and all of it is silence but for what was on its way.
  ASSERT_TRUE(within(seconds(60), [&] { return captured().size() > before + 20'000; }));
  const size_t held = heard();
  const size_t later = captured().size();
  ASSERT_TRUE(within(seconds(60), [&] { return captured().size() > later + 20'000; }));
  EXPECT_EQ(heard(), held);
  EXPECT_FALSE(narrator.take_ended());
  narrator.resume();
  ASSERT_TRUE(within(seconds(60), [&] { return narrator.take_ended(); }));
  EXPECT_NEAR(static_cast<double>(heard()), static_cast<double>(unpaused),
              0.03 * static_cast<double>(unpaused))
      << "nothing is lost, nothing is said twice";
}

TEST_F(Headset, AnotherTextEndsThePause) {
  Narrator narrator(settings_, clock_, nullptr);
  narrator.say(kLong, SpokenLanguage::kEnglish);
  narrator.pause();
  narrator.say("Are you still there?", SpokenLanguage::kEnglish);
  EXPECT_FALSE(narrator.paused());
  EXPECT_TRUE(within(seconds(60), [&] { return narrator.take_ended(); }));
}

TEST_F(Headset, StopForgetsWhatWasSaid) {
  hasten(40);
  Narrator narrator(settings_, clock_, nullptr);
  narrator.say(kLong, SpokenLanguage::kEnglish);
  ASSERT_TRUE(within(seconds(60), [&] { return heard() > 1'000; }));
  narrator.stop();
  ASSERT_TRUE(until_spoken(1));
  EXPECT_THAT(spoken()[0], HasSubstr("\"whole\":false"));
  narrator.repeat();
  narrator.say("The next.", SpokenLanguage::kEnglish);
  ASSERT_TRUE(until_spoken(2));
  EXPECT_THAT(spoken()[1], HasSubstr("The next.")) << "the repeat had nothing to say";
}

TEST_F(Headset, FasterIsShorterUpToALimitAndNotForTheNextCitizen) {
  Narrator narrator(settings_, clock_, nullptr);
  const auto length = [&](bool again) {
    const size_t before = heard();
    if (again)
      narrator.repeat();
    else
      narrator.say(kLong, SpokenLanguage::kEnglish);
    EXPECT_TRUE(within(seconds(60), [&] { return narrator.take_ended(); }));
    return heard() - before;
  };
  const size_t usual = length(false);
  int steps = 0;
  while (narrator.faster()) ASSERT_LT(++steps, 20);
  const size_t fast = length(true);
  EXPECT_LT(fast * 4, usual * 3);
  while (narrator.slower()) ASSERT_LT(++steps, 40);
  EXPECT_GT(length(true), usual);
  narrator.usual_speed();
  EXPECT_NEAR(static_cast<double>(length(true)), static_cast<double>(usual),
              0.05 * static_cast<double>(usual));
}

TEST_F(Headset, WithoutALoudspeakerNobodyWaits) {
  setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
  Narrator narrator(settings_, clock_, nullptr);
  narrator.say("Nobody hears this.", SpokenLanguage::kEnglish);
  ASSERT_TRUE(until_spoken(1));
  narrator.say("Nor this.", SpokenLanguage::kEnglish);
  ASSERT_TRUE(until_spoken(2));
  EXPECT_THAT(spoken()[1], HasSubstr("\"whole\":false"));
  EXPECT_FALSE(narrator.take_ended());
}

TEST_F(Headset, IsGivenNothingWhenSpeechIsOff) {
  settings_.enabled = false;
  {
    Narrator narrator(settings_, clock_, nullptr);
    narrator.say("Nobody hears this.", SpokenLanguage::kEnglish);
    narrator.repeat();
  }
  EXPECT_TRUE(spoken().empty());
  EXPECT_FALSE(std::filesystem::exists(capture()));
}

TEST_F(Headset, WhatIsCutOffByTheEndOfTheProgramEndsAtOnce) {
  hasten(90);  // as slow as a real one
  const auto begun = steady_clock::now();
  {
    Narrator narrator(settings_, clock_, nullptr);
    narrator.say(kLong, SpokenLanguage::kEnglish);
    ASSERT_TRUE(within(seconds(60), [&] { return heard() > 1'000; }));
    narrator.pause();
  }
  EXPECT_LT(steady_clock::now() - begun, seconds(10));
}

}  // namespace
}  // namespace yichuang::kiosk
