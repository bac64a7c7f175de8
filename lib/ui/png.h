// PNG files: screenshots and golden pictures. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace yichuang::ui {

// Rows from the top, 0xFFRRGGBB a pixel.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<uint32_t> pixels;
};

// Pictures larger than this in either direction are refused.
inline constexpr int kPictureSideMax = 16384;

// kInvalid for a picture of more than `side_max_px` pixels in either direction: by what the file
// declares, before anything is decoded.
Result<Picture> read_png(const std::filesystem::path& file, int side_max_px = kPictureSideMax);
// 8-bit RGB, the same bytes for the same pixels; the file is there whole or not at all.
Result<void> write_png(const Picture& picture, const std::filesystem::path& file);

}  // namespace yichuang::ui
