// The rig and paper as programs: an ordinary program (hallctl devices) prints on the emulated bus,
// hands come in through the control socket, the bytes are kept and drawn.
#include <gtest/gtest.h>
#include <png.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"

namespace yichuang {
namespace {

constexpr int kDeadlineMs = 30'000;
constexpr const char* kRig = RIG_PROGRAM;
constexpr const char* kPaper = PAPER_PROGRAM;
constexpr const char* kHallctl = HALLCTL_PROGRAM;

bool eventually(const std::function<bool()>& done) {
  const SystemClock clock;
  const int64_t deadline_ms = clock.steady_ms() + kDeadlineMs;
  while (!done()) {
    if (clock.steady_ms() >= deadline_ms) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));  // between two looks
  }
  return true;
}

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class RigTest : public testing::Test {
 protected:
  RigTest() {
    std::string name = testing::TempDir() + "/rigXXXXXX";
    folder_ = ::mkdtemp(name.data());
  }
  ~RigTest() override {
    if (program_ > 0) {
      ::kill(program_, SIGTERM);
      ::waitpid(program_, nullptr, 0);
    }
    if (socket_ >= 0) ::close(socket_);
    std::filesystem::remove_all(folder_);
  }

  std::string path(const char* name) const { return folder_ / name; }

  // Starts a program, its output in out.txt.
  void start(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const std::string out = path("out.txt");
    program_ = ::fork();
    ASSERT_GE(program_, 0);
    if (program_ != 0) return;
    if (std::freopen(out.c_str(), "a", stdout) == nullptr) ::_exit(126);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  // The exit code, or nothing if it has not ended in time.
  std::optional<int> wait() {
    int status = 0;
    if (!eventually([&] { return ::waitpid(program_, &status, WNOHANG) == program_; })) return {};
    program_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }
  std::optional<int> run(std::vector<std::string> words) {
    start(std::move(words));
    return wait();
  }
  bool printed(const std::string& text) {
    return content_of(path("out.txt")).find(text) != std::string::npos;
  }

  void connect() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path("control").copy(address.sun_path, sizeof address.sun_path - 1);
    socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_TRUE(eventually([&] {
      return ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    })) << "the rig does not listen";
  }
  // Sends a command and returns the line that answers it.
  std::string ask(const std::string& command) {
    const std::string line = command + "\n";
    EXPECT_EQ(::send(socket_, line.data(), line.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(line.size()));
    std::string answer;
    char c = 0;
    while (::recv(socket_, &c, 1, 0) == 1 && c != '\n') answer += c;
    return answer;
  }
  // Until the status line holds all of these.
  bool status_becomes(const std::vector<std::string>& facts) {
    return eventually([&] {
      const std::string status = ask("status") + " ";
      return std::ranges::all_of(facts, [&](const std::string& fact) {
        return status.find(" " + fact + " ") != std::string::npos;
      });
    });
  }

  std::filesystem::path folder_;
  pid_t program_ = -1;
  int socket_ = -1;
};

TEST_F(RigTest, AnUnmodifiedProgramPrintsAndItsPaperIsDrawn) {
  ASSERT_EQ(
      run({kRig, "--printer-bin", path("printer.bin"), "--", kHallctl, "devices", "--print-test",
           "escpos:usb", "--tickets", "3", "--rows", "150", "--quirks", "drivers/quirks"}),
      0);
  EXPECT_TRUE(printed("ticket 3 printed printer.ok"));
  ASSERT_EQ(run({kPaper, path("printer.bin"), path("ticket.png")}), 0);
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  ASSERT_NE(png_image_begin_read_from_file(&image, path("ticket.png").c_str()), 0);
  image.format = PNG_FORMAT_GRAY;
  std::vector<uint8_t> grey(PNG_IMAGE_SIZE(image));
  ASSERT_NE(png_image_finish_read(&image, nullptr, grey.data(), 0, nullptr), 0);
  constexpr int kMargin = 16;
  ASSERT_EQ(image.width, 576U + 2 * kMargin);
  ASSERT_EQ(image.height, 150U + 2 * kMargin);
  const auto dot = [&](unsigned x, unsigned y) {
    return grey[(y + kMargin) * image.width + x + kMargin];
  };
  EXPECT_EQ(dot(0, 0), 0);      // the frame
  EXPECT_EQ(dot(575, 149), 0);  //
  EXPECT_EQ(dot(100, 100), 0);  // the diagonal
  EXPECT_EQ(dot(101, 100), 255);
  EXPECT_EQ(dot(16 + 2 * 16, 50), 0);  // the third bar, for the third ticket
  EXPECT_EQ(dot(16 + 3 * 16, 50), 255);

  ASSERT_EQ(run({kPaper, path("printer.bin"), path("each.png"), "--all"}), 0);
  EXPECT_TRUE(std::filesystem::exists(path("each-3.png")));
  EXPECT_FALSE(std::filesystem::exists(path("each-4.png")));
}

TEST_F(RigTest, BytesAreAppended) {
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(run({kRig, "--printer-bin", path("printer.bin"), "--", kHallctl, "devices",
                   "--print-test", "escpos:usb", "--rows", "40"}),
              0);
  }
  ASSERT_EQ(run({kPaper, path("printer.bin"), path("each.png"), "--all"}), 0);
  EXPECT_TRUE(std::filesystem::exists(path("each-2.png")));
}

TEST_F(RigTest, HandsComeThroughTheControlSocket) {
  start({kRig, "--unplugged", "--control", path("control"), "--", kHallctl, "devices",
         "--print-test", "escpos:usb", "--tickets", "2", "--wait-ready", "30000"});
  connect();
  EXPECT_TRUE(ask("status").starts_with("ok plugged=0"));
  EXPECT_EQ(ask("unplug"), "error it is not plugged in");
  EXPECT_EQ(ask("paper_out 1"), "ok");
  EXPECT_TRUE(ask("plug").starts_with("ok bus=1 address="));
  ASSERT_TRUE(status_becomes({"claimed=1", "paper_out=1"}));
  ASSERT_TRUE(eventually([&] { return printed("status stopped: paper_out"); }));
  EXPECT_EQ(ask("paper_out_after_rows 50"), "ok");  // the first ticket tears
  EXPECT_EQ(ask("paper_out 0"), "ok");
  ASSERT_TRUE(eventually([&] { return printed("ticket 1 unknown printer.paper_out"); }));
  EXPECT_EQ(ask("paper_out 0"), "ok");
  EXPECT_EQ(wait(), 1);  // not every ticket was printed
  EXPECT_TRUE(printed("ticket 2 printed printer.ok"));
}

TEST_F(RigTest, APulledCableIsSeenAndTheNextPlugIsAnotherAddress) {
  start({kRig, "--unplugged", "--control", path("control"), "--printer-bin", path("printer.bin"),
         "--", kHallctl, "devices", "--print-test", "escpos:usb", "--tickets", "2", "--rows", "400",
         "--wait-ready", "30000"});
  connect();
  EXPECT_EQ(ask("unplug_after_bytes 5000"), "ok");  // in the picture of the first ticket
  EXPECT_EQ(ask("plug"), "ok bus=1 address=5");
  ASSERT_TRUE(eventually([&] { return printed("ticket 1 unknown printer.unplugged"); }));
  ASSERT_TRUE(status_becomes({"plugged=0"}));
  EXPECT_EQ(ask("plug"), "ok bus=1 address=6");
  EXPECT_EQ(wait(), 1);  // not every ticket was printed
  EXPECT_TRUE(printed("ticket 2 printed printer.ok"));
  ASSERT_EQ(run({kPaper, path("printer.bin"), path("ticket.png")}), 0);
}

TEST_F(RigTest, CommandsThatAreNoneAreRefusedInOneLine) {
  start({kRig, "--control", path("control"), "--", "/bin/sleep", "60"});
  connect();
  for (const char* command :
       {"", "paper", "paper_out", "paper_out 2", "paper_out x", "garbage 1", "garbage zz",
        "unplug_after_bytes -1", "rows_per_second 1e3", "no_such_thing 1", "status\x01"}) {
    EXPECT_TRUE(ask(command).starts_with("error ")) << command;
  }
  EXPECT_TRUE(ask("help").starts_with("ok "));
  EXPECT_EQ(ask("cover_open 1"), "ok");
  EXPECT_NE(ask("status").find("cover_open=1"), std::string::npos);
}

TEST_F(RigTest, TheScriptSpeaksAtItsTimes) {
  std::ofstream(path("script")) << "# before the program asks\n0 cover_open 1\n";
  EXPECT_EQ(run({kRig, "--script", path("script"), "--", kHallctl, "devices", "--print-test",
                 "escpos:usb", "--wait-ready", "1500"}),
            1);
  EXPECT_TRUE(printed("ticket 1 failed printer.cover_open"));
}

TEST_F(RigTest, ItEndsAsTheProgramEnds) {
  EXPECT_EQ(run({kRig, "--", "/bin/sh", "-c", "exit 7"}), 7);
  EXPECT_EQ(run({kRig, "--", "/no/such/program"}), 127);
  EXPECT_EQ(run({kRig}), 2);
  start({kRig, "--control", path("control"), "--", "/bin/sleep", "60"});
  connect();
  ::kill(program_, SIGTERM);
  EXPECT_EQ(wait(), 128 + SIGTERM);
  EXPECT_FALSE(std::filesystem::exists(path("control")));
}

TEST_F(RigTest, TheProgramHasFilesAndSocketsOfTheMachine) {
  EXPECT_EQ(run({kRig, "--", "/bin/sh", "-c",
                 "echo x > \"$0\" && test -r /etc/passwd && test -c /dev/null && test -w /dev/shm",
                 path("file")}),
            0);
  EXPECT_EQ(content_of(path("file")), "x\n");
}

}  // namespace
}  // namespace yichuang
