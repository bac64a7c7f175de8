// A disk that fails on demand: preloaded into an unmodified server by the journal's tests. The file
// named by SICK_DISK says how it feels: "well", "sync" (fsync and fdatasync fail with EIO), "full"
// (writes that need room fail with ENOSPC) or "nearly-full" (statvfs says that almost nothing is
// left). Only files whose name contains "journal" are concerned.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

bool feels(const char* how) {
  const char* path = getenv("SICK_DISK");
  if (!path) return false;
  const int file = static_cast<int>(syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC));
  if (file < 0) return false;
  char text[32] = {};
  const long size = syscall(SYS_read, file, text, sizeof text - 1);
  syscall(SYS_close, file);
  return size > 0 && strncmp(text, how, strlen(how)) == 0 && text[strlen(how)] == '\n';
}

bool is_journal(int file) {
  char link[64];
  char name[4096] = {};
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  return readlink(link, name, sizeof name - 1) > 0 && strstr(name, "journal") != nullptr;
}

template <class Function>
Function real(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

bool no_sync(int file) { return is_journal(file) && feels("sync"); }
bool no_room(int file) { return is_journal(file) && feels("full"); }

int fails(int error) {
  errno = error;
  return -1;
}

}  // namespace

extern "C" {

int fsync(int file) { return no_sync(file) ? fails(EIO) : real<int (*)(int)>("fsync")(file); }

int fdatasync(int file) {
  return no_sync(file) ? fails(EIO) : real<int (*)(int)>("fdatasync")(file);
}

ssize_t write(int file, const void* bytes, size_t size) {
  if (no_room(file)) return fails(ENOSPC);
  return real<ssize_t (*)(int, const void*, size_t)>("write")(file, bytes, size);
}

ssize_t pwrite64(int file, const void* bytes, size_t size, off64_t at) {
  if (no_room(file)) return fails(ENOSPC);
  return real<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64")(file, bytes, size, at);
}

ssize_t pwrite(int file, const void* bytes, size_t size, off_t at) {
  return pwrite64(file, bytes, size, at);
}

int posix_fallocate(int file, off_t at, off_t size) {
  if (no_room(file)) return ENOSPC;
  return real<int (*)(int, off_t, off_t)>("posix_fallocate")(file, at, size);
}

static void shrink(struct statvfs* room) {
  if (feels("nearly-full") || feels("full")) room->f_bavail = room->f_bfree = 1;
}

int statvfs(const char* path, struct statvfs* room) {
  const int result = real<int (*)(const char*, struct statvfs*)>("statvfs")(path, room);
  if (result == 0) shrink(room);
  return result;
}

int fstatvfs(int file, struct statvfs* room) {
  const int result = real<int (*)(int, struct statvfs*)>("fstatvfs")(file, room);
  if (result == 0) shrink(room);
  return result;
}

}  // extern "C"
