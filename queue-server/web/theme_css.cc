#include <fmt/format.h>

#include <algorithm>

#include "base/file.h"
#include "base/limits.h"
#include "base/toml.h"
#include "queue-server/web/assets.h"

namespace yichuang {
namespace {

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' && std::ranges::all_of(text.substr(1), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
         });
}

// "radius_card" → "--radius-card".
std::string variable(std::string_view key) {
  std::string name = fmt::format("--{}", key);
  std::ranges::replace(name, '_', '-');
  return name;
}

}  // namespace

// Not read through Config: the file belongs to the screens, and this takes two of its tables whole,
// whatever keys they have.
Result<std::string> theme_css(const std::filesystem::path& theme_file) {
  const auto bytes = read_file(theme_file, limits::kConfigFileBytesMax);
  if (!bytes) return bytes.error();
  const auto parsed = toml::parse(*bytes);
  if (!parsed) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("{}:{}: not TOML: {}", theme_file.string(),
                             parsed.error().source().begin.line, parsed.error().description())};
  }
  const toml::table& root = parsed.table();
  const toml::table* light = root["light"].as_table();
  const toml::table* metrics = root["metrics"].as_table();
  if (!light || !metrics) {
    return Error{ErrorCode::kInvalid, fmt::format("{}:1: expected the tables [light] and [metrics]",
                                                  theme_file.string())};
  }
  std::string css = "/* Made of assets/theme/theme.toml when queue-web started. */\n:root {\n";
  for (const auto& [key, node] : *light) {
    const std::string value = node.value_or(std::string());
    if (!is_colour(value)) {
      return Error{
          ErrorCode::kInvalid,
          fmt::format("{}:{}: light.{}: expected a colour like \"#0B1F3A\", capital letters",
                      theme_file.string(), key.source().begin.line, key.str())};
    }
    css += fmt::format("  {}: {};\n", variable(key), value);
  }
  for (const auto& [key, node] : *metrics) {
    css += fmt::format("  {}: {}px;\n", variable(key), node.value_or(0.0));
  }
  return css + "}\n";
}

}  // namespace yichuang
