// UsbModel: what an emulated USB device does on the wire, seen from its side. The emulator calls it
// under its own lock, one call at a time; a model needs no lock and never calls back.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace yichuang {

struct UsbControl {
  uint8_t type = 0;  // bmRequestType
  uint8_t request = 0;
  uint16_t value = 0;
  uint16_t index = 0;
};

class UsbModel {
 public:
  virtual ~UsbModel() = default;

  // The device descriptor followed by the configuration descriptor with all of its parts.
  virtual std::vector<uint8_t> descriptors() const = 0;
  // The kernel driver that holds interface 0 when the device comes ("usblp"); empty: none.
  virtual std::string kernel_driver() const = 0;
  // Strings 1 (manufacturer), 2 (product), 3 (serial).
  virtual std::string text(int index) const = 0;

  // A class or vendor request: answers in `data` (IN) or takes `data` (OUT). ≥ 0, or a negative
  // errno
  // (-EPIPE: stalled).
  virtual int control(const UsbControl& request, std::vector<uint8_t>& data) = 0;
  // The host resets the port: the device starts anew.
  virtual void port_reset() = 0;
  // The host offers bytes on an OUT endpoint: how many are taken now (the rest is NAKed).
  virtual size_t out(uint8_t endpoint, std::span<const uint8_t> bytes) = 0;
  // The host asks an IN endpoint: how many bytes were put into `space`; 0 is a NAK.
  virtual size_t in(uint8_t endpoint, std::span<uint8_t> space) = 0;
};

}  // namespace yichuang
