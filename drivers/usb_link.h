// UsbLink: one opened and claimed interface of a USB device: a pair of bulk endpoints, or the
// interrupt IN of a HID device, which nothing is sent to. An IN transfer is
// always posted, so that what the device says is heard at once. libusb's event thread only notes
// completions and wakes the owner. A device that sends empty packets without end is asked only now
// and then. libusb's count of a cancelled transfer is not reliable, so it is not looked at.
#pragma once

#include <libusb-1.0/libusb.h>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "drivers/device_link.h"
#include "drivers/limits.h"
#include "drivers/trace.h"
#include "drivers/usb_bus.h"

namespace yichuang {

class UsbLink final : public DeviceLink {
 public:
  // Opens, takes the interface from a kernel driver (usblp) if one has it, and posts IN.
  // kUnavailable if another program has it, permission is missing or it has just gone: try again
  // later. `trace` may be null; it outlives the link.
  static Result<std::unique_ptr<UsbLink>> open(std::shared_ptr<UsbBus> bus, const UsbTarget& target,
                                               Wake wake, Trace* trace);
  ~UsbLink() override;
  UsbLink(const UsbLink&) = delete;
  UsbLink& operator=(const UsbLink&) = delete;

  // DeviceLink. Reposts IN, and clears its halt, with take_input().
  bool lost() const override;
  void mark_lost() override;
  std::vector<uint8_t> take_input() override;
  std::optional<int> input_pause_ms() const override;
  void begin_write(std::span<const uint8_t> bytes, int timeout_ms) override;
  std::optional<LinkEnd> take_write_end() override;
  void cancel_write() override;
  // USB Printer Class 1.1, section 4.2: GET_PORT_STATUS (1) and SOFT_RESET (2), on endpoint 0.
  std::optional<uint8_t> port_status(int timeout_ms) override;
  bool soft_reset(int timeout_ms) override;
  bool clear_out_halt() override;
  // Of a HID interface (HID 1.11, section 7.1.1); empty if it does not answer.
  std::vector<uint8_t> report_descriptor(int timeout_ms);
  // The port is reset; the device stays, or is lost (it then comes back as a new one).
  void reset_device() override;

 private:
  struct Transfer {
    UsbLink* link = nullptr;
    libusb_transfer* raw = nullptr;
    bool posted = false;
  };

  UsbLink(std::shared_ptr<UsbBus> bus, UsbTarget target, Wake wake, Trace* trace);
  Result<void> claim();
  bool writing() const;
  void post_input();
  void note_input_end(LinkEnd end);
  void await_idle();
  static void LIBUSB_CALL on_input(libusb_transfer* raw);
  static void LIBUSB_CALL on_output(libusb_transfer* raw);

  const std::shared_ptr<UsbBus> bus_;
  const UsbTarget target_;
  const Wake wake_;
  Trace* const trace_;
  libusb_device_handle* handle_ = nullptr;
  bool claimed_ = false;

  mutable std::mutex mutex_;  // guards all below
  std::condition_variable idle_;
  Transfer in_;
  Transfer out_;
  std::array<uint8_t, limits::kUsbInBytesMax> in_buffer_{};
  std::vector<uint8_t> out_buffer_;
  std::optional<LinkEnd> in_end_;  // completed, not yet taken
  std::optional<LinkEnd> out_end_;
  int in_errors_ = 0;  // one after the other
  int64_t repost_at_ms_ = 0;
  bool lost_ = false;
};

}  // namespace yichuang
