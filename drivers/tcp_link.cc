#include "drivers/tcp_link.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <utility>

#include "base/assert.h"
#include "base/clock.h"
#include "drivers/limits.h"

namespace yichuang {
namespace {

// The kernel doubles it.
constexpr int kSendBufferBytes = 4096;
// A printer that was switched off acknowledges nothing any more.
constexpr unsigned kUserTimeoutMs = 4000;

int64_t steady_ms() { return SystemClock().steady_ms(); }

Error unavailable(const char* what, int code) {
  return {ErrorCode::kUnavailable, fmt::format("TCP: {}: {}", what, std::strerror(code))};
}

Result<sockaddr_storage> address_of(std::string_view where) {
  const size_t colon = std::min(where.find(':'), where.size());
  sockaddr_storage out{};
  auto& address = reinterpret_cast<sockaddr_in&>(out);
  address.sin_family = AF_INET;
  uint16_t port = TcpLink::kPort;
  if (colon < where.size()) {
    const std::string_view digits = where.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), port);
    if (error != std::errc() || end != digits.end() || port == 0) port = 0;
  }
  address.sin_port = htons(port);
  const std::string host(where.substr(0, colon));
  if (port == 0 || inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("'{}' is not the address of a printer on the network: write it as "
                             "192.0.2.7 or 192.0.2.7:9100",
                             where)};
  }
  return out;
}

// Best effort: without these options a dead printer is noticed later, by its silence.
void set_options(int file) {
  const int on = 1;
  (void)setsockopt(file, SOL_SOCKET, SO_SNDBUF, &kSendBufferBytes, sizeof kSendBufferBytes);
  (void)setsockopt(file, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
  (void)setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  (void)setsockopt(file, IPPROTO_TCP, TCP_USER_TIMEOUT, &kUserTimeoutMs, sizeof kUserTimeoutMs);
}

}  // namespace

TcpLink::TcpLink(const sockaddr_storage& address, Wake wake, Trace* trace)
    : address_(address), wake_(std::move(wake)), trace_(trace) {}

Result<std::unique_ptr<TcpLink>> TcpLink::open(std::string_view where, Wake wake, Trace* trace) {
  const auto address = address_of(where);
  if (!address) return address.error();
  std::unique_ptr<TcpLink> link(new TcpLink(*address, std::move(wake), trace));
  link->bell_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (link->bell_ < 0) return unavailable("eventfd", errno);
  if (auto connected = link->connect(kConnectMs); !connected) return connected.error();
  return link;
}

Result<void> TcpLink::check(std::string_view where) {
  const auto address = address_of(where);
  if (!address) return address.error();
  return {};
}

TcpLink::~TcpLink() {
  disconnect();
  if (bell_ >= 0) ::close(bell_);
}

Result<void> TcpLink::connect(int timeout_ms) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) return unavailable("socket", errno);
  set_options(socket_);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address_), sizeof(sockaddr_in)) != 0 &&
      errno != EINPROGRESS) {
    return unavailable("connect", errno);
  }
  pollfd ready{socket_, POLLOUT, 0};
  if (::poll(&ready, 1, timeout_ms) <= 0) return unavailable("connect", ETIMEDOUT);
  int code = 0;
  socklen_t size = sizeof code;
  (void)getsockopt(socket_, SOL_SOCKET, SO_ERROR, &code, &size);
  if (code != 0) return unavailable("connect", code);
  fresh_ = true;
  thread_ = std::thread([this] { run(); });
  return {};
}

void TcpLink::disconnect() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ring_thread();
  if (thread_.joinable()) thread_.join();
  if (socket_ >= 0) {
    // With a reset: what was not delivered yet is the rest of a ticket that has ended.
    const linger at_once{1, 0};
    (void)setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(socket_);
  }
  socket_ = -1;
  const std::lock_guard lock(mutex_);
  stopping_ = false;
  writing_ = false;
  received_.clear();
}

void TcpLink::ring_thread() {
  const uint64_t one = 1;
  if (bell_ >= 0) (void)!::write(bell_, &one, sizeof one);  // full: it rings already
}

bool TcpLink::soft_reset(int timeout_ms) {
  if (fresh_ && !lost()) return true;
  if (trace_ != nullptr) trace_->note("connected anew");
  disconnect();
  const auto connected = connect(timeout_ms);
  const std::lock_guard lock(mutex_);
  lost_ = !connected.ok();
  return !lost_;
}

bool TcpLink::lost() const {
  const std::lock_guard lock(mutex_);
  return lost_;
}

void TcpLink::mark_lost() {
  const std::lock_guard lock(mutex_);
  lost_ = true;
}

std::vector<uint8_t> TcpLink::take_input() {
  std::vector<uint8_t> bytes;
  {
    const std::lock_guard lock(mutex_);
    bytes = std::exchange(received_, {});
  }
  if (bytes.size() >= limits::kTcpInBytesMax) ring_thread();  // it may read on
  if (trace_ != nullptr && !bytes.empty()) trace_->received(bytes);
  return bytes;
}

void TcpLink::begin_write(std::span<const uint8_t> bytes, int timeout_ms) {
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

std::optional<LinkEnd> TcpLink::take_write_end() {
  std::optional<LinkEnd> end;
  {
    const std::lock_guard lock(mutex_);
    end = std::exchange(write_end_, std::nullopt);
  }
  if (trace_ != nullptr && end) trace_->write_ended(*end);
  return end;
}

void TcpLink::cancel_write() {
  {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    write_end_.reset();
  }
  if (trace_ != nullptr) trace_->write_ended(LinkEnd::kCancelled);
}

// --- The link's thread ---------------------------------------------------------------------------

void TcpLink::run() {
  while (true) {
    std::array<pollfd, 2> ready{{{bell_, POLLIN, 0}, {socket_, 0, 0}}};
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || lost_) return;
      if (received_.size() < limits::kTcpInBytesMax) ready[1].events |= POLLIN;
      if (writing_) ready[1].events |= POLLOUT;
    }
    (void)::poll(ready.data(), ready.size(), poll_timeout_ms());
    uint64_t rung = 0;
    if (ready[0].revents != 0) (void)!::read(bell_, &rung, sizeof rung);
    if ((ready[1].revents & (POLLIN | POLLERR | POLLHUP)) != 0) receive();
    send_more();
  }
}

int TcpLink::poll_timeout_ms() const {
  const std::lock_guard lock(mutex_);
  if (!writing_) return -1;
  return static_cast<int>(std::max<int64_t>(0, write_until_ms_ - steady_ms()));
}

void TcpLink::receive() {
  std::array<uint8_t, 512> space;
  const ssize_t count = ::recv(socket_, space.data(), space.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  const std::lock_guard lock(mutex_);
  if (count > 0) {
    received_.insert(received_.end(), space.begin(), space.begin() + count);
  } else {
    lost_ = true;
    end_write(LinkEnd::kLost);
  }
  wake_();
}

void TcpLink::send_more() {
  const std::lock_guard lock(mutex_);
  if (!writing_) return;
  const ssize_t count = ::send(socket_, to_send_.data() + sent_, to_send_.size() - sent_,
                               MSG_DONTWAIT | MSG_NOSIGNAL);
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
void TcpLink::end_write(LinkEnd end) {
  if (!writing_) return;
  writing_ = false;
  write_end_ = end;
  wake_();
}

}  // namespace yichuang
