// Line icons on a 24-grid, our own, as files assets/icons/NAME.svg: drawn at the size asked,
// tinted by the canvas. The same files serve the web pages. One thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "ui/pixels.h"

namespace yichuang::ui {

class Icons {
 public:
  explicit Icons(std::filesystem::path folder);

  // A mask of `size_px` × `size_px` with lines `stroke` grid units wide. Empty, and one log line,
  // if there is no such icon: the screen stays usable, its text says all.
  Mask render(std::string_view name, int size_px, float stroke);

 private:
  const std::string& source(const std::string& name);

  std::filesystem::path folder_;
  std::map<std::string, std::string> sources_;  // name → SVG text, "" if it could not be read
};

}  // namespace yichuang::ui
