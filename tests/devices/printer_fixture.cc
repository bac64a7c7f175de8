#include "tests/devices/printer_fixture.h"

#include <signal.h>

#include "base/clock.h"

namespace yichuang {

PrinterTest::PrinterTest() : testbed_(umockdev_testbed_new()) {
  ::signal(SIGHUP, SIG_IGN);  // the emulated node is a terminal, which hangs up when it is pulled
  EXPECT_TRUE(umockdev_in_mock_environment());
  bench_ = std::make_unique<PrinterBench>(testbed_, PrinterIdentity{}, UsbPlace{});
}

PrinterTest::~PrinterTest() {
  port_.reset();
  bench_.reset();
  g_object_unref(testbed_);
}

std::unique_ptr<PrinterPort> PrinterTest::open(const std::string& address,
                                               const PrinterOptions& options) {
  auto port = PrinterPort::open(address, options, {});
  if (!port) {
    ADD_FAILURE() << port.error().sentence;
    return nullptr;
  }
  return std::move(*port);
}

void PrinterTest::open_port(const std::string& address, const PrinterOptions& options) {
  port_ = open(address, options);
  ASSERT_TRUE(port_);
  port_->on_status([this](const PrinterStatus& status) { statuses_.push_back(status); });
}

bool PrinterTest::wait_until(const std::function<bool()>& done) {
  constexpr int kStepMs = 5;
  const SystemClock clock;
  const int64_t deadline_ms = clock.steady_ms() + kDeadlineMs;
  while (true) {
    bench_->finish_pull();
    port_->drain();
    if (done()) return true;
    if (clock.steady_ms() >= deadline_ms) return false;
    const int64_t before_ms = clock.steady_ms();
    port_->wait(kStepMs);
    bench_->pass_time(clock.steady_ms() - before_ms);
  }
}

bool PrinterTest::wait_for_condition(DeviceCondition condition) {
  return wait_until([&] { return port_->status().condition == condition; });
}

std::shared_ptr<std::optional<PrintResult>> PrinterTest::begin_print(const Raster& raster) {
  auto slot = std::make_shared<std::optional<PrintResult>>();
  port_->print(raster, [slot](const PrintResult& result) {
    EXPECT_FALSE(slot->has_value()) << "a job was told twice";
    *slot = result;
  });
  return slot;
}

PrintResult PrinterTest::print(const Raster& raster) {
  const auto slot = begin_print(raster);
  EXPECT_TRUE(wait_until([&] { return slot->has_value(); }));
  return slot->value_or(PrintResult{});
}

void PrinterTest::expect_next_ticket_is_whole(uint32_t seed) {
  const Raster raster = noisy_raster(576, 300, seed);
  const uint64_t before = cuts();
  const PrintResult result = print(raster);
  EXPECT_EQ(result.outcome, PrintOutcome::kPrinted) << result.code;
  EXPECT_GE(cuts(), before + 1);  // one more if a piece of an earlier ticket was cut off
  EXPECT_TRUE(last_ticket() == raster) << "the paper differs from the picture that was sent";
}

uint64_t PrinterTest::cuts() {
  uint64_t count = 0;
  bench_->with_model([&](PrinterModel& model) { count = model.paper().cuts(); });
  return count;
}

uint64_t PrinterTest::rows() {
  uint64_t count = 0;
  bench_->with_model([&](PrinterModel& model) { count = model.paper().rows(); });
  return count;
}

Raster PrinterTest::last_ticket() {
  Raster raster;
  bench_->with_model([&](PrinterModel& model) {
    if (!model.paper().tickets().empty()) raster = model.paper().tickets().back().raster;
  });
  return raster;
}

}  // namespace yichuang
