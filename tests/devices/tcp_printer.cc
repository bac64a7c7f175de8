#include "tests/devices/tcp_printer.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <vector>

#include "base/assert.h"

namespace yichuang {
namespace {

// Little, as in a printer: the sender feels it when nothing is printed.
constexpr int kReceiveBufferBytes = 2048;

int listen_on(uint16_t& port) {
  const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  (void)setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  (void)setsockopt(file, SOL_SOCKET, SO_RCVBUF, &kReceiveBufferBytes, sizeof kReceiveBufferBytes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  HALL_ASSERT(::bind(file, reinterpret_cast<sockaddr*>(&address), size) == 0);
  HALL_ASSERT(::listen(file, 1) == 0);
  HALL_ASSERT(getsockname(file, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port = ntohs(address.sin_port);
  return file;
}

}  // namespace

TcpPrinter::TcpPrinter() {
  listener_ = listen_on(port_);
  bell_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  thread_ = std::thread([this] { serve(); });
}

TcpPrinter::~TcpPrinter() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ring();
  thread_.join();
  hang_up();
  if (listener_ >= 0) ::close(listener_);
  ::close(bell_);
}

std::string TcpPrinter::address() const { return fmt::format("escpos:tcp:127.0.0.1:{}", port_); }

void TcpPrinter::with_model(const std::function<void(PrinterModel&)>& use) {
  {
    const std::lock_guard lock(mutex_);
    use(model_);
  }
  ring();
}

void TcpPrinter::set_power(bool on) {
  {
    const std::lock_guard lock(mutex_);
    if (on && !power_) model_.power_cycle();
    power_ = on;
  }
  ring();
}

void TcpPrinter::power_off_after(uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  off_at_bytes_ = model_.received_bytes() + bytes;
}

uint64_t TcpPrinter::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

void TcpPrinter::ring() {
  const uint64_t one = 1;
  (void)!::write(bell_, &one, sizeof one);
}

// --- The serving thread --------------------------------------------------------------------------

// With a reset, as from a device without power.
void TcpPrinter::hang_up() {
  if (client_ < 0) return;
  const linger at_once{1, 0};
  (void)setsockopt(client_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  ::close(client_);
  client_ = -1;
  to_model_.clear();
}

void TcpPrinter::serve() {
  while (true) {
    std::array<pollfd, 3> ready{{{bell_, POLLIN, 0}, {listener_, POLLIN, 0}, {client_, 0, 0}}};
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
      if (client_ >= 0) ready[1].fd = -1;
      ready[2].events = to_model_.empty() ? POLLIN : POLLRDHUP;
    }
    (void)::poll(ready.data(), ready.size(), -1);
    uint64_t rung = 0;
    (void)!::read(bell_, &rung, sizeof rung);
    const std::lock_guard lock(mutex_);
    if (!power_) {
      hang_up();
      if (listener_ >= 0) ::close(listener_);
      listener_ = -1;
      continue;
    }
    // Whoever hangs up with bytes that are not printed yet takes them back.
    if (!to_model_.empty() && (ready[2].revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0) hang_up();
    if (listener_ < 0) listener_ = listen_on(port_);
    if (client_ < 0) (void)accept_one();
    if (client_ >= 0 && !turn()) hang_up();
  }
}

bool TcpPrinter::accept_one() {
  client_ = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (client_ < 0) return false;
  model_.port_reset();  // what an ended connection has left is dropped
  ++connections_;
  return true;
}

// Moves what can be moved between the socket and the model; false: the connection has ended.
bool TcpPrinter::turn() {
  std::array<uint8_t, 1024> space;
  if (to_model_.empty()) {
    const ssize_t count = ::recv(client_, space.data(), space.size(), 0);
    if (count == 0) return false;
    if (count > 0) to_model_.assign(space.begin(), space.begin() + count);
  }
  const size_t taken = model_.out(PrinterModel::kOutEndpoint, to_model_);
  to_model_.erase(to_model_.begin(), to_model_.begin() + static_cast<ptrdiff_t>(taken));
  if (off_at_bytes_ != 0 && model_.received_bytes() >= off_at_bytes_) {
    off_at_bytes_ = 0;
    power_ = false;
    return false;
  }
  while (const size_t said = model_.in(PrinterModel::kInEndpoint, space)) {
    if (::send(client_, space.data(), said, MSG_NOSIGNAL) < 0) return false;
  }
  if (taken > 0) ring();  // there may be more
  return true;
}

}  // namespace yichuang
