#include "base/file_stamp.h"

#include <sys/stat.h>

namespace yichuang {

FileStamp file_stamp(const std::filesystem::path& file) {
  struct stat found {};
  if (stat(file.c_str(), &found) != 0) return {};
  constexpr int64_t kSecondNs = 1'000'000'000;
  return {found.st_ino, found.st_size,
          int64_t{found.st_mtim.tv_sec} * kSecondNs + found.st_mtim.tv_nsec};
}

}  // namespace yichuang
