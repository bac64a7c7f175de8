#include "queue-server/web/config.h"

#include <fmt/format.h>

#include "base/config.h"
#include "base/file.h"

namespace yichuang {
namespace {

constexpr size_t kPemBytesMax = 256 * 1024;

// The file's bytes, or a problem at the key that names it.
std::string read_pem(const ConfigTable& root, std::string_view key) {
  if (!root.has(key)) return {};
  const std::filesystem::path path = root.path(key);
  if (path.empty()) return {};
  auto pem = read_file(path, kPemBytesMax);
  if (!pem || !pem->starts_with("-----BEGIN ")) {
    root.problem(key, fmt::format("a readable PEM file at {}", path.string()));
    return {};
  }
  return *pem;
}

}  // namespace

Result<WebConfig> load_web_config(const std::filesystem::path& path) {
  auto file = Config::load(path);
  if (!file) return file.error();
  const ConfigTable root = file->root();
  WebConfig config;
  const std::filesystem::path device = root.path("device");
  const std::string listen = root.text_or("listen", "127.0.0.1:8080", 60);
  auto address = parse_listen_address(listen);
  if (!address) root.problem("listen", address.error().sentence);
  config.users_file = root.path("users");
  config.outbox = root.path("outbox");
  config.papers = root.path_or("papers", config.outbox.string() + ".papers");
  config.retention_hours = root.integer_or("retention_hours", 24, 1, 24 * 365);
  config.taken_in_days = root.integer_or("taken_in_days", 30, 1, 3650);
  config.assets = root.path_or("assets", "/usr/share/yichuang");
  config.tls_certificate = read_pem(root, "tls_certificate");
  config.tls_key = read_pem(root, "tls_key");
  config.behind_proxy = root.boolean_or("behind_proxy", false);
  if (root.has("tls_certificate") != root.has("tls_key")) {
    root.problem(root.has("tls_key") ? "tls_key" : "tls_certificate",
                 "tls_certificate and tls_key together");
  }
  if (auto ok = file->finish(); !ok) return ok.error();
  config.listen = *address;
  auto loaded = load_device_file(device);
  if (!loaded) return loaded.error();
  config.device = std::move(*loaded);
  if (config.device.role != Role::kWeb) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("{}:1: role: expected \"web\", found \"{}\"; make one with `hallctl "
                             "enroll --role web`",
                             device.string(), name_of(config.device.role))};
  }
  auto users = Users::load(config.users_file);
  if (!users) return users.error();
  config.users = std::move(*users);
  return config;
}

}  // namespace yichuang
