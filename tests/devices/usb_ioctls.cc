// The ioctls of usbfs, one after the other. See usb_emulator.h.
#include <linux/ioctl.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <iterator>
#include <utility>

#include "tests/devices/usb_emulator.h"

namespace yichuang {
namespace {

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

}  // namespace

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
      return with_argument<unsigned>(argument, [&](unsigned& n) { return release(client, n); });
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

// The kernel takes back what is still under way; a port reset by libusb releases and claims anew.
UsbEmulator::Answer UsbEmulator::release(const UMockdevIoctlClient* client,
                                         unsigned interface_number) {
  if (claimed_.erase(interface_number) == 0) return {-1, EINVAL};
  for (auto it = pending_.begin(); it != pending_.end();) {
    const auto next = std::next(it);
    if (it->client == client && it->raw().type != USBDEVFS_URB_TYPE_CONTROL) {
      it->raw().status = -ENOENT;
      it->raw().actual_length = static_cast<int>(it->done);
      completed_.splice(completed_.end(), pending_, it);
    }
    it = next;
  }
  set_pollable(!completed_.empty());
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
