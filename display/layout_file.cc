#include "display/layout_file.h"

#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "display/config.h"

namespace yichuang::display {

Result<Layout> load_layout(const LayoutSettings& settings) {
  Layout layout{settings, std::nullopt};
  if (settings.logo.empty()) return layout;
  auto picture = ui::read_png(settings.logo);
  if (!picture) return picture.error();
  if (picture->width > LayoutFile::kLogoSideMax || picture->height > LayoutFile::kLogoSideMax)
    return Error{ErrorCode::kInvalid,
                 fmt::format("{}: hall.logo: expected at most {} pixels a side",
                             settings.logo.string(), LayoutFile::kLogoSideMax)};
  layout.logo = std::move(*picture);
  return layout;
}

bool LayoutFile::Stamp::operator==(const Stamp& other) const {
  return inode == other.inode && size == other.size && modified.tv_sec == other.modified.tv_sec &&
         modified.tv_nsec == other.modified.tv_nsec;
}

LayoutFile::Stamp LayoutFile::stamp_of(const std::filesystem::path& file) {
  struct stat found {};
  if (stat(file.c_str(), &found) != 0) return {};  // being replaced, or gone: not a new one
  return {found.st_ino, found.st_size, found.st_mtim};
}

LayoutFile::LayoutFile(std::filesystem::path file)
    : file_(std::move(file)), seen_(stamp_of(file_)) {}

std::optional<Layout> LayoutFile::changed() {
  const Stamp now = stamp_of(file_);
  if (now == Stamp{} || now == seen_) return std::nullopt;
  seen_ = now;
  const auto kept = [&](const Error& error) {
    log_warning("{}; the layout stays as it was", error.sentence);
    return std::nullopt;
  };
  const auto config = load_display_config(file_);
  if (!config) return kept(config.error());
  auto layout = load_layout(config->layout);
  if (!layout) return kept(layout.error());
  log_info("{}: the layout is as the file says now", file_.string());
  return std::move(*layout);
}

}  // namespace yichuang::display
