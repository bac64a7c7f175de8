#include "display/strip_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "display/layout_settings.h"
#include "drivers/profile.h"

namespace yichuang::display {

StripSettings read_strip(const ConfigTable& table) {
  StripSettings strip;
  strip.out = table.path_or("out", {});
  strip.profile = table.text_or("profile", strip.profile, 40);
  if (table.has("address")) strip.address = static_cast<uint8_t>(table.integer("address", 0, 255));
  strip.languages = read_languages(table);
  strip.profiles = table.path_or("profiles", {});
  return strip;
}

Result<StripSign> find_strip_sign(const StripSettings& settings,
                                  const std::filesystem::path& config_file) {
  const auto wrong = [&](const char* key, const std::string& expected) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("{}: strip.{}: expected {}", config_file.string(), key, expected)};
  };
  if (settings.out.empty())
    return wrong("out", "the sign's serial line, as \"/dev/ttyUSB0\"; or --out");
  const auto profiles =
      LedProfiles::load(settings.profiles.empty() ? default_quirks() / "led" : settings.profiles);
  if (!profiles) return profiles.error();
  const LedProfile* found = profiles->find(settings.profile);
  if (found == nullptr)
    return wrong("profile",
                 fmt::format("one of {}, found \"{}\"", profiles->names(), settings.profile));
  StripSign sign{.line = settings.out.string(), .profile = *found, .languages = settings.languages};
  if (settings.address) {
    if (!found->has(LedPart::Kind::kAddress))
      return wrong("address",
                   fmt::format("none, for the profile \"{}\" has no address", found->name));
    sign.profile.address = *settings.address;
  }
  if (found->encoding == LedEncoding::kAscii) std::erase(sign.languages, "zh-CN");
  if (sign.languages.empty())
    return wrong("languages", fmt::format("\"en\" among them, for the profile \"{}\" has no "
                                          "Chinese characters",
                                          found->name));
  return sign;
}

}  // namespace yichuang::display
