// The layouts ([hall], [window_screen], [guide], [wall]) as they are on disk now: looked at again
// whenever the configuration file or the logo changes. A file with a mistake changes nothing; the
// mistake is logged once, with file, line and key. What else is in the file is for the next start.
//
// One thread. Looks at the files at most once a call; the caller calls about once a second.
#pragma once

#include <filesystem>
#include <optional>

#include "base/file_stamp.h"
#include "base/result.h"
#include "display/layout_settings.h"
#include "ui/png.h"

namespace yichuang::display {

// A layout with its logo in memory.
struct Layout {
  LayoutSettings settings;
  std::optional<ui::Picture> logo;
};

class LayoutFile {
 public:
  // `settings` were read from `file`: it is looked at again at the first changed(), for it may have
  // been edited since.
  LayoutFile(std::filesystem::path file, LayoutSettings settings)
      : file_(std::move(file)), wanted_(std::move(settings)) {}

  // The layout to begin with; the emblem in the logo's place if that cannot be shown (logged).
  // Once, before changed().
  Layout first();
  // The layout, if it is another now and can be shown.
  std::optional<Layout> changed();

  static constexpr int kLogoSideMax = 2048;  // pixels

 private:
  void read_file();
  Result<Layout> load();

  const std::filesystem::path file_;
  FileStamp file_seen_;
  FileStamp logo_seen_;
  LayoutSettings wanted_;  // what the file says, or last said without a mistake
  LayoutSettings loaded_;  // wanted_ when its logo was last read, or could not be
};

}  // namespace yichuang::display
