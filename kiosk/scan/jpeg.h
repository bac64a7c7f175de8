// JPEG of a page, row by row as it comes (libjpeg-turbo, baseline, 4:2:0). One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "base/result.h"
#include "kiosk/scan/raw_page.h"

namespace yichuang::scan {

struct JpegForm {
  int width_px = 0;   // 1..65,500
  int height_px = 0;  // likewise
  Colour colour = Colour::kRgb;
  int dpi = 0;
  int quality = 80;  // 1..100
};

class JpegWriter {
 public:
  explicit JpegWriter(const JpegForm& form);
  ~JpegWriter();
  JpegWriter(const JpegWriter&) = delete;
  JpegWriter& operator=(const JpegWriter&) = delete;

  // One row of width × channels bytes; as many as the height. kExhausted over
  // limits::kPageJpegBytesMax, kInternal when libjpeg fails; it takes nothing more then.
  Result<void> add(const uint8_t* row);
  // The file, after the last row.
  Result<WipedBytes> finish();

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace yichuang::scan
