// DeviceLink: the line of bytes to one device and back, whatever carries it (usb_link.h,
// tcp_link.h, serial_link.h). What the device says is heard at once; what is said to it goes one
// bounded transfer at a time with a finite timeout. Used by one thread, its owner's; a link wakes
// it and no more.
//
// What has been received is wiped where the link held it: a reader's bytes may be personal. A link
// never retries, and never tells how much of a failed write the device took: nobody knows.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace yichuang {

// How a transfer ended.
enum class LinkEnd { kDone, kTimeout, kStall, kLost, kError, kCancelled };
const char* name_of(LinkEnd end);

class DeviceLink {
 public:
  // Called on another thread; must only wake the owner.
  using Wake = std::function<void()>;

  virtual ~DeviceLink() = default;

  // True for ever once the device has gone or its answers are beyond repair.
  virtual bool lost() const = 0;
  virtual void mark_lost() = 0;

  // What the device has sent since the last call.
  virtual std::vector<uint8_t> take_input() = 0;
  // When take_input() is to be called though nothing wakes, in milliseconds; nothing: never.
  virtual std::optional<int> input_pause_ms() const = 0;

  // Starts sending at most limits::kLinkWriteBytesMax bytes. Not while one is under way.
  virtual void begin_write(std::span<const uint8_t> bytes, int timeout_ms) = 0;
  // The end of the write, once. kDone only if every byte was taken.
  virtual std::optional<LinkEnd> take_write_end() = 0;
  // Takes back what has not been taken yet, and waits for the end of the write.
  virtual void cancel_write() = 0;

  // IEEE 1284 status bits, on a way of their own so that they come even when writes are blocked.
  // Nothing if there is no such way, or no answer.
  virtual std::optional<uint8_t> port_status(int timeout_ms) = 0;
  // Empties a printer's buffers. False if that cannot be done so.
  virtual bool soft_reset(int timeout_ms) = 0;
  // After kStall. False if the printer does not obey.
  virtual bool clear_out_halt() = 0;
  // The last resort. The printer stays, or is lost.
  virtual void reset_device() = 0;
};

}  // namespace yichuang
