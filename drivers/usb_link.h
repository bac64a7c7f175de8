// UsbLink: one opened and claimed USB device with a pair of bulk endpoints. An IN transfer is
// always posted, so that what the device says is heard at once; OUT goes one bounded transfer at a
// time with a finite timeout. Used by one thread, its owner's; libusb's event thread only notes
// completions and calls `wake`, which must only wake the owner.
//
// Never retries, and never tells how much of a failed OUT the device took: libusb's count of a
// cancelled transfer is not reliable.
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
#include "drivers/limits.h"
#include "drivers/trace.h"
#include "drivers/usb_bus.h"

namespace yichuang {

// How a transfer ended.
enum class UsbEnd { kDone, kTimeout, kStall, kLost, kError, kCancelled };
const char* name_of(UsbEnd end);

class UsbLink {
 public:
  using Wake = std::function<void()>;

  // Opens, takes the interface from a kernel driver (usblp) if one has it, and posts IN.
  // kUnavailable if another program has it, permission is missing or it has just gone: try again
  // later. `trace` may be null; it outlives the link.
  static Result<std::unique_ptr<UsbLink>> open(std::shared_ptr<UsbBus> bus, const UsbTarget& target,
                                               Wake wake, Trace* trace);
  ~UsbLink();
  UsbLink(const UsbLink&) = delete;
  UsbLink& operator=(const UsbLink&) = delete;

  const UsbTarget& target() const { return target_; }
  // True for ever once the device has gone or its IN endpoint is beyond repair.
  bool lost() const;
  void mark_lost();

  // What the device has sent since the last call; reposts IN. Clears a stalled IN endpoint.
  std::vector<uint8_t> take_input();
  // When IN is to be reposted, in milliseconds from now (a device that sends empty packets without
  // end is asked only now and then); nothing: it is posted.
  std::optional<int> input_pause_ms() const;

  // Starts sending at most limits::kUsbOutBytesMax bytes. Not while one is under way.
  void begin_write(std::span<const uint8_t> bytes, int timeout_ms);
  bool writing() const;
  // The end of the write, once. kDone only if every byte was taken.
  std::optional<UsbEnd> take_write_end();
  // Takes back what the device has not taken yet, and waits for the end of the write.
  void cancel_write();

  // USB Printer Class 1.1, section 4.2: GET_PORT_STATUS (1), on endpoint 0, so that it is answered
  // even when OUT is blocked. Nothing if it is not answered.
  std::optional<uint8_t> port_status(int timeout_ms);
  // SOFT_RESET (2): flushes the device's buffers and its pipes. False if it is not obeyed.
  bool soft_reset(int timeout_ms);
  // Clears the halt of OUT (IN is cleared by take_input). False if the device does not obey.
  bool clear_out_halt();
  // Resets the port. The device stays, or is lost (it then comes back as a new one).
  void reset_device();

 private:
  struct Transfer {
    UsbLink* link = nullptr;
    libusb_transfer* raw = nullptr;
    bool posted = false;
  };

  UsbLink(std::shared_ptr<UsbBus> bus, UsbTarget target, Wake wake, Trace* trace);
  Result<void> claim();
  void post_input();
  void note_input_end(UsbEnd end);
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
  std::optional<UsbEnd> in_end_;  // completed, not yet taken
  std::optional<UsbEnd> out_end_;
  int in_errors_ = 0;  // one after the other
  int64_t repost_at_ms_ = 0;
  bool lost_ = false;
};

}  // namespace yichuang
