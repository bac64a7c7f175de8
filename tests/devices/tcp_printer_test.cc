// The ticket printer on the network: the same driver, the same promises as over USB, and what only
// a network can do to it.
#include <gtest/gtest.h>

#include <chrono>

#include "base/clock.h"
#include "drivers/printer_port.h"
#include "tests/devices/noisy_raster.h"
#include "tests/devices/tcp_printer.h"

namespace yichuang {
namespace {

constexpr int kDeadlineMs = 30'000;
constexpr int kToldWithinMs = 15'000;  // the promise is five seconds; the rest is for a loaded one
constexpr int kTicketRows = 400;

class TcpPrinterTest : public testing::Test {
 protected:
  void open() {
    auto port = PrinterPort::open(printer_.address(), {}, {});
    ASSERT_TRUE(port.ok()) << port.error().sentence;
    port_ = std::move(*port);
  }
  bool wait_until(const std::function<bool()>& done) {
    const SystemClock clock;
    const int64_t deadline_ms = clock.steady_ms() + kDeadlineMs;
    while (true) {
      port_->drain();
      if (done()) return true;
      if (clock.steady_ms() >= deadline_ms) return false;
      port_->wait(20);
    }
  }
  bool wait_for_condition(DeviceCondition condition) {
    return wait_until([&] { return port_->status().condition == condition; });
  }
  std::shared_ptr<std::optional<PrintResult>> begin_print(const Raster& raster) {
    auto slot = std::make_shared<std::optional<PrintResult>>();
    port_->print(raster, [slot](const PrintResult& result) { *slot = result; });
    return slot;
  }
  void expect_next_ticket_is_whole(uint32_t seed) {
    const Raster raster = noisy_raster(576, 300, seed);
    const auto slot = begin_print(raster);
    ASSERT_TRUE(wait_until([&] { return slot->has_value(); }));
    EXPECT_EQ((*slot)->outcome, PrintOutcome::kPrinted) << (*slot)->code;
    printer_.with_model([&](PrinterModel& model) {
      ASSERT_FALSE(model.paper().tickets().empty());
      EXPECT_TRUE(model.paper().tickets().back().raster == raster);
    });
  }
  uint64_t rows() {
    uint64_t count = 0;
    printer_.with_model([&](PrinterModel& model) { count = model.paper().rows(); });
    return count;
  }
  void change_facts(const std::function<void(PrinterFacts&)>& change) {
    printer_.with_model([&](PrinterModel& model) {
      PrinterFacts facts = model.facts();
      change(facts);
      model.set_facts(facts);
    });
  }

  TcpPrinter printer_;
  std::unique_ptr<PrinterPort> port_;
};

TEST_F(TcpPrinterTest, PrintsAndSaysHowItIs) {
  open();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  for (uint32_t seed = 1; seed <= 5; ++seed) expect_next_ticket_is_whole(seed);
  change_facts([](PrinterFacts& facts) { facts.paper_near_end = true; });
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kAttention));
  change_facts([](PrinterFacts& facts) { facts.cover_open = true; });
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kStopped));
  change_facts([](PrinterFacts& facts) { facts.cover_open = facts.paper_near_end = false; });
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  EXPECT_EQ(printer_.connections(), 1u) << "one connection did for all";
}

TEST_F(TcpPrinterTest, NeedNotBeThereYetAndIsFoundAgain) {
  printer_.set_power(false);
  open();
  const auto slot = begin_print(noisy_raster(576, 10, 1));
  ASSERT_TRUE(wait_until([&] { return slot->has_value(); }));
  EXPECT_EQ((*slot)->outcome, PrintOutcome::kFailed);
  EXPECT_EQ((*slot)->reason, PrintReason::kAway);
  for (int round = 0; round < 3; ++round) {
    printer_.set_power(true);
    ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
    expect_next_ticket_is_whole(2);
    printer_.set_power(false);
    ASSERT_TRUE(wait_for_condition(DeviceCondition::kAway));
  }
}

struct Fault {
  const char* name;
  void (*before)(TcpPrinter&);
  uint64_t held_row;  // the printer stops here until `during` has been done; 0: it does not
  void (*during)(TcpPrinter&);
  PrintOutcome outcome;
  PrintReason reason;
  void (*mend)(TcpPrinter&);
};

template <bool PrinterFacts::*fact, bool value>
void set(TcpPrinter& printer) {
  printer.with_model([](PrinterModel& model) {
    PrinterFacts facts = model.facts();
    facts.*fact = value;
    model.set_facts(facts);
  });
}
template <bool value>
void nak(TcpPrinter& printer) {
  printer.with_model([](PrinterModel& model) { model.set_nak(value); });
}
template <bool value>
void mute(TcpPrinter& printer) {
  printer.with_model([](PrinterModel& model) { model.set_mute(value); });
}
template <bool on>
void power(TcpPrinter& printer) {
  printer.set_power(on);
}
template <uint64_t bytes>
void power_off_after(TcpPrinter& printer) {
  printer.power_off_after(bytes);
}
template <uint64_t count>
void run_out_after_rows(TcpPrinter& printer) {
  printer.with_model([](PrinterModel& model) { model.run_out_after_rows(count); });
}
void jam(TcpPrinter& printer) {
  printer.with_model([](PrinterModel& model) { model.jam_at_next_cut(); });
}
void nothing(TcpPrinter&) {}

constexpr auto kFailed = PrintOutcome::kFailed;
constexpr auto kUnknown = PrintOutcome::kUnknown;
using Facts = PrinterFacts;
using Why = PrintReason;

const Fault kFaults[] = {
    {"PaperOut", set<&Facts::paper_out, true>, 0, nullptr, kFailed, Why::kPaperOut,
     set<&Facts::paper_out, false>},
    {"AnswersNothing", mute<true>, 0, nullptr, kFailed, Why::kNoAnswer, mute<false>},
    {"TakesNothing", nak<true>, 0, nullptr, kFailed, Why::kNoAnswer, nak<false>},
    {"SwitchedOffBeforeThePicture", power_off_after<15>, 0, nullptr, kFailed, Why::kAway,
     power<true>},
    {"PaperOutInMidTicket", run_out_after_rows<100>, 0, nullptr, kUnknown, Why::kPaperOut,
     set<&Facts::paper_out, false>},
    {"CoverOpenedInMidTicket", nullptr, 60, set<&Facts::cover_open, true>, kUnknown,
     Why::kCoverOpen, set<&Facts::cover_open, false>},
    {"CutterJams", jam, 0, nullptr, kUnknown, Why::kCutterError, set<&Facts::cutter_error, false>},
    {"NakInMidTicket", nullptr, 60, nak<true>, kUnknown, Why::kNoAnswer, nak<false>},
    {"StopsTakingInMidTicket", nullptr, 60, nothing, kUnknown, Why::kNoAnswer, nothing},
    {"SwitchedOffInMidTicket", power_off_after<15000>, 0, nullptr, kUnknown, Why::kUnplugged,
     power<true>},
};

class TcpPrinterFault : public TcpPrinterTest, public testing::WithParamInterface<Fault> {};

TEST_P(TcpPrinterFault, IsToldInTimeAndTheNextTicketIsWhole) {
  const Fault& fault = GetParam();
  open();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  expect_next_ticket_is_whole(1);
  const uint64_t rows_before = rows();
  const uint64_t connections_before = printer_.connections();
  if (fault.held_row != 0) {
    printer_.with_model([&](PrinterModel& model) { model.set_rows_allowed(fault.held_row); });
  }
  if (fault.before != nullptr) fault.before(printer_);
  auto begin = std::chrono::steady_clock::now();
  const auto slot = begin_print(noisy_raster(576, kTicketRows, 2));
  if (fault.during != nullptr) {
    ASSERT_TRUE(wait_until([&] { return rows() >= rows_before + fault.held_row; }));
    begin = std::chrono::steady_clock::now();
    fault.during(printer_);
  }
  ASSERT_TRUE(wait_until([&] { return slot->has_value(); }));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(kToldWithinMs));
  EXPECT_STREQ(name_of((*slot)->outcome), name_of(fault.outcome));
  EXPECT_EQ((*slot)->code, code_of(fault.reason));
  if (fault.outcome == kFailed) {
    EXPECT_EQ(rows(), rows_before) << "told as failed, but dots came out";
  }
  // The printer knows that the connection of the ticket has ended before a hand reaches it.
  if ((*slot)->outcome == kUnknown && fault.mend != power<true>) {
    ASSERT_TRUE(wait_until([&] { return printer_.connections() > connections_before; }));
  }
  const uint64_t rows_then = rows();
  fault.mend(printer_);
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  printer_.with_model([](PrinterModel& model) { model.set_rows_allowed({}); });
  expect_next_ticket_is_whole(3);
  EXPECT_EQ(rows() - rows_then, 300u) << "something of the old ticket came out later";
}

INSTANTIATE_TEST_SUITE_P(Each, TcpPrinterFault, testing::ValuesIn(kFaults),
                         [](const testing::TestParamInfo<Fault>& each) {
                           return std::string(each.param.name);
                         });

TEST(TcpAddress, AMistakeIsRefusedWithWhatToWrite) {
  for (const char* where : {"escpos:tcp:printer.hall", "escpos:tcp:192.0.2.300"}) {
    auto port = PrinterPort::open(where, {}, {});
    ASSERT_FALSE(port.ok()) << where;
    EXPECT_NE(port.error().sentence.find("192.0.2.7:9100"), std::string::npos);
  }
}

}  // namespace
}  // namespace yichuang
