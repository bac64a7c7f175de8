#include "queue-server/server_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/config.h"
#include "net/device_file.h"

namespace yichuang {
namespace {

// Whether a device can connect to it. To listen, a server may name every address of its machine
// ("0.0.0.0", "*", "::") or any port ("*", "0"); these lead nowhere from another machine.
bool names_a_place(std::string_view endpoint) {
  endpoint.remove_prefix(std::string_view("tcp://").size());
  const size_t colon = endpoint.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view host = endpoint.substr(0, colon);
  const std::string_view port = endpoint.substr(colon + 1);
  constexpr std::array<std::string_view, 6> kNowhere = {"", "*", "0.0.0.0", "::", "[::]", "0"};
  const bool digits = !port.empty() && port.size() <= 5 &&
                      std::ranges::all_of(port, [](unsigned char c) { return std::isdigit(c); });
  return std::ranges::find(kNowhere, host) == kNowhere.end() && digits && port != "0";
}

std::string endpoint(const ConfigTable& root, std::string_view key) {
  std::string text = root.text(key, 200);
  if (!root.is_wrong(key) && !text.starts_with("tcp://")) {
    root.problem(key, "an endpoint such as tcp://0.0.0.0:7710");
  }
  return text;
}

// Where devices find what listens on `listening`, which `key` says.
std::string endpoint_for_devices(const ConfigTable& root, const std::string& key,
                                 const std::string& listening) {
  const std::string key_for_devices = key + "_for_devices";
  constexpr char kExample[] = "such as tcp://10.0.0.2:7710";
  if (!root.has(key_for_devices)) {
    if (!root.is_wrong(key) && !names_a_place(listening)) {
      root.problem(key, fmt::format("{} beside it, {}, because no device can connect to {}",
                                    key_for_devices, kExample, listening));
    }
    return listening;
  }
  std::string text = root.text(key_for_devices, 200);
  if (root.is_wrong(key_for_devices)) return text;
  if (!text.starts_with("tcp://") || !names_a_place(text)) {
    root.problem(
        key_for_devices,
        fmt::format("an endpoint that devices can connect to, {}, found {}", kExample, text));
  }
  return text;
}

}  // namespace

Result<ServerConfig> load_server_config(const std::filesystem::path& path) {
  auto file = Config::load(path);
  if (!file) return file.error();
  const ConfigTable root = file->root();
  ServerConfig config;
  config.hall = root.text("hall", 32);
  if (!root.is_wrong("hall") && !is_plain_name(config.hall)) {
    root.problem("hall", "letters, digits, '-', '_' or '.'");
  }
  config.catalogue = root.path("catalogue");
  config.journal = root.path("journal");
  config.keys = root.path("keys");
  config.devices = root.path("devices");
  config.commands = endpoint(root, "commands");
  config.feed = endpoint(root, "feed");
  config.commands_for_devices = endpoint_for_devices(root, "commands", config.commands);
  config.feed_for_devices = endpoint_for_devices(root, "feed", config.feed);
  constexpr int64_t kReserveMb = 64;
  config.disk_reserve_bytes =
      static_cast<uint64_t>(root.integer_or("disk_reserve_mb", kReserveMb, 0, 1'000'000)) << 20;
  if (auto done = file->finish(); !done) return done.error();
  return config;
}

}  // namespace yichuang
