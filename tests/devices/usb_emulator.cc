#include "tests/devices/usb_emulator.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <pty.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/assert.h"

namespace yichuang {
namespace {

constexpr int kNodeMajor = 189;
constexpr int kDescriptorString = 3;

std::vector<uint8_t> string_descriptor(int index, const std::string& text) {
  if (index == 0) return {4, kDescriptorString, 0x09, 0x04};  // languages: US English
  std::vector<uint8_t> bytes = {static_cast<uint8_t>(2 + 2 * text.size()), kDescriptorString};
  for (const char c : text) {
    bytes.push_back(static_cast<uint8_t>(c));
    bytes.push_back(0);
  }
  return bytes;
}

uint16_t le16(const uint8_t* bytes) { return static_cast<uint16_t>(bytes[0] | bytes[1] << 8); }

}  // namespace

UsbEmulator::UsbEmulator(UMockdevTestbed* testbed, UsbModel& model)
    : testbed_(testbed), ioctls_(umockdev_ioctl_base_new()), model_(model) {
  g_signal_connect(ioctls_, "handle-ioctl", G_CALLBACK(&UsbEmulator::on_ioctl), this);
  g_signal_connect(ioctls_, "client-vanished", G_CALLBACK(&UsbEmulator::on_vanished), this);
}

UsbEmulator::~UsbEmulator() {
  if (plugged()) unplug();
  g_signal_handlers_disconnect_by_data(ioctls_, this);
  {
    const std::lock_guard lock(mutex_);  // a callback that has begun is over now
    for (Urb& urb : completed_) g_object_unref(urb.data);
    completed_.clear();
  }
  g_object_unref(ioctls_);
}

// --- The bus -------------------------------------------------------------------------------------

std::string UsbEmulator::node() const {
  return fmt::format("/dev/bus/usb/{:03}/{:03}", place_.bus, place_.address);
}

std::string UsbEmulator::sysfs_path() const {
  return "/devices/pci0000:00/0000:00:14.0/usb1/" + place_.port;
}

std::string UsbEmulator::real_path_of_node() const {
  gchar* root = umockdev_testbed_get_root_dir(testbed_);
  std::string path = root + node();
  g_free(root);
  return path;
}

// The record that libumockdev makes sysfs and the udev entry of. No "N:" line: the node is ours.
std::string UsbEmulator::sysfs_record() const {
  const auto descriptors = model_.descriptors();
  const int minor = (place_.bus - 1) * 128 + place_.address - 1;
  std::string hex;
  for (const uint8_t byte : descriptors) hex += fmt::format("{:02X}", byte);
  const unsigned vendor = le16(&descriptors[8]);
  const unsigned product = le16(&descriptors[10]);
  std::string record = fmt::format(
      "P: {}\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DRIVER=usb\nE: BUSNUM={:03}\n"
      "E: DEVNUM={:03}\nE: DEVNAME={}\nE: MAJOR={}\nE: MINOR={}\nE: PRODUCT={:x}/{:x}/100\n",
      sysfs_path(), place_.bus, place_.address, node(), kNodeMajor, minor, vendor, product);
  const auto attribute = [&record](const char* name, const std::string& value) {
    record += fmt::format("A: {}={}\\n\n", name, value);
  };
  attribute("busnum", std::to_string(place_.bus));
  attribute("devnum", std::to_string(place_.address));
  attribute("dev", fmt::format("{}:{}", kNodeMajor, minor));
  attribute("speed", "12");
  attribute("bConfigurationValue", "1");
  attribute("bDeviceClass", "00");
  attribute("idVendor", fmt::format("{:04x}", vendor));
  attribute("idProduct", fmt::format("{:04x}", product));
  attribute("manufacturer", model_.text(1));
  attribute("product", model_.text(2));
  attribute("serial", model_.text(3));
  return record + "H: descriptors=" + hex + "\n";
}

void UsbEmulator::make_node() {
  const std::string path = real_path_of_node();
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  ::unlink(path.c_str());
  char name[256];
  HALL_ASSERT(::openpty(&terminal_master_, &terminal_slave_, name, nullptr, nullptr) == 0);
  termios mode{};
  ::tcgetattr(terminal_slave_, &mode);
  ::cfmakeraw(&mode);
  ::tcsetattr(terminal_slave_, TCSANOW, &mode);
  ::fcntl(terminal_master_, F_SETFD, FD_CLOEXEC);
  ::fcntl(terminal_slave_, F_SETFD, FD_CLOEXEC);
  ::chmod(name, 0666);
  HALL_ASSERT(::symlink(name, path.c_str()) == 0);
  pollable_ = true;
  set_pollable(false);
}

void UsbEmulator::plug(const UsbPlace& place) {
  std::string record;
  {
    const std::lock_guard lock(mutex_);
    HALL_ASSERT(!plugged_);
    place_ = place;
    plugged_ = true;
    gone_ = false;
    halted_.clear();
    claimed_.clear();
    kernel_driver_bound_ = !model_.kernel_driver().empty();
    make_node();
    record = sysfs_record();
  }
  GError* error = nullptr;
  if (!umockdev_testbed_attach_ioctl(testbed_, node().c_str(), ioctls_, &error)) {
    g_error("attach %s: %s", node().c_str(), error->message);
  }
  if (!umockdev_testbed_add_from_string(testbed_, record.c_str(), &error)) {
    g_error("add %s: %s", node().c_str(), error->message);
  }
}

void UsbEmulator::unplug() {
  {
    const std::lock_guard lock(mutex_);
    HALL_ASSERT(plugged_);
    if (!gone_) die();
    plugged_ = false;
  }
  const std::string sys = "/sys" + sysfs_path();
  umockdev_testbed_uevent(testbed_, sys.c_str(), "remove");
  umockdev_testbed_remove_device(testbed_, sys.c_str());
  ::unlink(real_path_of_node().c_str());
  GError* error = nullptr;
  umockdev_testbed_detach_ioctl(testbed_, node().c_str(), &error);
  g_clear_error(&error);
}

bool UsbEmulator::plugged() const {
  const std::lock_guard lock(mutex_);
  return plugged_;
}

bool UsbEmulator::pulled() const {
  const std::lock_guard lock(mutex_);
  return plugged_ && gone_;
}

bool UsbEmulator::claimed() const {
  const std::lock_guard lock(mutex_);
  return !claimed_.empty();
}

void UsbEmulator::with_model(const std::function<void()>& change) {
  const std::lock_guard lock(mutex_);
  change();
  pump();
}

// --- Faults --------------------------------------------------------------------------------------

void UsbEmulator::stall(uint8_t endpoint, bool halted) {
  const std::lock_guard lock(mutex_);
  if (halted) {
    halted_.insert(endpoint);
  } else {
    halted_.erase(endpoint);
  }
  pump();
}

void UsbEmulator::refuse_next_claim(int error) {
  const std::lock_guard lock(mutex_);
  refuse_claim_error_ = error;
}

void UsbEmulator::unplug_after(uint64_t out_bytes) {
  const std::lock_guard lock(mutex_);
  unplug_at_ = counts_.out_bytes + out_bytes;
}

void UsbEmulator::end_next_out_short(size_t after_bytes) {
  const std::lock_guard lock(mutex_);
  short_after_ = after_bytes;
}

void UsbEmulator::on_pulled(std::function<void()> noted) {
  const std::lock_guard lock(mutex_);
  pulled_noted_ = std::move(noted);
}

UsbEmulator::Counts UsbEmulator::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

// --- Transfers -----------------------------------------------------------------------------------

// As usbdev_poll(): POLLOUT only while there is something to reap.
void UsbEmulator::set_pollable(bool pollable) {
  if (terminal_slave_ < 0 || pollable == pollable_) return;
  ::tcflow(terminal_slave_, pollable ? TCOON : TCOOFF);
  pollable_ = pollable;
}

void UsbEmulator::die() {
  gone_ = true;
  for (Urb& urb : pending_) {
    urb.raw().status = -ESHUTDOWN;
    urb.raw().actual_length = static_cast<int>(urb.done);
  }
  completed_.splice(completed_.end(), pending_);
  claimed_.clear();
  set_pollable(true);
  ::close(terminal_master_);
  ::close(terminal_slave_);
  terminal_master_ = terminal_slave_ = -1;
}

// Lets every transfer go as far as it can. One that completes may let another go on (a question on
// OUT makes an answer for IN), so until nothing moves; those on one endpoint complete in order.
void UsbEmulator::pump() {
  if (gone_) return;
  for (bool moved = true; moved && !gone_;) {
    moved = false;
    std::set<unsigned> blocked;
    for (auto it = pending_.begin(); it != pending_.end() && !gone_;) {
      const bool control = it->raw().type == USBDEVFS_URB_TYPE_CONTROL;
      const unsigned queue = control ? 0 : it->raw().endpoint;
      const auto next = std::next(it);
      if (!blocked.contains(queue) && advance(*it)) {
        completed_.splice(completed_.end(), pending_, it);
        moved = true;
      } else {
        blocked.insert(queue);
      }
      it = next;
    }
    if (unplug_at_ && counts_.out_bytes >= *unplug_at_) {
      unplug_at_.reset();
      die();
      if (pulled_noted_) pulled_noted_();
    }
  }
  set_pollable(!completed_.empty());
}

// True when the transfer has ended.
bool UsbEmulator::advance(Urb& urb) {
  if (urb.raw().type == USBDEVFS_URB_TYPE_CONTROL) return advance_control(urb);
  if (halted_.contains(urb.raw().endpoint)) {
    urb.raw().status = -EPIPE;
    urb.raw().actual_length = static_cast<int>(urb.done);
    return true;
  }
  return (urb.raw().endpoint & 0x80) != 0 ? advance_in(urb) : advance_out(urb);
}

bool UsbEmulator::advance_control(Urb& urb) {
  constexpr size_t kSetupBytes = 8;
  if (static_cast<size_t>(urb.raw().buffer_length) < kSetupBytes) {
    urb.raw().status = -EINVAL;
    return true;
  }
  uint8_t* setup = urb.buffer();
  const UsbControl request{setup[0], setup[1], le16(setup + 2), le16(setup + 4)};
  const size_t length = le16(setup + 6);
  const bool in = (request.type & 0x80) != 0;
  if (static_cast<size_t>(urb.raw().buffer_length) < kSetupBytes + length) {
    urb.raw().status = -EINVAL;
    return true;
  }
  std::vector<uint8_t> data;
  if (!in) data.assign(setup + kSetupBytes, setup + kSetupBytes + length);
  int code = 0;
  if (request.type == 0x80 && request.request == 6 && request.value >> 8 == kDescriptorString) {
    data = string_descriptor(request.value & 0xFF, model_.text(request.value & 0xFF));
  } else {
    code = model_.control(request, data);
  }
  urb.raw().status = std::min(code, 0);
  urb.raw().actual_length = static_cast<int>(in ? std::min(data.size(), length) : length);
  if (code < 0) urb.raw().actual_length = 0;
  if (code >= 0 && in) {
    std::memcpy(setup + kSetupBytes, data.data(), static_cast<size_t>(urb.raw().actual_length));
  }
  return true;
}

bool UsbEmulator::advance_in(Urb& urb) {
  const size_t size = static_cast<size_t>(urb.raw().buffer_length);
  const size_t count = model_.in(urb.raw().endpoint, {urb.buffer(), size});
  if (count == 0) return false;
  counts_.in_bytes += count;
  urb.raw().status = 0;
  urb.raw().actual_length = static_cast<int>(count);
  return true;
}

bool UsbEmulator::advance_out(Urb& urb) {
  const auto length = static_cast<uint32_t>(urb.raw().buffer_length);
  size_t offered = length - urb.done;
  if (unplug_at_) offered = std::min(offered, static_cast<size_t>(*unplug_at_ - counts_.out_bytes));
  const size_t taken =
      offered == 0 ? 0 : model_.out(urb.raw().endpoint, {urb.buffer() + urb.done, offered});
  urb.done += static_cast<uint32_t>(taken);
  counts_.out_bytes += taken;
  urb.raw().status = 0;
  urb.raw().actual_length = static_cast<int>(urb.done);
  if (short_after_ && urb.done >= *short_after_ && length > *short_after_) {
    urb.raw().actual_length = static_cast<int>(*short_after_);
    short_after_.reset();
    return true;
  }
  return urb.done == length;
}

}  // namespace yichuang
