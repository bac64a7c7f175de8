// What an enrolled device knows of its hall: its name and role, the server's public key, its own
// key pair, and where to connect. Written once by `hallctl enroll`, mode 0600; read at start.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace yichuang {

enum class Role { kKiosk, kDisplay, kWeb, kAdmin };

std::optional<Role> role_named(std::string_view name);  // "kiosk", "display", "web", "admin"
std::string_view name_of(Role role);

// A name that means the same in every file, log and message: 1 to 32 letters, digits, '-', '_',
// '.'.
bool is_plain_name(std::string_view name);

struct KeyPair {
  std::string public_key;  // Z85, 40 characters
  std::string secret_key;
};

struct DeviceFile {
  std::string name;  // "kiosk-1"
  Role role = Role::kDisplay;
  std::string hall;
  std::string server_public_key;
  KeyPair keys;
  std::string commands;  // endpoint of the server's ROUTER, "tcp://10.0.0.2:7710"
  std::string feed;      // endpoint of the server's PUB
  // The hall's key for hashing ID numbers, 64 hexadecimal digits; kiosks have it. Empty: none.
  std::string person_key = {};
  // Of papers, 64 hexadecimal digits each (papers/keys.h). Kiosks have the public document key and
  // seal to it; queue-web has its secret, and the public key of what may be uploaded.
  std::string document_key = {};
  std::string document_secret = {};
  std::string upload_key = {};
};

// The hall's key for hashing ID numbers: made from the server's secret key, so that it need not be
// kept, and the same for every device.
std::string person_key_of(const KeyPair& server);
// Its bytes; nothing if it is no such key.
std::optional<std::array<uint8_t, 32>> person_key_bytes(std::string_view hex);

Result<DeviceFile> load_device_file(const std::filesystem::path& path);
Result<void> save_device_file(const std::filesystem::path& path, const DeviceFile& device);

}  // namespace yichuang
