#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace yichuang {
namespace {

Error os_error(std::string_view verb, const std::filesystem::path& path) {
  const int why = errno;
  return Error{why == ENOENT ? ErrorCode::kNotFound : ErrorCode::kInternal,
               fmt::format("cannot {} {}: {}", verb, path.string(), std::strerror(why))};
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, size_t size_max_bytes) {
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return os_error("open", path);
  std::string bytes;
  char buffer[16384];
  while (true) {
    const ssize_t n = ::read(fd.get(), buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("read", path);
    if (n == 0) return bytes;
    bytes.append(buffer, static_cast<size_t>(n));
    if (bytes.size() > size_max_bytes) {
      return Error{ErrorCode::kExhausted,
                   fmt::format("{} is larger than {} bytes", path.string(), size_max_bytes)};
    }
  }
}

Result<void> write_file_atomic(const std::filesystem::path& path, std::string_view bytes,
                               unsigned mode) {
  const std::filesystem::path fresh = path.string() + fmt::format(".new-{}", ::getpid());
  {
    Descriptor fd(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (fd.get() < 0) return os_error("create", fresh);
    if (::fchmod(fd.get(), mode) != 0) return os_error("set the mode of", fresh);
    for (size_t done = 0; done < bytes.size();) {
      const ssize_t n = ::write(fd.get(), bytes.data() + done, bytes.size() - done);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return os_error("write", fresh);
      done += static_cast<size_t>(n);
    }
    if (::fsync(fd.get()) != 0) return os_error("sync", fresh);
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) return os_error("rename over", path);
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  Descriptor dir(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (dir.get() < 0 || ::fsync(dir.get()) != 0) return os_error("sync the folder", folder);
  return {};
}

}  // namespace yichuang
