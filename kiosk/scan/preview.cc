#include "kiosk/scan/preview.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
// libjpeg's header needs FILE and size_t to be there.
#include <jpeglib.h>

#include "kiosk/scan/limits.h"

namespace yichuang::scan {

namespace {

// libjpeg ends a failed call by error_exit, which must not return: it jumps back into decode(),
// which holds nothing that a jump would leave undestroyed.
struct Reader {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  std::jmp_buf back{};
  Preview preview;
  WipedBytes row;

  [[noreturn]] static void error_exit(j_common_ptr jpeg) {
    std::longjmp(static_cast<Reader*>(jpeg->client_data)->back, 1);
  }
  static void say_nothing(j_common_ptr) {}
  static void warn_nothing(j_common_ptr, int) {}
};

// libjpeg shrinks by eighths while it decodes, at little cost.
unsigned eighths(unsigned side_px, int side_max_px) {
  unsigned part = 8;
  while (part > 1 && side_px * part / 8 > static_cast<unsigned>(side_max_px)) --part;
  return part;
}

void take_row(Reader& reader, uint32_t* to) {
  const int channels = reader.jpeg.output_components;
  const uint8_t* from = reader.row.data();
  for (unsigned x = 0; x < reader.jpeg.output_width; ++x, from += channels) {
    const uint8_t green = channels == 1 ? from[0] : from[1];
    const uint8_t blue = channels == 1 ? from[0] : from[2];
    to[x] = static_cast<uint32_t>(from[0] << 16 | green << 8 | blue);
  }
}

bool decode(Reader& reader, std::span<const uint8_t> bytes, int side_max_px) {
  jpeg_decompress_struct& jpeg = reader.jpeg;
  if (setjmp(reader.back) != 0) return false;
  jpeg_create_decompress(&jpeg);
  jpeg.client_data = &reader;
  jpeg_mem_src(&jpeg, bytes.data(), bytes.size());
  if (jpeg_read_header(&jpeg, TRUE) != JPEG_HEADER_OK) return false;
  const auto side = std::max(jpeg.image_width, jpeg.image_height);
  if (side > static_cast<unsigned>(limits::kScanSidePxMax)) return false;
  jpeg.scale_num = eighths(side, side_max_px);
  jpeg.scale_denom = 8;
  if (jpeg.num_components != 1) jpeg.out_color_space = JCS_RGB;
  jpeg_start_decompress(&jpeg);
  if (jpeg.output_components != 1 && jpeg.output_components != 3) return false;
  reader.preview.width_px = static_cast<int>(jpeg.output_width);
  reader.preview.height_px = static_cast<int>(jpeg.output_height);
  reader.preview.rgb.resize(size_t{jpeg.output_width} * jpeg.output_height);
  reader.row.resize(size_t{jpeg.output_width} * static_cast<size_t>(jpeg.output_components));
  while (jpeg.output_scanline < jpeg.output_height) {
    uint32_t* to = reader.preview.rgb.data() + size_t{jpeg.output_scanline} * jpeg.output_width;
    JSAMPROW row = reader.row.data();
    jpeg_read_scanlines(&jpeg, &row, 1);
    take_row(reader, to);
  }
  jpeg_finish_decompress(&jpeg);
  return true;
}

// By the mean of each four pixels; of an odd last row or column nothing is left.
Preview halved(const Preview& whole) {
  Preview half{.width_px = whole.width_px / 2, .height_px = whole.height_px / 2, .rgb = {}};
  half.rgb.resize(static_cast<size_t>(half.width_px) * static_cast<size_t>(half.height_px));
  const auto across = static_cast<size_t>(whole.width_px);
  auto to = half.rgb.begin();
  for (size_t y = 0; y < static_cast<size_t>(half.height_px); ++y) {
    const uint32_t* from = whole.rgb.data() + 2 * y * across;
    for (int x = 0; x < half.width_px; ++x, from += 2) {
      uint32_t rgb = 0;
      for (const int shift : {0, 8, 16}) {
        uint32_t sum = 0;
        for (const uint32_t pixel : {from[0], from[1], from[across], from[across + 1]})
          sum += pixel >> shift & 0xFF;
        rgb |= sum / 4 << shift;
      }
      *to++ = rgb;
    }
  }
  return half;
}

}  // namespace

Result<Preview> make_preview(std::span<const uint8_t> jpeg, int side_max_px) {
  Reader reader;
  reader.jpeg.err = jpeg_std_error(&reader.errors);
  reader.errors.error_exit = Reader::error_exit;
  reader.errors.output_message = Reader::say_nothing;
  reader.errors.emit_message = Reader::warn_nothing;
  const bool whole = decode(reader, jpeg, side_max_px);
  jpeg_destroy_decompress(&reader.jpeg);
  if (!whole) return Error{ErrorCode::kCorrupt, "the page's picture does not open; scan it again"};
  Preview preview = std::move(reader.preview);
  while (std::max(preview.width_px, preview.height_px) > side_max_px &&
         std::min(preview.width_px, preview.height_px) > 1)
    preview = halved(preview);
  return preview;
}

}  // namespace yichuang::scan
