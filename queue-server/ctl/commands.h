// hallctl's commands, a function each. They print for people and return the exit status.
#pragma once

#include <filesystem>
#include <string>

#include "base/clock.h"

namespace yichuang {

// Makes a device's key, allows it, writes its device file (mode 0600). Refuses a name in use, and
// one device more than a hall may have.
int enroll(const std::filesystem::path& config, const std::string& role, const std::string& name,
           const std::filesystem::path& out);
// Takes a device's permission away, at once. `now` is kept, for the list to forget the oldest
// first.
int revoke(const std::filesystem::path& config, const std::string& name, Time now);
// Prints the enrolled devices.
int list_devices(const std::filesystem::path& config);
// Refolds a journal without changing it.
int verify(const std::filesystem::path& journal);

}  // namespace yichuang
