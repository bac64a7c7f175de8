// What every driver shares, whatever its device does: the condition in one word, the address, the
// list of what is connected. Facts, jobs and sentences are of each family (printer.h, …).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace yichuang {

// What the device can do for the next citizen. A driver never sets it: each family has one rule
// from facts to condition.
enum class DeviceCondition {
  kAway,       // not connected, or not answering
  kReady,      // works
  kAttention,  // works, but somebody should come (paper near its end)
  kStopped,    // connected, does nothing until somebody comes or it has recovered by itself
};
const char* name_of(DeviceCondition condition);  // "away", "ready", "attention", "stopped"
// For logs and `hallctl`: "stopped: paper_out offline".
std::string text_of(DeviceCondition condition, const std::vector<const char*>& facts);

// Where a device is: scheme:bus, and what the bus needs.
//   escpos:usb                        the first of its kind
//   escpos:usb:04b8:0202[:SERIAL]     vendor and product, four hexadecimal digits each
//   escpos:tcp:192.0.2.7[:9100]       host and port
//   idcard:serial:/dev/ttyUSB0        a terminal device
//   sane:airscan:e0:Reception         the backend's own name, whatever follows it
struct DeviceAddress {
  std::string scheme;  // names the driver
  std::string bus;     // "usb", "tcp", "serial"; of SANE the backend
  std::optional<uint16_t> vendor;
  std::optional<uint16_t> product;
  std::string serial;  // number of a USB device; empty: any
  std::string where;   // host and port, path, or the backend's name, as it was written

  static Result<DeviceAddress> parse(std::string_view text);
  std::string text() const;
  friend bool operator==(const DeviceAddress&, const DeviceAddress&) = default;
};

// A device that is connected now.
struct DeviceListing {
  DeviceAddress address;     // complete as far as the device tells
  std::string manufacturer;  // as the device says, bounded and printable
  std::string product;
  std::string place;  // "bus 1 device 5", for people
};

}  // namespace yichuang
