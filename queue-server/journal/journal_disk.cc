#include "queue-server/journal/journal_disk.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace yichuang {
namespace {

std::filesystem::path folder_of(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

Result<void> sync_path(const std::filesystem::path& path, int flags) {
  const int opened = ::open(path.c_str(), flags | O_CLOEXEC);
  if (opened < 0 && errno == ENOENT) return {};
  const int synced = opened < 0 ? -1 : ::fsync(opened);
  const int error = errno;
  if (opened >= 0) ::close(opened);
  if (synced == 0) return {};
  return Error{ErrorCode::kInternal, fmt::format("cannot bring {} to the disk: {}; check the disk",
                                                 path.string(), std::strerror(error))};
}

class SystemDisk final : public JournalDisk {
 public:
  const char* vfs() const override { return nullptr; }

  Result<void> sync(const std::filesystem::path& file) override {
    return sync_path(file, O_RDONLY);
  }

  Result<void> sync_folder(const std::filesystem::path& file) override {
    return sync_path(folder_of(file), O_RDONLY | O_DIRECTORY);
  }

  // Pages that wait to be written stay; those that count as written are read again. If it does not
  // work nothing is worse than before, so its failure is not an error.
  void drop_cache(const std::filesystem::path& file) override {
    const int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (opened < 0) return;
    ::posix_fadvise(opened, 0, 0, POSIX_FADV_DONTNEED);
    ::close(opened);
  }

  uint64_t free_bytes(const std::filesystem::path& file) const override {
    struct statvfs info {};
    if (::statvfs(folder_of(file).c_str(), &info) != 0) return UINT64_MAX;
    return static_cast<uint64_t>(info.f_bavail) * info.f_frsize;
  }
};

}  // namespace

JournalDisk& system_disk() {
  static SystemDisk disk;
  return disk;
}

Result<void> make_certain(JournalDisk& disk, const std::filesystem::path& file) {
  auto synced = disk.sync(file);
  disk.drop_cache(file);
  return synced;
}

}  // namespace yichuang
