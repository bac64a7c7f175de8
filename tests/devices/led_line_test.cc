// The driver of LED signs on a serial line, which is a terminal pair: shown, unplugged, plugged in
// again, at its rate, never waited for, and in turn where several share it.
#include "drivers/led_line.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "tests/unit/temporary_folder.h"

namespace yichuang {
namespace {

bool wait_until(const std::function<bool()>& done) {
  const SystemClock clock;
  const int64_t until_ms = clock.steady_ms() + 30'000;
  while (!done()) {
    if (clock.steady_ms() > until_ms) return false;
    (void)::poll(nullptr, 0, 2);
  }
  return true;
}

// The sign's side of a line. Its path is a link that is there while the line is plugged in.
class Line {
 public:
  explicit Line(std::filesystem::path path)
      : path_(std::move(path)), master_(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {
    EXPECT_EQ(grantpt(master_), 0);
    EXPECT_EQ(unlockpt(master_), 0);
    termios line{};
    EXPECT_EQ(tcgetattr(master_, &line), 0);
    line.c_cflag |= HUPCL;  // as every line but a terminal pair begins
    EXPECT_EQ(tcsetattr(master_, TCSANOW, &line), 0);
    std::filesystem::create_symlink(ptsname(master_), path_);
  }
  ~Line() {
    std::filesystem::remove(path_);
    ::close(master_);
  }
  Line(const Line&) = delete;
  Line& operator=(const Line&) = delete;

  // What has come since the beginning.
  const std::string& heard() {
    char bytes[256];
    ssize_t count = 0;
    while ((count = ::read(master_, bytes, sizeof bytes)) > 0)
      heard_.append(bytes, static_cast<size_t>(count));
    return heard_;
  }
  void say(const std::string& text) {
    EXPECT_EQ(::write(master_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  speed_t speed() const {
    termios line{};
    EXPECT_EQ(tcgetattr(master_, &line), 0);
    return cfgetospeed(&line);
  }
  // Closing the line would drop DTR.
  bool hangs_up() const {
    termios line{};
    EXPECT_EQ(tcgetattr(master_, &line), 0);
    return (line.c_cflag & HUPCL) != 0;
  }
  bool wait_for(const std::string& text) {
    return wait_until([&] { return heard().find(text) != std::string::npos; });
  }

 private:
  const std::filesystem::path path_;
  const int master_;
  std::string heard_;
};

class LedLineTest : public testing::Test {
 protected:
  std::string path() const { return (folder_.path() / "sign").string(); }
  LedLineOptions options(const std::string& keys = "", int retry_ms = 20) const {
    const auto profiles = LedProfiles::parse(
        "[[sign]]\nname = \"it\"\nframe = [\"text\", \"0D 0A\"]\npage_ms = 500\n" + keys, "it");
    EXPECT_TRUE(profiles) << profiles.error().sentence;
    return {.path = path(), .signs = {*profiles->find("it")}, .retry_ms = retry_ms};
  }

  const TemporaryFolder folder_;
};

TEST_F(LedLineTest, ShowsPagesInTurnAtItsRate) {
  Line line(path());
  LedLine sign(options("baud = 19200\n"), [] {});
  sign.show(0, {"A012", "B7"});
  EXPECT_TRUE(line.wait_for("A012\r\nB7\r\nA012\r\n"));
  EXPECT_EQ(line.speed(), static_cast<speed_t>(B19200));
  EXPECT_EQ(sign.condition(0), DeviceCondition::kReady);
}

TEST_F(LedLineTest, ALineThatGoesAndComesShowsTheTextOfNow) {
  LedLine sign(options(), [] {});
  EXPECT_EQ(sign.condition(0), DeviceCondition::kAway);
  sign.show(0, {"before"});
  {
    Line line(path());
    EXPECT_TRUE(line.wait_for("before\r\n"));
    EXPECT_TRUE(wait_until([&] { return sign.settled(); }));
  }
  EXPECT_TRUE(wait_until([&] { return sign.condition(0) == DeviceCondition::kAway; }));
  EXPECT_FALSE(sign.settled());
  sign.show(0, {"meanwhile"});
  sign.show(0, {"now"});
  Line line(path());
  EXPECT_TRUE(line.wait_for("now\r\n"));
  EXPECT_EQ(line.heard().find("meanwhile"), std::string::npos);
}

TEST_F(LedLineTest, ANewTextTriesALineThatIsAwayAtOnce) {
  auto first = std::make_unique<Line>(path());
  LedLine sign(options("", 600'000), [] {});
  sign.show(0, {"before"});
  EXPECT_TRUE(first->wait_for("before\r\n"));
  first.reset();
  EXPECT_TRUE(wait_until([&] { return sign.condition(0) == DeviceCondition::kAway; }));
  Line line(path());
  sign.show(0, {"now"});
  EXPECT_TRUE(line.wait_for("now\r\n"));
}

TEST_F(LedLineTest, ASignThatAnswersIsReadyOnceItHas) {
  Line line(path());
  LedLine sign(options("ack = \"06\"\nack_ms = 2000\n"), [] {});
  sign.show(0, {"A012"});
  EXPECT_TRUE(line.wait_for("A012\r\n"));
  line.say("\x15");  // an answer of another kind
  EXPECT_NE(sign.condition(0), DeviceCondition::kReady);
  line.say("\x06");
  EXPECT_TRUE(wait_until([&] { return sign.condition(0) == DeviceCondition::kReady; }));
}

TEST_F(LedLineTest, ALineKeepsItsReadySignalWhenItIsClosed) {
  Line line(path());
  LedLine sign(options(), [] {});
  sign.show(0, {"A012"});
  EXPECT_TRUE(line.wait_for("A012\r\n"));
  EXPECT_FALSE(line.hangs_up());
}

TEST_F(LedLineTest, NoPageIsABlankSign) {
  Line line(path());
  LedLine sign(options("cells = 6\n"), [] {});
  sign.show(0, {});
  EXPECT_TRUE(line.wait_for("      \r\n"));
}

TEST_F(LedLineTest, ASignThatDoesNotAnswerIsStoppedUntilItDoes) {
  Line line(path());
  LedLine sign(options("ack = \"06\"\nack_ms = 50\nretries = 1\n"), [] {});
  sign.show(0, {"A012"});
  EXPECT_TRUE(wait_until([&] { return sign.condition(0) == DeviceCondition::kStopped; }));
  EXPECT_EQ(line.heard(), "A012\r\nA012\r\n");
  sign.show(0, {"B7"});
  EXPECT_TRUE(line.wait_for("B7\r\n"));
  line.say("\x06");
  EXPECT_TRUE(wait_until([&] { return sign.condition(0) == DeviceCondition::kReady; }));
  EXPECT_TRUE(wait_until([&] { return sign.settled(); }));
}

TEST_F(LedLineTest, WhatWasWrittenLastIsNotLostWhenTheDriverEnds) {
  Line line(path());
  {
    LedLine sign(options(), [] {});
    sign.show(0, {"closed"});
    EXPECT_TRUE(wait_until([&] { return sign.settled(); }));
  }
  EXPECT_TRUE(line.wait_for("closed\r\n"));
}

// Signs 1 and 2 answer by the same bytes, as most do.
class SharedLineTest : public LedLineTest {
 protected:
  SharedLineTest() : options_(options()) {
    const auto profiles = LedProfiles::parse(
        "[[sign]]\nname = \"it\"\nframe = [\"02\", \"address\", \"text\", \"03\"]\n"
        "page_ms = 500\nack = \"06 07\"\nack_ms = 400\nretries = 1\n",
        "it");
    EXPECT_TRUE(profiles) << profiles.error().sentence;
    options_.signs.assign(2, *profiles->find("it"));
    options_.signs[0].address = '1';
    options_.signs[1].address = '2';
  }
  LedLineOptions options_;
};

TEST_F(SharedLineTest, ASignIsSpokenToWhenTheOtherHasAnswered) {
  Line line(path());
  LedLine signs(options_, [] {});
  signs.show(0, {"A012"});
  EXPECT_TRUE(
      line.wait_for("\x02"
                    "1A012\x03"));
  signs.show(1, {"B007"});
  EXPECT_EQ(line.heard(),
            "\x02"
            "1A012\x03")
      << "its answer is awaited";
  line.say("\x06\x07");
  EXPECT_TRUE(
      line.wait_for("\x03\x02"
                    "2B007\x03"));
  EXPECT_FALSE(signs.settled()) << "one of two has answered";
  EXPECT_EQ(signs.condition(0), DeviceCondition::kReady);
  EXPECT_NE(signs.condition(1), DeviceCondition::kReady);
  line.say("\x06\x07");
  EXPECT_TRUE(wait_until([&] { return signs.settled(); }));
  EXPECT_EQ(signs.condition(1), DeviceCondition::kReady);
}

TEST_F(SharedLineTest, ADeadSignKeepsTheOtherFromNothing) {
  Line line(path());
  LedLine signs(options_, [] {});
  signs.show(0, {"A012"});
  EXPECT_TRUE(
      line.wait_for("\x02"
                    "1A012\x03"));
  signs.show(1, {"B007"});
  EXPECT_TRUE(
      line.wait_for("\x02"
                    "2B007\x03"));
  line.say("\x06\x07");
  EXPECT_TRUE(wait_until([&] { return signs.condition(1) == DeviceCondition::kReady; }));
  EXPECT_EQ(signs.condition(0), DeviceCondition::kStopped);
  EXPECT_EQ(line.heard(),
            "\x02"
            "1A012\x03\x02"
            "1A012\x03\x02"
            "2B007\x03");
}

TEST_F(SharedLineTest, ANewTextGoesBeforeTheNextPageOfAnother) {
  for (LedProfile& sign : options_.signs) sign.ack.clear();
  Line line(path());
  LedLine signs(options_, [] {});
  signs.show(0, {"one", "two"});
  EXPECT_TRUE(
      line.wait_for("\x02"
                    "1one\x03"));
  signs.show(1, {"B007"});
  EXPECT_TRUE(
      line.wait_for("\x02"
                    "1two\x03"));
  EXPECT_EQ(line.heard(),
            "\x02"
            "1one\x03\x02"
            "2B007\x03\x02"
            "1two\x03");
}

}  // namespace
}  // namespace yichuang
