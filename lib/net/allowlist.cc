#include "net/allowlist.h"

#include <fmt/format.h>

#include <algorithm>

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
    device.revoked_at_s = table.integer_or("revoked_at_s", 0, 0, INT64_MAX);
    const std::string key = device.public_key;
    if (!list.emplace(key, std::move(device)).second) {
      table.problem("public_key", "a key that no other device has");
    }
  }
  if (auto done = config->finish(); !done) return done.error();
  return list;
}

Result<void> make_room(EnrolledDevices& list) {
  while (list.size() > limits::kDevicesMax) {
    const auto oldest = std::ranges::min_element(list, {}, [](const auto& entry) {
      return std::pair(!entry.second.revoked, entry.second.revoked_at_s);
    });
    if (!oldest->second.revoked) {
      return Error{
          ErrorCode::kExhausted,
          fmt::format("a hall has at most {} devices, and so many are enrolled; revoke one "
                      "that is not used any more first",
                      limits::kDevicesMax)};
    }
    list.erase(oldest);
  }
  return {};
}

Result<void> save_enrolled_devices(const std::filesystem::path& path, EnrolledDevices list) {
  if (auto room = make_room(list); !room) return room;
  std::string text =
      "# Enrolled devices: who may connect, and as what. Written by hallctl enroll and revoke.\n";
  for (const auto& [key, device] : list) {
    text += fmt::format(
        "\n[[device]]\nname = {}\nrole = {}\nhall = {}\npublic_key = {}\nrevoked = {}\n",
        toml_text(device.name), toml_text(name_of(device.role)), toml_text(device.hall),
        toml_text(key), device.revoked);
    if (device.revoked) text += fmt::format("revoked_at_s = {}\n", device.revoked_at_s);
  }
  return write_file_atomic(path, text, 0644);
}

Allowlist::Allowlist(std::filesystem::path path, std::string hall)
    : path_(std::move(path)), hall_(std::move(hall)) {}

Result<void> Allowlist::refresh() {
  const FileStamp now = file_stamp(path_);
  std::lock_guard hold(lock_);
  if (now == stamp_) return {};
  auto list = load_enrolled_devices(path_);
  if (!list) {
    // What is wrong stays wrong until the file changes; what could not be read is tried again.
    if (list.error().code != ErrorCode::kInternal) stamp_ = now;
    if (list.error().sentence == told_) return {};
    told_ = list.error().sentence;
    return list.error();
  }
  stamp_ = now;
  told_.clear();
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
