#include "display/strip_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "display/layout_settings.h"
#include "drivers/profile.h"

namespace yichuang::display {

namespace {

std::vector<StripPlace> read_places(const ConfigTable& table) {
  std::vector<StripPlace> places;
  for (const ConfigTable& entry : table.tables("sign", kStripSignsMax)) {
    const StripPlace place = {.window = static_cast<WindowNumber>(entry.integer("window", 1, 99)),
                              .address = static_cast<uint8_t>(entry.integer("address", 0, 255))};
    if (std::ranges::find(places, place.address, &StripPlace::address) != places.end())
      entry.problem("address", "another one, for each sign has its own");
    places.push_back(place);
  }
  if (!places.empty() && table.has("address"))
    table.problem("address", "none beside [[strip.sign]], where each sign has its own");
  return places;
}

}  // namespace

StripSettings read_strip(const ConfigTable& table) {
  StripSettings strip;
  strip.out = table.path_or("out", {});
  strip.profile = table.text_or("profile", strip.profile, 40);
  if (table.has("address")) strip.address = static_cast<uint8_t>(table.integer("address", 0, 255));
  strip.signs = read_places(table);
  strip.languages = read_languages(table);
  strip.profiles = table.path_or("profiles", {});
  return strip;
}

Result<StripLine> find_strip_line(const StripSettings& settings, WindowNumber window,
                                  const std::filesystem::path& config_file) {
  const auto wrong = [&](const char* key, const std::string& expected) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("{}: {}: expected {}", config_file.string(), key, expected)};
  };
  if (window == 0 && settings.signs.empty())
    return wrong("window", "the number of the window, 1 to 99");
  if (window != 0 && !settings.signs.empty())
    return wrong("window", "none beside [[strip.sign]], where each sign has its own");
  if (settings.out.empty())
    return wrong("strip.out", "the sign's serial line, as \"/dev/ttyUSB0\"; or --out");
  const auto profiles =
      LedProfiles::load(settings.profiles.empty() ? default_quirks() / "led" : settings.profiles);
  if (!profiles) return profiles.error();
  const LedProfile* found = profiles->find(settings.profile);
  if (found == nullptr)
    return wrong("strip.profile",
                 fmt::format("one of {}, found \"{}\"", profiles->names(), settings.profile));
  const bool addressed = settings.address.has_value() || !settings.signs.empty();
  if (addressed && !found->has(LedPart::Kind::kAddress))
    return wrong(settings.signs.empty() ? "strip.address" : "strip.sign",
                 fmt::format("none, for the profile \"{}\" has no address", found->name));
  StripLine line{.path = settings.out.string(), .signs = {}, .languages = settings.languages};
  if (found->encoding == LedEncoding::kAscii) std::erase(line.languages, "zh-CN");
  if (line.languages.empty())
    return wrong("strip.languages",
                 fmt::format("\"en\" among them, for the profile \"{}\" has no Chinese "
                             "characters",
                             found->name));
  const auto add = [&](WindowNumber above, uint8_t address) {
    line.signs.push_back({.window = above, .profile = *found});
    line.signs.back().profile.address = address;
  };
  for (const StripPlace& place : settings.signs) add(place.window, place.address);
  if (settings.signs.empty()) add(window, settings.address.value_or(found->address));
  return line;
}

}  // namespace yichuang::display
