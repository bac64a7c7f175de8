// The announcer from call to loudspeaker: the real synthesiser, and SDL's disk driver, which writes
// what a loudspeaker would have played.
#include "display/announcer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#include "base/file.h"
#include "tests/display/read_aloud.h"

namespace yichuang::display {
namespace {

using speech::AudioOut;
using speech::chime;
using speech::kSampleRate;
using speech::level;
using speech::loudness;
using speech::Samples;
using speech::Speech;
using speech::SpokenLanguage;

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr size_t kCaptureBytesMax = 512UL * 1024 * 1024;

template <class Condition>
[[nodiscard]] bool within(seconds patience, Condition condition) {
  const auto end = steady_clock::now() + patience;
  while (!condition()) {
    if (steady_clock::now() > end) return false;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return true;
}

class Loudspeaker : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("announcer-" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", capture().c_str(), 1);
    // Each 93 ms of sound take 4 ms: what is tested is the order of samples, not the wall clock.
    setenv("SDL_DISKAUDIODELAY", "4", 1);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path capture() const { return folder_ / "capture.raw"; }
  std::filesystem::path log() const { return folder_ / "voice.log"; }

  Samples captured() const {
    if (!std::filesystem::exists(capture())) return {};
    auto bytes = read_file(capture(), kCaptureBytesMax);
    EXPECT_TRUE(bytes.ok());
    Samples samples(bytes.ok() ? bytes->size() / 2 : 0);
    if (!samples.empty()) memcpy(samples.data(), bytes->data(), samples.size() * 2);
    return samples;
  }
  std::vector<std::string> log_lines() const {
    std::ifstream file(log());
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  std::filesystem::path folder_;
  SystemClock clock_;
};

// Samples that occur nowhere else: a saw of a length of its own, never 0.
Samples saw(size_t length, int16_t step) {
  Samples samples(length);
  for (size_t i = 0; i < length; ++i) {
    samples[i] = static_cast<int16_t>(1 + (i * static_cast<size_t>(step)) % 30000);
  }
  return samples;
}

TEST_F(Loudspeaker, PlaysClipsWholeAndInOrder) {
  const std::vector<Samples> clips = {saw(30'000, 3), saw(100, 7), saw(65'537, 11), saw(1, 13)};
  {
    auto out = AudioOut::open();
    ASSERT_TRUE(out.ok()) << out.error().sentence;
    for (const Samples& clip : clips) {
      EXPECT_EQ((*out)->play(clip), AudioOut::Played::kWhole);
    }
  }
  const Samples all = captured();
  auto from = all.begin();
  for (const Samples& clip : clips) {
    const auto found = std::search(from, all.end(), clip.begin(), clip.end());
    ASSERT_NE(found, all.end()) << "a clip of " << clip.size() << " samples is cut or out of order";
    for (auto gap = from; gap != found; ++gap) ASSERT_EQ(*gap, 0) << "something else was played";
    from = found + static_cast<std::ptrdiff_t>(clip.size());
  }
}

TEST_F(Loudspeaker, StopEndsAClipAtOnce) {
  auto out = AudioOut::open();
  ASSERT_TRUE(out.ok());
  const Samples clip = saw(static_cast<size_t>(kSampleRate) * 120, 3);
  std::thread stopper([&] { (*out)->stop(); });
  EXPECT_EQ((*out)->play(clip), AudioOut::Played::kStopped);
  stopper.join();
  EXPECT_EQ((*out)->play(clip), AudioOut::Played::kStopped) << "and stays stopped";
}

// Where the chime begins in a capture. Exact, for the chime is made the same each time.
std::vector<size_t> chimes_in(const Samples& all, int volume_percent) {
  Samples pattern = chime();
  level(pattern, volume_percent);
  pattern.erase(pattern.begin());  // its first sample is 0, as is the silence before
  std::vector<size_t> places;
  auto from = all.begin();
  while (true) {
    from = std::search(from, all.end(), pattern.begin(), pattern.end());
    if (from == all.end()) return places;
    places.push_back(static_cast<size_t>(from - all.begin()));
    from += static_cast<std::ptrdiff_t>(pattern.size());
  }
}

// The number behind a key of a log line.
int64_t number_after(const std::string& line, const std::string& key) {
  const std::string quoted = "\"" + key + "\":";
  const size_t at = line.find(quoted);
  EXPECT_NE(at, std::string::npos) << key << " in " << line;
  return at == std::string::npos ? -1 : std::stoll(line.substr(at + quoted.size()));
}

// What a board shows large while its voice says it: the calls in their order, from one to the next
// without a gap, and nothing at the end.
TEST_F(Loudspeaker, TellsWhichCallItIsSpeaking) {
  const std::vector<CallToSpeak> calls = {{1, 1, "A012", 3}, {2, 1, "B107", 10}};
  std::atomic<int> turns = 0;
  Announcer announcer({}, clock_, [&] { ++turns; });
  EXPECT_EQ(announcer.speaking(), std::nullopt);
  for (const CallToSpeak& call : calls) announcer.announce(call);
  for (const CallToSpeak& call : calls)
    ASSERT_TRUE(within(seconds(60), [&] { return announcer.speaking() == call; })) << call.number;
  ASSERT_TRUE(within(seconds(60), [&] { return announcer.speaking() == std::nullopt; }));
  EXPECT_EQ(turns, 3);
}

TEST_F(Loudspeaker, EachCallIsSpokenWholeBeforeTheNextBegins) {
  VoiceSettings settings;
  settings.log = log();
  const std::vector<CallToSpeak> calls = {
      {1, 1, "A012", 3}, {2, 1, "B107", 10}, {1, 2, "A012", 3}, {3, 1, "C021", 12}};
  {
    Announcer announcer(settings, clock_);
    announcer.announce(calls[0]);
    // The first must be under way, for a recall of a call that still waits adds nothing.
    ASSERT_TRUE(within(seconds(60), [&] { return !captured().empty(); }));
    ASSERT_TRUE(within(seconds(60),
                       [&] { return chimes_in(captured(), settings.volume_percent).size() == 1; }));
    for (size_t i = 1; i < calls.size(); ++i) announcer.announce(calls[i]);
    ASSERT_TRUE(within(seconds(120), [&] { return announcer.idle(); }));
  }
  const Samples all = captured();
  const std::vector<size_t> chimes = chimes_in(all, settings.volume_percent);
  ASSERT_EQ(chimes.size(), calls.size());
  auto speech = Speech::open();
  ASSERT_TRUE(speech.ok());
  for (size_t i = 0; i < calls.size(); ++i) {
    Clips no_clips({});
    auto announcement = compose(speech->get(), no_clips, calls[i], settings);
    ASSERT_TRUE(announcement.ok());
    const Samples expected = read_aloud(*announcement, i < 2 ? 1 : 2);  // two or more waited
    const size_t end = i + 1 < calls.size() ? chimes[i + 1] : all.size();
    EXPECT_GE(static_cast<double>(end - chimes[i]), static_cast<double>(expected.size()) * 0.98)
        << "the announcement of " << calls[i].number << " was cut";
    // The speech itself, at its own level, and not only the chime.
    const Samples spoken(all.begin() + static_cast<std::ptrdiff_t>(chimes[i] + chime().size()),
                         all.begin() + static_cast<std::ptrdiff_t>(chimes[i] + expected.size()));
    EXPECT_GT(loudness(spoken), loudness(expected) * 0.7);
  }
  const std::vector<std::string> lines = log_lines();
  ASSERT_EQ(lines.size(), calls.size());
  EXPECT_THAT(lines[0], testing::HasSubstr("\"zh\":\"请A零一二号到三号窗口\""));
  EXPECT_THAT(lines[1], testing::HasSubstr("please go to window ten"));
  EXPECT_THAT(lines[2], testing::HasSubstr("重复呼叫"));
  EXPECT_THAT(lines[3], testing::HasSubstr("\"number\":\"C021\",\"window\":12,\"call\":1"));
  int64_t last_end = 0;
  for (const std::string& line : lines) {
    EXPECT_THAT(line, testing::HasSubstr("\"whole\":true"));
    EXPECT_GE(number_after(line, "start_ms"), last_end) << "two announcements at once";
    last_end = number_after(line, "end_ms");
  }
}

TEST_F(Loudspeaker, APersonWhoCameBeforeTheTurnIsNotSpoken) {
  VoiceSettings settings;
  settings.log = log();
  Announcer announcer(settings, clock_);
  announcer.announce({1, 1, "A001", 1});
  ASSERT_TRUE(within(seconds(60),
                     [&] { return chimes_in(captured(), settings.volume_percent).size() == 1; }));
  announcer.announce({2, 1, "A002", 2});
  announcer.announce({3, 1, "A003", 3});
  announcer.keep_only([](const CallToSpeak& call) { return call.ticket != 2; });
  ASSERT_TRUE(within(seconds(120), [&] { return announcer.idle(); }));
  const std::vector<std::string> lines = log_lines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_THAT(lines[1], testing::HasSubstr("A003"));
}

// The numbers in the log, "!" for the message.
std::string order_of(const std::vector<std::string>& lines) {
  std::string order;
  for (const std::string& line : lines) {
    if (line.find("\"emergency\":true") != std::string::npos) {
      order += "! ";
    } else {
      const size_t at = line.find("\"number\":\"") + 10;
      order += line.substr(at, line.find('"', at) - at) + " ";
    }
  }
  return order;
}

TEST_F(Loudspeaker, AMessageIsSpokenBeforeTheCallsThatWait) {
  VoiceSettings settings;
  settings.log = log();
  Announcer announcer(settings, clock_);
  announcer.announce({1, 1, "A001", 1});
  ASSERT_TRUE(within(seconds(60),
                     [&] { return chimes_in(captured(), settings.volume_percent).size() == 1; }));
  announcer.announce({2, 1, "A002", 2});
  announcer.announce({3, 1, "A003", 3});
  announcer.set_emergency({"请离开大厅", "Please leave the hall"});
  ASSERT_TRUE(within(seconds(120), [&] { return log_lines().size() == 2; }));
  EXPECT_EQ(order_of(log_lines()), "A001 ! ") << "no call until it is over";
  announcer.set_emergency({});
  ASSERT_TRUE(within(seconds(120), [&] { return announcer.idle(); }));
  EXPECT_EQ(order_of(log_lines()), "A001 ! A001 A002 A003 ") << "what was broken off comes again";
}

// A message waited for both readings of a call in both languages: 18 s.
TEST_F(Loudspeaker, AMessageBreaksTheRunningCallOffAtTheEndOfTheSentence) {
  setenv("SDL_DISKAUDIODELAY", "40", 1);  // the first sentence takes 1.7 s
  VoiceSettings settings;
  settings.log = log();
  const CallToSpeak call{1, 1, "A001", 1};
  {
    Announcer announcer(settings, clock_);
    announcer.announce(call);
    // The first sentence is under way: a chime is half as long as this.
    ASSERT_TRUE(within(seconds(60), [&] {
      const Samples all = captured();
      const auto chimes = chimes_in(all, settings.volume_percent);
      return !chimes.empty() && all.size() > chimes[0] + 2 * chime().size();
    }));
    announcer.set_emergency({"请离开大厅", "Please leave the hall"});
    ASSERT_TRUE(within(seconds(120), [&] { return log_lines().size() == 2; }));
    EXPECT_THAT(log_lines()[0], testing::HasSubstr("\"whole\":false"));
    announcer.set_emergency({});
    ASSERT_TRUE(within(seconds(120), [&] { return announcer.idle(); }));
  }
  ASSERT_EQ(order_of(log_lines()), "A001 ! A001 ");
  EXPECT_THAT(log_lines()[2], testing::HasSubstr("\"whole\":true"));
  const std::vector<size_t> chimes = chimes_in(captured(), settings.volume_percent);
  ASSERT_EQ(chimes.size(), 3u);
  auto speech = Speech::open();
  ASSERT_TRUE(speech.ok());
  Clips no_clips({});
  const auto announcement = compose(speech->get(), no_clips, call, settings);
  ASSERT_TRUE(announcement.ok());
  const auto until_message = static_cast<double>(chimes[1] - chimes[0]);
  const auto sentence =
      static_cast<double>(announcement->opening.size() + announcement->sentences.front().size());
  EXPECT_GE(until_message, sentence * 0.98) << "cut in the middle";
  EXPECT_LE(until_message, sentence + kSampleRate) << "the second language was begun";
}

TEST_F(Loudspeaker, WhileOthersWaitACallIsReadOnceAndThenBriefly) {
  VoiceSettings settings;
  settings.log = log();
  settings.languages = {SpokenLanguage::kEnglish};
  settings.once_when_waiting = 1;
  settings.brief_when_waiting = 2;
  {
    Announcer announcer(settings, clock_);
    announcer.announce({1, 1, "A001", 1});
    ASSERT_TRUE(within(seconds(60),
                       [&] { return chimes_in(captured(), settings.volume_percent).size() == 1; }));
    for (TicketKey ticket = 2; ticket <= 4; ++ticket)
      announcer.announce({ticket, 1, "A00" + std::to_string(ticket), 1});
    ASSERT_TRUE(within(seconds(120), [&] { return announcer.idle(); }));
  }
  const std::vector<std::string> lines = log_lines();
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_THAT(lines[0], testing::HasSubstr("please go to"));
  EXPECT_THAT(lines[1], testing::HasSubstr("\"en\":\"A zero zero two, window one\""));
  EXPECT_THAT(lines[2], testing::HasSubstr("please go to"));
  const std::vector<size_t> chimes = chimes_in(captured(), settings.volume_percent);
  ASSERT_EQ(chimes.size(), 3u) << "a brief one has none";
  const size_t once = chimes[2] - chimes[1];
  EXPECT_LT(once, captured().size() - chimes[2] - once / 3) << "the last is read twice";
}

TEST_F(Loudspeaker, AMessageComesAgainUntilItIsOverAndANewOneAtOnce) {
  VoiceSettings settings;
  settings.log = log();
  settings.languages = {SpokenLanguage::kEnglish};
  settings.emergency_every_ms = 1;  // what is left is the rest between two readings
  Announcer announcer(settings, clock_);
  announcer.set_emergency({"", "One"});
  ASSERT_TRUE(within(seconds(60), [&] { return log_lines().size() == 2; }));
  announcer.set_emergency({"", "Two"});
  ASSERT_TRUE(within(seconds(3), [&] { return log_lines().size() == 3; }))
      << "it waited for the rest of the one before";
  EXPECT_THAT(log_lines().back(), testing::HasSubstr("\"en\":\"Two\""));
  announcer.set_emergency({});
  EXPECT_FALSE(within(seconds(7), [&] { return log_lines().size() > 3; }));
}

TEST_F(Loudspeaker, AMessageInALanguageThatIsNotSpokenElseIsSpokenAllTheSame) {
  VoiceSettings settings;
  settings.log = log();
  settings.languages = {SpokenLanguage::kEnglish};
  Announcer announcer(settings, clock_);
  announcer.set_emergency({"请走\"东门\"", ""});
  ASSERT_TRUE(within(seconds(60), [&] { return log_lines().size() == 1; }));
  EXPECT_THAT(log_lines()[0], testing::HasSubstr(R"("zh":"请走\"东门\"")"));
  EXPECT_GT(loudness(captured()), 100);
}

TEST_F(Loudspeaker, TheVolumeIsThatOfTheHour) {
  VoiceSettings settings;
  settings.hours = {{20, 7, 0, 150}};
  settings.log = log();
  Announcer announcer(settings, clock_);
  announcer.set_hour(22);
  announcer.announce({1, 1, "A001", 1});
  ASSERT_TRUE(within(seconds(60), [&] { return log_lines().size() == 1; }));
  EXPECT_EQ(loudness(captured()), 0);
  announcer.set_hour(8);
  announcer.announce({2, 1, "A002", 1});
  ASSERT_TRUE(within(seconds(60), [&] { return log_lines().size() == 2; }));
  EXPECT_GT(loudness(captured()), 100);
}

TEST_F(Loudspeaker, EndingDoesNotWaitForTheLastWord) {
  setenv("SDL_DISKAUDIODELAY", "93", 1);  // real time: the announcement would take 15 s
  VoiceSettings settings;
  settings.log = log();
  {
    Announcer announcer(settings, clock_);
    announcer.announce({1, 1, "A001", 1});
    ASSERT_TRUE(within(seconds(60), [&] {
      return std::filesystem::exists(capture()) && loudness(captured()) > 0;
    }));
  }
  const std::vector<std::string> lines = log_lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_THAT(lines[0], testing::HasSubstr("\"whole\":false"));
}

TEST_F(Loudspeaker, WithoutADeviceTheAnnouncerStaysSilentAndGoesOn) {
  setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
  VoiceSettings settings;
  settings.log = log();
  Announcer announcer(settings, clock_);
  for (TicketKey ticket = 1; ticket <= 5; ++ticket) {
    announcer.announce({ticket, 1, "A00" + std::to_string(ticket), 1});
  }
  ASSERT_TRUE(within(seconds(60), [&] { return announcer.idle(); }));
  EXPECT_TRUE(log_lines().empty()) << "nothing was spoken, so nothing is in the log";
}

TEST_F(Loudspeaker, AVoiceThatIsOffIsOff) {
  VoiceSettings settings;
  settings.enabled = false;
  settings.log = log();
  Announcer announcer(settings, clock_);
  announcer.announce({1, 1, "A001", 1});
  EXPECT_TRUE(announcer.idle());
  EXPECT_FALSE(std::filesystem::exists(capture()));
}

}  // namespace
}  // namespace yichuang::display
