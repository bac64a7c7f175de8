// PrinterBench: an emulated bus with one ticket printer, and the hands that open its cover, take
// its paper and pull its cable, as lines of text: for the rig's control socket and scripts, and for
// tests.
//
// The thread that made it calls everything; libumockdev serves the program on a thread of its own.
#pragma once

#include <umockdev.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tests/devices/printer_model.h"
#include "tests/devices/usb_emulator.h"

namespace yichuang {

class PrinterBench {
 public:
  // `testbed` outlives the bench.
  PrinterBench(UMockdevTestbed* testbed, const PrinterIdentity& identity, const UsbPlace& place);

  // Carries out one command and answers with one line, "ok …" or "error …"; help() lists them.
  std::string command(std::string_view line);
  static std::string_view help();

  // Powered on, at the next free address.
  void plug();
  void unplug();
  // After unplug_after_bytes has struck: tells udev. True if it had.
  bool finish_pull();

  // A slow printer prints this many rows more; call it as time passes. 0 rows a second: no limit.
  uint64_t rows_per_second() const { return rows_per_second_; }
  void pass_time(int64_t ms);

  // Changes what the printer says of itself, as hands do.
  void change_facts(const std::function<void(PrinterFacts&)>& change);
  PrinterModel& model() { return model_; }  // only inside with_model, or before plug()
  UsbEmulator& usb() { return usb_; }
  void with_model(const std::function<void(PrinterModel&)>& use);

 private:
  std::string carry_out(std::string_view name, std::string_view value);
  bool set_fact(std::string_view name, bool value);
  bool set_switch(std::string_view name, bool value);
  bool set_number(std::string_view name, uint64_t value);
  std::string status();

  PrinterModel model_;
  UsbEmulator usb_;
  UsbPlace place_;
  uint64_t rows_per_second_ = 0;
  int64_t milli_rows_ = 0;  // left over, a thousandth of a row each
};

}  // namespace yichuang
