// server.toml: what queue-server and hallctl know of this hall's server.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace yichuang {

struct ServerConfig {
  std::string hall;                  // id, e.g. "binjiang"; part of every message
  std::filesystem::path catalogue;   // folder
  std::filesystem::path journal;     // file
  std::filesystem::path keys;        // the server's key file, made at first use
  std::filesystem::path devices;     // the allowlist
  std::string commands;              // endpoint to listen on for commands
  std::string feed;                  // endpoint to publish on
  std::string commands_for_devices;  // what device files say; default: the same as above
  std::string feed_for_devices;
  uint64_t disk_reserve_bytes = 0;  // commands are refused when less is free
};

Result<ServerConfig> load_server_config(const std::filesystem::path& path);

}  // namespace yichuang
