// What an ESC/POS printer says on its IN endpoint, taken apart. Three kinds of messages come on one
// stream and carry no length; the fixed bits of each byte tell them apart (ESC/POS reference, DLE
// EOT, GS a, GS r). Pure; any bytes are accepted, what fits nothing is counted and dropped.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <variant>

#include "drivers/printer.h"
#include "drivers/profile.h"

namespace yichuang::escpos {

struct RealTimeStatus {  // answer to DLE EOT n; does not say which n
  uint8_t byte = 0;
};
struct AutomaticStatus {  // GS a: sent on its own at each change
  std::array<uint8_t, 4> bytes{};
};
struct PaperStatus {  // answer to GS r 1, in the order of the buffer
  uint8_t byte = 0;
  bool paper_out() const { return (byte & 0x0C) != 0; }
};
using Message = std::variant<RealTimeStatus, AutomaticStatus, PaperStatus>;

class StatusParser {
 public:
  // Calls `found` when `byte` completes a message.
  void feed(uint8_t byte, const std::function<void(const Message&)>& found);
  // Forgets a message that has begun: after a reset of the printer.
  void reset() { automatic_count_ = 0; }
  uint64_t dropped_bytes() const { return dropped_bytes_; }

 private:
  std::array<uint8_t, 4> automatic_{};
  size_t automatic_count_ = 0;  // bytes of an AutomaticStatus that have come
  uint64_t dropped_bytes_ = 0;
};

// The facts in the answers to DLE EOT 1, 2, 3, 4, in that order.
PrinterFacts facts_of(const std::array<uint8_t, 4>& answers, const Profile& profile);
PrinterFacts facts_of(const AutomaticStatus& status);

}  // namespace yichuang::escpos
