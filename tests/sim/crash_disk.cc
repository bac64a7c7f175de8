#include "tests/sim/crash_disk.h"

#include <algorithm>
#include <cstring>
#include <set>

namespace yichuang::sim {
namespace {

constexpr size_t kSectorBytes = 512;  // the least that a disk writes as a whole

}  // namespace

void CrashDisk::heal() {
  power_left_ = life_left_ = writes_to_fail_ = syncs_to_fail_ = 0;
  full_ = low_ = false;
}

bool CrashDisk::alive(const Handle& handle) const {
  return powered_ && process_alive_ && handle.life == life_;
}

// False if this operation is the one at which power or process end; it is not carried out.
bool CrashDisk::count_operation() {
  if (power_left_ > 0 && --power_left_ == 0) powered_ = false;
  if (life_left_ > 0 && --life_left_ == 0) process_alive_ = false;
  return powered_ && process_alive_;
}

int CrashDisk::fail(int code) {
  ++errors_;
  return code;
}

int CrashDisk::read(File& file, void* to, int size, int64_t offset) {
  std::memset(to, 0, static_cast<size_t>(size));
  const auto length = static_cast<int64_t>(file.seen.size());
  if (offset >= length) return SQLITE_IOERR_SHORT_READ;
  const int64_t there = std::min<int64_t>(size, length - offset);
  std::memcpy(to, file.seen.data() + offset, static_cast<size_t>(there));
  return there < size ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

int CrashDisk::write(File& file, const void* from, int size, int64_t offset) {
  Write write{offset, std::string(static_cast<const char*>(from), static_cast<size_t>(size))};
  if (!count_operation()) {
    if (random_.percent(50)) file.unsynced.push_back(std::move(write));  // half done
    return fail(SQLITE_IOERR_WRITE);
  }
  if (writes_to_fail_ > 0) {
    --writes_to_fail_;
    return fail(SQLITE_IOERR_WRITE);
  }
  if (full_ && offset + size > static_cast<int64_t>(file.seen.size())) return fail(SQLITE_FULL);
  put(file.seen, write);
  file.unsynced.push_back(std::move(write));
  return SQLITE_OK;
}

int CrashDisk::truncate(File& file, int64_t size) {
  if (!count_operation()) return fail(SQLITE_IOERR_TRUNCATE);
  Write write{size, "", true};
  put(file.seen, write);
  file.unsynced.push_back(std::move(write));
  return SQLITE_OK;
}

int CrashDisk::sync(File& file) {
  if (!count_operation()) return fail(SQLITE_IOERR_FSYNC);
  if (syncs_to_fail_ > 0) {
    --syncs_to_fail_;
    for (const Write& write : file.unsynced) settle(file.on_disk, write);
    file.unsynced.clear();
    return fail(SQLITE_IOERR_FSYNC);
  }
  for (const Write& write : file.unsynced) put(file.on_disk, write);
  file.unsynced.clear();
  return SQLITE_OK;
}

int CrashDisk::sync_of(Handle& handle) {
  const int rc = sync(*handle.file);
  if (rc != SQLITE_OK || handle.folder_percent == 0) return rc;
  if (random_.percent(handle.folder_percent)) folder_on_disk_ = folder_;
  handle.folder_percent = 0;
  return SQLITE_OK;
}

Result<void> CrashDisk::sync(const std::filesystem::path& file) {
  const auto found = folder_.find(file.string());
  if (found == folder_.end() || sync(*found->second) == SQLITE_OK) return {};
  return Error{ErrorCode::kInternal, "the simulated disk cannot sync a file"};
}

Result<void> CrashDisk::sync_folder(const std::filesystem::path&) {
  if (!count_operation()) {
    fail(SQLITE_IOERR_DIR_FSYNC);
    return Error{ErrorCode::kInternal, "the simulated disk cannot sync its folder"};
  }
  folder_on_disk_ = folder_;
  return {};
}

int CrashDisk::remove(const std::string& name, bool for_sure) {
  if (!count_operation()) return fail(SQLITE_IOERR_DELETE);
  if (folder_.erase(name) == 0) return SQLITE_IOERR_DELETE_NOENT;
  if (for_sure) folder_on_disk_ = folder_;
  return SQLITE_OK;
}

void CrashDisk::put(std::string& bytes, const Write& write) {
  const auto offset = static_cast<size_t>(write.offset);
  if (write.truncate) {
    bytes.resize(offset);
    return;
  }
  bytes.resize(std::max(bytes.size(), offset + write.bytes.size()));
  bytes.replace(offset, write.bytes.size(), write.bytes);
}

// What chance leaves of one unsynced write: all, nothing, its beginning, or rubbish in a sector.
void CrashDisk::settle(std::string& on_disk, const Write& write) {
  const uint64_t fate = random_.below(4);
  if (fate == 0) return;
  if (fate == 1 || write.truncate || write.bytes.empty()) return put(on_disk, write);
  Write torn = write;
  const size_t sectors = write.bytes.size() / kSectorBytes + 1;
  const size_t cut = std::min(random_.below(sectors) * kSectorBytes, write.bytes.size());
  if (fate == 2) {
    torn.bytes.resize(cut);
  } else {
    const size_t end = std::min(cut + kSectorBytes, torn.bytes.size());
    for (size_t i = cut; i < end; ++i) torn.bytes[i] = static_cast<char>(random_.next());
  }
  if (!torn.bytes.empty()) put(on_disk, torn);
}

// Only what waits to be written is still remembered; what a failed sync forgot is gone.
void CrashDisk::drop_cache(const std::filesystem::path& file) {
  const auto found = folder_.find(file.string());
  if (found == folder_.end()) return;
  File& kept = *found->second;
  kept.seen = kept.on_disk;
  for (const Write& write : kept.unsynced) put(kept.seen, write);
}

uint64_t CrashDisk::free_bytes(const std::filesystem::path&) const {
  return low_ ? 1 << 20 : UINT64_MAX;
}

void CrashDisk::end_process() {
  process_alive_ = false;
  ++life_;
}

void CrashDisk::start_process() {
  process_alive_ = true;
  life_left_ = 0;
  errors_ = 0;
}

void CrashDisk::cycle_power() {
  for (File& file : files_) {
    for (const Write& write : file.unsynced) settle(file.on_disk, write);
    file.unsynced.clear();
    file.seen = file.on_disk;
  }
  // A name that was made or removed since the folder was synced may be there, or not.
  std::set<std::string> names;
  for (const Folder* folder : {&folder_, &folder_on_disk_}) {
    for (const auto& [name, file] : *folder) names.insert(name);
  }
  const auto file_of = [](const Folder& folder, const std::string& name) {
    const auto found = folder.find(name);
    return found == folder.end() ? nullptr : found->second;
  };
  for (const std::string& name : names) {
    File* const seen = file_of(folder_, name);
    if (seen == file_of(folder_on_disk_, name) || random_.percent(50)) continue;
    folder_on_disk_.erase(name);
    if (seen) folder_on_disk_[name] = seen;
  }
  folder_ = folder_on_disk_;
  powered_ = true;
  power_left_ = 0;
}

}  // namespace yichuang::sim
