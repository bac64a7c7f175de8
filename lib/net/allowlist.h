// Who may connect: the enrolled devices of a hall, by public key, with role and revocation. One
// TOML file, written by hallctl, read by queue-server again as soon as it changes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/file_stamp.h"
#include "base/result.h"
#include "net/device_file.h"

namespace yichuang {

struct EnrolledDevice {
  std::string name;
  Role role = Role::kDisplay;
  std::string hall;
  std::string public_key;  // Z85
  bool revoked = false;
  int64_t revoked_at_s = 0;  // Unix time; 0 if the file does not say
};

// By public key. A missing file is an empty list. At most limits::kDevicesMax entries.
using EnrolledDevices = std::map<std::string, EnrolledDevice, std::less<>>;
Result<EnrolledDevices> load_enrolled_devices(const std::filesystem::path& path);
// Takes out those that were revoked longest ago until the list fits the limit: an unknown key stays
// out as a revoked one does. kExhausted if there are too many that may connect.
Result<void> make_room(EnrolledDevices& list);
// Makes room first.
Result<void> save_enrolled_devices(const std::filesystem::path& path, EnrolledDevices list);

// The live list. Any thread. refresh() is a stat() when nothing changed, so it is asked before
// every tick and every handshake: a revoked key stops at once.
class Allowlist {
 public:
  Allowlist(std::filesystem::path path, std::string hall);
  // Reads the file if it changed. If the new one is wrong, keeps the old list and says so once;
  // asked again, it is ok until there is something new to say.
  Result<void> refresh();
  // The device with this key, if it is enrolled in this hall and not revoked; else null.
  std::shared_ptr<const EnrolledDevice> find(std::string_view public_key) const;

 private:
  const std::filesystem::path path_;
  const std::string hall_;
  mutable std::mutex lock_;
  FileStamp stamp_;
  std::string told_;  // what was last said of a file that is wrong; empty: it is not
  std::map<std::string, std::shared_ptr<const EnrolledDevice>, std::less<>> devices_;
};

}  // namespace yichuang
