// The devices of this machine: what is connected, and test tickets through the same driver and port
// that the kiosk uses. One line a fact, for people and for tests.
#include <fmt/core.h>
#include <signal.h>

#include <csignal>
#include <fstream>
#include <memory>
#include <optional>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "drivers/printer_port.h"
#include "drivers/profile.h"
#include "drivers/reader.h"
#include "drivers/scanner_port.h"
#include "queue-server/ctl/commands.h"

namespace yichuang {
namespace {

constexpr int kResultMs = 60'000;

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

// Counts the pages, and writes them if there is a folder for them.
class FileSink final : public ScanSink {
 public:
  explicit FileSink(std::filesystem::path folder) : folder_(std::move(folder)) {}

  bool page_begins(const ScanPageHead& head) override {
    head_ = head;
    bytes_ = 0;
    ++page_;
    if (folder_.empty()) return true;
    if (head.lines < 0) return false;  // the file's head would not be known
    file_.open(folder_ / fmt::format("page-{}.pnm", page_), std::ios::binary | std::ios::trunc);
    file_ << fmt::format("P{}\n{} {}\n255\n", head.colour ? 6 : 5, head.width_px, head.lines);
    return file_.good();
  }
  bool rows(std::span<const uint8_t> bytes) override {
    if (!file_.is_open()) return bytes_ += bytes.size(), true;
    const auto row_bytes = static_cast<uint64_t>(head_.bytes_per_line);
    const auto kept = static_cast<uint64_t>(head_.width_px) * (head_.colour ? 3 : 1);
    for (const uint8_t byte : bytes)
      if (bytes_++ % row_bytes < kept) file_.put(static_cast<char>(byte));
    return file_.good();
  }
  bool page_ends() override {
    fmt::print("page {} {} x {} {} {} dpi {} bytes\n", page_, head_.width_px,
               bytes_ / static_cast<uint64_t>(head_.bytes_per_line),
               head_.colour ? "colour" : "grey", head_.dpi, bytes_);
    if (file_.is_open()) file_.close();
    return file_.good();
  }
  void page_dropped() override { fmt::print("page {} dropped after {} bytes\n", page_, bytes_); }

 private:
  const std::filesystem::path folder_;
  std::ofstream file_;
  ScanPageHead head_;
  uint64_t bytes_ = 0;
  int page_ = 0;
};

// Ctrl-C while a page is on its way cancels the job; its end is told as any other.
volatile std::sig_atomic_t interrupted = 0;

class CancelOnInterrupt {
 public:
  CancelOnInterrupt() {
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = 1; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second one ends the program
    ::sigaction(SIGINT, &action, &before_);
  }
  ~CancelOnInterrupt() { ::sigaction(SIGINT, &before_, nullptr); }
  CancelOnInterrupt(const CancelOnInterrupt&) = delete;
  CancelOnInterrupt& operator=(const CancelOnInterrupt&) = delete;

 private:
  struct sigaction before_ {};
};

// Until it is open, and has told its state where it can.
bool wait_until_it_is_there(ScannerPort& port, int timeout_ms) {
  const SystemClock clock;
  const int64_t deadline_ms = clock.steady_ms() + timeout_ms;
  while (true) {
    port.drain();
    if (port.status().condition != DeviceCondition::kAway) return true;
    const auto left_ms = static_cast<int>(deadline_ms - clock.steady_ms());
    if (left_ms <= 0) return false;
    port.wait(left_ms);
  }
}

}  // namespace

int list_connected() {
  bool all = true;
  size_t count = 0;
  const auto tell = [&](const char* family, const char* scheme, const auto& found) {
    if (!found) {
      fmt::print(stderr, "hallctl: {}: {}\n", scheme, found.error().sentence);
      all = false;
      return;
    }
    for (const DeviceListing& device : *found) {
      fmt::print("{:8} {:40} {} {}, {}\n", family, device.address.text(), device.manufacturer,
                 device.product, device.place);
      ++count;
    }
  };
  for (const PrinterDriver* driver : printer_drivers())
    tell("printer", driver->scheme, driver->list());
  for (const ScannerDriver* driver : scanner_drivers())
    tell("scanner", driver->scheme, driver->list({}));
  for (const ReaderDriver* driver : reader_drivers())
    tell("reader", driver->scheme, driver->list());
  if (all && count == 0) {
    fmt::print(
        "nothing is connected, or this user may not open it (group yichuang-devices); a printer "
        "on the network and an ID card reader are not searched for\n");
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

int scan_test(const std::string& address, const ScanTest& test) {
  log_start("hallctl", LogLevel::kWarning);
  auto port = ScannerPort::open(address, {.trace_file = test.trace}, {});
  if (!port) {
    fmt::print(stderr, "hallctl: {}\n", port.error().sentence);
    return 2;
  }
  (*port)->on_status([](const ScannerStatus& status) {
    fmt::print("status {}\n", text_of(status));
    std::fflush(stdout);
  });
  wait_until_it_is_there(**port, test.wait_ready_ms);
  ScanJob job{.colour = !test.grey, .dpi = test.dpi, .pages_max = test.pages};
  for (const ScanSource source : kScanSources)
    if (test.source == name_of(source)) job.source = source;
  const SystemClock clock;
  const int64_t begin_ms = clock.steady_ms();
  std::optional<ScanResult> result;
  (*port)->scan(job, std::make_shared<FileSink>(test.out), {},
                [&](const ScanResult& told) { result = told; });
  constexpr int kLookMs = 100;  // for Ctrl-C
  const CancelOnInterrupt on_interrupt;
  while (!result) {  // the driver always ends a job
    if (std::exchange(interrupted, 0) != 0) (*port)->cancel();
    (*port)->wait(kLookMs);
    (*port)->drain();
  }
  fmt::print("scan {} {} {} pages {} ms: {}\n", name_of(result->outcome), result->code,
             result->pages, clock.steady_ms() - begin_ms, result->staff);
  return result->outcome == ScanOutcome::kScanned ? 0 : 1;
}

}  // namespace yichuang
