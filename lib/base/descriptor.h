// Descriptor: a POSIX file descriptor that closes itself. One owner; any thread.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace yichuang {

class Descriptor {
 public:
  // Takes over `fd`; negative: there is none.
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  const int fd_;
};

// All of `bytes`, however many writes it takes; false: see errno.
inline bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

}  // namespace yichuang
