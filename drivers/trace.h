// Trace: what went to and came from a device, one transfer a line, so that a fault in the field can
// be sent to us and replayed in a test. Owned by one driver thread. A line is the milliseconds
// since the trace began, a sign, and the bytes in hexadecimal or a note:
//
//   12 > 1b401d610e
//   13 < 10000000
//   15 # soft reset
//   16 # write timeout
//
// Of a write that was taken whole nothing is noted. What the driver begins is (begin, poll, job 3,
// recover), and what came of a job: a test plays the same again (tests/devices/replay_test.cc).
//
// Tickets are in it as pictures, and what a sign says: it stays where it is, and is off by default.
// It ends, with a note, at limits::kTraceBytesMax.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "drivers/device_link.h"

namespace yichuang {

class Trace {
 public:
  // Begins a new file.
  static Result<std::unique_ptr<Trace>> create(const std::filesystem::path& path);
  ~Trace();
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;

  void sent(std::span<const uint8_t> bytes);
  void received(std::span<const uint8_t> bytes);
  void note(std::string_view text);
  void write_ended(LinkEnd end);

 private:
  explicit Trace(int file);
  void line(char sign, std::string_view text);

  const int file_;
  const SystemClock clock_;
  const int64_t begin_ms_;
  size_t written_bytes_ = 0;
};

}  // namespace yichuang
