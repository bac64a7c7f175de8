// How a hall wants its boards to look: the [hall] table of the display's configuration file. May
// change while the program runs (layout_file.h). Plain values.
#pragma once

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"

namespace yichuang::display {

struct LayoutSettings {
  int columns = 1;  // of earlier calls on the hall's board, 1..kCallColumnsMax
  int rows = 4;     // in each of them, kCallRowsMin..kCallRowsMax
  // Ids of the services whose waiting is shown, in this order. Nothing: all; empty: no such panel.
  std::optional<std::vector<std::string>> services;
  std::filesystem::path logo;  // a PNG in the emblem's place; empty: the emblem
  bool notices = true;         // the line at the foot
  std::vector<std::string> languages = {"zh-CN", "en"};  // one or both, the first stands out
  bool bright = false;                                   // theme = "light"
  friend bool operator==(const LayoutSettings&, const LayoutSettings&) = default;

  static constexpr int kCallColumnsMax = 3;
  static constexpr int kCallRowsMin = 2;
  static constexpr int kCallRowsMax = 10;
};

// Mistakes are recorded in the table's file (base/config.h).
LayoutSettings read_layout(const ConfigTable& table);

}  // namespace yichuang::display
