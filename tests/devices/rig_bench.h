// RigBench: the devices of the rig, and the hands on them: a ticket printer, and a code reader when
// it is asked for.
#pragma once

#include <umockdev.h>

#include <string>
#include <string_view>

#include "tests/devices/printer_bench.h"
#include "tests/devices/readers/reader_models.h"

namespace yichuang {

class RigBench {
 public:
  // `testbed` outlives the bench.
  RigBench(UMockdevTestbed* testbed, const PrinterIdentity& identity)
      : printer_(testbed, identity, UsbPlace{}),
        reader_(testbed, reader_model_),
        id_reader_(testbed, id_model_) {}

  PrinterBench& printer() { return printer_; }
  void plug_reader();
  void plug_id_reader();

  // As PrinterBench::command, and the reader's: "scan CODE", "plug_reader", "unplug_reader",
  // "card", "no_card", "unplug_id_reader".
  std::string command(std::string_view line);
  static std::string help();

 private:
  PrinterBench printer_;
  HidPosModel reader_model_;
  UsbEmulator reader_;
  SdtUsbModel id_model_;
  UsbEmulator id_reader_;
};

}  // namespace yichuang
