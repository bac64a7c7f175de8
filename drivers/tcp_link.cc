#include "drivers/tcp_link.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <string>
#include <utility>

namespace yichuang {
namespace {

// The kernel doubles it.
constexpr int kSendBufferBytes = 4096;
// A printer that was switched off acknowledges nothing any more.
constexpr unsigned kUserTimeoutMs = 4000;

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
    : FdLink(std::move(wake), trace), address_(address) {}

Result<std::unique_ptr<TcpLink>> TcpLink::open(std::string_view where, Wake wake, Trace* trace) {
  const auto address = address_of(where);
  if (!address) return address.error();
  std::unique_ptr<TcpLink> link(new TcpLink(*address, std::move(wake), trace));
  if (auto connected = link->connect(kConnectMs); !connected) return connected.error();
  return link;
}

Result<void> TcpLink::check(std::string_view where) {
  const auto address = address_of(where);
  if (!address) return address.error();
  return {};
}

TcpLink::~TcpLink() { disconnect(); }

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
  start(socket_);
  return {};
}

void TcpLink::disconnect() {
  stop();
  if (socket_ >= 0) {
    // With a reset: what was not delivered yet is the rest of a ticket that has ended.
    const linger at_once{1, 0};
    (void)setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(socket_);
  }
  socket_ = -1;
}

bool TcpLink::soft_reset(int timeout_ms) {
  if (fresh() && !lost()) return true;
  if (trace() != nullptr) trace()->note("connected anew");
  disconnect();
  const auto connected = connect(timeout_ms);
  set_lost(!connected.ok());
  return connected.ok();
}

}  // namespace yichuang
