#include "queue-server/server_config.h"

#include "base/config.h"

namespace yichuang {

Result<ServerConfig> load_server_config(const std::filesystem::path& path) {
  auto file = Config::load(path);
  if (!file) return file.error();
  const ConfigTable root = file->root();
  const auto endpoint = [&](const char* key) {
    std::string text = root.text(key, 200);
    if (!text.empty() && !text.starts_with("tcp://")) {
      root.problem(key, "an endpoint such as tcp://0.0.0.0:7710");
    }
    return text;
  };
  ServerConfig config;
  config.hall = root.text("hall", 32);
  config.catalogue = root.path("catalogue");
  config.journal = root.path("journal");
  config.keys = root.path("keys");
  config.devices = root.path("devices");
  config.commands = endpoint("commands");
  config.feed = endpoint("feed");
  config.commands_for_devices = root.text_or("commands_for_devices", config.commands);
  config.feed_for_devices = root.text_or("feed_for_devices", config.feed);
  constexpr int64_t kReserveMb = 64;
  config.disk_reserve_bytes =
      static_cast<uint64_t>(root.integer_or("disk_reserve_mb", kReserveMb, 0, 1'000'000)) << 20;
  if (auto done = file->finish(); !done) return done.error();
  return config;
}

}  // namespace yichuang
