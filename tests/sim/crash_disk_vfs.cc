// The functions through which SQLite reaches a CrashDisk (https://www.sqlite.org/vfs.html). Shared
// memory is not offered: a journal is EXCLUSIVE, and its write-ahead log's index lives on the heap.
#include <fmt/format.h>

#include <cstring>
#include <utility>

#include "base/assert.h"
#include "tests/sim/crash_disk.h"

namespace yichuang::sim {

struct CrashDisk::Calls {
  static Handle& handle(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
  static CrashDisk& disk(sqlite3_vfs* vfs) { return *static_cast<CrashDisk*>(vfs->pAppData); }

  // SQLite on Unix syncs the folder with the first sync of a journal or log, but does not look
  // whether that worked. Here it works half of the time for a log; always for the journal, which
  // is there only while the database itself is made.
  static uint64_t folder_percent(int flags) {
    if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0) return 100;
    return (flags & SQLITE_OPEN_WAL) != 0 ? 50 : 0;
  }

  static int close(sqlite3_file*) { return SQLITE_OK; }
  static int read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    Handle& h = handle(file);
    if (!h.disk->alive(h)) return h.disk->fail(SQLITE_IOERR_READ);
    return h.disk->read(*h.file, to, size, offset);
  }
  static int write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    Handle& h = handle(file);
    if (!h.disk->alive(h)) return h.disk->fail(SQLITE_IOERR_WRITE);
    return h.disk->write(*h.file, from, size, offset);
  }
  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    Handle& h = handle(file);
    if (!h.disk->alive(h)) return h.disk->fail(SQLITE_IOERR_TRUNCATE);
    return h.disk->truncate(*h.file, size);
  }
  static int sync(sqlite3_file* file, int) {
    Handle& h = handle(file);
    if (!h.disk->alive(h)) return h.disk->fail(SQLITE_IOERR_FSYNC);
    return h.disk->sync_of(h);
  }
  static int file_size(sqlite3_file* file, sqlite3_int64* size) {
    Handle& h = handle(file);
    if (!h.disk->alive(h)) return h.disk->fail(SQLITE_IOERR_FSTAT);
    *size = static_cast<sqlite3_int64>(h.file->seen.size());
    return SQLITE_OK;
  }
  static int lock(sqlite3_file*, int) { return SQLITE_OK; }
  static int check_reserved_lock(sqlite3_file*, int* reserved) {
    *reserved = 0;
    return SQLITE_OK;
  }
  static int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  // As the operating system's files on Linux: a write changes no byte beside its own.
  static int sector_size(sqlite3_file*) { return 4096; }
  static int device_characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

  static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* got) {
    static constexpr sqlite3_io_methods kMethods = {1,
                                                    close,
                                                    read,
                                                    write,
                                                    truncate,
                                                    sync,
                                                    file_size,
                                                    lock,
                                                    lock,
                                                    check_reserved_lock,
                                                    file_control,
                                                    sector_size,
                                                    device_characteristics,
                                                    nullptr,
                                                    nullptr,
                                                    nullptr,
                                                    nullptr,
                                                    nullptr,
                                                    nullptr};
    CrashDisk& d = disk(vfs);
    Handle& h = handle(file);
    h.base.pMethods = nullptr;
    if (!d.powered_ || !d.process_alive_) return d.fail(SQLITE_CANTOPEN);
    const std::string file_name = name ? name : "temporary";
    if (!d.folder_.contains(file_name)) {
      if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
      if (d.full_) return d.fail(SQLITE_CANTOPEN);
      d.folder_[file_name] = &d.files_.emplace_back();
    }
    h.disk = &d;
    h.file = d.folder_.at(file_name);
    h.life = d.life_;
    h.folder_percent = folder_percent(flags);
    h.base.pMethods = &kMethods;
    if (got) *got = flags;
    return SQLITE_OK;
  }
  static int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    CrashDisk& d = disk(vfs);
    if (!d.powered_ || !d.process_alive_) return d.fail(SQLITE_IOERR_DELETE);
    return d.remove(name, sync_folder != 0);
  }
  static int access(sqlite3_vfs* vfs, const char* name, int, int* there) {
    *there = disk(vfs).folder_.contains(name);
    return SQLITE_OK;
  }
  static int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
    const auto done = fmt::format_to_n(out, static_cast<size_t>(size) - 1, "{}", name);
    *done.out = '\0';
    return done.size < static_cast<size_t>(size) ? SQLITE_OK : SQLITE_CANTOPEN;
  }
  static int randomness(sqlite3_vfs* vfs, int size, char* out) {
    disk(vfs).random_.fill({reinterpret_cast<uint8_t*>(out), static_cast<size_t>(size)});
    return size;
  }
  static int sleep(sqlite3_vfs*, int microseconds) { return microseconds; }
  static int current_time(sqlite3_vfs*, double* julian_day) {
    *julian_day = 2'461'000.5;
    return SQLITE_OK;
  }
  static int last_error(sqlite3_vfs*, int, char*) { return 0; }
};

CrashDisk::CrashDisk(SeededRandom random) : random_(std::move(random)) {
  vfs_.iVersion = 1;
  vfs_.szOsFile = sizeof(Handle);
  vfs_.mxPathname = 512;
  vfs_.zName = kVfs;
  vfs_.pAppData = this;
  vfs_.xOpen = Calls::open;
  vfs_.xDelete = Calls::remove;
  vfs_.xAccess = Calls::access;
  vfs_.xFullPathname = Calls::full_path;
  vfs_.xRandomness = Calls::randomness;
  vfs_.xSleep = Calls::sleep;
  vfs_.xCurrentTime = Calls::current_time;
  vfs_.xGetLastError = Calls::last_error;
  HALL_ASSERT(sqlite3_vfs_register(&vfs_, 0) == SQLITE_OK);
  // SQLite's own generator draws from the default VFS unless it is set; each seed sets it anew.
  HALL_ASSERT(sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(random_.next() | 1),
                                   static_cast<sqlite3*>(nullptr)) == SQLITE_OK);
  sqlite3_randomness(0, nullptr);
}

CrashDisk::~CrashDisk() { sqlite3_vfs_unregister(&vfs_); }

}  // namespace yichuang::sim
