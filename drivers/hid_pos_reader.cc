#include "drivers/hid_pos_reader.h"

#include <fmt/core.h>
#include <sodium.h>

#include <optional>
#include <utility>

#include "base/log.h"
#include "drivers/reader_loop.h"
#include "drivers/usb_link.h"

namespace yichuang {
namespace {

constexpr int64_t kNever = INT64_MAX;
constexpr int kRestOfCodeMs = 1'000;

class HidPosReader final : public ReaderLoop {
 public:
  HidPosReader(DeviceAddress where, const ReaderOptions& with, std::shared_ptr<UsbBus> usb,
               ReaderEvents tell)
      : ReaderLoop(std::move(where), with, std::move(usb), std::move(tell)) {
    start();
  }
  ~HidPosReader() override { stop(); }

 private:
  std::unique_ptr<DeviceLink> connect() override;
  std::unique_ptr<DeviceLink> try_interface(const UsbTarget& target);
  int64_t step(DeviceLink& link, int64_t now_ms) override;
  void disconnected() override { assembler_.reset(); }

  std::optional<hid::ScanAssembler> assembler_;
  int64_t forget_at_ms_ = kNever;
};

// Of a composite reader the interface that speaks HID POS.
std::unique_ptr<DeviceLink> HidPosReader::connect() {
  for (const UsbTarget& target : bus()->targets(UsbUse::kHid)) {
    if (target.vendor != address().vendor || target.product != address().product) continue;
    if (!address().serial.empty()) {
      const auto texts = read_texts(target);
      if (!texts || texts->serial != address().serial) continue;
    }
    if (auto link = try_interface(target)) return link;
  }
  return nullptr;
}

std::unique_ptr<DeviceLink> HidPosReader::try_interface(const UsbTarget& target) {
  const auto failed = [&](const std::string& why) {
    log_warning("reader {}: interface {}: {}", address().text(), target.interface_number, why);
    return nullptr;
  };
  auto link = UsbLink::open(
      bus(), target, [this] { ring(); }, nullptr);
  if (!link) return failed(link.error().sentence);
  const auto descriptor = hid::parse_descriptor((*link)->report_descriptor(options().answer_ms));
  if (!descriptor) return failed(descriptor.error().sentence);
  const auto layout = hid::scan_layout(*descriptor);
  if (!layout) return failed(layout.error().sentence);
  if (layout->data.byte_at + layout->data.count > target.packet_bytes)
    return failed("its reports are longer than a packet");
  assembler_.emplace(*layout);
  forget_at_ms_ = kNever;
  return std::move(*link);
}

int64_t HidPosReader::step(DeviceLink& link, int64_t now_ms) {
  std::vector<uint8_t> report = link.take_input();
  if (!report.empty()) {
    assembler_->feed(report, [this](const hid::ScannedCode& code) { events().code_read(code); });
    sodium_memzero(report.data(), report.size());
    forget_at_ms_ = assembler_->begun() ? now_ms + kRestOfCodeMs : kNever;
  }
  if (now_ms >= forget_at_ms_) {
    assembler_->reset();
    forget_at_ms_ = kNever;
  }
  return forget_at_ms_;
}

// What may be a reader: what it is can only be asked by taking it from the kernel.
Result<std::vector<DeviceListing>> list() {
  auto bus = UsbBus::shared();
  if (!bus) return bus.error();
  std::vector<DeviceListing> listings;
  for (const UsbTarget& target : (*bus)->targets(UsbUse::kHid)) {
    const auto texts = read_texts(target);
    listings.push_back({{"hidpos", "usb", target.vendor, target.product, {}, {}},
                        texts ? texts->manufacturer : "",
                        texts ? texts->product : "",
                        fmt::format("bus {} device {} interface {}, if it is a reader", target.bus,
                                    target.address, target.interface_number)});
  }
  return listings;
}

Result<std::unique_ptr<ReaderDevice>> open(const DeviceAddress& address,
                                           const ReaderOptions& options, ReaderEvents events) {
  if (address.bus != "usb" || !address.vendor) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("'{}': write a bar code reader's address as hidpos:usb:VVVV:PPPP; "
                             "`hallctl devices` prints what is there",
                             address.text())};
  }
  auto bus = UsbBus::shared();
  if (!bus) return bus.error();
  return std::unique_ptr<ReaderDevice>(
      std::make_unique<HidPosReader>(address, options, std::move(*bus), std::move(events)));
}

}  // namespace

const ReaderDriver kHidPosDriver = {"hidpos", list, open};

}  // namespace yichuang
