// device_times: how soon a program hears what happens to a device on the emulated bus. One line a
// kind of change, "NAME: MEDIAN_MS MOST_MS": run by ./hall bench.
#include <fmt/core.h>
#include <signal.h>
#include <umockdev.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "drivers/printer_port.h"
#include "drivers/reader_port.h"
#include "tests/devices/rig_bench.h"

namespace yichuang {
namespace {

constexpr int kRounds = 40;
constexpr int64_t kGiveUpMs = 30'000;

class Stopwatch {
 public:
  // Does it, and waits until the port has told of it.
  template <class Port>
  bool time(Port& port, const std::function<void()>& act, DeviceCondition awaited) {
    const SystemClock clock;
    const int64_t begin_us = now_us();
    act();
    while (port.status().condition != awaited) {
      if (clock.steady_ms() > begin_us / 1000 + kGiveUpMs) return false;
      port.wait(1'000);
      port.drain();
    }
    took_ms_.push_back(static_cast<double>(now_us() - begin_us) / 1000);
    return true;
  }
  void tell(const char* name) {
    std::ranges::sort(took_ms_);
    fmt::print("{}: {:.2f} {:.2f}\n", name, took_ms_[took_ms_.size() / 2], took_ms_.back());
  }

 private:
  static int64_t now_us() {
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
  std::vector<double> took_ms_;
};

bool measure_printer(RigBench& bench) {
  auto port = PrinterPort::open("escpos:usb", {}, {});
  if (!port) return false;
  Stopwatch first;
  if (!first.time(
          **port, [&] { bench.printer().plug(); }, DeviceCondition::kReady))
    return false;
  Stopwatch changed;
  Stopwatch gone;
  Stopwatch back;
  bool heard = true;
  for (int i = 0; i < kRounds && heard; ++i) {
    const auto paper_out = [&](bool out) {
      return [&bench, out] {
        bench.printer().change_facts([out](PrinterFacts& facts) { facts.paper_out = out; });
      };
    };
    heard = changed.time(**port, paper_out(true), DeviceCondition::kStopped) &&
            changed.time(**port, paper_out(false), DeviceCondition::kReady) &&
            gone.time(
                **port, [&] { bench.printer().unplug(); }, DeviceCondition::kAway) &&
            back.time(
                **port, [&] { bench.printer().plug(); }, DeviceCondition::kReady);
  }
  if (!heard) return false;
  changed.tell("printer, paper out or in");
  gone.tell("printer, unplugged");
  back.tell("printer, plugged in until ready");
  return true;
}

bool measure_reader(RigBench& bench) {
  auto port = ReaderPort::open("hidpos:usb:0c2e:1007", {}, {});
  if (!port) return false;
  Stopwatch gone;
  Stopwatch back;
  bool heard = true;
  for (int i = 0; i < kRounds && heard; ++i) {
    heard = back.time(
                **port, [&] { bench.command("plug_reader"); }, DeviceCondition::kReady) &&
            gone.time(
                **port, [&] { bench.command("unplug_reader"); }, DeviceCondition::kAway);
  }
  if (!heard) return false;
  gone.tell("code reader, unplugged");
  back.tell("code reader, plugged in until ready");
  return true;
}

int run() {
  log_start("device_times", LogLevel::kError);
  ::signal(SIGHUP, SIG_IGN);  // emulated nodes hang up when they are pulled
  const std::unique_ptr<UMockdevTestbed, decltype(&g_object_unref)> testbed(umockdev_testbed_new(),
                                                                            g_object_unref);
  RigBench bench(testbed.get(), {});
  if (measure_printer(bench) && measure_reader(bench)) return 0;
  fmt::print(stderr, "device_times: a change was not heard\n");
  return 1;
}

}  // namespace
}  // namespace yichuang

int main() { return yichuang::run(); }
