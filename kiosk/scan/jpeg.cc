#include "kiosk/scan/jpeg.h"

#include <fmt/format.h>

#include <algorithm>
#include <csetjmp>
#include <cstdio>
// libjpeg's header needs FILE and size_t to be there.
#include <jpeglib.h>

#include "base/assert.h"
#include "kiosk/scan/limits.h"

namespace yichuang::scan {

// libjpeg ends a failed call by error_exit, which must not return: it jumps back into the function
// of ours that made the call. Those functions hold nothing that a jump would leave undestroyed.
struct JpegWriter::Body {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_destination_mgr destination{};
  std::jmp_buf back{};
  bool failed = false;
  bool too_large = false;
  size_t size = 0;  // of the file so far
  WipedBytes bytes;

  static Body& of(j_common_ptr jpeg) { return *static_cast<Body*>(jpeg->client_data); }
  static Body& of(j_compress_ptr jpeg) { return *static_cast<Body*>(jpeg->client_data); }

  [[noreturn]] static void error_exit(j_common_ptr jpeg) { std::longjmp(of(jpeg).back, 1); }
  static void say_nothing(j_common_ptr) {}
  static void warn_nothing(j_common_ptr, int) {}

  void give_room() {
    destination.next_output_byte = bytes.data() + size;
    destination.free_in_buffer = bytes.size() - size;
  }
  static void begin(j_compress_ptr jpeg) { of(jpeg).give_room(); }
  static boolean grow(j_compress_ptr jpeg) {
    Body& self = of(jpeg);
    self.size = self.bytes.size();
    if (self.size >= limits::kPageJpegBytesMax) {
      self.too_large = true;
      std::longjmp(self.back, 1);
    }
    self.bytes.resize(std::min(self.size * 2, limits::kPageJpegBytesMax));
    self.give_room();
    return TRUE;
  }
  static void end(j_compress_ptr jpeg) {
    Body& self = of(jpeg);
    self.size = self.bytes.size() - self.destination.free_in_buffer;
  }

  bool start(const JpegForm& form) {
    jpeg.err = jpeg_std_error(&errors);
    errors.error_exit = error_exit;
    errors.output_message = say_nothing;
    errors.emit_message = warn_nothing;
    jpeg.client_data = this;
    if (setjmp(back) != 0) return false;
    jpeg_create_compress(&jpeg);
    destination.init_destination = begin;
    destination.empty_output_buffer = grow;
    destination.term_destination = end;
    jpeg.dest = &destination;
    jpeg.image_width = static_cast<JDIMENSION>(form.width_px);
    jpeg.image_height = static_cast<JDIMENSION>(form.height_px);
    jpeg.input_components = channels_of(form.colour);
    jpeg.in_color_space = form.colour == Colour::kRgb ? JCS_RGB : JCS_GRAYSCALE;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, form.quality, TRUE);
    jpeg.density_unit = 1;  // dots an inch
    jpeg.X_density = static_cast<UINT16>(form.dpi);
    jpeg.Y_density = static_cast<UINT16>(form.dpi);
    jpeg_start_compress(&jpeg, TRUE);
    return true;
  }
  bool write(const uint8_t* row) {
    if (setjmp(back) != 0) return false;
    JSAMPROW rows[1] = {const_cast<JSAMPROW>(row)};  // libjpeg only reads it
    return jpeg_write_scanlines(&jpeg, rows, 1) == 1;
  }
  bool end_file() {
    if (setjmp(back) != 0) return false;
    jpeg_finish_compress(&jpeg);
    return true;
  }
  Error why() const {
    if (too_large) {
      return {ErrorCode::kExhausted,
              fmt::format("the page is over {} MiB as JPEG; scan with fewer dpi",
                          limits::kPageJpegBytesMax >> 20)};
    }
    return {ErrorCode::kInternal, "libjpeg could not write the page; scan it again"};
  }
};

JpegWriter::JpegWriter(const JpegForm& form) : body_(std::make_unique<Body>()) {
  HALL_ASSERT(form.width_px >= 1 && form.width_px <= JPEG_MAX_DIMENSION && form.height_px >= 1 &&
              form.height_px <= JPEG_MAX_DIMENSION);
  HALL_ASSERT(form.quality >= 1 && form.quality <= 100);
  // Most pages need less than half a byte a pixel, and then nothing is copied.
  const auto pixels = static_cast<size_t>(form.width_px) * static_cast<size_t>(form.height_px);
  body_->bytes.resize(std::min(pixels / 4 + 64 * 1024, limits::kPageJpegBytesMax));
  body_->failed = !body_->start(form);
}

JpegWriter::~JpegWriter() { jpeg_destroy_compress(&body_->jpeg); }

Result<void> JpegWriter::add(const uint8_t* row) {
  if (!body_->failed) body_->failed = !body_->write(row);
  if (body_->failed) return body_->why();
  return {};
}

Result<WipedBytes> JpegWriter::finish() {
  if (!body_->failed) body_->failed = !body_->end_file();
  if (body_->failed) return body_->why();
  body_->bytes.resize(body_->size);
  body_->bytes.shrink_to_fit();  // it lies for minutes, and the room made for it is thrice its size
  return std::move(body_->bytes);
}

}  // namespace yichuang::scan
