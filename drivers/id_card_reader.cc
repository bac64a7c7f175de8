#include "drivers/id_card_reader.h"

#include <fmt/core.h>

#include <utility>

#include "base/log.h"
#include "drivers/id_card_session.h"
#include "drivers/reader_loop.h"
#include "drivers/serial_link.h"
#include "drivers/usb_link.h"

namespace yichuang {
namespace {

constexpr int kBaud = 115'200;  // of resident ID card readers on a serial line (GA 450-2013)

class IdCardReader final : public ReaderLoop {
 public:
  IdCardReader(DeviceAddress where, const ReaderOptions& with, std::shared_ptr<UsbBus> usb,
               ReaderEvents tell)
      : ReaderLoop(std::move(where), with, std::move(usb), std::move(tell)),
        session_(
            options().person_key, options().answer_ms,
            [this](const CardRead& read) {
              log_info("reader {}: a card: {}", address().text(), name_of(read.outcome));
              events().card_read(read);
            },
            [this](bool silent) { set_silent(silent); }) {
    start();
  }
  ~IdCardReader() override { stop(); }

 private:
  std::unique_ptr<DeviceLink> connect() override;
  std::unique_ptr<DeviceLink> connect_serial();
  std::unique_ptr<DeviceLink> connect_usb();
  void connected() override {}  // the module's answer, or its silence, tells
  int64_t step(DeviceLink& link, int64_t now_ms) override {
    return session_.step(link, seeking(), now_ms);
  }
  void disconnected() override { session_.begin(); }

  IdCardSession session_;
  std::string told_;  // the last complaint, so that the log has it once
};

std::unique_ptr<DeviceLink> IdCardReader::connect() {
  session_.begin();
  return bus() ? connect_usb() : connect_serial();
}

std::unique_ptr<DeviceLink> IdCardReader::connect_serial() {
  auto link = SerialLink::open(
      address().where, kBaud, [this] { ring(); }, nullptr);
  if (link) return std::move(*link);
  if (told_ != link.error().sentence)
    log_warning("reader {}: {}", address().text(), link.error().sentence);
  told_ = link.error().sentence;
  return nullptr;
}

std::unique_ptr<DeviceLink> IdCardReader::connect_usb() {
  for (const UsbTarget& target : bus()->targets()) {
    if (target.vendor != address().vendor || target.product != address().product) continue;
    if (!address().serial.empty()) {
      const auto texts = read_texts(target);
      if (!texts || texts->serial != address().serial) continue;
    }
    auto link = UsbLink::open(
        bus(), target, [this] { ring(); }, nullptr);
    if (link) return std::move(*link);
    log_warning("reader {}: {}", address().text(), link.error().sentence);
  }
  return nullptr;
}

// A serial line does not say what hangs on it, nor a vendor-specific interface what it speaks.
Result<std::vector<DeviceListing>> list() { return std::vector<DeviceListing>{}; }

Result<std::unique_ptr<ReaderDevice>> open(const DeviceAddress& address,
                                           const ReaderOptions& options, ReaderEvents events) {
  const bool usb = address.bus == "usb" && address.vendor;
  if (!usb && address.bus != "serial") {
    return Error{
        ErrorCode::kInvalid,
        fmt::format("'{}': write an ID card reader's address as idcard:serial:/dev/NAME or "
                    "idcard:usb:VVVV:PPPP",
                    address.text())};
  }
  std::shared_ptr<UsbBus> bus;
  if (usb) {
    auto shared = UsbBus::shared();
    if (!shared) return shared.error();
    bus = std::move(*shared);
  }
  return std::unique_ptr<ReaderDevice>(
      std::make_unique<IdCardReader>(address, options, std::move(bus), std::move(events)));
}

}  // namespace

const ReaderDriver kIdCardDriver = {"idcard", list, open};

}  // namespace yichuang
