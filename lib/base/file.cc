#include "base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "base/descriptor.h"

namespace yichuang {
namespace {

Error os_error(std::string_view verb, const std::filesystem::path& path) {
  const int why = errno;
  return Error{why == ENOENT ? ErrorCode::kNotFound : ErrorCode::kInternal,
               fmt::format("cannot {} {}: {}", verb, path.string(), std::strerror(why))};
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, size_t size_max_bytes) {
  // Not blocking: a pipe nobody writes to must not hang the program. Plain files know no waiting.
  Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (fd.get() < 0) return os_error("open", path);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return os_error("examine", path);
  if (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode)) {
    return Error{ErrorCode::kInvalid, fmt::format("{} is a pipe, not a file", path.string())};
  }
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

namespace {

Result<void> write_fresh(const std::filesystem::path& fresh, std::string_view bytes,
                         unsigned mode) {
  // Exclusive: a secret must not land in a file that somebody else made and can read.
  Descriptor fd(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (fd.get() < 0) return os_error("create", fresh);
  if (::fchmod(fd.get(), mode) != 0) return os_error("set the mode of", fresh);
  if (!write_all(fd.get(), bytes)) return os_error("write", fresh);
  if (::fsync(fd.get()) != 0) return os_error("sync", fresh);
  return {};
}

Result<void> replace_with(const std::filesystem::path& fresh, const std::filesystem::path& path) {
  if (::rename(fresh.c_str(), path.c_str()) != 0) return os_error("rename over", path);
  return {};
}

}  // namespace

Result<void> write_file_atomic(const std::filesystem::path& path, std::string_view bytes,
                               unsigned mode) {
  static std::atomic<unsigned> count{0};  // two threads may write the same file
  const std::filesystem::path fresh =
      path.string() + fmt::format(".new-{}-{}", ::getpid(), count.fetch_add(1));
  ::unlink(fresh.c_str());  // what an earlier process of our id left behind when it crashed
  auto done = write_fresh(fresh, bytes, mode);
  if (done) done = replace_with(fresh, path);
  if (!done) {
    ::unlink(fresh.c_str());
    return done;
  }
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  Descriptor dir(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (dir.get() < 0 || ::fsync(dir.get()) != 0) return os_error("sync the folder", folder);
  return {};
}

}  // namespace yichuang
