// Which LED text signs a display drives and how: the [strip] table of the display's configuration
// file, and the signs' profile. Plain values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/config.h"
#include "base/result.h"
#include "drivers/led_profile.h"
#include "hall/state.h"

namespace yichuang::display {

// One of several signs on a line.
struct StripPlace {
  WindowNumber window = 0;  // above which it hangs, 1 to 99
  uint8_t address = 0;
};

// More need a repeater: an RS-485 driver carries 32 unit loads (ANSI/TIA/EIA-485-A).
inline constexpr size_t kStripSignsMax = 32;

struct StripSettings {
  std::filesystem::path out;                             // the serial line; empty: not said
  std::string profile = "plain";                         // its name, of all signs
  std::optional<uint8_t> address;                        // of the one sign; nothing: the profile's
  std::vector<StripPlace> signs;                         // empty: one sign, of the display's window
  std::vector<std::string> languages = {"zh-CN", "en"};  // one or both, in the order said
  std::filesystem::path profiles;                        // empty: the folder of the installation
};

// Mistakes are recorded in the table's file (base/config.h).
StripSettings read_strip(const ConfigTable& table);

// Signs that can be driven, of one profile but for their addresses.
struct StripLine {
  std::string path;  // of their serial line
  struct Sign {
    WindowNumber window;
    LedProfile profile;
  };
  std::vector<Sign> signs;             // one or more
  std::vector<std::string> languages;  // those of the settings that the signs can show
};

// `window`: the display's, 0 if it says none. kInvalid if no line is said, there is no window for a
// single sign or one beside several, no profile has the name, the profile has no place for the
// address, or the signs can show none of the languages, naming `config_file` and the key; or what
// is wrong with the profiles, or keeps them from being read.
Result<StripLine> find_strip_line(const StripSettings& settings, WindowNumber window,
                                  const std::filesystem::path& config_file);

}  // namespace yichuang::display
