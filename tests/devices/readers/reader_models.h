// Readers on the emulated bus and on a serial line: a HID POS bar code reader, and the security
// module of an ID card reader. They stand only for hardware.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

#include "tests/devices/usb_model.h"

namespace yichuang {

// A composite reader: interface 0 a boot keyboard, interface 1 HID POS, 64-byte reports with
// length, symbology, 56 bytes of data and a "more" bit.
class HidPosModel final : public UsbModel {
 public:
  static constexpr uint8_t kInEndpoint = 0x82;
  static constexpr size_t kDataBytes = 56;

  // A code in as many reports as it needs.
  void scan(const std::string& code);
  // Any report.
  void send(std::vector<uint8_t> report) { reports_.push_back(std::move(report)); }
  // What it answers when it is asked for its report descriptor; empty: its own.
  void set_report_descriptor(std::vector<uint8_t> bytes) { other_descriptor_ = std::move(bytes); }

  // UsbModel.
  std::vector<uint8_t> descriptors() const override;
  std::string kernel_driver() const override { return "usbhid"; }
  std::string text(int index) const override;
  int control(const UsbControl& request, std::vector<uint8_t>& data) override;
  void port_reset() override { reports_.clear(); }
  size_t out(uint8_t, std::span<const uint8_t>) override { return 0; }
  size_t in(uint8_t endpoint, std::span<uint8_t> space) override;

 private:
  std::deque<std::vector<uint8_t>> reports_;
  std::vector<uint8_t> other_descriptor_;
};

// The record of a card that exists nowhere: its number's check character is right.
std::vector<uint8_t> made_up_card(char last_digit_of_serial);

// A security module: takes bytes, gives bytes. Like a real one it finds a card once; the card has
// to be taken away and put down before it is found again.
class SdtModule {
 public:
  void put_card(std::vector<uint8_t> record) { card_ = std::move(record), used_ = false; }
  void take_card() { card_.clear(), used_ = false; }

  // Faults.
  bool mute = false;
  bool wrong_checksum = false;
  bool remove_while_reading = false;  // the read fails as when the card is pulled away
  bool refuse_select = false;         // the card lies badly
  uint16_t hostile_length = 0;        // stands in the answer to a read, whatever follows
  int commands = 0;

  std::vector<uint8_t> answer(std::span<const uint8_t> bytes);

 private:
  std::vector<uint8_t> carry_out(uint16_t command);
  std::vector<uint8_t> frame(std::vector<uint8_t> body) const;
  std::vector<uint8_t> heard_;
  std::vector<uint8_t> card_;
  bool used_ = false;
};

// The module on USB bulk pipes.
class SdtUsbModel final : public UsbModel {
 public:
  static constexpr uint8_t kOutEndpoint = 0x01;
  static constexpr uint8_t kInEndpoint = 0x82;
  SdtModule module;
  size_t piece_bytes = 64;  // at most so many in one packet

  // UsbModel.
  std::vector<uint8_t> descriptors() const override;
  std::string kernel_driver() const override { return ""; }
  std::string text(int index) const override { return index == 2 ? "ID card reader" : ""; }
  int control(const UsbControl&, std::vector<uint8_t>&) override;
  void port_reset() override { to_host_.clear(); }
  size_t out(uint8_t endpoint, std::span<const uint8_t> bytes) override;
  size_t in(uint8_t endpoint, std::span<uint8_t> space) override;

 private:
  std::deque<uint8_t> to_host_;
};

}  // namespace yichuang
