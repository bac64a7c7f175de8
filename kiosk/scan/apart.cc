#include "kiosk/scan/apart.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>

namespace yichuang::scan {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What the child does; it never comes back.
[[noreturn]] void be_the_child(const std::function<void(const Teller&)>& work, int out) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // not longer than who waits
  prctl(PR_SET_DUMPABLE, 0);         // a core would hold the page
  // What a failed assertion says is for nobody; a handler of the parent's is not for this process.
  for (const int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTERM})
    signal(number, SIG_DFL);
  signal(SIGPIPE, SIG_IGN);
  const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nothing >= 0) dup2(nothing, STDERR_FILENO);
  work([out](std::span<const uint8_t> bytes) {
    while (!bytes.empty()) {
      const ssize_t written = write(out, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) _exit(1);  // nobody listens any more
      bytes = bytes.subspan(static_cast<size_t>(written));
    }
  });
  _exit(0);
}

// True while there may be more.
bool read_some(int in, WipedBytes& told, size_t bytes_max, steady_clock::time_point until) {
  const auto left = std::chrono::duration_cast<milliseconds>(until - steady_clock::now()).count();
  pollfd one{in, POLLIN, 0};
  const int ready = poll(&one, 1, static_cast<int>(std::max<int64_t>(0, left)));
  if (ready < 0) return errno == EINTR;
  if (ready == 0) return false;
  std::array<uint8_t, 4096> piece{};
  const ssize_t got = read(in, piece.data(), piece.size());
  if (got < 0) return errno == EINTR;
  const size_t kept = std::min(static_cast<size_t>(got), bytes_max - told.size());
  told.insert(told.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(kept));
  wipe(piece.data(), piece.size());
  return got > 0 && told.size() < bytes_max;
}

}  // namespace

WipedBytes run_apart(const std::function<void(const Teller&)>& work, size_t bytes_max,
                     int patience_ms) {
  WipedBytes told;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return told;
  const pid_t child = fork();
  if (child == 0) be_the_child(work, ends[1]);
  close(ends[1]);
  if (child > 0) {
    told.reserve(bytes_max);
    const auto until = steady_clock::now() + milliseconds(patience_ms);
    while (read_some(ends[0], told, bytes_max, until)) continue;
    kill(child, SIGKILL);
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  close(ends[0]);
  return told;
}

}  // namespace yichuang::scan
