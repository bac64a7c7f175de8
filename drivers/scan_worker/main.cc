// scan-worker: the only program of the hall that loads SANE's backends, which crash and hang. A
// kiosk starts it with one end of a socket pair as its standard input, and speaks scan_wire.h on
// it. It writes no file, and ends with the socket or with its parent.
#include <sane/sane.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "drivers/scan_worker/sane_device.h"

namespace yichuang {
namespace {

using scan_wire::Kind;

constexpr int kSocket = STDIN_FILENO;
constexpr int kExitNoSocket = 2;

void tell(std::span<const uint8_t> message) {
  while (send(kSocket, message.data(), message.size(), MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) _exit(0);  // the kiosk has gone
  }
}

// The next message for the work thread, put there by the main thread. The kiosk asks for one thing
// at a time, so one place is enough; the main thread waits while it is taken.
class Desk {
 public:
  void put(std::vector<uint8_t> message) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !message_; });
    message_ = std::move(message);
    changed_.notify_all();
  }
  std::vector<uint8_t> take() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return message_.has_value(); });
    std::vector<uint8_t> message = std::move(*message_);
    message_.reset();
    changed_.notify_all();
    return message;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<std::vector<uint8_t>> message_;
};

void tell_opened(const scan_wire::Opened& opened) {
  tell(scan_wire::message(Kind::kOpened, opened));
}

void carry_out(std::span<const uint8_t> message, SaneDevice& device) {
  switch (static_cast<Kind>(message[0])) {
    case Kind::kOpen:
      if (const auto open = scan_wire::body_of<scan_wire::Open>(message))
        tell_opened(device.open(scan_wire::text_in(open->name)));
      return;
    case Kind::kReopen:
      return tell_opened(device.reopen());
    case Kind::kScan:
      if (const auto scan = scan_wire::body_of<scan_wire::Scan>(message))
        tell(scan_wire::message(Kind::kEnd, device.scan(*scan)));
      return;
    case Kind::kCheck: {
      scan_wire::Facts facts{};
      if (device.ask(facts)) return tell(scan_wire::message(Kind::kFacts, facts));
      return tell_opened(device.reopen());
    }
    case Kind::kList:
      tell_devices(tell);
      return tell(scan_wire::message(Kind::kListed));
    default:
      return;
  }
}

void work(Desk& desk, SaneDevice& device) {
  SANE_Int version = 0;
  if (sane_init(&version, nullptr) != SANE_STATUS_GOOD) _exit(1);
  while (true) carry_out(desk.take(), device);
}

int serve() {
  Desk desk;
  SaneDevice device(tell);
  std::thread([&] { work(desk, device); }).detach();
  std::vector<uint8_t> buffer(1024);
  while (true) {
    const ssize_t count = recv(kSocket, buffer.data(), buffer.size(), 0);
    if (count < 0 && errno == EINTR) continue;
    // _exit: no backend's clean-up may keep us; what it holds ends with the process.
    if (count <= 0) _exit(0);
    const auto message = std::span(buffer).first(static_cast<size_t>(count));
    const Kind kind = static_cast<Kind>(message[0]);
    if (kind == Kind::kCancel) {
      device.cancel();
      continue;
    }
    if (kind == Kind::kScan) device.expect_scan();
    desk.put({message.begin(), message.end()});
  }
}

void limit_ourselves(rlim_t memory_mib) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_DUMPABLE, 0);  // a core would hold a page
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  // A sanitizer's shadow needs more than any sensible limit.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  memory_mib = 0;
#endif
  if (memory_mib == 0) return;
  const rlimit memory{memory_mib << 20, memory_mib << 20};
  setrlimit(RLIMIT_AS, &memory);
}

}  // namespace
}  // namespace yichuang

int main(int argc, char** argv) {
  CLI::App app{
      "scan-worker: talks to one scanner through SANE for a kiosk or hallctl, which start it with\n"
      "a socket as its standard input. Not to be started by hand."};
  uint32_t memory_mib = 0;
  app.add_option("--memory-mib", memory_mib, "limit of its address space; 0: none");
  app.set_version_flag("--version", "scan-worker " YICHUANG_VERSION);
  CLI11_PARSE(app, argc, argv);
  int type = 0;
  socklen_t size = sizeof(type);
  if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_SEQPACKET) {
    std::fprintf(stderr, "scan-worker: is started by a kiosk or by hallctl, not by hand\n");
    return yichuang::kExitNoSocket;
  }
  yichuang::limit_ourselves(memory_mib);
  return yichuang::serve();
}
