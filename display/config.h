// The board's configuration file, read once at start. Every mistake in it is reported with file,
// line and key (lib/base/config.h).
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "display/announcer.h"

namespace yichuang::display {

enum class ViewKind : uint8_t { kHall, kWall };

struct DisplayConfig {
  std::filesystem::path device;  // written by hallctl enroll
  ViewKind view = ViewKind::kHall;
  std::filesystem::path assets;  // empty: where this program was installed
  int width_px = 0;              // 0: the whole screen
  int height_px = 0;
  int monitor = 0;
  VoiceSettings voice;
};

Result<DisplayConfig> load_display_config(const std::filesystem::path& path);

// "hall", or nothing for another word.
std::optional<ViewKind> view_named(std::string_view name);

}  // namespace yichuang::display
