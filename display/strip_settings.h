// Which LED text sign a display drives and how: the [strip] table of the display's configuration
// file, and the sign's profile. Plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/result.h"
#include "drivers/led_profile.h"

namespace yichuang::display {

struct StripSettings {
  std::filesystem::path out;                             // the sign's serial line; empty: not said
  std::string profile = "plain";                         // its name
  std::optional<uint8_t> address;                        // of the sign; nothing: the profile's
  std::vector<std::string> languages = {"zh-CN", "en"};  // one or both, in the order said
  std::filesystem::path profiles;                        // empty: the folder of the installation
};

// Mistakes are recorded in the table's file (base/config.h).
StripSettings read_strip(const ConfigTable& table);

// A sign that can be driven.
struct StripSign {
  std::string line;  // the path of its serial line
  LedProfile profile;
  std::vector<std::string> languages;  // those of the settings that the sign can show
};

// kInvalid if no line is said, no profile has the name, the profile has no place for the address,
// or the sign can show none of the languages, naming `config_file` and the key; or what is wrong
// with the profiles, or keeps them from being read.
Result<StripSign> find_strip_sign(const StripSettings& settings,
                                  const std::filesystem::path& config_file);

}  // namespace yichuang::display
