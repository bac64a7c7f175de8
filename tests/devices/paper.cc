#include "tests/devices/paper.h"

#include <qrencode.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "drivers/limits.h"

namespace yichuang {
namespace {

int offset_of(int width_dots, int paper_dots, Justify justify) {
  const int free_dots = std::max(0, paper_dots - width_dots);
  switch (justify) {
    case Justify::kLeft:
      return 0;
    case Justify::kCentre:
      return free_dots / 2;
    case Justify::kRight:
      return free_dots;
  }
  return 0;
}

}  // namespace

Paper::Paper(int width_dots) : width_dots_(width_dots), current_(width_dots, 0) {}

void Paper::add_row(std::span<const uint8_t> dots, Justify justify) {
  ++rows_;
  if (current_.rows() == limits::kRasterRowsMax) return;
  current_.add_row({});
  const int row_dots = std::min(static_cast<int>(dots.size()) * 8, width_dots_);
  const int offset = offset_of(row_dots, width_dots_, justify);
  for (int x = 0; x < row_dots; ++x) {
    if ((dots[static_cast<size_t>(x) / 8] >> (7 - x % 8) & 1) != 0) {
      current_.set_black(offset + x, current_.rows() - 1);
    }
  }
}

void Paper::feed(int dots) {
  for (int i = 0; i < dots; ++i) add_row({}, Justify::kLeft);
}

void Paper::add_qr(const std::string& data, int module_dots, int level, Justify justify) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(data.size()),
                        reinterpret_cast<const unsigned char*>(data.data()), 0,
                        static_cast<QRecLevel>(level - 48)),
      QRcode_free);
  if (!code) return;  // more than a code holds: the printer prints none, too
  const int side_dots = code->width * module_dots;
  for (int y = 0; y < side_dots; ++y) {
    std::vector<uint8_t> dots(static_cast<size_t>(side_dots + 7) / 8);
    const unsigned char* modules = code->data + (y / module_dots) * code->width;
    for (int x = 0; x < side_dots; ++x) {
      if ((modules[x / module_dots] & 1) == 0) continue;
      dots[static_cast<size_t>(x) / 8] |= static_cast<uint8_t>(0x80 >> (x % 8));
    }
    add_row(dots, justify);
  }
}

void Paper::add_text(const std::string& line) {
  constexpr size_t kLinesMax = 200;
  if (texts_.size() < kLinesMax) texts_.push_back(line);
}

void Paper::end(bool cut) {
  if (cut) ++cuts_;
  if (!cut && current_.rows() == 0) return;
  tickets_.push_back(
      {std::exchange(current_, Raster(width_dots_, 0)), std::exchange(texts_, {}), cut});
  if (tickets_.size() > kTicketsMax) tickets_.pop_front();
}

}  // namespace yichuang
