// A disk in memory for SQLite, with everything that a real one does to a journal: unsynced writes
// that a power cut keeps, drops, tears or leaves as rubbish, in any combination; writes and syncs
// that fail; no room left. What was synced stays.
//
// Files and their names are two things, as on a real disk: a file that was made is lost with all
// that was synced to it if its folder was not synced, and one that was removed may be back.
//
// The process and the machine die separately. A killed process loses its open files, but the
// operating system still holds what was written; a power cut loses that too.
//
// Seeded: the same calls give the same disk. Owned by one thread; SQLite calls it on that thread.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "queue-server/journal/journal_disk.h"
#include "tests/sim/seeded_random.h"

namespace yichuang::sim {

class CrashDisk final : public JournalDisk {
 public:
  explicit CrashDisk(SeededRandom random);
  ~CrashDisk() override;
  CrashDisk(const CrashDisk&) = delete;
  CrashDisk& operator=(const CrashDisk&) = delete;

  // The name by which SQLite knows it, for sqlite3_open_v2.
  static constexpr const char* kVfs = "crash_disk";

  // ---- Faults. Operations are writes, syncs, truncations and deletions. ----
  void cut_power_after(uint64_t operations) { power_left_ = operations; }
  void kill_process_after(uint64_t operations) { life_left_ = operations; }
  void fail_writes(uint64_t count) { writes_to_fail_ = count; }
  // A failed sync leaves some of the writes on the disk and forgets that the others were asked for,
  // as Linux does: the process still reads them, a later sync does not write them.
  void fail_syncs(uint64_t count) { syncs_to_fail_ = count; }
  void set_full(bool full) { full_ = full; }
  // Little is left; writes still succeed.
  void set_low(bool low) { low_ = low; }
  void heal();

  bool powered() const { return powered_; }
  bool process_alive() const { return process_alive_; }
  // How often it returned an error since the process started.
  uint64_t errors() const { return errors_; }

  // ---- What the journal asks. ----
  const char* vfs() const override { return kVfs; }
  Result<void> sync(const std::filesystem::path& file) override;
  Result<void> sync_folder(const std::filesystem::path& file) override;
  void drop_cache(const std::filesystem::path& file) override;
  uint64_t free_bytes(const std::filesystem::path& file) const override;

  // ---- Lives. ----
  // The process is gone, cleanly or not; its handles are dead from now on.
  void end_process();
  void start_process();
  // Power goes and comes back; what was not synced is subject to chance.
  void cycle_power();

 private:
  struct Write {
    int64_t offset = 0;
    std::string bytes;
    bool truncate = false;
  };
  struct File {
    std::string on_disk;
    std::string seen;  // what a reader gets: with the writes that are not synced
    std::vector<Write> unsynced;
  };
  using Folder = std::map<std::string, File*>;
  struct Handle {
    sqlite3_file base;
    CrashDisk* disk;
    File* file;
    uint64_t life;
    uint64_t folder_percent;  // how surely its next sync is one of the folder too
  };
  struct Calls;  // what SQLite calls (crash_disk_vfs.cc)

  bool alive(const Handle& handle) const;
  bool count_operation();
  int fail(int code);
  int read(File& file, void* to, int size, int64_t offset);
  int write(File& file, const void* from, int size, int64_t offset);
  int truncate(File& file, int64_t size);
  int sync(File& file);
  int sync_of(Handle& handle);
  int remove(const std::string& name, bool for_sure);
  static void put(std::string& bytes, const Write& write);
  void settle(std::string& on_disk, const Write& write);

  SeededRandom random_;
  std::deque<File> files_;  // every one that ever was
  Folder folder_;           // as a reader sees it
  Folder folder_on_disk_;   // as a power cut leaves it
  sqlite3_vfs vfs_{};
  bool powered_ = true;
  bool process_alive_ = true;
  bool full_ = false;
  bool low_ = false;
  uint64_t life_ = 1;
  uint64_t errors_ = 0;
  uint64_t power_left_ = 0;  // 0: not armed
  uint64_t life_left_ = 0;
  uint64_t writes_to_fail_ = 0;
  uint64_t syncs_to_fail_ = 0;
};

}  // namespace yichuang::sim
