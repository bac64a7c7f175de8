// TcpLink: one printer on the network, by the raw port that ticket printers open (9100). A thread
// of the link waits for what comes and goes; it only moves bytes and wakes the owner. There is no
// discovery and no look-up of names: a hall's printer has a fixed address.
//
// The kernel is left little room for bytes that wait to be sent, so that "taken" means that the
// printer has them, but for some 8 KiB.
#pragma once

#include <sys/socket.h>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "drivers/printer_link.h"
#include "drivers/trace.h"

namespace yichuang {

class TcpLink final : public PrinterLink {
 public:
  // `where` is an IPv4 address, perhaps with ":port". Waits for the connection, at most
  // kConnectMs. kUnavailable if there is none: try again later. `trace` may be null; it outlives
  // the link.
  static Result<std::unique_ptr<TcpLink>> open(std::string_view where, Wake wake, Trace* trace);
  ~TcpLink() override;
  TcpLink(const TcpLink&) = delete;
  TcpLink& operator=(const TcpLink&) = delete;

  // kInvalid, with what to write, if that is no address.
  static Result<void> check(std::string_view where);

  static constexpr int kConnectMs = 2000;
  static constexpr uint16_t kPort = 9100;

  // PrinterLink.
  bool lost() const override;
  void mark_lost() override;
  std::vector<uint8_t> take_input() override;
  std::optional<int> input_pause_ms() const override { return {}; }
  void begin_write(std::span<const uint8_t> bytes, int timeout_ms) override;
  std::optional<LinkEnd> take_write_end() override;
  void cancel_write() override;
  std::optional<uint8_t> port_status(int) override { return {}; }
  // A new connection: the printer drops what the ended one has left. (Not seen on hardware. If a
  // rest comes out all the same, it is cut off before the next ticket: see EscPosPrinter.)
  bool soft_reset(int timeout_ms) override;
  bool clear_out_halt() override { return true; }
  void reset_device() override { (void)soft_reset(kConnectMs); }

 private:
  TcpLink(const sockaddr_storage& address, Wake wake, Trace* trace);
  Result<void> connect(int timeout_ms);
  void disconnect();
  void run();
  int poll_timeout_ms() const;
  void receive();
  void send_more();
  void end_write(LinkEnd end);
  void ring_thread();

  const sockaddr_storage address_;
  const Wake wake_;
  Trace* const trace_;
  int socket_ = -1;  // changes only while the thread does not run
  int bell_ = -1;    // an eventfd: the owner wants something of the thread
  bool fresh_ = true;

  mutable std::mutex mutex_;  // guards all below
  bool stopping_ = false;
  bool lost_ = false;
  std::vector<uint8_t> received_;
  std::vector<uint8_t> to_send_;  // of the write under way
  size_t sent_ = 0;
  bool writing_ = false;
  int64_t write_until_ms_ = 0;
  std::optional<LinkEnd> write_end_;

  std::thread thread_;
};

}  // namespace yichuang
