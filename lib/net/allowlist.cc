#include "net/allowlist.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/config.h"
#include "base/file.h"
#include "base/limits.h"

namespace yichuang {

Result<EnrolledDevices> load_enrolled_devices(const std::filesystem::path& path) {
  auto config = Config::load(path);
  if (!config && config.error().code == ErrorCode::kNotFound) return EnrolledDevices{};
  if (!config) return config.error();
  EnrolledDevices list;
  for (const ConfigTable& table : config->root().tables("device", limits::kDevicesMax)) {
    EnrolledDevice device;
    device.name = table.text("name", 32);
    const auto role = role_named(table.text("role", 16));
    if (!role) table.problem("role", "kiosk, display, web or admin");
    device.role = role.value_or(Role::kDisplay);
    device.hall = table.text("hall", 32);
    device.public_key = table.text("public_key", 40, 40);
    device.revoked = table.boolean_or("revoked", false);
    const std::string key = device.public_key;
    if (!list.emplace(key, std::move(device)).second) {
      table.problem("public_key", "a key that no other device has");
    }
  }
  if (auto done = config->finish(); !done) return done.error();
  return list;
}

Result<void> save_enrolled_devices(const std::filesystem::path& path, const EnrolledDevices& list) {
  std::string text =
      "# Enrolled devices: who may connect, and as what. Written by hallctl enroll and revoke.\n";
  for (const auto& [key, device] : list) {
    text += fmt::format(
        "\n[[device]]\nname = '{}'\nrole = '{}'\nhall = '{}'\npublic_key = '{}'\nrevoked = {}\n",
        device.name, name_of(device.role), device.hall, key, device.revoked);
  }
  return write_file_atomic(path, text, 0644);
}

Allowlist::Allowlist(std::filesystem::path path, std::string hall)
    : path_(std::move(path)), hall_(std::move(hall)) {}

Allowlist::Stamp Allowlist::stamp_of_file() const {
  struct stat info {};
  if (::stat(path_.c_str(), &info) != 0) return {};
  return {info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_ino};
}

Result<void> Allowlist::refresh() {
  const Stamp now = stamp_of_file();
  std::lock_guard hold(lock_);
  if (now == stamp_) return {};
  auto list = load_enrolled_devices(path_);
  if (!list) return list.error();
  stamp_ = now;
  devices_.clear();
  for (auto& [key, device] : *list) {
    devices_.emplace(key, std::make_shared<const EnrolledDevice>(std::move(device)));
  }
  return {};
}

std::shared_ptr<const EnrolledDevice> Allowlist::find(std::string_view public_key) const {
  std::lock_guard hold(lock_);
  const auto found = devices_.find(public_key);
  if (found == devices_.end() || found->second->revoked || found->second->hall != hall_) {
    return nullptr;
  }
  return found->second;
}

}  // namespace yichuang
