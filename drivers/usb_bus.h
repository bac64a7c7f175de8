// UsbBus: the process's one libusb context and its one event thread. Libusb's callbacks run on that
// thread and only enqueue: nothing is opened, sent or waited for in them. Debian's libusb learns of
// arrivals from udev: without udevd a replugged device is never seen.
//
// shared() may be called on any thread; the bus ends with its last holder, who must have closed
// every link before. Functions may be called on any thread except from a callback.
#pragma once

#include <libusb-1.0/libusb.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"

namespace yichuang {

// What a driver looks for on a device: a pair of bulk endpoints, or a HID interface that is neither
// a boot keyboard nor a boot mouse.
enum class UsbUse { kBulkPair, kHid };

// An interface that a driver could speak to; not opened.
struct UsbTarget {
  std::shared_ptr<libusb_device> device;
  uint16_t vendor = 0;
  uint16_t product = 0;
  int bus = 0;
  int address = 0;
  uint8_t serial_index = 0;  // of the string descriptors; 0: has none
  uint8_t manufacturer_index = 0;
  uint8_t product_index = 0;
  bool printer_class = false;  // USB Printer Class (07), else vendor specific (FF)
  int interface_number = 0;
  int alternate = 0;
  uint8_t out_endpoint = 0;  // 0: none (HID)
  uint8_t in_endpoint = 0;
  UsbUse use = UsbUse::kBulkPair;
  size_t packet_bytes = 0;               // of IN
  uint16_t report_descriptor_bytes = 0;  // of HID
};

// What a device says of itself in its string descriptors: printable ASCII, bounded, perhaps empty.
struct UsbTexts {
  std::string manufacturer;
  std::string product;
  std::string serial;
};

class UsbBus {
 public:
  // `device` arrived or left. On the event thread: only enqueue.
  enum class Change { kArrived, kLeft };
  using Changed = std::function<void(Change, const libusb_device* device)>;

  static Result<std::shared_ptr<UsbBus>> shared();
  ~UsbBus();
  UsbBus(const UsbBus&) = delete;
  UsbBus& operator=(const UsbBus&) = delete;

  // After forget() returns, `changed` is not running and will not run again.
  int subscribe(Changed changed);
  void forget(int subscription);

  // In order of bus, address and interface. kBulkPair: of every connected device the printer-class
  // interface, else a vendor-specific one, that has bulk OUT and bulk IN. kHid: every HID interface
  // with an interrupt IN.
  std::vector<UsbTarget> targets(UsbUse use = UsbUse::kBulkPair) const;

 private:
  UsbBus() = default;
  static int LIBUSB_CALL on_hotplug(libusb_context*, libusb_device* device,
                                    libusb_hotplug_event event, void* self);
  void run();

  libusb_context* context_ = nullptr;
  libusb_hotplug_callback_handle hotplug_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;  // guards subscribers_; held while they run
  std::map<int, Changed> subscribers_;
  int last_subscription_ = 0;
  std::thread thread_;
};

// Opens the device for a moment, without claiming it. kUnavailable without permission.
Result<UsbTexts> read_texts(const UsbTarget& target);

// "USB: open: LIBUSB_ERROR_NO_DEVICE", as a Result's error.
Error usb_error(const char* what, int code);

}  // namespace yichuang
