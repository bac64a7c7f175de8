// Small files, read and written whole: keys, device files, allowlists. Not for the journal.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yichuang {

// The file's bytes. Refuses a file over `size_max_bytes`.
Result<std::string> read_file(const std::filesystem::path& path, size_t size_max_bytes);

// Writes beside the target, syncs, renames over it and syncs the folder: after a crash the old or
// the new content is there, never half of one. `mode` is the new file's permission bits.
Result<void> write_file_atomic(const std::filesystem::path& path, std::string_view bytes,
                               unsigned mode);

}  // namespace yichuang
