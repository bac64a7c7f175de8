#include "drivers/fd_link.h"

#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "base/assert.h"
#include "base/clock.h"
#include "drivers/limits.h"

namespace yichuang {
namespace {

constexpr size_t kReadBytes = 512;

int64_t steady_ms() { return SystemClock().steady_ms(); }

}  // namespace

FdLink::FdLink(Wake wake, Trace* trace)
    : wake_(std::move(wake)), trace_(trace), bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  HALL_ASSERT(bell_ >= 0);
  received_.reserve(limits::kFdInBytesMax + kReadBytes);
}

FdLink::~FdLink() {
  HALL_ASSERT(!thread_.joinable());
  ::close(bell_);
}

void FdLink::start(int file) {
  file_ = file;
  fresh_ = true;
  thread_ = std::thread([this] { run(); });
}

void FdLink::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ring_thread();
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  stopping_ = false;
  writing_ = false;
  sodium_memzero(received_.data(), received_.size());
  received_.clear();
}

void FdLink::set_lost(bool lost) {
  const std::lock_guard lock(mutex_);
  lost_ = lost;
}

void FdLink::ring_thread() {
  const uint64_t one = 1;
  (void)!::write(bell_, &one, sizeof one);  // full: it rings already
}

bool FdLink::lost() const {
  const std::lock_guard lock(mutex_);
  return lost_;
}

void FdLink::mark_lost() {
  const std::lock_guard lock(mutex_);
  lost_ = true;
}

std::vector<uint8_t> FdLink::take_input() {
  std::vector<uint8_t> bytes;
  {
    const std::lock_guard lock(mutex_);
    bytes.assign(received_.begin(), received_.end());
    sodium_memzero(received_.data(), received_.size());
    received_.clear();
  }
  if (bytes.size() >= limits::kFdInBytesMax) ring_thread();  // it may read on
  if (trace_ != nullptr && !bytes.empty()) trace_->received(bytes);
  return bytes;
}

void FdLink::begin_write(std::span<const uint8_t> bytes, int timeout_ms) {
  HALL_ASSERT(!bytes.empty() && bytes.size() <= limits::kLinkWriteBytesMax && timeout_ms > 0);
  if (trace_ != nullptr) trace_->sent(bytes);
  fresh_ = false;
  {
    const std::lock_guard lock(mutex_);
    HALL_ASSERT(!writing_);
    write_end_.reset();
    if (lost_) {
      write_end_ = LinkEnd::kLost;
      return;
    }
    to_send_.assign(bytes.begin(), bytes.end());
    sent_ = 0;
    write_until_ms_ = steady_ms() + timeout_ms;
    writing_ = true;
  }
  ring_thread();
}

std::optional<LinkEnd> FdLink::take_write_end() {
  std::optional<LinkEnd> end;
  {
    const std::lock_guard lock(mutex_);
    end = std::exchange(write_end_, std::nullopt);
  }
  if (trace_ != nullptr && end) trace_->write_ended(*end);
  return end;
}

void FdLink::cancel_write() {
  {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    write_end_.reset();
  }
  if (trace_ != nullptr) trace_->write_ended(LinkEnd::kCancelled);
}

// --- The link's thread ---------------------------------------------------------------------------

void FdLink::run() {
  sigset_t broken_pipe;  // a peer that has gone is told by write(), not by a signal
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken_pipe, nullptr);
  while (true) {
    std::array<pollfd, 2> ready{{{bell_, POLLIN, 0}, {file_, 0, 0}}};
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || lost_) return;
      if (received_.size() < limits::kFdInBytesMax) ready[1].events |= POLLIN;
      if (writing_) ready[1].events |= POLLOUT;
    }
    (void)::poll(ready.data(), ready.size(), poll_timeout_ms());
    uint64_t rung = 0;
    if (ready[0].revents != 0) (void)!::read(bell_, &rung, sizeof rung);
    if ((ready[1].revents & (POLLIN | POLLERR | POLLHUP)) != 0) receive();
    send_more();
  }
}

bool FdLink::is_full() const {
  const std::lock_guard lock(mutex_);
  return received_.size() >= limits::kFdInBytesMax;
}

int FdLink::poll_timeout_ms() const {
  const std::lock_guard lock(mutex_);
  if (!writing_) return -1;
  return static_cast<int>(std::max<int64_t>(0, write_until_ms_ - steady_ms()));
}

void FdLink::receive() {
  std::array<uint8_t, kReadBytes> space;
  // Not asked for while nobody takes what is there: then the other side has hung up.
  const ssize_t count = is_full() ? 0 : ::read(file_, space.data(), space.size());
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  const std::lock_guard lock(mutex_);
  if (count > 0) {
    received_.insert(received_.end(), space.begin(), space.begin() + count);
    sodium_memzero(space.data(), space.size());
  } else {
    lost_ = true;
    end_write(LinkEnd::kLost);
  }
  wake_();
}

void FdLink::send_more() {
  const std::lock_guard lock(mutex_);
  if (!writing_) return;
  const ssize_t count = ::write(file_, to_send_.data() + sent_, to_send_.size() - sent_);
  if (count > 0) sent_ += static_cast<size_t>(count);
  if (count < 0 && errno != EAGAIN && errno != EINTR) {
    lost_ = true;
    end_write(LinkEnd::kLost);
  } else if (sent_ == to_send_.size()) {
    end_write(LinkEnd::kDone);
  } else if (steady_ms() >= write_until_ms_) {
    end_write(LinkEnd::kTimeout);
  }
}

// Under the lock.
void FdLink::end_write(LinkEnd end) {
  if (!writing_) return;
  writing_ = false;
  write_end_ = end;
  wake_();
}

}  // namespace yichuang
