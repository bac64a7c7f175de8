#include "display/layout_settings.h"

#include "base/limits.h"

namespace yichuang::display {
namespace {

void read_languages(const ConfigTable& table, LayoutSettings& layout) {
  if (!table.has("languages")) return;
  layout.languages = table.texts("languages", 2);
  const auto known = [](const std::string& name) { return name == "zh-CN" || name == "en"; };
  const bool twice = layout.languages.size() == 2 && layout.languages[0] == layout.languages[1];
  if (table.is_wrong("languages")) return;
  if (layout.languages.empty() || twice || !std::ranges::all_of(layout.languages, known))
    table.problem("languages", "\"zh-CN\", \"en\" or both, the one that stands out first");
}

}  // namespace

LayoutSettings read_layout(const ConfigTable& table) {
  LayoutSettings layout;
  layout.columns = static_cast<int>(
      table.integer_or("columns", layout.columns, 1, LayoutSettings::kCallColumnsMax));
  layout.rows = static_cast<int>(table.integer_or("rows", layout.rows, LayoutSettings::kCallRowsMin,
                                                  LayoutSettings::kCallRowsMax));
  if (table.has("services")) layout.services = table.texts("services", limits::kServicesMax);
  layout.logo = table.path_or("logo", {});
  layout.notices = table.boolean_or("notices", layout.notices);
  read_languages(table, layout);
  const std::string theme = table.text_or("theme", "dark");
  if (theme != "dark" && theme != "light" && !table.is_wrong("theme"))
    table.problem("theme", "\"dark\" or \"light\"");
  layout.bright = theme == "light";
  return layout;
}

}  // namespace yichuang::display
