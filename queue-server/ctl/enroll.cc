#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstdio>

#include "net/allowlist.h"
#include "net/server_sockets.h"
#include "papers/keys.h"
#include "queue-server/ctl/commands.h"
#include "queue-server/server_config.h"

namespace yichuang {
namespace {

int explain(const Error& error) {
  std::fprintf(stderr, "hallctl: %s\n", error.sentence.c_str());
  return 1;
}

// One hallctl at a time changes the list.
class ListLock {
 public:
  explicit ListLock(const std::filesystem::path& devices)
      : fd_(::open((devices.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    held_ = fd_ >= 0 && ::flock(fd_, LOCK_EX) == 0;
  }
  ~ListLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  ListLock(const ListLock&) = delete;
  ListLock& operator=(const ListLock&) = delete;
  bool held() const { return held_; }

 private:
  int fd_;
  bool held_ = false;
};

}  // namespace

// Kiosks seal papers that only queue-web can open.
static void give_paper_keys(const KeyPair& server, DeviceFile& device) {
  const PaperKeyPair document = document_keys_of(server.secret_key);
  if (device.role == Role::kKiosk) device.document_key = paper_key_text(document.public_key);
  if (device.role != Role::kWeb) return;
  device.document_secret = paper_key_text(document.secret);
  device.upload_key = paper_key_text(upload_keys_of(server.secret_key).public_key);
}

int enroll(const std::filesystem::path& config_path, const std::string& role_name,
           const std::string& name, const std::filesystem::path& out) {
  auto config = load_server_config(config_path);
  if (!config) return explain(config.error());
  const auto role = role_named(role_name);
  if (!role) return explain({ErrorCode::kInvalid, "--role is kiosk, display, web or admin"});
  if (!is_plain_name(name)) {
    return explain({ErrorCode::kInvalid, "--name is 1 to 32 letters, digits, '-', '_' or '.'"});
  }
  if (std::filesystem::exists(out)) {
    return explain({ErrorCode::kRefused, out.string() + " exists; it may be another device's key"});
  }
  ListLock lock(config->devices);
  if (!lock.held())
    return explain({ErrorCode::kInternal, "cannot lock " + config->devices.string()});
  auto list = load_enrolled_devices(config->devices);
  if (!list) return explain(list.error());
  for (const auto& [key, device] : *list) {
    if (device.name == name && !device.revoked) {
      return explain({ErrorCode::kRefused,
                      name + " is enrolled already; revoke it first, or choose another name"});
    }
  }
  auto server_keys = ensure_server_key(config->keys);
  if (!server_keys) return explain(server_keys.error());
  DeviceFile device{name,
                    *role,
                    config->hall,
                    server_keys->public_key,
                    make_key_pair(),
                    config->commands_for_devices,
                    config->feed_for_devices,
                    *role == Role::kKiosk ? person_key_of(*server_keys) : ""};
  give_paper_keys(*server_keys, device);
  (*list)[device.keys.public_key] = {name, *role, config->hall, device.keys.public_key, false};
  if (auto room = make_room(*list); !room) return explain(room.error());
  // The device file first: an allowed key that nobody has is worse than a file nobody allowed.
  if (auto saved = save_device_file(out, device); !saved) return explain(saved.error());
  if (auto saved = save_enrolled_devices(config->devices, *list); !saved) {
    return explain(saved.error());
  }
  std::printf("enrolled %s as %s; its key is in %s\n", name.c_str(), role_name.c_str(),
              out.c_str());
  return 0;
}

int revoke(const std::filesystem::path& config_path, const std::string& name, Time now) {
  auto config = load_server_config(config_path);
  if (!config) return explain(config.error());
  ListLock lock(config->devices);
  if (!lock.held())
    return explain({ErrorCode::kInternal, "cannot lock " + config->devices.string()});
  auto list = load_enrolled_devices(config->devices);
  if (!list) return explain(list.error());
  bool found = false;
  for (auto& [key, device] : *list) {
    if (device.name != name || device.revoked) continue;
    device.revoked = true;
    device.revoked_at_s = now.ms / 1000;
    found = true;
  }
  if (!found) return explain({ErrorCode::kNotFound, "no device named " + name + " is enrolled"});
  if (auto saved = save_enrolled_devices(config->devices, *list); !saved) {
    return explain(saved.error());
  }
  std::printf("revoked %s\n", name.c_str());
  return 0;
}

int list_devices(const std::filesystem::path& config_path) {
  auto config = load_server_config(config_path);
  if (!config) return explain(config.error());
  auto list = load_enrolled_devices(config->devices);
  if (!list) return explain(list.error());
  for (const auto& [key, device] : *list) {
    std::printf("%-24s %-8s %s\n", device.name.c_str(), name_of(device.role).data(),
                device.revoked ? "revoked" : "allowed");
  }
  return 0;
}

}  // namespace yichuang
