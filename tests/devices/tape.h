// The record of a printer's bytes on disk: FILE holds every byte that it received, in order;
// FILE.marks says what happened to it besides, one line each, with offsets into FILE:
//
//   discard FROM TO   a reset: the bytes from FROM to TO were received, but never printed
//   roll AT           a new roll was put in before the byte at AT was printed
//
// TapeWriter is for the rig, from libumockdev's thread alone; decode_tape() is a pure function.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"
#include "tests/devices/paper.h"
#include "tests/devices/printer_model.h"

namespace yichuang {

class TapeWriter {
 public:
  // Appends to both files.
  static Result<std::unique_ptr<TapeWriter>> open(const std::filesystem::path& file);
  ~TapeWriter();
  TapeWriter(const TapeWriter&) = delete;
  TapeWriter& operator=(const TapeWriter&) = delete;

  // Records all that `model` receives from now on. The writer outlives the model's use.
  void follow(PrinterModel& model);

 private:
  TapeWriter(int bytes, int marks, uint64_t begin);
  void write(int file, std::span<const uint8_t> bytes);
  void mark(const std::string& line);

  const int bytes_;
  const int marks_;
  const uint64_t begin_;  // the file's size before us
};

// What came out of the printer. `marks` may be empty; lines that are not as above are passed over.
Paper decode_tape(std::span<const uint8_t> bytes, std::string_view marks, int width_dots);

}  // namespace yichuang
