// What tells one writing of a file from the next, so that a program notices a file that was
// replaced, edited, removed, or is there at last. Plain values; any thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>

namespace yichuang {

struct FileStamp {
  ino_t inode = 0;
  off_t size_bytes = 0;
  int64_t modified_ns = 0;  // Unix time

  // Of a file that is not there, or cannot be looked at.
  bool missing() const { return *this == FileStamp{}; }
  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Take it before reading: what is written meanwhile then has another stamp than what was read. Two
// writings of the same size into the same file within a tick of the file system's clock (4 ms) have
// the same.
FileStamp file_stamp(const std::filesystem::path& file);

}  // namespace yichuang
