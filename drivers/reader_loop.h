// ReaderLoop: what every reader driver does: a thread that connects, listens, notices that the
// reader has gone and connects again, less and less often while that fails, at once when something
// comes to the USB bus. A driver says how to connect and what to make of the bytes.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "drivers/device_link.h"
#include "drivers/reader.h"
#include "drivers/usb_bus.h"

namespace yichuang {

class ReaderLoop : public ReaderDevice {
 public:
  ReaderStatus status() const override;
  void seek_cards(bool on) override;

 protected:
  // `bus` is null for readers that are not on USB.
  ReaderLoop(DeviceAddress address, const ReaderOptions& options, std::shared_ptr<UsbBus> bus,
             ReaderEvents events);
  ~ReaderLoop() override;
  // A derived class calls these at the end of its constructor and first in its destructor.
  void start();
  void stop();

  // On the driver's thread.
  // The opened reader, or nothing: it is not there.
  virtual std::unique_ptr<DeviceLink> connect() = 0;
  // The link is new. A reader that has to answer before it counts as there overrides this, and
  // calls set_silent() when it knows.
  virtual void connected() { set_silent(false); }
  // Takes what has come, does what is due, and says when it wants to be called though nothing came.
  virtual int64_t step(DeviceLink& link, int64_t now_ms) = 0;
  // The link has gone: forget what was half read.
  virtual void disconnected() = 0;

  void set_silent(bool silent);
  bool seeking() const;
  void ring();  // any thread
  const DeviceAddress& address() const { return address_; }
  const ReaderOptions& options() const { return options_; }
  const ReaderEvents& events() const { return events_; }
  const std::shared_ptr<UsbBus>& bus() const { return bus_; }

 private:
  void run();
  int64_t look_after(int64_t now_ms);
  void rest(int64_t until_ms);
  void set_facts(const ReaderFacts& facts);
  bool stopping() const;

  const DeviceAddress address_;
  const ReaderOptions options_;
  const std::shared_ptr<UsbBus> bus_;
  const ReaderEvents events_;
  const SystemClock clock_;
  int subscription_ = 0;

  // The driver thread's own.
  std::unique_ptr<DeviceLink> link_;
  int64_t connect_at_ms_ = 0;
  int retry_ms_;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable bell_;
  bool rung_ = false;
  bool stopping_ = false;
  bool arrived_ = false;
  bool seeking_ = false;
  ReaderStatus status_;

  std::thread thread_;
};

}  // namespace yichuang
