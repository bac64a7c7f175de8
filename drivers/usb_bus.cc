#include "drivers/usb_bus.h"

#include <fmt/core.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <tuple>
#include <utility>

#include "base/log.h"
#include "drivers/limits.h"

namespace yichuang {
namespace {

constexpr int kEventWaitSeconds = 60;  // stop() interrupts the wait; this is only a bound

// The bulk endpoints of one interface setting, or nothing if one of them is missing.
std::optional<UsbTarget> bulk_pair_of(const libusb_interface_descriptor& setting) {
  const bool printer = setting.bInterfaceClass == LIBUSB_CLASS_PRINTER;
  if (!printer && setting.bInterfaceClass != LIBUSB_CLASS_VENDOR_SPEC) return {};
  UsbTarget target;
  for (int i = 0; i < setting.bNumEndpoints; ++i) {
    const libusb_endpoint_descriptor& endpoint = setting.endpoint[i];
    if ((endpoint.bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) != LIBUSB_TRANSFER_TYPE_BULK) continue;
    const bool in = (endpoint.bEndpointAddress & LIBUSB_ENDPOINT_DIR_MASK) == LIBUSB_ENDPOINT_IN;
    uint8_t& slot = in ? target.in_endpoint : target.out_endpoint;
    if (slot == 0) slot = endpoint.bEndpointAddress;
    if (in) target.packet_bytes = endpoint.wMaxPacketSize & 0x7FF;
  }
  if (target.in_endpoint == 0 || target.out_endpoint == 0) return {};
  target.printer_class = printer;
  target.interface_number = setting.bInterfaceNumber;
  target.alternate = setting.bAlternateSetting;
  return target;
}

// The first printer-class setting of a configuration, else the first vendor-specific one.
std::optional<UsbTarget> best_pair_of(const libusb_config_descriptor& config) {
  std::optional<UsbTarget> best;
  for (int i = 0; i < config.bNumInterfaces; ++i) {
    for (int k = 0; k < config.interface[i].num_altsetting; ++k) {
      auto pair = bulk_pair_of(config.interface[i].altsetting[k]);
      if (pair && (!best || (pair->printer_class && !best->printer_class))) best = pair;
    }
  }
  return best;
}

// "Device Class Definition for HID 1.11", sections 4.2 and 6.2.1: subclass 1 with protocol 1 or 2
// is a keyboard or a mouse that a BIOS knows; the HID descriptor stands between interface and
// endpoint.
std::optional<UsbTarget> hid_of(const libusb_interface_descriptor& setting) {
  if (setting.bInterfaceClass != LIBUSB_CLASS_HID || setting.bInterfaceProtocol != 0) return {};
  UsbTarget target;
  target.use = UsbUse::kHid;
  target.interface_number = setting.bInterfaceNumber;
  target.alternate = setting.bAlternateSetting;
  for (int i = 0; i < setting.bNumEndpoints; ++i) {
    const libusb_endpoint_descriptor& endpoint = setting.endpoint[i];
    const bool in = (endpoint.bEndpointAddress & LIBUSB_ENDPOINT_DIR_MASK) == LIBUSB_ENDPOINT_IN;
    const int type = endpoint.bmAttributes & LIBUSB_TRANSFER_TYPE_MASK;
    if (!in || type != LIBUSB_TRANSFER_TYPE_INTERRUPT) continue;
    target.in_endpoint = endpoint.bEndpointAddress;
    target.packet_bytes = endpoint.wMaxPacketSize & 0x7FF;
  }
  const std::span<const uint8_t> extra(setting.extra, static_cast<size_t>(setting.extra_length));
  for (size_t at = 0; at + 2 <= extra.size() && extra[at] >= 2; at += extra[at]) {
    const bool has_report = extra[at + 1] == LIBUSB_DT_HID && at + 9 <= extra.size() &&
                            extra[at] >= 9 && extra[at + 6] == LIBUSB_DT_REPORT;
    if (has_report)
      target.report_descriptor_bytes = static_cast<uint16_t>(extra[at + 7] | extra[at + 8] << 8);
  }
  if (target.in_endpoint == 0 || target.report_descriptor_bytes == 0) return {};
  return target;
}

std::vector<UsbTarget> hids_of(const libusb_config_descriptor& config) {
  std::vector<UsbTarget> found;
  for (int i = 0; i < config.bNumInterfaces; ++i) {
    if (config.interface[i].num_altsetting == 0) continue;
    if (auto hid = hid_of(config.interface[i].altsetting[0])) found.push_back(std::move(*hid));
  }
  return found;
}

std::vector<UsbTarget> targets_of(libusb_device* device, UsbUse use) {
  libusb_device_descriptor about{};
  if (libusb_get_device_descriptor(device, &about) != 0) return {};
  libusb_config_descriptor* config = nullptr;
  if (libusb_get_active_config_descriptor(device, &config) != 0) return {};
  std::vector<UsbTarget> targets;
  if (use == UsbUse::kHid) {
    targets = hids_of(*config);
  } else if (auto pair = best_pair_of(*config)) {
    targets.push_back(std::move(*pair));
  }
  libusb_free_config_descriptor(config);
  for (UsbTarget& target : targets) {
    target.device = std::shared_ptr<libusb_device>(libusb_ref_device(device), libusb_unref_device);
    target.vendor = about.idVendor;
    target.product = about.idProduct;
    target.bus = libusb_get_bus_number(device);
    target.address = libusb_get_device_address(device);
    target.serial_index = about.iSerialNumber;
    target.manufacturer_index = about.iManufacturer;
    target.product_index = about.iProduct;
  }
  return targets;
}

std::string read_text(libusb_device_handle* handle, uint8_t index) {
  if (index == 0) return {};
  std::array<uint8_t, limits::kUsbStringBytesMax> bytes{};
  const int count = libusb_get_string_descriptor_ascii(handle, index, bytes.data(),
                                                       static_cast<int>(bytes.size()));
  if (count <= 0) return {};
  std::string text(bytes.begin(), bytes.begin() + count);
  std::ranges::replace_if(
      text, [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

}  // namespace

Result<UsbTexts> read_texts(const UsbTarget& target) {
  libusb_device_handle* handle = nullptr;
  if (const int code = libusb_open(target.device.get(), &handle); code != 0) {
    return usb_error("open", code);
  }
  UsbTexts texts;
  texts.manufacturer = read_text(handle, target.manufacturer_index);
  texts.product = read_text(handle, target.product_index);
  texts.serial = read_text(handle, target.serial_index);
  libusb_close(handle);
  return texts;
}

Error usb_error(const char* what, int code) {
  const bool away = code == LIBUSB_ERROR_NO_DEVICE || code == LIBUSB_ERROR_BUSY ||
                    code == LIBUSB_ERROR_ACCESS || code == LIBUSB_ERROR_TIMEOUT;
  const char* remedy = code == LIBUSB_ERROR_ACCESS
                           ? "; install the udev rules and join the group yichuang-devices"
                           : "";
  return {away ? ErrorCode::kUnavailable : ErrorCode::kInternal,
          fmt::format("USB: {}: {}{}", what, libusb_error_name(code), remedy)};
}

Result<std::shared_ptr<UsbBus>> UsbBus::shared() {
  static std::mutex mutex;
  static std::weak_ptr<UsbBus> current;
  const std::lock_guard lock(mutex);
  if (auto bus = current.lock()) return bus;
  std::shared_ptr<UsbBus> bus(new UsbBus);
  if (const int code = libusb_init(&bus->context_); code != 0) return usb_error("start", code);
  const int events = LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT;
  const int code = libusb_hotplug_register_callback(
      bus->context_, events, 0, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
      LIBUSB_HOTPLUG_MATCH_ANY, &UsbBus::on_hotplug, bus.get(), &bus->hotplug_);
  if (code != 0) return usb_error("watch for devices", code);
  bus->thread_ = std::thread([raw = bus.get()] { raw->run(); });
  current = bus;
  return bus;
}

UsbBus::~UsbBus() {
  if (context_ == nullptr) return;
  if (thread_.joinable()) {
    HALL_ASSERT(thread_.get_id() != std::this_thread::get_id());
    libusb_hotplug_deregister_callback(context_, hotplug_);
    stopping_ = true;
    libusb_interrupt_event_handler(context_);
    thread_.join();
  }
  libusb_exit(context_);
}

int UsbBus::subscribe(Changed changed) {
  const std::lock_guard lock(mutex_);
  subscribers_[++last_subscription_] = std::move(changed);
  return last_subscription_;
}

void UsbBus::forget(int subscription) {
  const std::lock_guard lock(mutex_);
  subscribers_.erase(subscription);
}

int UsbBus::on_hotplug(libusb_context*, libusb_device* device, libusb_hotplug_event event,
                       void* self) {
  auto* bus = static_cast<UsbBus*>(self);
  const auto change = event == LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT ? Change::kLeft : Change::kArrived;
  const std::lock_guard lock(bus->mutex_);
  for (const auto& [subscription, changed] : bus->subscribers_) changed(change, device);
  return 0;
}

void UsbBus::run() {
  while (!stopping_) {
    timeval wait{kEventWaitSeconds, 0};
    const int code = libusb_handle_events_timeout_completed(context_, &wait, nullptr);
    if (code == 0 || code == LIBUSB_ERROR_INTERRUPTED) continue;
    // Out of memory or file handles: nothing to do but to go on, without spinning.
    log_error("{}", usb_error("wait for events", code).sentence);
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

std::vector<UsbTarget> UsbBus::targets(UsbUse use) const {
  std::vector<UsbTarget> found;
  libusb_device** list = nullptr;
  const ssize_t count = libusb_get_device_list(context_, &list);
  if (count < 0) {
    log_error("{}", usb_error("list devices", static_cast<int>(count)).sentence);
    return found;
  }
  const auto considered = std::min(static_cast<size_t>(count), limits::kUsbDevicesMax);
  for (size_t i = 0; i < considered; ++i) {
    for (UsbTarget& target : targets_of(list[i], use)) found.push_back(std::move(target));
  }
  libusb_free_device_list(list, 1);
  std::ranges::sort(found, {}, [](const UsbTarget& t) {
    return std::tuple(t.bus, t.address, t.interface_number);
  });
  return found;
}

}  // namespace yichuang
