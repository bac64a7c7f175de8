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

// The structure behind an ioctl's pointer, in our memory until the ioctl is completed.
template <class T>
T* resolve(UMockdevIoctlData* argument, UMockdevIoctlData** holder) {
  *holder = umockdev_ioctl_data_resolve(argument, 0, sizeof(T), nullptr);
  return *holder == nullptr ? nullptr : reinterpret_cast<T*>((*holder)->data);
}

// Runs `use` on the structure; EFAULT if the program gave none.
template <class T, class Use>
auto with_argument(UMockdevIoctlData* argument, Use use) -> decltype(use(std::declval<T&>())) {
  UMockdevIoctlData* holder = nullptr;
  T* structure = resolve<T>(argument, &holder);
  if (structure == nullptr) return {-1, EFAULT};
  const auto answer = use(*structure);
  g_object_unref(holder);
  return answer;
}

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

// --- Ioctls --------------------------------------------------------------------------------------

gboolean UsbEmulator::on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer self) {
  auto* emulator = static_cast<UsbEmulator*>(self);
  const std::lock_guard lock(emulator->mutex_);
  emulator->handle(client, umockdev_ioctl_client_get_request(client));
  return TRUE;
}

void UsbEmulator::on_vanished(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer self) {
  auto* emulator = static_cast<UsbEmulator*>(self);
  const std::lock_guard lock(emulator->mutex_);
  emulator->drop_client(client);
}

// The program closed the device, or died: the kernel takes back its transfers and claims.
void UsbEmulator::drop_client(const UMockdevIoctlClient* client) {
  const auto drop = [client](std::list<Urb>& urbs) {
    std::erase_if(urbs, [client](const Urb& urb) {
      if (urb.client != client) return false;
      g_object_unref(urb.data);
      return true;
    });
  };
  drop(pending_);
  drop(completed_);
  std::erase_if(claimed_, [client](const auto& each) { return each.second == client; });
  if (!gone_) set_pollable(!completed_.empty());
}

void UsbEmulator::handle(UMockdevIoctlClient* client, unsigned long request) {
  UMockdevIoctlData* argument = umockdev_ioctl_client_get_arg(client);
  Answer answer;
  switch (request) {
    case USBDEVFS_REAPURB:
    case USBDEVFS_REAPURBNDELAY:
      answer = reap(client, argument);
      break;
    case USBDEVFS_DISCARDURB:
      answer = discard(argument);
      break;
    case USBDEVFS_SUBMITURB:
      answer = submit(client, argument);
      break;
    default:
      answer = gone_ ? Answer{-1, ENODEV} : handle_small(client, request);
      break;
  }
  umockdev_ioctl_client_complete(client, answer.result, answer.error);
  // The answer leaves later on this same thread, so what pump() completes is seen after it.
  if (request == USBDEVFS_SUBMITURB || request == USBDEVFS_CLEAR_HALT) pump();
}

UsbEmulator::Answer UsbEmulator::handle_small(UMockdevIoctlClient* client, unsigned long request) {
  UMockdevIoctlData* argument = umockdev_ioctl_client_get_arg(client);
  switch (request) {
    case USBDEVFS_GET_CAPABILITIES:
      return with_argument<uint32_t>(argument, [](uint32_t& capabilities) {
        capabilities = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |
                       USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
        return Answer{};
      });
    case USBDEVFS_CLAIMINTERFACE:
      return with_argument<unsigned>(argument,
                                     [&](unsigned& n) { return claim(client, n, false, true); });
    case USBDEVFS_DISCONNECT_CLAIM:
      return with_argument<usbdevfs_disconnect_claim>(argument, [&](auto& asked) {
        const bool spare_usbfs = (asked.flags & USBDEVFS_DISCONNECT_CLAIM_EXCEPT_DRIVER) != 0;
        return claim(client, asked.interface, true, spare_usbfs);
      });
    case USBDEVFS_RELEASEINTERFACE:
      return with_argument<unsigned>(argument, [&](unsigned& n) {
        return claimed_.erase(n) != 0 ? Answer{} : Answer{-1, EINVAL};
      });
    case USBDEVFS_GETDRIVER:
      return get_driver(argument);
    case USBDEVFS_IOCTL:
      return driver_ioctl(argument);
    case USBDEVFS_CLEAR_HALT:
      return with_argument<unsigned>(argument, [&](unsigned& endpoint) {
        ++counts_.cleared_halts;
        halted_.erase(static_cast<uint8_t>(endpoint));
        return Answer{};
      });
    case USBDEVFS_RESET:
      ++counts_.port_resets;
      halted_.clear();
      model_.port_reset();
      return {};
    case USBDEVFS_GET_SPEED:
      return {2, 0};  // full
    case USBDEVFS_SETCONFIGURATION:
    case USBDEVFS_SETINTERFACE:
      return {};
    default:
      ++counts_.unknown_ioctls;
      return {-1, ENOTTY};
  }
}

UsbEmulator::Answer UsbEmulator::reap(UMockdevIoctlClient* client, UMockdevIoctlData* argument) {
  const auto urb =
      std::ranges::find_if(completed_, [client](const Urb& each) { return each.client == client; });
  if (urb == completed_.end()) return {-1, gone_ ? ENODEV : EAGAIN};
  UMockdevIoctlData* pointer = umockdev_ioctl_data_resolve(argument, 0, sizeof(void*), nullptr);
  umockdev_ioctl_data_set_ptr(pointer, 0, urb->data);  // the structure and its buffer go back
  g_object_unref(urb->data);
  g_object_unref(pointer);
  completed_.erase(urb);
  if (!gone_) set_pollable(!completed_.empty());
  return {};
}

UsbEmulator::Answer UsbEmulator::discard(UMockdevIoctlData* argument) {
  const auto address = *reinterpret_cast<gulong*>(argument->data);
  const auto urb = std::ranges::find_if(
      pending_, [address](const Urb& each) { return each.data->client_addr == address; });
  if (urb == pending_.end()) return {-1, EINVAL};
  urb->raw().status = -ENOENT;
  urb->raw().actual_length = static_cast<int>(urb->done);
  completed_.splice(completed_.end(), pending_, urb);
  set_pollable(true);
  return {};
}

UsbEmulator::Answer UsbEmulator::claim(UMockdevIoctlClient* client, unsigned interface_number,
                                       bool detach, bool spare_usbfs) {
  ++counts_.claims;
  if (const int error = std::exchange(refuse_claim_error_, 0); error != 0) {
    ++counts_.refused_claims;
    return {-1, error};
  }
  const auto holder = claimed_.find(interface_number);
  const bool taken = holder != claimed_.end() && holder->second != client && spare_usbfs;
  if (taken || (kernel_driver_bound_ && !detach)) {
    ++counts_.refused_claims;
    return {-1, EBUSY};
  }
  kernel_driver_bound_ = false;
  claimed_[interface_number] = client;
  return {};
}

UsbEmulator::Answer UsbEmulator::get_driver(UMockdevIoctlData* argument) {
  return with_argument<usbdevfs_getdriver>(argument, [&](usbdevfs_getdriver& asked) {
    if (!kernel_driver_bound_ && !claimed_.contains(asked.interface)) return Answer{-1, ENODATA};
    const std::string name = kernel_driver_bound_ ? model_.kernel_driver() : "usbfs";
    std::memset(asked.driver, 0, sizeof asked.driver);
    name.copy(asked.driver, sizeof asked.driver - 1);
    return Answer{};
  });
}

// Detaching and attaching the kernel's driver.
UsbEmulator::Answer UsbEmulator::driver_ioctl(UMockdevIoctlData* argument) {
  return with_argument<usbdevfs_ioctl>(argument, [&](usbdevfs_ioctl& asked) {
    switch (static_cast<unsigned>(asked.ioctl_code)) {
      case USBDEVFS_DISCONNECT:
        return std::exchange(kernel_driver_bound_, false) ? Answer{} : Answer{-1, ENODATA};
      case USBDEVFS_CONNECT:
        kernel_driver_bound_ = !model_.kernel_driver().empty();
        return Answer{kernel_driver_bound_ ? 1 : 0, 0};
      default:
        return Answer{-1, ENOTTY};
    }
  });
}

UsbEmulator::Answer UsbEmulator::submit(UMockdevIoctlClient* client, UMockdevIoctlData* argument) {
  if (gone_) return {-1, ENODEV};
  UMockdevIoctlData* holder = nullptr;
  const auto* raw = resolve<usbdevfs_urb>(argument, &holder);
  if (raw == nullptr) return {-1, EFAULT};
  const bool control = raw->type == USBDEVFS_URB_TYPE_CONTROL;
  if (!control && std::ranges::none_of(
                      claimed_, [client](const auto& each) { return each.second == client; })) {
    g_object_unref(holder);
    return {-1, ENOENT};
  }
  if (raw->buffer_length > 0) {
    UMockdevIoctlData* buffer = umockdev_ioctl_data_resolve(
        holder, offsetof(usbdevfs_urb, buffer), static_cast<size_t>(raw->buffer_length), nullptr);
    if (buffer == nullptr) {
      g_object_unref(holder);
      return {-1, EFAULT};
    }
    g_object_unref(buffer);  // `holder` keeps it
  }
  pending_.push_back({holder, client});
  return {};
}

}  // namespace yichuang
