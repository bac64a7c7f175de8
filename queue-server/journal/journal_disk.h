// The disk under a journal, as far as SQLite does not ask for it itself. Production keeps journals
// on the system's files (system_disk); the simulator brings a disk that fails.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace yichuang {

class JournalDisk {
 public:
  virtual ~JournalDisk() = default;
  // The registered SQLite VFS (https://www.sqlite.org/vfs.html) that reaches it; null: the default.
  virtual const char* vfs() const = 0;
  // What was written to `file`, by whatever process, survives a power cut when it returns ok. A
  // file that is not there is no error.
  virtual Result<void> sync(const std::filesystem::path& file) = 0;
  // The names in the folder of `file` survive a power cut when it returns ok.
  virtual Result<void> sync_folder(const std::filesystem::path& file) = 0;
  // What is read from `file` next comes from the disk, not from memory. After a failed sync Linux
  // takes pages for written that are not, and a later sync does not write them: a journal that was
  // refolded from such pages would lose, at a power cut, what was built on them.
  virtual void drop_cache(const std::filesystem::path& file) = 0;
  virtual uint64_t free_bytes(const std::filesystem::path& file) const = 0;
};

JournalDisk& system_disk();

// What `file` holds is on the disk when it returns ok, and what is read next is what the disk has,
// whether it does or not. A server that was killed between a write and its sync leaves events that
// can be read, but that a power cut still takes: nothing may be answered from them before this.
Result<void> make_certain(JournalDisk& disk, const std::filesystem::path& file);

}  // namespace yichuang
