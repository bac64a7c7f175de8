// Frames of the SDT protocol, which every resident ID card reader with a certified security module
// (SAM) speaks over serial line and USB: commands as bytes, answers taken apart. Pure.
//
//   AA AA AA 96 69 | length, 2 bytes, big endian | SW1 SW2 SW3 | data | XOR
//
// The length counts everything behind it, the last byte is the XOR of everything between preamble
// and itself (GA 450-2013, "general technical requirements for resident identity card readers").
// Any bytes are accepted; what fits nothing is dropped and counted. Buffers that may have held a
// card's data are wiped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace yichuang::sdt {

enum class Command : uint16_t {  // command byte, parameter byte
  kFindCard = 0x2001,            // is there a card on the plate?
  kSelectCard = 0x2002,          // pick it for reading
  kReadTextAndPhoto = 0x3001,    // the record
  kResetModule = 0x10FF,         // the module starts anew
  kModuleStatus = 0x11FF,        // is the module well?
};

// The frame of a command without data.
std::vector<uint8_t> frame_of(Command command);

// What a module answers, SW1 SW2 SW3 as one number.
enum class Status : uint32_t {
  kOk = 0x000090,
  kCardFound = 0x00009F,
  kBadChecksum = 0x000010,  // it received a damaged command
  kBadLength = 0x000011,
  kUnknownCommand = 0x000021,
  kReadFailed = 0x000041,
  kNoCard = 0x000080,
  kSelectFailed = 0x000081,
};

struct Answer {
  Status status{};
  std::span<const uint8_t> data;  // valid during the callback only
};

class AnswerParser {
 public:
  AnswerParser();
  ~AnswerParser();
  AnswerParser(const AnswerParser&) = delete;
  AnswerParser& operator=(const AnswerParser&) = delete;

  // Calls `found` for each whole answer whose checksum is right; the buffer is wiped after it.
  void feed(std::span<const uint8_t> bytes, const std::function<void(const Answer&)>& found);
  // Forgets, and wipes, an answer that has begun: after a time-out or an unplugged reader.
  void reset();
  // Bytes that fitted nothing, of wrong checksums and lengths too.
  uint64_t dropped_bytes() const { return dropped_bytes_; }

 private:
  void drop_first();
  bool preamble_fits() const;
  std::vector<uint8_t> frame_;  // the preamble and what came after it so far
  uint64_t dropped_bytes_ = 0;
};

}  // namespace yichuang::sdt
