#include "net/device_file.h"

#include <fmt/format.h>
#include <sodium.h>
#include <zmq.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/config.h"
#include "base/file.h"
#include "base/id.h"

namespace yichuang {
namespace {

constexpr size_t kKeyBytes = 40;  // of a CURVE key in Z85 (ZeroMQ RFC 32)

// Sockets take no other: what is wrong with one is told here, by its line.
std::string read_key(const ConfigTable& table, const char* key) {
  std::string text = table.text(key, kKeyBytes, kKeyBytes);
  std::array<uint8_t, 32> bytes{};
  if (!table.is_wrong(key) && zmq_z85_decode(bytes.data(), text.c_str()) == nullptr)
    table.problem(key, "a key in Z85, as hallctl enroll writes it");
  sodium_memzero(bytes.data(), bytes.size());
  return text;
}

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

// The hall's keys that some devices have, by their names in the file.
static std::array<std::pair<const char*, const std::string&>, 4> keys_of(const DeviceFile& device) {
  return {{{"person_key", device.person_key},
           {"document_key", device.document_key},
           {"document_secret", device.document_secret},
           {"upload_key", device.upload_key}}};
}

std::string person_key_of(const KeyPair& server) {
  constexpr std::string_view kPurpose = "yichuang person key";
  std::array<unsigned char, 32> key{};
  crypto_generichash(key.data(), key.size(),
                     reinterpret_cast<const unsigned char*>(server.secret_key.data()),
                     server.secret_key.size(),
                     reinterpret_cast<const unsigned char*>(kPurpose.data()), kPurpose.size());
  const std::string hex = to_hex({reinterpret_cast<const char*>(key.data()), key.size()});
  sodium_memzero(key.data(), key.size());
  return hex;
}

std::optional<std::array<uint8_t, 32>> person_key_bytes(std::string_view hex) {
  std::array<uint8_t, 32> bytes{};
  size_t length = 0;
  const bool whole = sodium_hex2bin(bytes.data(), bytes.size(), hex.data(), hex.size(), nullptr,
                                    &length, nullptr) == 0;
  if (!whole || length != bytes.size() || hex.size() != 2 * bytes.size()) return {};
  return bytes;
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
  device.server_public_key = read_key(root, "server_public_key");
  device.keys.public_key = read_key(root, "public_key");
  device.keys.secret_key = read_key(root, "secret_key");
  device.commands = root.text("commands", 200);
  device.feed = root.text("feed", 200);
  device.person_key = root.text_or("person_key", "");
  device.document_key = root.text_or("document_key", "");
  device.document_secret = root.text_or("document_secret", "");
  device.upload_key = root.text_or("upload_key", "");
  for (const auto& [key, text] : keys_of(device))
    if (!text.empty() && !person_key_bytes(text)) root.problem(key, "64 hexadecimal digits");
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
  std::string keys;
  for (const auto& [key, text_of_key] : keys_of(device))
    if (!text_of_key.empty()) keys += fmt::format("{} = {}\n", key, toml_text(text_of_key));
  return write_file_atomic(path, text + keys, 0600);
}

}  // namespace yichuang
