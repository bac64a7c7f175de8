#include "display/config.h"

#include "base/config.h"

namespace yichuang::display {
namespace {

void read_window(const ConfigTable& root, DisplayConfig& config) {
  const bool sized = root.has("width") || root.has("height");
  const bool fullscreen = root.boolean_or("fullscreen", !sized);
  config.monitor = static_cast<int>(root.integer_or("monitor", 0, 0, 15));
  const auto width = static_cast<int>(root.integer_or("width", 1920, 180, 7680));
  const auto height = static_cast<int>(root.integer_or("height", 1080, 180, 7680));
  if (fullscreen) {
    if (sized) root.problem("fullscreen", "false beside width and height");
    return;
  }
  config.width_px = width;
  config.height_px = height;
}

}  // namespace

const char* name_of(ViewKind view) {
  switch (view) {
    case ViewKind::kHall:
      return "hall";
    case ViewKind::kWall:
      return "wall";
    case ViewKind::kWindow:
      return "window";
    case ViewKind::kGuide:
      return "guide";
    case ViewKind::kAnnouncer:
      return "announcer";
    case ViewKind::kStrip:
      return "strip";
  }
  return "?";
}

const std::vector<ViewKind>& all_views() {
  static const std::vector<ViewKind> views = {ViewKind::kHall,      ViewKind::kWall,
                                              ViewKind::kWindow,    ViewKind::kGuide,
                                              ViewKind::kAnnouncer, ViewKind::kStrip};
  return views;
}

std::optional<ViewKind> view_named(std::string_view name) {
  for (const ViewKind view : all_views()) {
    if (name == name_of(view)) return view;
  }
  return std::nullopt;
}

std::string names_of(const std::vector<ViewKind>& views) {
  std::string names;
  for (const ViewKind& view : views) {
    if (!names.empty()) names += &view == &views.back() ? " or " : ", ";
    names += name_of(view);
  }
  return names;
}

Result<DisplayConfig> load_display_config(const std::filesystem::path& path) {
  auto file = Config::load(path);
  if (!file) return file.error();
  const ConfigTable root = file->root();
  DisplayConfig config;
  config.device = root.path("device");
  const auto view = view_named(root.text_or("view", "hall"));
  if (!view) root.problem("view", names_of(all_views()));
  config.view = view.value_or(ViewKind::kHall);
  config.window = static_cast<WindowNumber>(root.integer_or("window", 0, 1, 99));
  config.assets = root.path_or("assets", {});
  read_window(root, config);
  config.layout = read_layout(root);
  if (const auto voice = root.table_or_none("voice")) config.voice = read_voice(*voice);
  if (const auto strip = root.table_or_none("strip")) config.strip = read_strip(*strip);
  if (auto ok = file->finish(); !ok) return ok.error();
  return config;
}

}  // namespace yichuang::display
