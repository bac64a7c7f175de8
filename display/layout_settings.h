// How a hall wants its screens to look: the tables [hall], [window_screen], [guide] and [wall] of
// the display's configuration file. May change while the program runs (layout_file.h). Plain
// values.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"
#include "hall/state.h"

namespace yichuang::display {

// Ids of services, in the order in which they are shown.
using ServiceIds = std::vector<std::string>;

// [window_screen]: the screen above a window ("window" is the number of the window).
struct WindowSettings {
  bool services = true;  // the list of what is served there
  bool badge = true;     // of its clerk
  bool next = true;      // the line at the foot: how many wait
  friend bool operator==(const WindowSettings&, const WindowSettings&) = default;
};

// [guide]: the lists of the guide desk's screen.
enum class GuidePanel : uint8_t { kHelp, kMissed, kHeld, kVouchers, kWaiting };
inline constexpr size_t kGuidePanels = 5;
struct GuideSettings {
  // Each at most once, in this order: down the columns of a wide screen, along the rows of an
  // upright one. Nothing: all, where they are easiest to read (guide_layout.cc).
  std::optional<std::vector<GuidePanel>> lists;
  friend bool operator==(const GuideSettings&, const GuideSettings&) = default;
};

// [wall]: the panels of the managers' wall, each in its own place; others have the room of those
// that are left out.
enum class WallPanel : uint8_t { kFigures, kChart, kWindows, kServices, kAlarms, kHours };
inline constexpr size_t kWallPanels = 6;
struct WallSettings {
  std::optional<std::vector<WallPanel>> panels;  // nothing: all; their order means nothing
  std::optional<ServiceIds> services;            // nothing: all; never empty
  bool shows(WallPanel which) const {
    return !panels || std::ranges::find(*panels, which) != panels->end();
  }
  friend bool operator==(const WallSettings&, const WallSettings&) = default;
};

// [hall.directions]: which way a window is from where the board hangs.
enum class Direction : uint8_t { kLeft, kRight, kAhead, kUpstairs, kDownstairs };
using Directions = std::map<WindowNumber, Direction>;

struct LayoutSettings {
  // [hall]; languages, logo and theme are those of every screen.
  int columns = 1;  // of earlier calls on the hall's board, 1..kCallColumnsMax
  int rows = 4;     // in each of them, kCallRowsMin..kCallRowsMax
  // Ids of the services whose waiting is shown, in this order. Nothing: all; empty: no such panel.
  std::optional<ServiceIds> services;
  std::filesystem::path logo;  // a PNG in the emblem's place; empty: the emblem
  bool notices = true;         // the line at the foot
  std::vector<std::string> languages = {"zh-CN", "en"};  // one or both, the first stands out
  bool bright = false;                                   // theme = "light"
  Directions directions;                                 // of the windows that are named there
  WindowSettings window;
  GuideSettings guide;
  WallSettings wall;
  friend bool operator==(const LayoutSettings&, const LayoutSettings&) = default;

  static constexpr int kCallColumnsMax = 3;
  static constexpr int kCallRowsMin = 2;
  static constexpr int kCallRowsMax = 10;
};

// `languages` of a table: one or both, the first stands out or is said first; absent: both.
// Mistakes are recorded in the table's file (base/config.h).
std::vector<std::string> read_languages(const ConfigTable& table);

// `root` is the whole file; tables that it does not have are as above. Mistakes are recorded in it
// (base/config.h).
LayoutSettings read_layout(const ConfigTable& root);

}  // namespace yichuang::display
