#include "queue-server/journal/journal_disk.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace yichuang {
namespace {

class SystemDisk final : public JournalDisk {
 public:
  const char* vfs() const override { return nullptr; }

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
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    if (::statvfs(folder.c_str(), &info) != 0) return UINT64_MAX;
    return static_cast<uint64_t>(info.f_bavail) * info.f_frsize;
  }
};

}  // namespace

JournalDisk& system_disk() {
  static SystemDisk disk;
  return disk;
}

}  // namespace yichuang
