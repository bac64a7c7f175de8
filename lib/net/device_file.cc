#include "net/device_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/config.h"
#include "base/file.h"

namespace yichuang {
namespace {

constexpr size_t kKeyBytes = 40;  // of a CURVE key in Z85

}  // namespace

std::optional<Role> role_named(std::string_view name) {
  for (Role role : {Role::kKiosk, Role::kDisplay, Role::kWeb, Role::kAdmin}) {
    if (name_of(role) == name) return role;
  }
  return std::nullopt;
}

std::string_view name_of(Role role) {
  switch (role) {
    case Role::kKiosk:
      return "kiosk";
    case Role::kDisplay:
      return "display";
    case Role::kWeb:
      return "web";
    case Role::kAdmin:
      return "admin";
  }
  return "unknown";
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= 32 && std::ranges::all_of(name, [](unsigned char c) {
    return std::isalnum(c) || c == '-' || c == '_' || c == '.';
  });
}

Result<DeviceFile> load_device_file(const std::filesystem::path& path) {
  auto config = Config::load(path);
  if (!config) return config.error();
  const ConfigTable root = config->root();
  DeviceFile device;
  device.name = root.text("name", 32);
  const auto role = role_named(root.text("role", 16));
  if (!role) root.problem("role", "kiosk, display, web or admin");
  device.role = role.value_or(Role::kDisplay);
  device.hall = root.text("hall", 32);
  device.server_public_key = root.text("server_public_key", kKeyBytes, kKeyBytes);
  device.keys.public_key = root.text("public_key", kKeyBytes, kKeyBytes);
  device.keys.secret_key = root.text("secret_key", kKeyBytes, kKeyBytes);
  device.commands = root.text("commands", 200);
  device.feed = root.text("feed", 200);
  if (auto done = config->finish(); !done) return done.error();
  return device;
}

Result<void> save_device_file(const std::filesystem::path& path, const DeviceFile& device) {
  const std::string text = fmt::format(
      "# The key of one device of the hall. Keep it on that device alone, readable by its "
      "service.\n"
      "name = {}\nrole = {}\nhall = {}\nserver_public_key = {}\npublic_key = {}\n"
      "secret_key = {}\ncommands = {}\nfeed = {}\n",
      toml_text(device.name), toml_text(name_of(device.role)), toml_text(device.hall),
      toml_text(device.server_public_key), toml_text(device.keys.public_key),
      toml_text(device.keys.secret_key), toml_text(device.commands), toml_text(device.feed));
  return write_file_atomic(path, text, 0600);
}

}  // namespace yichuang
