// The [hall] table as it is on disk now: read again whenever the configuration file changes. A file
// with a mistake changes nothing; the mistake is logged once, with file, line and key. What else is
// in the file is for the next start.
//
// One thread. Looks at the file at most once a call; the caller calls about once a second.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <optional>

#include "base/result.h"
#include "display/layout_settings.h"
#include "ui/png.h"

namespace yichuang::display {

// A layout with its logo in memory.
struct Layout {
  LayoutSettings settings;
  std::optional<ui::Picture> logo;
};

// kInvalid or what the file system says if the logo cannot be shown.
Result<Layout> load_layout(const LayoutSettings& settings);

class LayoutFile {
 public:
  // `file` was read just now.
  explicit LayoutFile(std::filesystem::path file);
  // The layout, if the file has changed and says something that can be shown.
  std::optional<Layout> changed();

  static constexpr int kLogoSideMax = 2048;

 private:
  // What tells one writing of a file from the next.
  struct Stamp {
    ino_t inode = 0;
    off_t size = 0;
    timespec modified{};
    bool operator==(const Stamp& other) const;
  };
  static Stamp stamp_of(const std::filesystem::path& file);

  const std::filesystem::path file_;
  Stamp seen_;
};

}  // namespace yichuang::display
