// Paper: the roll as it comes out of a printer, dot by dot, taken apart into tickets at the cuts.
// Everything on it is bounded; what does not fit is left white. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "drivers/raster.h"
#include "tests/devices/escpos_interpreter.h"

namespace yichuang {

struct PaperTicket {
  Raster raster;
  std::vector<std::string> texts;  // the lines in the printer's own font, GBK
  bool cut = false;                // else torn: the roll was taken out, or the stream ends
};

class Paper {
 public:
  static constexpr size_t kTicketsMax = 200;  // the oldest are forgotten

  explicit Paper(int width_dots);

  void add_row(std::span<const uint8_t> dots, Justify justify);
  void feed(int dots);
  void add_qr(const std::string& data, int module_dots, int level, Justify justify);
  // GBK as it came; there is no font here, so nothing is drawn.
  void add_text(const std::string& line);
  void cut() { end(true); }
  void tear() { end(false); }  // nothing if there is nothing since the last cut

  const std::deque<PaperTicket>& tickets() const { return tickets_; }
  const Raster& current() const { return current_; }  // since the last cut
  uint64_t cuts() const { return cuts_; }
  uint64_t rows() const { return rows_; }  // ever

 private:
  void end(bool cut);

  const int width_dots_;
  Raster current_;
  std::vector<std::string> texts_;
  std::deque<PaperTicket> tickets_;
  uint64_t cuts_ = 0;
  uint64_t rows_ = 0;
};

}  // namespace yichuang
