#include "ui/png.h"

#include <fmt/format.h>
#include <png.h>
#include <unistd.h>

#include <cstring>

#include "base/file.h"

namespace yichuang::ui {

namespace {

constexpr size_t kFileBytesMax = 64 * 1024 * 1024;

void append(png_structp png, png_bytep data, png_size_t size) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(data), size);
}

void no_flush(png_structp) {}

}  // namespace

Result<Picture> read_png(const std::filesystem::path& file, int side_max_px) {
  HALL_ASSERT(side_max_px > 0 && side_max_px <= kPictureSideMax);
  auto bytes = read_file(file, kFileBytesMax);
  if (!bytes) return bytes.error();
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_memory(&image, bytes->data(), bytes->size())) {
    return Error{ErrorCode::kCorrupt, fmt::format("{}: {}", file.string(), image.message)};
  }
  const auto side_max = static_cast<png_uint_32>(side_max_px);
  if (image.width > side_max || image.height > side_max) {
    png_image_free(&image);
    return Error{ErrorCode::kInvalid,
                 fmt::format("{}: expected at most {} pixels a side, not {} x {}", file.string(),
                             side_max_px, image.width, image.height)};
  }
  image.format = PNG_FORMAT_BGRA;  // 0xAARRGGBB in little-endian memory
  Picture out;
  out.width = static_cast<int>(image.width);
  out.height = static_cast<int>(image.height);
  out.pixels.resize(size_t{image.width} * image.height);
  if (!png_image_finish_read(&image, nullptr, out.pixels.data(), 0, nullptr)) {
    return Error{ErrorCode::kCorrupt, fmt::format("{}: {}", file.string(), image.message)};
  }
  return out;
}

Result<void> write_png(const Picture& picture, const std::filesystem::path& file) {
  HALL_ASSERT(picture.width > 0 && picture.height > 0);
  HALL_ASSERT(picture.pixels.size() ==
              static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height));
  // libpng leaves through longjmp on an error: nothing with a destructor lives between here and
  // there but what is declared before setjmp.
  std::string encoded;
  std::vector<uint8_t> row(static_cast<size_t>(picture.width) * 3);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png ? png_create_info_struct(png) : nullptr;
  HALL_ASSERT(png && info);
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    return Error{ErrorCode::kInternal, fmt::format("{}: cannot be encoded", file.string())};
  }
  png_set_write_fn(png, &encoded, append, no_flush);
  png_set_IHDR(png, info, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(png, 3);
  png_set_filter(png, 0, PNG_FILTER_SUB | PNG_FILTER_UP);
  png_write_info(png, info);
  for (int y = 0; y < picture.height; ++y) {
    const uint32_t* from =
        picture.pixels.data() + static_cast<size_t>(y) * static_cast<size_t>(picture.width);
    for (size_t x = 0; x < static_cast<size_t>(picture.width); ++x) {
      row[3 * x] = static_cast<uint8_t>(from[x] >> 16);
      row[3 * x + 1] = static_cast<uint8_t>(from[x] >> 8);
      row[3 * x + 2] = static_cast<uint8_t>(from[x]);
    }
    png_write_row(png, row.data());
  }
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return write_file_atomic(file, encoded, 0644);
}

}  // namespace yichuang::ui
