#include "tests/bench/programs.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "base/assert.h"
#include "base/file.h"
#include "tests/bench/table.h"

namespace yichuang::bench {
namespace {

const char* const kOffscreen[] = {"SDL_VIDEODRIVER=offscreen", "SDL_AUDIODRIVER=dummy"};

// Where a program reports to its service manager (sd_notify(3)).
class ReadySocket {
 public:
  explicit ReadySocket(const std::filesystem::path& path) : path_(path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    HALL_ASSERT(path_.native().size() < sizeof address.sun_path);
    path_.native().copy(address.sun_path, path_.native().size());
    file_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const timeval patience{.tv_sec = 60, .tv_usec = 0};
    ::setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    HALL_ASSERT(::bind(file_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  }
  ~ReadySocket() {
    ::close(file_);
    std::filesystem::remove(path_);
  }
  ReadySocket(const ReadySocket&) = delete;
  ReadySocket& operator=(const ReadySocket&) = delete;

  std::string variable() const { return "NOTIFY_SOCKET=" + path_.string(); }
  void await() const {
    char message[256];
    while (true) {
      const ssize_t size = ::recv(file_, message, sizeof message, 0);
      HALL_ASSERT(size > 0 && "a program was not ready within a minute");
      const std::string_view text(message, static_cast<size_t>(size));
      if (text.find("READY=1") != std::string_view::npos) return;
    }
  }

 private:
  std::filesystem::path path_;
  int file_ = -1;
};

Started start(const TemporaryHall& hall, const char* program, std::vector<std::string> arguments,
              std::vector<std::string> environment = {}) {
  ReadySocket ready(hall.folder() / "ready");
  environment.push_back(ready.variable());
  const double begin = now_us();
  Started started;
  started.child = std::make_unique<Child>(
      hall.bin() / program, arguments, hall.folder() / fmt::format("{}.log", program), environment);
  ready.await();
  started.ready_ms = (now_us() - begin) / 1000;
  return started;
}

std::string write_config(const TemporaryHall& hall, const char* name, const std::string& text) {
  const auto path = hall.folder() / name;
  const auto saved = write_file_atomic(path, text, 0600);
  HALL_ASSERT(saved.ok());
  return path.string();
}

std::string kiosk_config(TemporaryHall& hall, const std::string& name, const std::string& devices) {
  hall.enroll("kiosk", name);
  return write_config(hall, (name + "-config.toml").c_str(),
                      fmt::format("device = '{0}.toml'\noutbox = '{0}.db'\n"
                                  "web = 'http://127.0.0.1:8080'\n{1}"
                                  "width = 1080\nheight = 1920\nfullscreen = false\n",
                                  name, devices));
}

std::string hashed_password(const TemporaryHall& hall) {
  const std::string command =
      fmt::format("echo a-password | {} --hash-password", (hall.bin() / "queue-web").string());
  std::FILE* pipe = ::popen(command.c_str(), "re");
  HALL_ASSERT(pipe != nullptr);
  char hash[256] = {};
  HALL_ASSERT(std::fgets(hash, sizeof hash, pipe) != nullptr);
  HALL_ASSERT(::pclose(pipe) == 0);
  return std::string(hash, std::string_view(hash).find_last_not_of('\n') + 1);
}

// By a file as /proc/PID/stat (proc(5)).
double cpu_seconds_by(const std::string& stat_path) {
  std::ifstream stat(stat_path);
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  const auto after_name = text.rfind(')');
  HALL_ASSERT(after_name != std::string::npos);
  std::istringstream fields(text.substr(after_name + 2));
  std::string skip;
  for (int i = 0; i < 11; ++i) fields >> skip;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace

Started start_board(TemporaryHall& hall, const std::vector<std::string>& more_arguments,
                    Pixels pixels) {
  const std::string name = fmt::format("board-{}", pixels.height);
  hall.enroll("display", name);
  std::vector<std::string> arguments = {
      "--config", write_config(hall, (name + "-config.toml").c_str(),
                               fmt::format("device = '{}.toml'\nview = 'hall'\n"
                                           "width = {}\nheight = {}\nfullscreen = false\n",
                                           name, pixels.width, pixels.height))};
  arguments.insert(arguments.end(), more_arguments.begin(), more_arguments.end());
  return start(hall, "display", arguments, {std::begin(kOffscreen), std::end(kOffscreen)});
}

Started start_kiosk(TemporaryHall& hall) {
  return start(hall, "kiosk", {"--config", kiosk_config(hall, "kiosk-1", "")},
               {std::begin(kOffscreen), std::end(kOffscreen)});
}

Started start_kiosk_with_devices(TemporaryHall& hall) {
  const std::string devices =
      "printer = 'escpos:usb'\nscanner = 'sane:test:0'\n"
      "code_reader = 'hidpos:usb:0c2e:1007'\nid_reader = 'idcard:usb:0400:c35a'\n";
  return start(
      hall, "rig",
      {"--", (hall.bin() / "kiosk").string(), "--config", kiosk_config(hall, "kiosk-2", devices)},
      {std::begin(kOffscreen), std::end(kOffscreen)});
}

Started start_web(TemporaryHall& hall) {
  hall.enroll("web", "web-1");
  write_config(hall, "users.toml",
               fmt::format("[[users]]\nbadge = '1001'\nname = '王芳'\nrole = 'clerk'\n"
                           "password = '{}'\n",
                           hashed_password(hall)));
  const auto assets = std::filesystem::path(YICHUANG_SOURCE_DIR) / "assets";
  return start(hall, "queue-web",
               {"--config", write_config(hall, "web.toml",
                                         fmt::format("device = 'web-1.toml'\nusers = 'users.toml'\n"
                                                     "outbox = 'web.db'\nlisten = '127.0.0.1:0'\n"
                                                     "assets = '{}'\n",
                                                     assets.string()))});
}

double cpu_seconds(pid_t pid) { return cpu_seconds_by(fmt::format("/proc/{}/stat", pid)); }

double thread_cpu_seconds(pid_t thread) {
  return cpu_seconds_by(fmt::format("/proc/self/task/{}/stat", thread));
}

double memory_mb(pid_t pid) {
  std::ifstream statm(fmt::format("/proc/{}/statm", pid));
  double total = 0;
  double resident = 0;
  statm >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

pid_t only_child_of(pid_t pid) {
  pid_t child = 0;
  for (const auto& task : std::filesystem::directory_iterator(fmt::format("/proc/{}/task", pid))) {
    std::ifstream children(task.path() / "children");
    if (children >> child) break;
  }
  HALL_ASSERT(child > 0);
  return child;
}

}  // namespace yichuang::bench
