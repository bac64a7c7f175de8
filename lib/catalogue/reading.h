// What the parts of load_catalogue() share while they read one folder. Private to lib/catalogue.
//
// Every problem is recorded at its file and line and reading goes on, so that staff see all their
// mistakes at once. A reference into a file that could not be read at all is not a mistake of the
// file that refers: that is what the `…_read` flags are for.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "catalogue/catalogue.h"

namespace yichuang {

struct Reading {
  std::filesystem::path folder;
  Catalogue catalogue;
  bool hall_read = false;
  bool services_read = false;

  std::vector<Config> files;            // in reading order
  std::vector<std::string> unreadable;  // a sentence each

  // The file's root; nothing, and a sentence, if it cannot be read or is not TOML.
  std::optional<ConfigTable> open(const std::filesystem::path& path);
  // Every problem of every file; ok if there is none.
  Result<void> finish() const;
};

// The keys `zh` and `en` of a table: both there, on one line, not blank, at most `bytes_max` each.
BilingualText read_bilingual(const ConfigTable& table, size_t bytes_max);
// The key `id`: 1 to 32 of a-z, 0-9 and "-". What is written there even if it is wrong, so that
// references to it are not reported as well. `taken` gets it; twice is a problem.
std::string read_id(const ConfigTable& table, std::set<std::string>& taken);
// The key `key`, a date such as "2025-10-01"; 0 after a problem.
uint32_t read_day(const ConfigTable& table, std::string_view key);

void read_services(Reading& reading);
void read_hall(Reading& reading);
void read_calendar(Reading& reading);
void read_items(Reading& reading);
void read_rules(Reading& reading);  // after the services: an offline letter is none of theirs

}  // namespace yichuang
