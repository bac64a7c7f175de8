// The display's configuration file. Every mistake in it is reported with file, line and key
// (lib/base/config.h).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "display/layout_settings.h"
#include "display/strip_settings.h"
#include "display/voice_settings.h"

namespace yichuang::display {

enum class ViewKind : uint8_t { kHall, kWall, kWindow, kGuide, kAnnouncer, kStrip };

struct DisplayConfig {
  std::filesystem::path device;  // written by hallctl enroll
  ViewKind view = ViewKind::kHall;
  WindowNumber window = 0;       // of ViewKind::kWindow and kStrip; 0: not said
  std::filesystem::path assets;  // empty: where this program was installed
  int width_px = 0;              // 0: the whole screen
  int height_px = 0;
  int monitor = 0;
  LayoutSettings layout;
  VoiceSettings voice;
  StripSettings strip;
};

Result<DisplayConfig> load_display_config(const std::filesystem::path& path);

// "hall", and the view of that name; nothing for another word.
const char* name_of(ViewKind view);
std::optional<ViewKind> view_named(std::string_view name);
const std::vector<ViewKind>& all_views();
// "hall, wall or window", for messages.
std::string names_of(const std::vector<ViewKind>& views);

}  // namespace yichuang::display
