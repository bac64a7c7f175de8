#include "drivers/usb_link.h"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "base/log.h"

namespace yichuang {
namespace {

constexpr int kInputErrorsMax = 3;
constexpr int kEmptyInputPauseMs = 50;
constexpr uint8_t kGetPortStatus = 1;
constexpr uint8_t kSoftReset = 2;
constexpr uint8_t kClassIn = static_cast<uint8_t>(LIBUSB_ENDPOINT_IN) |
                             static_cast<uint8_t>(LIBUSB_REQUEST_TYPE_CLASS) |
                             static_cast<uint8_t>(LIBUSB_RECIPIENT_INTERFACE);
constexpr uint8_t kClassOut = static_cast<uint8_t>(LIBUSB_ENDPOINT_OUT) |
                              static_cast<uint8_t>(LIBUSB_REQUEST_TYPE_CLASS) |
                              static_cast<uint8_t>(LIBUSB_RECIPIENT_INTERFACE);

LinkEnd end_of(libusb_transfer_status status) {
  switch (status) {
    case LIBUSB_TRANSFER_COMPLETED:
      return LinkEnd::kDone;
    case LIBUSB_TRANSFER_TIMED_OUT:
      return LinkEnd::kTimeout;
    case LIBUSB_TRANSFER_STALL:
      return LinkEnd::kStall;
    case LIBUSB_TRANSFER_NO_DEVICE:
      return LinkEnd::kLost;
    case LIBUSB_TRANSFER_CANCELLED:
      return LinkEnd::kCancelled;
    case LIBUSB_TRANSFER_ERROR:
    case LIBUSB_TRANSFER_OVERFLOW:
      return LinkEnd::kError;
  }
  return LinkEnd::kError;
}

int64_t steady_ms() { return SystemClock().steady_ms(); }

}  // namespace

UsbLink::UsbLink(std::shared_ptr<UsbBus> bus, UsbTarget target, Wake wake, Trace* trace)
    : bus_(std::move(bus)), target_(std::move(target)), wake_(std::move(wake)), trace_(trace) {
  in_ = {this, libusb_alloc_transfer(0), false};
  out_ = {this, libusb_alloc_transfer(0), false};
  HALL_ASSERT(in_.raw != nullptr && out_.raw != nullptr);
}

Result<std::unique_ptr<UsbLink>> UsbLink::open(std::shared_ptr<UsbBus> bus, const UsbTarget& target,
                                               Wake wake, Trace* trace) {
  std::unique_ptr<UsbLink> link(new UsbLink(std::move(bus), target, std::move(wake), trace));
  const int code = libusb_open(target.device.get(), &link->handle_);
  if (code != 0) return usb_error("open", code);
  if (auto claimed = link->claim(); !claimed) return claimed.error();
  link->post_input();
  return link;
}

Result<void> UsbLink::claim() {
  // Not supported where no kernel driver can be there; then there is nothing to detach.
  int code = libusb_set_auto_detach_kernel_driver(handle_, 1);
  if (code != 0 && code != LIBUSB_ERROR_NOT_SUPPORTED)
    return usb_error("detach the kernel driver", code);
  code = libusb_claim_interface(handle_, target_.interface_number);
  if (code != 0) return usb_error("claim the interface", code);
  claimed_ = true;
  if (target_.alternate == 0) return {};
  code = libusb_set_interface_alt_setting(handle_, target_.interface_number, target_.alternate);
  if (code != 0) return usb_error("choose the alternate setting", code);
  return {};
}

UsbLink::~UsbLink() {
  if (handle_ != nullptr) {
    {
      const std::lock_guard lock(mutex_);
      if (in_.posted) libusb_cancel_transfer(in_.raw);
      if (out_.posted) libusb_cancel_transfer(out_.raw);
    }
    await_idle();
    // Fails when the device is gone; there is nothing more to do with it then.
    if (claimed_) (void)libusb_release_interface(handle_, target_.interface_number);
    libusb_close(handle_);
  }
  libusb_free_transfer(in_.raw);
  libusb_free_transfer(out_.raw);
}

// Libusb ends every transfer that was cancelled or whose device is gone, so this ends too.
void UsbLink::await_idle() {
  std::unique_lock lock(mutex_);
  idle_.wait(lock, [this] { return !in_.posted && !out_.posted; });
}

bool UsbLink::lost() const {
  const std::lock_guard lock(mutex_);
  return lost_;
}

void UsbLink::mark_lost() {
  if (trace_ != nullptr && !lost()) trace_->note("lost");
  const std::lock_guard lock(mutex_);
  lost_ = true;
}

// --- In ------------------------------------------------------------------------------------------

void UsbLink::post_input() {
  const std::lock_guard lock(mutex_);
  if (lost_ || in_.posted) return;
  // A report is a packet: more room would wait for a second one.
  const bool hid = target_.use == UsbUse::kHid;
  const size_t room = hid ? std::min(target_.packet_bytes, in_buffer_.size()) : in_buffer_.size();
  const auto fill = hid ? &libusb_fill_interrupt_transfer : &libusb_fill_bulk_transfer;
  fill(in_.raw, handle_, target_.in_endpoint, in_buffer_.data(), static_cast<int>(room),
       &UsbLink::on_input, &in_, 0);
  const int code = libusb_submit_transfer(in_.raw);
  if (code == 0) {
    in_.posted = true;
  } else {
    log_warning("{}", usb_error("post IN", code).sentence);
    lost_ = true;
  }
}

void UsbLink::on_input(libusb_transfer* raw) {
  UsbLink* link = static_cast<Transfer*>(raw->user_data)->link;
  {
    const std::lock_guard lock(link->mutex_);
    link->in_.posted = false;
    link->in_end_ = end_of(raw->status);
    link->idle_.notify_all();
    // Under the lock: once it is released the owner may end the link.
    link->wake_();
  }
}

std::vector<uint8_t> UsbLink::take_input() {
  std::vector<uint8_t> bytes;
  std::optional<LinkEnd> end;
  bool due = false;
  {
    const std::lock_guard lock(mutex_);
    end = std::exchange(in_end_, std::nullopt);
    if (end) bytes.assign(in_buffer_.begin(), in_buffer_.begin() + in_.raw->actual_length);
    if (end) sodium_memzero(in_buffer_.data(), in_buffer_.size());
    due = repost_at_ms_ != 0 && steady_ms() >= repost_at_ms_;
    if (due) repost_at_ms_ = 0;
  }
  if (!end && !due) return bytes;
  if (trace_ != nullptr && !bytes.empty()) trace_->received(bytes);
  if (end) note_input_end(bytes.empty() && *end == LinkEnd::kDone ? LinkEnd::kTimeout : *end);
  if (due || !input_pause_ms()) post_input();
  return bytes;
}

// kTimeout stands for an empty packet here: IN itself is posted without a timeout.
void UsbLink::note_input_end(LinkEnd end) {
  if (end == LinkEnd::kStall) (void)libusb_clear_halt(handle_, target_.in_endpoint);
  const std::lock_guard lock(mutex_);
  switch (end) {
    case LinkEnd::kDone:
      in_errors_ = 0;
      return;
    case LinkEnd::kTimeout:
      repost_at_ms_ = steady_ms() + kEmptyInputPauseMs;
      return;
    case LinkEnd::kLost:
      if (trace_ != nullptr && !lost_) trace_->note("lost");
      lost_ = true;
      return;
    case LinkEnd::kStall:
    case LinkEnd::kError:
    case LinkEnd::kCancelled:
      if (++in_errors_ >= kInputErrorsMax) lost_ = true;
      return;
  }
}

std::optional<int> UsbLink::input_pause_ms() const {
  const std::lock_guard lock(mutex_);
  if (repost_at_ms_ == 0) return {};
  return static_cast<int>(std::max<int64_t>(0, repost_at_ms_ - steady_ms()));
}

// --- Out -----------------------------------------------------------------------------------------

void UsbLink::begin_write(std::span<const uint8_t> bytes, int timeout_ms) {
  HALL_ASSERT(!bytes.empty() && bytes.size() <= limits::kLinkWriteBytesMax && timeout_ms > 0);
  if (trace_ != nullptr) trace_->sent(bytes);
  const std::lock_guard lock(mutex_);
  HALL_ASSERT(!out_.posted);
  out_end_.reset();
  if (lost_) {
    out_end_ = LinkEnd::kLost;
    return;
  }
  out_buffer_.assign(bytes.begin(), bytes.end());
  libusb_fill_bulk_transfer(out_.raw, handle_, target_.out_endpoint, out_buffer_.data(),
                            static_cast<int>(out_buffer_.size()), &UsbLink::on_output, &out_,
                            static_cast<unsigned>(timeout_ms));
  const int code = libusb_submit_transfer(out_.raw);
  if (code == 0) {
    out_.posted = true;
  } else {
    out_end_ = code == LIBUSB_ERROR_NO_DEVICE ? LinkEnd::kLost : LinkEnd::kError;
    lost_ = lost_ || code == LIBUSB_ERROR_NO_DEVICE;
  }
}

void UsbLink::on_output(libusb_transfer* raw) {
  UsbLink* link = static_cast<Transfer*>(raw->user_data)->link;
  const std::lock_guard lock(link->mutex_);
  link->out_.posted = false;
  LinkEnd end = end_of(raw->status);
  if (end == LinkEnd::kDone && raw->actual_length != raw->length) end = LinkEnd::kError;
  link->out_end_ = end;
  link->lost_ = link->lost_ || end == LinkEnd::kLost;
  link->idle_.notify_all();
  link->wake_();
}

bool UsbLink::writing() const {
  const std::lock_guard lock(mutex_);
  return out_.posted;
}

std::optional<LinkEnd> UsbLink::take_write_end() {
  std::optional<LinkEnd> end;
  {
    const std::lock_guard lock(mutex_);
    end = std::exchange(out_end_, std::nullopt);
  }
  if (trace_ != nullptr && end) trace_->write_ended(*end);
  return end;
}

void UsbLink::cancel_write() {
  std::unique_lock lock(mutex_);
  if (out_.posted) {
    libusb_cancel_transfer(out_.raw);
    idle_.wait(lock, [this] { return !out_.posted; });
  }
  out_end_.reset();
  if (trace_ != nullptr) trace_->write_ended(LinkEnd::kCancelled);
}

// --- Endpoint 0 ----------------------------------------------------------------------------------

std::optional<uint8_t> UsbLink::port_status(int timeout_ms) {
  uint8_t status = 0;
  const int count = libusb_control_transfer(handle_, kClassIn, kGetPortStatus, 0,
                                            static_cast<uint16_t>(target_.interface_number),
                                            &status, 1, static_cast<unsigned>(timeout_ms));
  if (count == LIBUSB_ERROR_NO_DEVICE) mark_lost();
  if (trace_ != nullptr) {
    trace_->note(count == 1 ? fmt::format("port status {:02x}", status) : "no port status");
  }
  if (count != 1) return {};
  return status;
}

std::vector<uint8_t> UsbLink::report_descriptor(int timeout_ms) {
  HALL_ASSERT(target_.use == UsbUse::kHid);
  std::vector<uint8_t> bytes(
      std::min<size_t>(target_.report_descriptor_bytes, limits::kHidDescriptorBytesMax));
  constexpr uint8_t kIn =
      static_cast<uint8_t>(LIBUSB_ENDPOINT_IN) | static_cast<uint8_t>(LIBUSB_RECIPIENT_INTERFACE);
  const int count = libusb_control_transfer(
      handle_, kIn, LIBUSB_REQUEST_GET_DESCRIPTOR, LIBUSB_DT_REPORT << 8,
      static_cast<uint16_t>(target_.interface_number), bytes.data(),
      static_cast<uint16_t>(bytes.size()), static_cast<unsigned>(timeout_ms));
  if (count == LIBUSB_ERROR_NO_DEVICE) mark_lost();
  bytes.resize(static_cast<size_t>(std::max(count, 0)));
  return bytes;
}

bool UsbLink::soft_reset(int timeout_ms) {
  if (trace_ != nullptr) trace_->note("soft reset");
  const int code = libusb_control_transfer(handle_, kClassOut, kSoftReset, 0,
                                           static_cast<uint16_t>(target_.interface_number), nullptr,
                                           0, static_cast<unsigned>(timeout_ms));
  if (code == LIBUSB_ERROR_NO_DEVICE) mark_lost();
  return code == 0;
}

bool UsbLink::clear_out_halt() {
  HALL_ASSERT(!writing());
  const int code = libusb_clear_halt(handle_, target_.out_endpoint);
  if (code == LIBUSB_ERROR_NO_DEVICE) mark_lost();
  return code == 0;
}

void UsbLink::reset_device() {
  if (trace_ != nullptr) trace_->note("port reset");
  const int code = libusb_reset_device(handle_);
  if (code != 0) {
    log_warning("{}", usb_error("reset the port", code).sentence);
    mark_lost();
  }
}

}  // namespace yichuang
