// hallctl's commands, a function each. They print for people and return the exit status.
#pragma once

#include <filesystem>
#include <string>

#include "base/clock.h"

namespace yichuang {

// Makes a device's key, allows it, writes its device file (mode 0600). Refuses a name in use, and
// one device more than a hall may have.
int enroll(const std::filesystem::path& config, const std::string& role, const std::string& name,
           const std::filesystem::path& out);
// Takes a device's permission away, at once. `now` is kept, for the list to forget the oldest
// first.
int revoke(const std::filesystem::path& config, const std::string& name, Time now);
// Prints the enrolled devices.
int list_devices(const std::filesystem::path& config);
// Prints what is connected to this machine.
int list_connected();

struct PrintTest {
  int tickets = 1;
  int rows = 400;                // dots of length, 8 a millimetre
  int wait_ready_ms = 10'000;    // for each ticket
  std::filesystem::path quirks;  // folder of printer profiles; empty: those of the installation
  std::filesystem::path trace;   // every byte to and from the printer; empty: none
};
// Prints test tickets and tells what came of each; 1 if one was not printed, 2 for a wrong address.
int print_test(const std::string& address, const PrintTest& test);

struct ScanTest {
  std::string source = "flatbed";  // as name_of(ScanSource) says
  bool grey = false;
  int dpi = 300;
  int pages = 1;
  int wait_ready_ms = 30'000;
  std::filesystem::path out;    // folder for page-1.pnm, …; empty: pages are only counted
  std::filesystem::path trace;  // what is said to and by the scanner's helper; empty: none
};
// Scans and tells what came of it; 1 if that failed, 2 for a wrong address.
int scan_test(const std::string& address, const ScanTest& test);
// Refolds a journal without changing it.
int verify(const std::filesystem::path& journal);

}  // namespace yichuang
