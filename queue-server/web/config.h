// queue-web's configuration file. What each key means stands in the program's --help.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "net/device_file.h"
#include "queue-server/web/http_server.h"
#include "queue-server/web/users.h"

namespace yichuang {

struct WebConfig {
  DeviceFile device;
  ListenAddress listen;
  std::filesystem::path users_file;
  Users users;
  std::filesystem::path outbox;
  std::filesystem::path papers;  // folder of the scanned papers
  int64_t retention_hours = 24;  // of a paper whose visit led to no case, from when it came
  int64_t taken_in_days = 30;    // of one whose visit was taken in (受理), from then
  std::filesystem::path assets;
  std::string tls_certificate;  // PEM; empty: plain HTTP
  std::string tls_key;
  bool behind_proxy = false;
};

// Reads the file and the files it names. Every mistake with its file, line and key.
Result<WebConfig> load_web_config(const std::filesystem::path& path);

}  // namespace yichuang
