#include "ui/signals.h"

#include <atomic>
#include <cerrno>
#include <csignal>

#include "base/assert.h"

namespace yichuang::ui {

namespace {

std::atomic<Loop*> receiver{nullptr};
std::atomic<bool> stop_asked{false};
std::atomic<bool> screenshot_asked{false};
static_assert(std::atomic<Loop*>::is_always_lock_free);  // so that a handler may use them

void handle(int signal) {
  const int kept = errno;
  (signal == SIGUSR1 ? screenshot_asked : stop_asked) = true;
  if (Loop* loop = receiver) loop->wake();
  errno = kept;
}

void install(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) sigaction(signal, &action, nullptr);
}

}  // namespace

Signals::Signals(Loop& loop) {
  Loop* nobody = nullptr;
  HALL_ASSERT(receiver.compare_exchange_strong(nobody, &loop));
  stop_asked = screenshot_asked = false;
  install(handle);
}

Signals::~Signals() {
  install(SIG_DFL);
  receiver = nullptr;
}

bool Signals::take_stop() { return stop_asked.exchange(false); }
bool Signals::take_screenshot() { return screenshot_asked.exchange(false); }

}  // namespace yichuang::ui
