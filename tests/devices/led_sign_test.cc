// The driver of LED signs on a serial line, which is a terminal pair: shown, unplugged, plugged in
// again, at its rate, and never waited for.
#include "drivers/led_sign.h"

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

class LedSignTest : public testing::Test {
 protected:
  std::string path() const { return (folder_.path() / "sign").string(); }
  LedSignOptions options(const std::string& keys = "", int retry_ms = 20) const {
    const auto profiles = LedProfiles::parse(
        "[[sign]]\nname = \"it\"\nframe = [\"text\", \"0D 0A\"]\npage_ms = 500\n" + keys, "it");
    EXPECT_TRUE(profiles) << profiles.error().sentence;
    return {.path = path(), .profile = *profiles->find("it"), .retry_ms = retry_ms};
  }

  const TemporaryFolder folder_;
};

TEST_F(LedSignTest, ShowsPagesInTurnAtItsRate) {
  Line line(path());
  LedSign sign(options("baud = 19200\n"), [] {});
  sign.show({"A012", "B7"});
  EXPECT_TRUE(line.wait_for("A012\r\nB7\r\nA012\r\n"));
  EXPECT_EQ(line.speed(), static_cast<speed_t>(B19200));
  EXPECT_EQ(sign.condition(), DeviceCondition::kReady);
}

TEST_F(LedSignTest, ALineThatGoesAndComesShowsTheTextOfNow) {
  LedSign sign(options(), [] {});
  EXPECT_EQ(sign.condition(), DeviceCondition::kAway);
  sign.show({"before"});
  {
    Line line(path());
    EXPECT_TRUE(line.wait_for("before\r\n"));
    EXPECT_TRUE(wait_until([&] { return sign.settled(); }));
  }
  EXPECT_TRUE(wait_until([&] { return sign.condition() == DeviceCondition::kAway; }));
  EXPECT_FALSE(sign.settled());
  sign.show({"meanwhile"});
  sign.show({"now"});
  Line line(path());
  EXPECT_TRUE(line.wait_for("now\r\n"));
  EXPECT_EQ(line.heard().find("meanwhile"), std::string::npos);
}

TEST_F(LedSignTest, ANewTextTriesALineThatIsAwayAtOnce) {
  auto first = std::make_unique<Line>(path());
  LedSign sign(options("", 600'000), [] {});
  sign.show({"before"});
  EXPECT_TRUE(first->wait_for("before\r\n"));
  first.reset();
  EXPECT_TRUE(wait_until([&] { return sign.condition() == DeviceCondition::kAway; }));
  Line line(path());
  sign.show({"now"});
  EXPECT_TRUE(line.wait_for("now\r\n"));
}

TEST_F(LedSignTest, ASignThatAnswersIsReadyOnceItHas) {
  Line line(path());
  LedSign sign(options("ack = \"06\"\nack_ms = 2000\n"), [] {});
  sign.show({"A012"});
  EXPECT_TRUE(line.wait_for("A012\r\n"));
  line.say("\x15");  // an answer of another kind
  EXPECT_NE(sign.condition(), DeviceCondition::kReady);
  line.say("\x06");
  EXPECT_TRUE(wait_until([&] { return sign.condition() == DeviceCondition::kReady; }));
}

TEST_F(LedSignTest, ALineKeepsItsReadySignalWhenItIsClosed) {
  Line line(path());
  LedSign sign(options(), [] {});
  sign.show({"A012"});
  EXPECT_TRUE(line.wait_for("A012\r\n"));
  EXPECT_FALSE(line.hangs_up());
}

TEST_F(LedSignTest, NoPageIsABlankSign) {
  Line line(path());
  LedSign sign(options("cells = 6\n"), [] {});
  sign.show({});
  EXPECT_TRUE(line.wait_for("      \r\n"));
}

TEST_F(LedSignTest, ASignThatDoesNotAnswerIsStoppedUntilItDoes) {
  Line line(path());
  LedSign sign(options("ack = \"06\"\nack_ms = 50\nretries = 1\n"), [] {});
  sign.show({"A012"});
  EXPECT_TRUE(wait_until([&] { return sign.condition() == DeviceCondition::kStopped; }));
  EXPECT_EQ(line.heard(), "A012\r\nA012\r\n");
  sign.show({"B7"});
  EXPECT_TRUE(line.wait_for("B7\r\n"));
  line.say("\x06");
  EXPECT_TRUE(wait_until([&] { return sign.condition() == DeviceCondition::kReady; }));
  EXPECT_TRUE(wait_until([&] { return sign.settled(); }));
}

TEST_F(LedSignTest, WhatWasWrittenLastIsNotLostWhenTheDriverEnds) {
  Line line(path());
  {
    LedSign sign(options(), [] {});
    sign.show({"closed"});
    EXPECT_TRUE(wait_until([&] { return sign.settled(); }));
  }
  EXPECT_TRUE(line.wait_for("closed\r\n"));
}

}  // namespace
}  // namespace yichuang
