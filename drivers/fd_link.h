// FdLink: what a link over a file descriptor does, whatever kind it is (tcp_link.h, serial_link.h).
// A thread of the link waits for what comes and goes; it only moves bytes and wakes the owner.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "drivers/device_link.h"
#include "drivers/trace.h"

namespace yichuang {

class FdLink : public DeviceLink {
 public:
  ~FdLink() override;
  FdLink(const FdLink&) = delete;
  FdLink& operator=(const FdLink&) = delete;

  // DeviceLink.
  bool lost() const override;
  void mark_lost() override;
  std::vector<uint8_t> take_input() override;
  std::optional<int> input_pause_ms() const override { return {}; }
  void begin_write(std::span<const uint8_t> bytes, int timeout_ms) override;
  std::optional<LinkEnd> take_write_end() override;
  void cancel_write() override;
  std::optional<uint8_t> port_status(int) override { return {}; }
  bool soft_reset(int) override { return false; }
  bool clear_out_halt() override { return true; }
  void reset_device() override { mark_lost(); }

 protected:
  // `trace` may be null; it outlives the link.
  FdLink(Wake wake, Trace* trace);
  // Takes `file`, which does not block, and starts the thread. After stop() again.
  void start(int file);
  // Stops the thread; the caller closes the file. What has been received is forgotten.
  void stop();
  int file() const { return file_; }
  Trace* trace() const { return trace_; }
  // Nothing has been written since start().
  bool fresh() const { return fresh_; }
  void set_lost(bool lost);

 private:
  void run();
  int poll_timeout_ms() const;
  bool is_full() const;
  void receive();
  void send_more();
  void end_write(LinkEnd end);
  void ring_thread();

  const Wake wake_;
  Trace* const trace_;
  int file_ = -1;  // changes only while the thread does not run
  int bell_ = -1;  // an eventfd: the owner wants something of the thread
  bool fresh_ = true;

  mutable std::mutex mutex_;  // guards all below
  bool stopping_ = false;
  bool lost_ = false;
  std::vector<uint8_t> received_;  // never grows beyond its first room: nothing is left behind
  std::vector<uint8_t> to_send_;   // of the write under way
  size_t sent_ = 0;
  bool writing_ = false;
  int64_t write_until_ms_ = 0;
  std::optional<LinkEnd> write_end_;

  std::thread thread_;
};

}  // namespace yichuang
