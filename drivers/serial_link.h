// SerialLink: one device on a serial line (a UART, or a USB adapter that shows one), 8 data bits,
// no parity, 1 stop bit, no flow control.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/result.h"
#include "drivers/fd_link.h"

namespace yichuang {

// The rates that a line can have, in baud; any other has no constant in termios that devices use.
inline constexpr std::array<int, 8> kSerialBauds = {1200,  2400,  4800,  9600,
                                                    19200, 38400, 57600, 115'200};
// "1200, 2400, … or 115200", for messages.
std::string serial_baud_names();

class SerialLink final : public FdLink {
 public:
  // `baud` is one of kSerialBauds. kUnavailable if there is no such line, another program has it,
  // or permission is missing: try again later. May take seconds if a USB adapter does not answer.
  // `trace` may be null; it outlives the link.
  static Result<std::unique_ptr<SerialLink>> open(const std::string& path, int baud, Wake wake,
                                                  Trace* trace);
  // What the line has not taken yet is dropped, so that this never waits for it.
  ~SerialLink() override;

 private:
  SerialLink(int file, Wake wake, Trace* trace);
  const int line_;
};

}  // namespace yichuang
