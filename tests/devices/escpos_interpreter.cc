#include "tests/devices/escpos_interpreter.h"

#include <algorithm>

namespace yichuang {
namespace {

constexpr uint8_t kDle = 0x10;
constexpr uint8_t kEsc = 0x1B;
constexpr uint8_t kFs = 0x1C;
constexpr uint8_t kGs = 0x1D;
constexpr size_t kLineBytesMax = 200;       // what is beyond the paper's edge is counted only
constexpr size_t kFunctionBytesMax = 7200;  // more than the largest QR code holds

struct Fixed {
  uint8_t lead;
  uint8_t name;
  uint8_t parameters;
};

// Commands of a fixed length: lead byte, second byte, how many follow. ESC/POS reference.
constexpr Fixed kFixed[] = {
    {kEsc, '@', 0},  {kEsc, 'a', 1},  {kEsc, 'J', 1},  {kEsc, 'd', 1}, {kEsc, '2', 0},
    {kEsc, '3', 1},  {kEsc, '!', 1},  {kEsc, '-', 1},  {kEsc, 'E', 1}, {kEsc, 'G', 1},
    {kEsc, 'M', 1},  {kEsc, 'R', 1},  {kEsc, 'S', 0},  {kEsc, 'T', 1}, {kEsc, 'V', 1},
    {kEsc, ' ', 1},  {kEsc, '$', 2},  {kEsc, '\\', 2}, {kEsc, 't', 1}, {kEsc, '{', 1},
    {kEsc, '=', 1},  {kEsc, 'p', 3},  {kEsc, 'i', 0},  {kEsc, 'm', 0}, {kEsc, 'c', 2},
    {kEsc, 'L', 0},  {kEsc, 'W', 8},  {kFs, '&', 0},   {kFs, '.', 0},  {kFs, 'C', 1},
    {kFs, '!', 1},   {kFs, '-', 1},   {kFs, 'S', 2},   {kFs, 'W', 1},  {kFs, 'p', 2},
    {kGs, 'a', 1},   {kGs, 'r', 1},   {kGs, 'I', 1},   {kGs, '!', 1},  {kGs, 'B', 1},
    {kGs, 'L', 2},   {kGs, 'W', 2},   {kGs, 'P', 2},   {kGs, 'h', 1},  {kGs, 'w', 1},
    {kGs, 'H', 1},   {kGs, 'f', 1},   {kGs, '/', 1},   {kGs, ':', 0},  {kGs, '^', 3},
    {kDle, 0x04, 1}, {kDle, 0x05, 1},
};

// A raster column of twice the width: each dot of a nibble becomes two.
uint8_t doubled(int nibble) {
  int wide = 0;
  for (int bit = 3; bit >= 0; --bit) wide = wide << 2 | (((nibble >> bit) & 1) != 0 ? 3 : 0);
  return static_cast<uint8_t>(wide);
}

}  // namespace

void EscPosInterpreter::reset() {
  mode_ = Mode::kIdle;
  command_.clear();
  justify_ = Justify::kLeft;
  line_dots_ = 30;
  chinese_ = false;
  scale_ = 1;
  line_.clear();
  qr_data_.clear();
}

void EscPosInterpreter::feed(uint8_t byte) {
  switch (mode_) {
    case Mode::kIdle:
      idle(byte);
      return;
    case Mode::kCommand:
      command(byte);
      return;
    case Mode::kRaster:
      raster(byte);
      return;
    case Mode::kStore:
      function_.push_back(byte);
      if (function_.size() == function_bytes_) function();
      return;
    case Mode::kSkip:
      if (--skip_bytes_ == 0) mode_ = Mode::kIdle;
      return;
    case Mode::kSkipToZero:
      if (byte == 0) mode_ = Mode::kIdle;
      return;
  }
}

void EscPosInterpreter::idle(uint8_t byte) {
  if (byte == kEsc || byte == kGs || byte == kFs || byte == kDle) {
    command_.assign(1, byte);
    mode_ = Mode::kCommand;
  } else if (byte == '\n') {
    end_line();
  } else if (byte >= 0x20) {
    ++text_bytes_;
    if (line_.size() < kLineBytesMax) line_ += static_cast<char>(byte);
  } else if (byte != '\r' && byte != '\t' && byte != 0x0C) {
    ++unknown_bytes_;
  }
}

// A line is as high as the line spacing says, but never lower than its characters.
void EscPosInterpreter::end_line() {
  constexpr int kCharacterDots = 24;
  if (line_.empty()) return sink_.feed(line_dots_);
  sink_.text(line_, chinese_, scale_, justify_);
  line_.clear();
  sink_.feed(std::max(line_dots_, kCharacterDots * scale_));
}

void EscPosInterpreter::command(uint8_t byte) {
  command_.push_back(byte);
  const auto wanted = length();
  if (wanted && command_.size() < *wanted) return;
  mode_ = Mode::kIdle;
  if (!wanted) {
    unknown_bytes_ += command_.size();
    return;
  }
  perform();
}

// How many bytes the command has, its data not counted; nothing: no command that we know.
std::optional<size_t> EscPosInterpreter::length() const {
  const uint8_t lead = at(0);
  const uint8_t name = at(1);
  for (const Fixed& fixed : kFixed) {
    if (fixed.lead == lead && fixed.name == name) return 2U + fixed.parameters;
  }
  if (lead == kDle && name == 0x14) {  // DLE DC4: by its function
    if (command_.size() < 3) return 3;
    const uint8_t fn = at(2);
    return fn == 8 ? 10 : fn == 7 ? 4 : 5;
  }
  if (name == '(' && lead != kDle) return 5;             // GS ( X pL pH, ESC (, FS (
  if (lead == kEsc && name == '*') return 5;             // m nL nH
  if (lead == kEsc && name == 'D') return 2;             // tabs, up to a zero
  if (lead == kGs && name == '*') return 4;              // x y
  if (lead == kGs && name == 'v') return 8;              // 0 m xL xH yL yH
  if (lead == kGs && name == 'V') {                      // m, or m n
    return command_.size() >= 3 && at(2) >= 65 ? 4 : 3;  // GS V 65 n, 66 n
  }
  if (lead == kGs && name == 'k') return command_.size() >= 3 && at(2) >= 65 ? 4 : 3;
  return {};
}

void EscPosInterpreter::perform() {
  if (at(1) == '(' && at(0) != kDle) {
    const size_t bytes = at(3) | at(4) << 8;
    if (at(0) != kGs || at(2) != 'k' || bytes == 0 || bytes > kFunctionBytesMax) return skip(bytes);
    function_.clear();
    function_bytes_ = bytes;
    mode_ = Mode::kStore;
    return;
  }
  if (at(0) == kEsc) perform_esc();
  if (at(0) == kGs) perform_gs();
  if (at(0) == kFs && (at(1) == '&' || at(1) == '.')) chinese_ = at(1) == '&';
}

void EscPosInterpreter::perform_esc() {
  switch (at(1)) {
    case '@':
      reset();
      sink_.initialize();
      return;
    case 'a':
      justify_ = (at(2) & 0x0F) == 1   ? Justify::kCentre
                 : (at(2) & 0x0F) == 2 ? Justify::kRight
                                       : Justify::kLeft;
      return;
    case 'J':
      sink_.feed(at(2));
      return;
    case 'd':
      sink_.feed(at(2) * line_dots_);
      return;
    case '2':
      line_dots_ = 30;
      return;
    case '3':
      line_dots_ = at(2);
      return;
    case 'i':
    case 'm':
      sink_.cut();
      return;
    case '*':
      skip((at(3) | at(4) << 8) * (at(2) >= 32 ? 3U : 1U));
      return;
    case 'D':
      mode_ = Mode::kSkipToZero;
      return;
    default:
      return;
  }
}

void EscPosInterpreter::perform_gs() {
  switch (at(1)) {
    case '!':
      scale_ = std::min(at(2) & 7, at(2) >> 4 & 7) + 1;
      return;
    case 'v':
      begin_raster();
      return;
    case 'V':
      if (at(2) >= 65) sink_.feed(at(3));
      sink_.cut();
      return;
    case 'a':
      sink_.report_changes(at(2));
      return;
    case 'r':
      if (at(2) == 1 || at(2) == '1') sink_.paper_requested();
      return;
    case '*':
      skip(size_t{8} * at(2) * at(3));
      return;
    case 'k':
      if (at(2) >= 65) {
        skip(at(3));
      } else {
        mode_ = Mode::kSkipToZero;
      }
      return;
    default:
      return;
  }
}

void EscPosInterpreter::skip(size_t bytes) {
  skip_bytes_ = bytes;
  mode_ = bytes == 0 ? Mode::kIdle : Mode::kSkip;
}

// --- Pictures ------------------------------------------------------------------------------------

void EscPosInterpreter::begin_raster() {
  raster_mode_ = at(3) & 3;
  row_bytes_ = at(4) | at(5) << 8;
  rows_left_ = at(6) | at(7) << 8;
  if (at(2) != '0') unknown_bytes_ += command_.size();
  if (at(2) != '0' || row_bytes_ == 0 || rows_left_ == 0) return;
  row_.clear();
  mode_ = Mode::kRaster;
}

void EscPosInterpreter::raster(uint8_t byte) {
  row_.push_back(byte);
  if (row_.size() < row_bytes_) return;
  if (--rows_left_ == 0) mode_ = Mode::kIdle;
  end_row();
}

void EscPosInterpreter::end_row() {
  std::vector<uint8_t> wide;
  if ((raster_mode_ & 1) != 0) {
    for (const uint8_t byte : row_) {
      wide.push_back(doubled(byte >> 4));
      wide.push_back(doubled(byte & 0x0F));
    }
  }
  const std::vector<uint8_t> dots = wide.empty() ? row_ : wide;
  row_.clear();
  sink_.row(dots, justify_);
  if ((raster_mode_ & 2) != 0) sink_.row(dots, justify_);
}

// --- QR codes ------------------------------------------------------------------------------------

// GS ( k pL pH cn fn …: cn 49 is the QR code; fn 67 module size, 69 level, 80 data, 81 print.
void EscPosInterpreter::function() {
  mode_ = Mode::kIdle;
  if (function_.size() < 3 || function_[0] != 49) return;
  switch (function_[1]) {
    case 67:
      qr_module_dots_ = std::clamp<int>(function_[2], 1, 16);
      return;
    case 69:
      qr_level_ = std::clamp<int>(function_[2], 48, 51);
      return;
    case 80:
      qr_data_.assign(function_.begin() + 3, function_.end());
      return;
    case 81:
      if (!qr_data_.empty()) sink_.qr(qr_data_, qr_module_dots_, qr_level_, justify_);
      return;
    default:
      return;
  }
}

}  // namespace yichuang
