// The devices of this machine: what is connected, and test tickets through the same driver and port
// that the kiosk uses. One line a fact, for people and for tests.
#include <fmt/core.h>

#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/log.h"
#include "drivers/printer_port.h"
#include "queue-server/ctl/commands.h"

namespace yichuang {
namespace {

constexpr int kResultMs = 60'000;

std::filesystem::path default_quirks() {
  const std::filesystem::path beside_sources = YICHUANG_SOURCE_QUIRKS;
  return std::filesystem::is_directory(beside_sources) ? beside_sources
                                                       : "/usr/share/yichuang/quirks";
}

// A frame with a diagonal, and the ticket's number as a row of bars: any lost or doubled row shows.
Raster test_ticket(int width_dots, int rows, int number) {
  Raster raster(width_dots, rows);
  for (int y = 0; y < rows; ++y) {
    raster.set_black(0, y);
    raster.set_black(width_dots - 1, y);
    raster.set_black(y % width_dots, y);
  }
  for (int x = 0; x < width_dots; ++x) {
    raster.set_black(x, 0);
    raster.set_black(x, rows - 1);
  }
  for (int bar = 0; bar < number && 16 * bar + 24 < width_dots; ++bar) {
    for (int y = rows / 4; y < rows / 2; ++y) {
      for (int x = 0; x < 8; ++x) raster.set_black(16 + 16 * bar + x, y);
    }
  }
  return raster;
}

bool wait_until_it_prints(PrinterPort& port, int timeout_ms) {
  const SystemClock clock;
  const int64_t deadline_ms = clock.steady_ms() + timeout_ms;
  while (true) {
    port.drain();
    const DeviceCondition condition = port.status().condition;
    if (condition == DeviceCondition::kReady || condition == DeviceCondition::kAttention)
      return true;
    const auto left_ms = static_cast<int>(deadline_ms - clock.steady_ms());
    if (left_ms <= 0) return false;
    port.wait(left_ms);
  }
}

bool print_one(PrinterPort& port, int rows, int number) {
  const SystemClock clock;
  const int64_t begin_ms = clock.steady_ms();
  std::optional<PrintResult> result;
  port.print(test_ticket(port.width_dots(), rows, number),
             [&](const PrintResult& told) { result = told; });
  while (!result && clock.steady_ms() - begin_ms < kResultMs) {
    port.wait(kResultMs);
    port.drain();
  }
  if (!result) {
    fmt::print("ticket {} silent\n", number);
    return false;
  }
  fmt::print("ticket {} {} {} {} ms: {}\n", number, name_of(result->outcome), result->code,
             clock.steady_ms() - begin_ms, result->staff);
  std::fflush(stdout);
  return result->outcome == PrintOutcome::kPrinted;
}

}  // namespace

int list_connected() {
  bool all = true;
  size_t count = 0;
  for (const PrinterDriver* driver : printer_drivers()) {
    const auto found = driver->list();
    if (!found) {
      fmt::print(stderr, "hallctl: {}: {}\n", driver->scheme, found.error().sentence);
      all = false;
      continue;
    }
    for (const DeviceListing& device : *found) {
      fmt::print("printer  {:40} {} {}, {}\n", device.address.text(), device.manufacturer,
                 device.product, device.place);
      ++count;
    }
  }
  if (all && count == 0) {
    fmt::print(
        "nothing is connected by USB, or this user may not open it (group yichuang-devices); a "
        "printer on the network is not searched for\n");
  }
  return all ? 0 : 1;
}

int print_test(const std::string& address, const PrintTest& test) {
  log_start("hallctl");  // the driver's lines say what it does
  const auto quirks = test.quirks.empty() ? default_quirks() : test.quirks;
  auto port = PrinterPort::open(address, {.quirks_folder = quirks, .trace_file = test.trace}, {});
  if (!port) {
    fmt::print(stderr, "hallctl: {}\n", port.error().sentence);
    return 2;
  }
  (*port)->on_status([](const PrinterStatus& status) {
    fmt::print("status {}\n", text_of(status));
    std::fflush(stdout);
  });
  bool all = true;
  for (int number = 1; number <= test.tickets; ++number) {
    wait_until_it_prints(**port, test.wait_ready_ms);
    all = print_one(**port, test.rows, number) && all;
  }
  return all ? 0 : 1;
}

}  // namespace yichuang
