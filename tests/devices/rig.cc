// rig: runs an unmodified program on an emulated USB bus with a ticket printer
// and, if asked for, a code reader.
//
//   rig [--code-reader] [--printer-bin FILE] [--control SOCKET] [--script FILE] -- program args…
//
// The program is started with libumockdev's preload library, so that its libusb and libudev see the
// emulated bus; everything else (screens, sockets, files, sound) is the machine's own. Commands
// (see rig_bench.h) come as lines on the control socket, each answered with one line, or from a
// script whose lines begin with the milliseconds since the start. Ends with the program, and with
// its exit code.
#include <fcntl.h>
#include <fmt/core.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <umockdev.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <list>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "base/clock.h"
#include "drivers/usb_id.h"
#include "tests/devices/rig_bench.h"
#include "tests/devices/tape.h"

namespace yichuang {
namespace {

constexpr const char* kPreload = "libumockdev-preload.so.0";
constexpr size_t kClientsMax = 16;
constexpr size_t kLineBytesMax = 4096;
constexpr int kTickMs = 10;  // of a slow printer
constexpr int kExecFailed = 127;

struct RigOptions {
  std::string printer_bin;
  std::string control;
  std::string script;
  std::string id = "04b8:0202";
  std::string serial = "KIOSK0001";
  int width_dots = 576;
  bool unplugged = false;
  bool code_reader = false;
  bool id_reader = false;
};

struct ScriptLine {
  int64_t at_ms = 0;
  std::string command;
};

std::string error_text() { return std::generic_category().message(errno); }

std::optional<std::vector<ScriptLine>> read_script(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    fmt::print(stderr, "rig: {}: {}\n", path, error_text());
    return {};
  }
  std::vector<ScriptLine> lines;
  int number = 0;
  for (std::string text; std::getline(file, text);) {
    ++number;
    if (text.empty() || text[0] == '#') continue;
    std::istringstream words(text);
    ScriptLine line;
    if (!(words >> line.at_ms >> std::ws) || !std::getline(words, line.command)) {
      fmt::print(stderr, "rig: {}:{}: write MILLISECONDS COMMAND\n", path, number);
      return {};
    }
    lines.push_back(std::move(line));
  }
  std::ranges::stable_sort(lines, {}, &ScriptLine::at_ms);
  return lines;
}

// --- The control socket --------------------------------------------------------------------------

// Listens on a Unix socket; each line is a command, each answer a line. One thread.
class Control {
 public:
  explicit Control(RigBench& bench) : bench_(bench) {}
  ~Control() {
    for (const Client& client : clients_) ::close(client.file);
    if (listener_ >= 0) ::close(listener_);
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  bool listen_on(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
      fmt::print(stderr, "rig: {}: a socket's path has at most {} bytes\n", path,
                 sizeof address.sun_path - 1);
      return false;
    }
    path.copy(address.sun_path, path.size());
    ::unlink(path.c_str());
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener_ < 0 ||
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listener_, static_cast<int>(kClientsMax)) != 0) {
      fmt::print(stderr, "rig: {}: {}\n", path, error_text());
      return false;
    }
    path_ = path;
    return true;
  }

  void add_to(std::vector<pollfd>& polled) const {
    if (listener_ >= 0) polled.push_back({listener_, POLLIN, 0});
    for (const Client& client : clients_) polled.push_back({client.file, POLLIN, 0});
  }

  void serve() {
    if (listener_ < 0) return;
    const int file = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (file >= 0 && clients_.size() < kClientsMax) {
      clients_.push_back({file, {}});
    } else if (file >= 0) {
      ::close(file);
    }
    clients_.remove_if([this](Client& client) {
      if (serve(client)) return false;
      ::close(client.file);
      return true;
    });
  }

 private:
  struct Client {
    int file;
    std::string received;
  };

  // False when the client is to be closed.
  bool serve(Client& client) {
    char bytes[1024];
    const ssize_t count = ::recv(client.file, bytes, sizeof bytes, 0);
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    if (count == 0) return false;
    client.received.append(bytes, static_cast<size_t>(count));
    for (size_t end = 0; (end = client.received.find('\n')) != std::string::npos;) {
      const std::string answer = bench_.command(client.received.substr(0, end)) + "\n";
      client.received.erase(0, end + 1);
      const ssize_t sent = ::send(client.file, answer.data(), answer.size(), MSG_NOSIGNAL);
      if (sent != static_cast<ssize_t>(answer.size())) return false;
    }
    return client.received.size() <= kLineBytesMax;
  }

  RigBench& bench_;
  int listener_ = -1;
  std::string path_;
  std::list<Client> clients_;
};

// --- The program ---------------------------------------------------------------------------------

// Runs in the new process: nothing here may allocate that another thread may hold a lock for, but
// the environment was made before.
[[noreturn]] void become(char** program, char** environment, const sigset_t& signals) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  // Opening the emulated node may make its terminal ours; pulling the cable then hangs up on us.
  ::signal(SIGHUP, SIG_IGN);
  ::sigprocmask(SIG_SETMASK, &signals, nullptr);
  ::execvpe(program[0], program, environment);
  const char* text = std::strerror(errno);
  fmt::print(stderr, "rig: {}: {}\n", program[0], text);
  ::_exit(kExecFailed);
}

std::vector<std::string> child_environment() {
  std::vector<std::string> variables;
  std::string preload = std::string("LD_PRELOAD=") + kPreload;
  bool has_sanitizer_options = false;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string variable = *each;
    if (variable.starts_with("LD_PRELOAD=")) {
      const std::string others = variable.substr(std::strlen("LD_PRELOAD="));
      if (!others.empty() && others.find(kPreload) == std::string::npos) preload += ":" + others;
      continue;
    }
    has_sanitizer_options = has_sanitizer_options || variable.starts_with("ASAN_OPTIONS=");
    variables.push_back(variable);
  }
  variables.push_back(preload);
  // A program built with AddressSanitizer refuses to start behind another preloaded library.
  if (!has_sanitizer_options) variables.push_back("ASAN_OPTIONS=verify_asan_link_order=0");
  return variables;
}

pid_t start(const std::vector<char*>& program, const sigset_t& signals) {
  std::vector<std::string> variables = child_environment();
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid == 0) become(const_cast<char**>(program.data()), environment.data(), signals);
  return pid;
}

// The program's end as a shell tells it.
int exit_code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// --- The loop ------------------------------------------------------------------------------------

class Rig {
 public:
  Rig(RigBench& bench, Control& control, std::vector<ScriptLine> script)
      : bench_(bench), control_(control), script_(script.begin(), script.end()) {
    sigemptyset(&handled_);
    sigaddset(&handled_, SIGCHLD);
    sigaddset(&handled_, SIGTERM);
    sigaddset(&handled_, SIGINT);
    pulled_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    bench_.printer().usb().on_pulled([this] {
      const uint64_t one = 1;
      if (::write(pulled_, &one, sizeof one) != sizeof one) std::abort();  // eventfds take that
    });
  }
  ~Rig() {
    bench_.printer().usb().on_pulled({});
    ::close(pulled_);
    if (signals_ >= 0) ::close(signals_);
  }
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  // Returns the program's exit code.
  int run(const std::vector<char*>& program, const sigset_t& child_signals) {
    signals_ = ::signalfd(-1, &handled_, SFD_CLOEXEC | SFD_NONBLOCK);
    program_ = start(program, child_signals);
    if (program_ < 0) {
      fmt::print(stderr, "rig: fork: {}\n", error_text());
      return kExecFailed;
    }
    begin_ms_ = last_tick_ms_ = clock_.steady_ms();
    while (!ended_) turn();
    return exit_code_of(status_);
  }

 private:
  void turn() {
    std::vector<pollfd> polled = {{signals_, POLLIN, 0}, {pulled_, POLLIN, 0}};
    control_.add_to(polled);
    ::poll(polled.data(), polled.size(), wait_ms());
    take_signals();
    uint64_t count = 0;
    if (::read(pulled_, &count, sizeof count) > 0) bench_.printer().finish_pull();
    control_.serve();
    const int64_t now_ms = clock_.steady_ms();
    bench_.printer().pass_time(now_ms - last_tick_ms_);
    last_tick_ms_ = now_ms;
    while (!script_.empty() && script_.front().at_ms <= now_ms - begin_ms_) {
      const std::string answer = bench_.command(script_.front().command);
      fmt::print(stderr, "rig: {}: {}\n", script_.front().command, answer);
      script_.pop_front();
    }
  }

  int wait_ms() const {
    if (bench_.printer().rows_per_second() != 0) return kTickMs;
    if (script_.empty()) return -1;
    return static_cast<int>(
        std::max<int64_t>(0, begin_ms_ + script_.front().at_ms - clock_.steady_ms()));
  }

  void take_signals() {
    signalfd_siginfo info{};
    while (::read(signals_, &info, sizeof info) == sizeof info) {
      // The terminal sends Ctrl-C to the program itself; only a TERM is for us alone.
      if (info.ssi_signo == SIGTERM) ::kill(program_, SIGTERM);
    }
    if (::waitpid(program_, &status_, WNOHANG) == program_) ended_ = true;
  }

  RigBench& bench_;
  Control& control_;
  std::deque<ScriptLine> script_;
  const SystemClock clock_;
  sigset_t handled_{};
  int signals_ = -1;
  int pulled_ = -1;
  pid_t program_ = -1;
  bool ended_ = false;
  int status_ = 0;
  int64_t begin_ms_ = 0;
  int64_t last_tick_ms_ = 0;
};

std::optional<PrinterIdentity> identity_of(const RigOptions& options) {
  PrinterIdentity identity;
  const auto vendor = parse_usb_id(std::string_view(options.id).substr(0, 4));
  const auto product =
      options.id.size() == 9 ? parse_usb_id(std::string_view(options.id).substr(5)) : std::nullopt;
  if (!vendor || !product) {
    fmt::print(stderr, "rig: --id {}: write VENDOR:PRODUCT, for example 04b8:0202\n", options.id);
    return {};
  }
  identity.vendor = *vendor;
  identity.product = *product;
  identity.serial = options.serial;
  identity.width_dots = options.width_dots;
  return identity;
}

int run(const RigOptions& options, const std::vector<char*>& program) {
  const auto identity = identity_of(options);
  if (!identity) return 2;
  std::vector<ScriptLine> script;
  if (!options.script.empty()) {
    auto lines = read_script(options.script);
    if (!lines) return 2;
    script = std::move(*lines);
  }
  // Before libumockdev starts its threads, so that they inherit it.
  sigset_t ours;
  sigset_t before;
  sigemptyset(&ours);
  for (const int signal : {SIGCHLD, SIGTERM, SIGINT}) sigaddset(&ours, signal);
  ::sigprocmask(SIG_BLOCK, &ours, &before);
  ::signal(SIGHUP, SIG_IGN);

  const std::unique_ptr<UMockdevTestbed, decltype(&g_object_unref)> testbed(umockdev_testbed_new(),
                                                                            g_object_unref);
  std::unique_ptr<TapeWriter> tape;  // ends after the bench
  if (!options.printer_bin.empty()) {
    auto opened = TapeWriter::open(options.printer_bin);
    if (!opened) {
      fmt::print(stderr, "rig: {}\n", opened.error().sentence);
      return 2;
    }
    tape = std::move(*opened);
  }
  RigBench bench(testbed.get(), *identity);
  if (tape) tape->follow(bench.printer().model());
  if (!options.unplugged) bench.printer().plug();
  if (options.code_reader) bench.plug_reader();
  if (options.id_reader) bench.plug_id_reader();
  Control control(bench);
  if (!options.control.empty() && !control.listen_on(options.control)) return 2;
  return Rig(bench, control, std::move(script)).run(program, before);
}

}  // namespace
}  // namespace yichuang

int main(int argc, char** argv) {
  // What stands behind "--" is the program, whatever it looks like.
  char** const dashes = std::find_if(
      argv, argv + argc, [](const char* argument) { return std::strcmp(argument, "--") == 0; });
  std::vector<char*> program(std::min(dashes + 1, argv + argc), argv + argc);

  CLI::App app(
      "Runs a program on an emulated USB bus with a ticket printer.\n"
      "rig [options] -- program args...");
  yichuang::RigOptions options;
  app.add_option("--printer-bin", options.printer_bin, "append every byte the printer receives");
  app.add_option("--control", options.control, "take commands on this Unix socket");
  app.add_option("--script", options.script, "lines of MILLISECONDS COMMAND");
  app.add_option("--id", options.id, "the printer's USB vendor and product");
  app.add_option("--serial", options.serial, "the printer's serial number");
  app.add_option("--width", options.width_dots, "dots across the paper")
      ->check(CLI::Range(8, 1024));
  app.add_flag("--unplugged", options.unplugged, "begin without the printer");
  app.add_flag("--code-reader", options.code_reader,
               "with a code reader too, at hidpos:usb:0c2e:1007");
  app.add_flag("--id-reader", options.id_reader,
               "with a reader of ID cards too, at idcard:usb:0400:c35a");
  app.footer("Commands: " + yichuang::RigBench::help());
  CLI11_PARSE(app, static_cast<int>(dashes - argv), argv);
  if (program.empty()) {
    fmt::print(stderr, "rig: which program? rig [options] -- program args...\n");
    return 2;
  }
  program.push_back(nullptr);
  return yichuang::run(options, program);
}
