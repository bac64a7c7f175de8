#include "display/config.h"

#include "base/config.h"

namespace yichuang::display {
namespace {

std::optional<SpokenLanguage> language_named(std::string_view name) {
  if (name == "zh-CN") return SpokenLanguage::kChinese;
  if (name == "en") return SpokenLanguage::kEnglish;
  return std::nullopt;
}

VoiceSettings read_voice(const ConfigTable& table) {
  VoiceSettings voice;
  voice.enabled = table.boolean_or("enabled", voice.enabled);
  voice.chime = table.boolean_or("chime", voice.chime);
  voice.volume_percent =
      static_cast<int>(table.integer_or("volume_percent", voice.volume_percent, 0, 100));
  voice.words_a_minute =
      static_cast<int>(table.integer_or("words_a_minute", voice.words_a_minute, 80, 300));
  voice.times = static_cast<int>(table.integer_or("times", voice.times, 1, 3));
  if (!table.has("languages")) return voice;
  voice.languages.clear();
  for (const std::string& name : table.texts("languages", 2)) {
    const auto language = language_named(name);
    if (!language || (!voice.languages.empty() && voice.languages.front() == *language)) {
      table.problem("languages", "\"zh-CN\" and \"en\", each at most once, in the order spoken");
      return voice;
    }
    voice.languages.push_back(*language);
  }
  if (voice.languages.empty()) {
    table.problem("languages", "at least one of \"zh-CN\" and \"en\"; or enabled = false");
  }
  return voice;
}

void read_window(const ConfigTable& root, DisplayConfig& config) {
  const bool sized = root.has("width") || root.has("height");
  const bool fullscreen = root.boolean_or("fullscreen", !sized);
  config.monitor = static_cast<int>(root.integer_or("monitor", 0, 0, 15));
  if (fullscreen) {
    if (sized) root.problem("fullscreen", "false beside width and height");
    // Read all the same, so that they are not called unknown.
    root.integer_or("width", 1920, 320, 7680);
    root.integer_or("height", 1080, 180, 4320);
    return;
  }
  config.width_px = static_cast<int>(root.integer_or("width", 1920, 320, 7680));
  config.height_px = static_cast<int>(root.integer_or("height", 1080, 180, 4320));
}

}  // namespace

std::optional<ViewKind> view_named(std::string_view name) {
  if (name == "hall") return ViewKind::kHall;
  if (name == "wall") return ViewKind::kWall;
  return std::nullopt;
}

Result<DisplayConfig> load_display_config(const std::filesystem::path& path) {
  auto file = Config::load(path);
  if (!file) return file.error();
  const ConfigTable root = file->root();
  DisplayConfig config;
  config.device = root.path("device");
  const auto view = view_named(root.text_or("view", "hall"));
  if (!view) root.problem("view", "\"hall\" or \"wall\"");
  config.view = view.value_or(ViewKind::kHall);
  config.assets = root.path_or("assets", {});
  read_window(root, config);
  if (const auto voice = root.table_or_none("voice")) config.voice = read_voice(*voice);
  if (auto ok = file->finish(); !ok) return ok.error();
  return config;
}

}  // namespace yichuang::display
