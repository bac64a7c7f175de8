// What the tests of the printer driver share: an emulated bus, a printer on it, a port, and ways to
// wait for a condition. The deadline is for a loaded machine; nothing waits for it when all is
// well.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/printer_port.h"
#include "tests/devices/noisy_raster.h"
#include "tests/devices/printer_bench.h"

namespace yichuang {

inline constexpr int kDeadlineMs = 30'000;

class PrinterTest : public testing::Test {
 protected:
  PrinterTest();
  ~PrinterTest() override;

  // Another port than port_, beside it.
  std::unique_ptr<PrinterPort> open(const std::string& address, const PrinterOptions& options = {});
  void open_port(const std::string& address = "escpos:usb:04b8:0202",
                 const PrinterOptions& options = {});
  void close_port() { port_.reset(); }

  // Drains the ports and finishes pulled cables until `done`; false at the deadline.
  bool wait_until(const std::function<bool()>& done);
  bool wait_for_condition(DeviceCondition condition);

  // Queues a ticket; the result comes through the returned slot.
  std::shared_ptr<std::optional<PrintResult>> begin_print(const Raster& raster);
  PrintResult print(const Raster& raster);
  // Prints a fresh ticket and checks that the paper holds exactly it, from the first dot to the
  // cut.
  void expect_next_ticket_is_whole(uint32_t seed);

  uint64_t cuts();
  uint64_t rows();
  Raster last_ticket();

  UMockdevTestbed* const testbed_;
  std::unique_ptr<PrinterBench> bench_;
  std::unique_ptr<PrinterPort> port_;
  std::vector<PrinterStatus> statuses_;  // as port_ has told them
};

}  // namespace yichuang
