// The display's configuration file. Every mistake in it is reported with file, line and key
// (lib/base/config.h).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "display/layout_settings.h"
#include "display/voice_settings.h"

namespace yichuang::display {

enum class ViewKind : uint8_t { kHall, kWall, kWindow, kGuide, kAnnouncer };
// "hall, wall, window, guide or announcer", for messages.
inline constexpr char kViewNames[] = "hall, wall, window, guide or announcer";

struct DisplayConfig {
  std::filesystem::path device;  // written by hallctl enroll
  ViewKind view = ViewKind::kHall;
  WindowNumber window = 0;       // of ViewKind::kWindow; 0: not said
  std::filesystem::path assets;  // empty: where this program was installed
  int width_px = 0;              // 0: the whole screen
  int height_px = 0;
  int monitor = 0;
  LayoutSettings layout;
  VoiceSettings voice;
};

Result<DisplayConfig> load_display_config(const std::filesystem::path& path);

// "hall", or nothing for another word.
std::optional<ViewKind> view_named(std::string_view name);

}  // namespace yichuang::display
