// PrinterModel: an ESC/POS ticket printer on a USB printer-class interface. It has a receive
// buffer, works it off in order, prints onto Paper, answers as the reference says, and stops as a
// real one does: out of paper in the middle of a picture, with the rest in its buffer, which comes
// out when there is paper again unless the host has emptied it. The emulator's lock guards it.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "drivers/printer.h"
#include "tests/devices/escpos_interpreter.h"
#include "tests/devices/paper.h"
#include "tests/devices/usb_model.h"

namespace yichuang {

struct PrinterIdentity {
  uint16_t vendor = 0x04b8;
  uint16_t product = 0x0202;
  std::string manufacturer = "EPSON";
  std::string name = "TM-T20";
  std::string serial = "KIOSK0001";
  int width_dots = 576;
  bool obeys_soft_reset = true;
  bool knows_automatic_status = true;
};

class PrinterModel final : public UsbModel, private EscPosSink {
 public:
  static constexpr uint8_t kOutEndpoint = 0x01;
  static constexpr uint8_t kInEndpoint = 0x82;
  static constexpr size_t kBufferBytes = 4096;

  explicit PrinterModel(PrinterIdentity identity);

  // What a hand or the world does. Facts: `away` and `offline` of the argument's fields are as in
  // the status bytes; offline here is the printer's own reason (its feed button held).
  void set_facts(const PrinterFacts& facts);
  const PrinterFacts& facts() const { return facts_; }
  void power_cycle();

  // Faults.
  void set_mute(bool mute) { mute_ = mute; }  // answers nothing
  void set_nak(bool nak) { nak_ = nak; }      // takes no byte
  void run_out_after_rows(uint64_t rows) { out_after_rows_ = paper_.rows() + rows; }
  void jam_at_next_cut() { jam_at_cut_ = true; }
  void say(std::span<const uint8_t> bytes);  // anything, on IN
  // Rows that may be printed from now on; nothing: as many as come. A ticker gives more.
  void set_rows_allowed(std::optional<uint64_t> rows);

  const Paper& paper() const { return paper_; }
  uint64_t received_bytes() const { return received_bytes_; }
  uint64_t soft_resets() const { return soft_resets_; }

  // Every byte as it is received; what is thrown away unprinted (offsets into all that was
  // received); and where a new roll begins.
  std::function<void(std::span<const uint8_t>)> on_received;
  std::function<void(uint64_t from, uint64_t to)> on_discarded;
  std::function<void(uint64_t at)> on_new_roll;

  // UsbModel.
  std::vector<uint8_t> descriptors() const override;
  std::string kernel_driver() const override { return "usblp"; }
  std::string text(int index) const override;
  int control(const UsbControl& request, std::vector<uint8_t>& data) override;
  void port_reset() override { forget(); }
  size_t out(uint8_t endpoint, std::span<const uint8_t> bytes) override;
  size_t in(uint8_t endpoint, std::span<uint8_t> space) override;

 private:
  // EscPosSink.
  void row(std::span<const uint8_t> dots, Justify justify) override;
  void feed(int dots) override { paper_.feed(dots); }
  void cut() override;
  void qr(const std::string& data, int module_dots, int level, Justify justify) override;
  void text(const std::string& line, bool, int, Justify) override { paper_.add_text(line); }
  void initialize() override { automatic_mask_ = 0; }
  void report_changes(uint8_t mask) override;
  void paper_requested() override;

  bool online() const;
  bool works() const;
  void work();
  void forget();
  void watch_real_time(uint8_t byte);
  uint8_t real_time_status(int n) const;
  std::vector<uint8_t> automatic_status() const;
  void tell_changes();

  const PrinterIdentity identity_;
  PrinterFacts facts_;
  Paper paper_;
  EscPosInterpreter interpreter_{*this};
  std::deque<uint8_t> buffer_;
  std::deque<uint8_t> to_host_;
  std::vector<uint8_t> told_;  // the automatic status as last sent
  uint8_t automatic_mask_ = 0;
  std::vector<uint8_t> real_time_;  // the last bytes received
  bool mute_ = false;
  bool nak_ = false;
  bool jam_at_cut_ = false;
  std::optional<uint64_t> out_after_rows_;
  std::optional<uint64_t> rows_allowed_;
  uint64_t received_bytes_ = 0;
  uint64_t soft_resets_ = 0;
};

}  // namespace yichuang
