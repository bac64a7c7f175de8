// TcpLink: one printer on the network, by the raw port that ticket printers open (9100). There is
// no discovery and no look-up of names: a hall's printer has a fixed address.
//
// The kernel is left little room for bytes that wait to be sent, so that "taken" means that the
// printer has them, but for some 8 KiB.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "drivers/fd_link.h"

namespace yichuang {

class TcpLink final : public FdLink {
 public:
  // `where` is an IPv4 address, perhaps with ":port". Waits for the connection, at most
  // kConnectMs. kUnavailable if there is none: try again later. `trace` may be null; it outlives
  // the link.
  static Result<std::unique_ptr<TcpLink>> open(std::string_view where, Wake wake, Trace* trace);
  ~TcpLink() override;

  // kInvalid, with what to write, if that is no address.
  static Result<void> check(std::string_view where);

  static constexpr int kConnectMs = 2000;
  static constexpr uint16_t kPort = 9100;

  // A new connection: the printer drops what the ended one has left. (Not seen on hardware. If a
  // rest comes out all the same, it is cut off before the next ticket: see EscPosPrinter.)
  bool soft_reset(int timeout_ms) override;
  void reset_device() override { (void)soft_reset(kConnectMs); }

 private:
  TcpLink(const sockaddr_storage& address, Wake wake, Trace* trace);
  Result<void> connect(int timeout_ms);
  void disconnect();

  const sockaddr_storage address_;
  int socket_ = -1;
};

}  // namespace yichuang
