#include "display/layout_settings.h"

#include <fmt/format.h>

#include <array>

#include "base/limits.h"

namespace yichuang::display {

std::vector<std::string> read_languages(const ConfigTable& table) {
  if (!table.has("languages")) return {"zh-CN", "en"};
  std::vector<std::string> languages = table.texts("languages", 2);
  const auto known = [](const std::string& name) { return name == "zh-CN" || name == "en"; };
  const bool twice = languages.size() == 2 && languages[0] == languages[1];
  if (!table.is_wrong("languages") &&
      (languages.empty() || twice || !std::ranges::all_of(languages, known)))
    table.problem("languages", "\"zh-CN\", \"en\" or both, the one that stands out first");
  return languages;
}

namespace {

Directions read_directions(const ConfigTable& table) {
  Directions directions;
  // The words of Direction, in its order.
  constexpr std::array kWords = {"left", "right", "ahead", "upstairs", "downstairs"};
  for (size_t i = 0; i < kWords.size(); ++i) {
    for (const int64_t window : table.integers(kWords[i], limits::kWindowsMax, 1, 99)) {
      const bool first =
          directions.emplace(static_cast<WindowNumber>(window), static_cast<Direction>(i)).second;
      if (!first && !table.is_wrong(kWords[i]))
        table.problem(kWords[i], fmt::format("each window once; {} is there twice", window));
    }
  }
  return directions;
}

void read_hall(const ConfigTable& table, LayoutSettings& layout) {
  layout.columns = static_cast<int>(
      table.integer_or("columns", layout.columns, 1, LayoutSettings::kCallColumnsMax));
  layout.rows = static_cast<int>(table.integer_or("rows", layout.rows, LayoutSettings::kCallRowsMin,
                                                  LayoutSettings::kCallRowsMax));
  if (table.has("services")) layout.services = table.texts("services", limits::kServicesMax);
  layout.logo = table.path_or("logo", {});
  layout.notices = table.boolean_or("notices", layout.notices);
  layout.languages = read_languages(table);
  const std::string theme = table.text_or("theme", "dark");
  if (theme != "dark" && theme != "light" && !table.is_wrong("theme"))
    table.problem("theme", "\"dark\" or \"light\"");
  layout.bright = theme == "light";
  if (const auto directions = table.table_or_none("directions"))
    layout.directions = read_directions(*directions);
}

void read_window_screen(const ConfigTable& table, WindowSettings& window) {
  window.services = table.boolean_or("services", window.services);
  window.badge = table.boolean_or("badge", window.badge);
  window.next = table.boolean_or("next", window.next);
}

// Words that stand for the values of an enumeration, in its order.
template <class Panel, size_t count>
std::optional<std::vector<Panel>> read_panels(const ConfigTable& table, std::string_view key,
                                              const std::array<std::string_view, count>& names) {
  if (!table.has(key)) return std::nullopt;
  std::vector<Panel> panels;
  bool known_once = true;
  for (const std::string& name : table.texts(key, count)) {
    const auto found = std::ranges::find(names, name);
    const auto panel = static_cast<Panel>(found - names.begin());
    known_once =
        known_once && found != names.end() && std::ranges::find(panels, panel) == panels.end();
    panels.push_back(panel);
  }
  if (!table.is_wrong(key) && (panels.empty() || !known_once)) {
    std::string words;
    for (const std::string_view name : names) words += fmt::format("\"{}\", ", name);
    table.problem(key, words + "one of them or more, each once");
  }
  return panels;
}

constexpr std::array<std::string_view, kGuidePanels> kGuideLists = {"help", "missed", "held",
                                                                    "vouchers", "waiting"};
constexpr std::array<std::string_view, kWallPanels> kWallNames = {"figures",  "chart",  "windows",
                                                                  "services", "alarms", "hours"};

void read_wall(const ConfigTable& table, WallSettings& wall) {
  wall.panels = read_panels<WallPanel>(table, "panels", kWallNames);
  if (!table.has("services")) return;
  wall.services = table.texts("services", limits::kServicesMax);
  if (wall.services->empty() && !table.is_wrong("services"))
    table.problem("services", "one id or more; to show none, leave \"services\" out of panels");
}

}  // namespace

LayoutSettings read_layout(const ConfigTable& root) {
  LayoutSettings layout;
  if (const auto table = root.table_or_none("hall")) read_hall(*table, layout);
  if (const auto table = root.table_or_none("window_screen"))
    read_window_screen(*table, layout.window);
  if (const auto table = root.table_or_none("guide"))
    layout.guide.lists = read_panels<GuidePanel>(*table, "lists", kGuideLists);
  if (const auto table = root.table_or_none("wall")) read_wall(*table, layout.wall);
  return layout;
}

}  // namespace yichuang::display
