#include "display/layout_file.h"

#include <utility>

#include "base/log.h"
#include "display/config.h"

namespace yichuang::display {

Result<Layout> LayoutFile::load() {
  loaded_ = wanted_;
  logo_seen_ = file_stamp(wanted_.logo);
  Layout layout{wanted_, std::nullopt};
  if (wanted_.logo.empty()) return layout;
  auto picture = ui::read_png(wanted_.logo, kLogoSideMax);
  if (!picture) return picture.error();
  layout.logo = std::move(*picture);
  return layout;
}

Layout LayoutFile::first() {
  auto layout = load();
  if (layout) return std::move(*layout);
  log_warning("hall.logo: {}; the emblem is shown in its place", layout.error().sentence);
  return {wanted_, std::nullopt};
}

void LayoutFile::read_file() {
  const FileStamp now = file_stamp(file_);
  if (now.missing() || now == file_seen_) return;  // missing: it is being replaced, or gone
  file_seen_ = now;
  auto config = load_display_config(file_);
  if (config) {
    wanted_ = std::move(config->layout);
  } else {
    log_warning("{}; the layout stays as it was", config.error().sentence);
  }
}

std::optional<Layout> LayoutFile::changed() {
  read_file();
  const bool other_logo = !wanted_.logo.empty() && file_stamp(wanted_.logo) != logo_seen_;
  if (wanted_ == loaded_ && !other_logo) return std::nullopt;
  auto layout = load();
  if (!layout) {
    log_warning("hall.logo: {}; the layout stays as it was", layout.error().sentence);
    return std::nullopt;
  }
  log_info("{}: the layout is as the file says now", file_.string());
  return std::move(*layout);
}

}  // namespace yichuang::display
