// ticket-probe: an ordinary program that prints test tickets through PrinterPort and tells what
// came of each, one line a fact. For the rig's tests, and for a look at a real printer: it knows
// nothing of the rig.
//
//   ticket-probe [--printer escpos:usb] [--quirks FOLDER] [--tickets N] [--rows N] [--wait-ready
//   MS]
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "drivers/limits.h"
#include "drivers/printer_port.h"

namespace yichuang {
namespace {

constexpr int kResultMs = 60'000;

struct ProbeOptions {
  std::string printer = "escpos:usb";
  std::string quirks;
  int tickets = 1;
  int rows = 200;
  int wait_ready_ms = 10'000;
};

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
  fmt::print("ticket {} {} {} {} ms\n", number, name_of(result->outcome), result->code,
             clock.steady_ms() - begin_ms);
  std::fflush(stdout);
  return result->outcome == PrintOutcome::kPrinted;
}

int run(const ProbeOptions& options) {
  log_start("ticket-probe");
  auto port = PrinterPort::open(options.printer, {.quirks_folder = options.quirks}, {});
  if (!port) {
    fmt::print(stderr, "ticket-probe: {}\n", port.error().sentence);
    return 2;
  }
  (*port)->on_status([](const PrinterStatus& status) {
    fmt::print("status {}\n", text_of(status));
    std::fflush(stdout);
  });
  bool all = true;
  for (int number = 1; number <= options.tickets; ++number) {
    wait_until_it_prints(**port, options.wait_ready_ms);
    all = print_one(**port, options.rows, number) && all;
  }
  return all ? 0 : 1;
}

}  // namespace
}  // namespace yichuang

int main(int argc, char** argv) {
  CLI::App app("Prints test tickets and tells what came of each.");
  yichuang::ProbeOptions options;
  app.add_option("--printer", options.printer, "scheme:usb[:vendor:product[:serial]]");
  app.add_option("--quirks", options.quirks, "folder of printer profiles");
  app.add_option("--tickets", options.tickets)->check(CLI::Range(1, 1000));
  app.add_option("--rows", options.rows)->check(CLI::Range(1, yichuang::limits::kRasterRowsMax));
  app.add_option("--wait-ready", options.wait_ready_ms, "milliseconds for each ticket");
  CLI11_PARSE(app, argc, argv);
  return yichuang::run(options);
}
