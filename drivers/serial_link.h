// SerialLink: one device on a serial line (a UART, or a USB adapter that shows one), 8 data bits,
// no parity, 1 stop bit, no flow control.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "drivers/fd_link.h"

namespace yichuang {

class SerialLink final : public FdLink {
 public:
  // kUnavailable if there is no such line, another program has it, or permission is missing: try
  // again later. 115,200 baud, the rate of resident ID card readers (GA 450-2013). `trace` may be
  // null; it outlives the link.
  static Result<std::unique_ptr<SerialLink>> open(const std::string& path, Wake wake, Trace* trace);
  ~SerialLink() override;

 private:
  SerialLink(int file, Wake wake, Trace* trace);
  const int line_;
};

}  // namespace yichuang
