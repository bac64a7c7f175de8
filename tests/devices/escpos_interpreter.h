// EscPosInterpreter: reads a stream of ESC/POS bytes as a printer does, command by command, and
// tells a sink what comes onto the paper. One byte at a time, because a printer stops in the middle
// of anything. Any bytes are accepted; what it holds is bounded. Pure but for the sink; one thread.
//
// Pictures (GS v 0), native QR codes (GS ( k), feeds, cuts and status requests are interpreted.
// Text has no font here: the sink gets its bytes, line by line. Other commands are skipped by their
// lengths.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yichuang {

enum class Justify { kLeft, kCentre, kRight };

class EscPosSink {
 public:
  virtual ~EscPosSink() = default;
  virtual void row(std::span<const uint8_t> dots, Justify justify) = 0;  // one dot high
  virtual void feed(int dots) = 0;
  virtual void cut() = 0;
  virtual void qr(const std::string& data, int module_dots, int level, Justify justify) = 0;
  // A line of text, in GBK if `chinese`, each character `scale` times its size; the feed follows.
  virtual void text(const std::string& line, bool chinese, int scale, Justify justify) = 0;
  virtual void initialize() = 0;                  // ESC @
  virtual void report_changes(uint8_t mask) = 0;  // GS a
  virtual void paper_requested() = 0;             // GS r 1
};

class EscPosInterpreter {
 public:
  explicit EscPosInterpreter(EscPosSink& sink) : sink_(sink) {}

  void feed(uint8_t byte);
  // As after power-on: forgets the command that has begun, and all modes.
  void reset();
  bool in_command() const { return mode_ != Mode::kIdle; }

  uint64_t text_bytes() const { return text_bytes_; }
  uint64_t unknown_bytes() const { return unknown_bytes_; }

 private:
  enum class Mode {
    kIdle,
    kCommand,  // the lead byte has come, and perhaps some of the rest
    kRaster,   // rows of GS v 0
    kStore,    // data of a GS ( function
    kSkip,     // bytes of a command that draws nothing here
    kSkipToZero,
  };

  void idle(uint8_t byte);
  void command(uint8_t byte);
  std::optional<size_t> length() const;
  void perform();
  void perform_esc();
  void perform_gs();
  void begin_raster();
  void raster(uint8_t byte);
  void end_row();
  void skip(size_t bytes);
  void function();
  void end_line();
  uint8_t at(size_t index) const { return command_[index]; }

  EscPosSink& sink_;
  Mode mode_ = Mode::kIdle;
  std::vector<uint8_t> command_;  // at most a dozen bytes
  size_t skip_bytes_ = 0;

  // GS v 0.
  std::vector<uint8_t> row_;
  size_t row_bytes_ = 0;
  size_t rows_left_ = 0;
  uint8_t raster_mode_ = 0;

  // GS ( k.
  std::vector<uint8_t> function_;
  size_t function_bytes_ = 0;
  std::string qr_data_;
  int qr_module_dots_ = 3;
  int qr_level_ = 48;

  int line_dots_ = 30;  // ESC 2, ESC 3
  Justify justify_ = Justify::kLeft;
  std::string line_;
  bool chinese_ = false;  // FS &
  int scale_ = 1;         // GS !
  uint64_t text_bytes_ = 0;
  uint64_t unknown_bytes_ = 0;
};

}  // namespace yichuang
