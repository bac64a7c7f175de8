// hallctl: the administrator's tool of a hall. This file only reads the command line.
#include <CLI/CLI.hpp>

#include "base/log.h"
#include "queue-server/ctl/commands.h"

int main(int argc, char** argv) {
  CLI::App app{"hallctl: enrol and revoke devices of a hall, and verify its journal."};
  app.set_version_flag("--version", "hallctl " YICHUANG_VERSION);
  app.require_subcommand(1);
  std::string config;
  std::string role;
  std::string name;
  std::string path;

  auto* enroll = app.add_subcommand(
      "enroll", "make a device's key, allow it, and write its device file (mode 0600)");
  enroll->add_option("--config", config, "the server's TOML file")->required();
  enroll->add_option("--role", role, "kiosk, display, web or admin")->required();
  enroll->add_option("--name", name, "the device's name in this hall, e.g. kiosk-1")->required();
  enroll->add_option("--out", path, "the device file to write; must not exist")->required();

  auto* revoke = app.add_subcommand("revoke", "take a device's permission away, at once");
  revoke->add_option("--config", config, "the server's TOML file")->required();
  revoke->add_option("--name", name, "the device's name")->required();

  auto* list = app.add_subcommand("list", "print the enrolled devices");
  list->add_option("--config", config, "the server's TOML file")->required();

  auto* verify = app.add_subcommand(
      "verify",
      "fold a journal again, read-only (also of a crashed server): prints events, tickets "
      "by state and the state's hash; exit 1 on any broken invariant");
  verify->add_option("--journal", path, "the journal file")->required();

  CLI11_PARSE(app, argc, argv);
  yichuang::log_start("hallctl", yichuang::LogLevel::kWarning);
  if (*enroll) return yichuang::enroll(config, role, name, path);
  if (*revoke) return yichuang::revoke(config, name, yichuang::SystemClock().now());
  if (*list) return yichuang::list_devices(config);
  return yichuang::verify(path);
}
