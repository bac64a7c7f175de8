// The disk under a journal, as far as SQLite does not ask for it itself. Production keeps journals
// on the system's files (system_disk); the simulator brings a disk that fails.
#pragma once

#include <cstdint>
#include <filesystem>

namespace yichuang {

class JournalDisk {
 public:
  virtual ~JournalDisk() = default;
  // The registered SQLite VFS (https://www.sqlite.org/vfs.html) that reaches it; null: the default.
  virtual const char* vfs() const = 0;
  // What is read from `file` next comes from the disk, not from memory. After a failed sync Linux
  // takes pages for written that are not, and a later sync does not write them: a journal that was
  // refolded from such pages would lose, at a power cut, what was built on them.
  virtual void drop_cache(const std::filesystem::path& file) = 0;
  virtual uint64_t free_bytes(const std::filesystem::path& file) const = 0;
};

JournalDisk& system_disk();

}  // namespace yichuang
