// hallctl: the administrator's tool of a hall. This file only reads the command line.
#include <CLI/CLI.hpp>

#include "base/log.h"
#include "drivers/limits.h"
#include "queue-server/ctl/commands.h"

int main(int argc, char** argv) {
  CLI::App app{
      "hallctl: enrol and revoke devices of a hall, try those of this machine, verify a journal."};
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

  auto* devices = app.add_subcommand(
      "devices", "print what is connected to this machine, or try one device (no server needed)");
  std::string printer;
  yichuang::PrintTest test;
  auto* print =
      devices->add_option("--print-test", printer,
                          "print a test ticket, e.g. escpos:usb or escpos:tcp:192.0.2.7;\n"
                          "exit 1 if the printer does not say that it was printed");
  devices->add_option("--tickets", test.tickets, "so many")
      ->check(CLI::Range(1, 1000))
      ->needs(print);
  devices->add_option("--rows", test.rows, "length of each in dots (8 a millimetre)")
      ->check(CLI::Range(8, yichuang::limits::kRasterRowsMax))
      ->needs(print);
  auto* scan_wait =
      devices->add_option("--wait-ready", test.wait_ready_ms, "wait for the device, milliseconds");
  devices->add_option("--quirks", test.quirks, "folder of printer profiles")->needs(print);
  devices->add_option("--trace", test.trace,
                      "write what is said to and by the device into this file; a picture of a\n"
                      "test ticket is in it, nothing of a scanned page");
  std::string scanner;
  yichuang::ScanTest scan_test;
  auto* scan = devices
                   ->add_option("--scan-test", scanner,
                                "scan a page, e.g. sane:fujitsu:NAME (as printed without options)\n"
                                "or sane:airscan:escl:NAME:http://192.0.2.8/eSCL; exit 1 if that "
                                "failed;\nCtrl-C cancels it")
                   ->excludes(print);
  devices->add_option("--source", scan_test.source, "where the paper lies")
      ->check(CLI::IsMember({"flatbed", "feeder", "feeder duplex"}))
      ->needs(scan);
  devices->add_option("--dpi", scan_test.dpi, "dots an inch; the nearest that there is")
      ->check(CLI::Range(75, 1200))
      ->needs(scan);
  devices->add_flag("--grey", scan_test.grey, "without colour")->needs(scan);
  devices->add_option("--pages", scan_test.pages, "at most so many, from a feeder")
      ->check(CLI::Range(1, yichuang::limits::kScanJobPagesMax))
      ->needs(scan);
  devices->add_option("--out", scan_test.out, "write the pages into this folder: page-1.pnm, …")
      ->check(CLI::ExistingDirectory)
      ->needs(scan);

  CLI11_PARSE(app, argc, argv);
  yichuang::log_start("hallctl", yichuang::LogLevel::kWarning);
  if (*enroll) return yichuang::enroll(config, role, name, path);
  if (*revoke) return yichuang::revoke(config, name, yichuang::SystemClock().now());
  if (*list) return yichuang::list_devices(config);
  if (*devices) {
    scan_test.trace = test.trace;
    scan_test.wait_ready_ms = scan_wait->count() > 0 ? test.wait_ready_ms : scan_test.wait_ready_ms;
    if (!printer.empty()) return yichuang::print_test(printer, test);
    if (!scanner.empty()) return yichuang::scan_test(scanner, scan_test);
    return yichuang::list_connected();
  }
  return yichuang::verify(path);
}
