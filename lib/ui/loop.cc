#include "ui/loop.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "base/assert.h"

namespace yichuang::ui {

namespace {

constexpr size_t kPostedMax = 1024;
constexpr size_t kTimersMax = 256;

}  // namespace

Loop::Loop() : wake_fd_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) { HALL_ASSERT(wake_fd_ >= 0); }

Loop::~Loop() { close(wake_fd_); }

uint64_t Loop::after(std::chrono::microseconds delay, std::chrono::microseconds period,
                     std::function<void()> run) {
  HALL_ASSERT(timers_.size() < kTimersMax);  // a screen that leaks timers
  HALL_ASSERT(run != nullptr);
  const uint64_t id = ++last_timer_;
  timers_.emplace(id, Timer{Clock::now() + delay, period, std::move(run)});
  return id;
}

void Loop::cancel(uint64_t timer) { timers_.erase(timer); }

bool Loop::post(std::function<void()> run) {
  {
    const std::lock_guard lock(mutex_);
    if (posted_.size() >= kPostedMax) return false;
    posted_.push_back(std::move(run));
  }
  wake();
  return true;
}

void Loop::wake() {
  const uint64_t one = 1;
  // It can only fail when the counter is full, and then the loop wakes anyway.
  [[maybe_unused]] const ssize_t written = write(wake_fd_, &one, sizeof one);
}

std::chrono::microseconds Loop::until_due(std::chrono::microseconds wait) const {
  const auto now = Clock::now();
  for (const auto& [id, timer] : timers_) {
    const auto left = std::chrono::duration_cast<std::chrono::microseconds>(timer.due - now);
    wait = std::min(wait, std::max(left, std::chrono::microseconds(0)));
  }
  return wait;
}

void Loop::sleep(int input_fd, std::chrono::microseconds wait) {
  pollfd on[2] = {{wake_fd_, POLLIN, 0}, {input_fd, POLLIN, 0}};
  const auto left = until_due(wait);
  const timespec timeout{left.count() / 1'000'000, (left.count() % 1'000'000) * 1000};
  ppoll(on, input_fd >= 0 ? 2 : 1, &timeout, nullptr);  // EINTR: the caller turns once more
}

bool Loop::take_wake() {
  uint64_t count = 0;
  return read(wake_fd_, &count, sizeof count) == sizeof count;
}

void Loop::run_timers() {
  const auto now = Clock::now();
  std::vector<uint64_t> due;
  for (const auto& [id, timer] : timers_) {
    if (timer.due <= now) due.push_back(id);
  }
  for (const uint64_t id : due) {
    const auto found = timers_.find(id);
    if (found == timers_.end()) continue;  // cancelled by one before it
    const std::function<void()> run = found->second.run;
    if (found->second.period.count() > 0) {
      auto& next = found->second.due;
      next += found->second.period;
      if (next <= now) next = now + found->second.period;
    } else {
      timers_.erase(found);
    }
    run();
  }
}

void Loop::run_posted() {
  std::deque<std::function<void()>> work;
  {
    const std::lock_guard lock(mutex_);
    work.swap(posted_);
  }
  for (const auto& run : work) run();
}

bool Loop::run_due() {
  const bool woken = take_wake();
  run_posted();
  run_timers();
  return woken;
}

}  // namespace yichuang::ui
