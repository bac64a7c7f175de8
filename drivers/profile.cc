#include "drivers/profile.h"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>

#include "base/config.h"
#include "base/file.h"
#include "drivers/usb_id.h"

namespace yichuang {
namespace {

// "04b8:0e15", or "04b8:*" for every product of the vendor.
std::optional<ProfileMatch> parse_match(std::string_view text) {
  if (text.size() < 6 || text[4] != ':') return {};
  ProfileMatch match;
  const auto vendor = parse_usb_id(text.substr(0, 4));
  if (!vendor) return {};
  match.vendor = *vendor;
  if (text.substr(5) == "*") return match;
  match.product = parse_usb_id(text.substr(5));
  if (!match.product) return {};
  return match;
}

Profile read_profile(const ConfigTable& table) {
  Profile profile;
  profile.name = table.text("name");
  profile.width_dots = static_cast<int>(
      table.integer_or("width_dots", profile.width_dots, 8, limits::kRasterWidthDotsMax));
  profile.band_rows =
      static_cast<int>(table.integer_or("band_rows", profile.band_rows, 1, limits::kBandRowsMax));
  profile.cutter = table.boolean_or("cutter", profile.cutter);
  profile.feed_before_cut_dots =
      static_cast<int>(table.integer_or("feed_before_cut_dots", 0, 0, 255));
  profile.near_end_bits =
      static_cast<uint8_t>(table.integer_or("near_end_bits", profile.near_end_bits, 0, 255));
  profile.paper_out_bits =
      static_cast<uint8_t>(table.integer_or("paper_out_bits", profile.paper_out_bits, 0, 255));
  profile.automatic_status = table.boolean_or("automatic_status", profile.automatic_status);
  profile.native_qr = table.boolean_or("native_qr", profile.native_qr);
  profile.gbk_text = table.boolean_or("gbk_text", profile.gbk_text);
  profile.soft_reset = table.boolean_or("soft_reset", profile.soft_reset);
  return profile;
}

}  // namespace

Result<Profiles> Profiles::parse(std::string_view text, std::string name) {
  auto file = Config::parse(text, std::move(name));
  if (!file) return file.error();
  Profiles profiles;
  for (const ConfigTable& table : file->root().tables("printer", limits::kProfilesMax)) {
    const Profile profile = read_profile(table);
    const auto devices = table.texts("devices", limits::kProfilesMax);
    if (devices.empty()) table.problem("devices", "a list like [\"04b8:0e15\", \"6868:*\"]");
    for (const std::string& device : devices) {
      auto match = parse_match(device);
      if (!match) {
        table.problem("devices", "VENDOR:PRODUCT with four hexadecimal digits each, or VENDOR:*");
        continue;
      }
      match->profile = profile;
      profiles.matches_.push_back(std::move(*match));
    }
  }
  if (auto ok = file->finish(); !ok) return ok.error();
  return profiles;
}

Result<std::vector<std::filesystem::path>> profile_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator each(folder, error), end; !error && each != end;
       each.increment(error)) {
    if (each->path().extension() == ".conf") paths.push_back(each->path());
  }
  if (error) {
    return Error{ErrorCode::kNotFound,
                 fmt::format("device profiles in {}: {}", folder.string(), error.message())};
  }
  std::ranges::sort(paths);
  return paths;
}

Result<Profiles> Profiles::load(const std::filesystem::path& folder) {
  const auto paths = profile_files(folder);
  if (!paths) return paths.error();
  Profiles all;
  for (const auto& path : *paths) {
    auto text = read_file(path, limits::kProfileFileBytesMax);
    if (!text) return text.error();
    auto some = parse(*text, path.string());
    if (!some) return some.error();
    all.matches_.insert(all.matches_.end(), some->matches_.begin(), some->matches_.end());
  }
  return all;
}

const Profile* Profiles::find_or_none(uint16_t vendor, uint16_t product) const {
  const Profile* by_vendor = nullptr;
  for (const ProfileMatch& match : matches_) {
    if (match.vendor != vendor) continue;
    if (match.product == product) return &match.profile;
    if (!match.product && by_vendor == nullptr) by_vendor = &match.profile;
  }
  return by_vendor;
}

std::filesystem::path default_quirks() {
  const std::filesystem::path beside_sources = YICHUANG_SOURCE_QUIRKS;
  return std::filesystem::is_directory(beside_sources) ? beside_sources
                                                       : "/usr/share/yichuang/quirks";
}

const Profile& Profiles::find(uint16_t vendor, uint16_t product) const {
  const Profile* found = find_or_none(vendor, product);
  return found == nullptr ? default_ : *found;
}

bool Profiles::knows(uint16_t vendor, uint16_t product) const {
  return find_or_none(vendor, product) != nullptr;
}

}  // namespace yichuang
