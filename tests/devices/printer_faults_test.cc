// Everything that goes wrong with a ticket printer, one row a fault: what the citizen is told, that
// it is told in time, that nothing is printed twice, and that the next ticket is whole when the
// fault is mended.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <ostream>

#include "tests/devices/printer_fixture.h"

namespace yichuang {
namespace {

// The promise is five seconds; the rest is for a loaded machine.
constexpr int kToldWithinMs = 15'000;
constexpr int kTicketRows = 400;  // 28,800 bytes: four transfers, seven of the printer's buffers

using Hands = void (*)(PrinterBench&);

struct Fault {
  const char* name;
  Hands before;       // before the ticket is sent; null: nothing
  uint64_t held_row;  // the printer stops here until `during` has been done; 0: it does not
  Hands during;       // in the middle of the ticket
  PrintOutcome outcome;
  PrintReason reason;
  Hands mend;
};

std::ostream& operator<<(std::ostream& out, const Fault& fault) { return out << fault.name; }

template <bool PrinterFacts::*fact, bool value>
void set(PrinterBench& bench) {
  bench.change_facts([](PrinterFacts& facts) { facts.*fact = value; });
}

template <bool value>
void nak(PrinterBench& bench) {
  bench.with_model([](PrinterModel& model) { model.set_nak(value); });
}

template <bool value>
void mute(PrinterBench& bench) {
  bench.with_model([](PrinterModel& model) { model.set_mute(value); });
}

template <uint64_t bytes>
void unplug_after(PrinterBench& bench) {
  bench.usb().unplug_after(bytes);
}

template <uint64_t count>
void run_out_after_rows(PrinterBench& bench) {
  bench.with_model([](PrinterModel& model) { model.run_out_after_rows(count); });
}

void nothing(PrinterBench&) {}
void plug(PrinterBench& bench) { bench.plug(); }
void unplug(PrinterBench& bench) { bench.unplug(); }
void stall(PrinterBench& bench) { bench.usb().stall(PrinterModel::kOutEndpoint, true); }
void end_short(PrinterBench& bench) { bench.usb().end_next_out_short(100); }
void go_silent(PrinterBench& bench) {  // prints and cuts, and does not say so
  bench.with_model([](PrinterModel& model) {
    model.set_mute(true);
    model.set_rows_allowed({});
  });
}
void jam(PrinterBench& bench) {
  bench.with_model([](PrinterModel& model) { model.jam_at_next_cut(); });
}

constexpr auto kFailed = PrintOutcome::kFailed;
constexpr auto kUnknown = PrintOutcome::kUnknown;
using Facts = PrinterFacts;
using Why = PrintReason;

const Fault kFaults[] = {
    // Known before the first dot: nothing came out.
    {"PaperOut", set<&Facts::paper_out, true>, 0, nullptr, kFailed, Why::kPaperOut,
     set<&Facts::paper_out, false>},
    {"CoverOpen", set<&Facts::cover_open, true>, 0, nullptr, kFailed, Why::kCoverOpen,
     set<&Facts::cover_open, false>},
    {"Offline", set<&Facts::offline, true>, 0, nullptr, kFailed, Why::kOffline,
     set<&Facts::offline, false>},
    {"CutterError", set<&Facts::cutter_error, true>, 0, nullptr, kFailed, Why::kCutterError,
     set<&Facts::cutter_error, false>},
    {"Overheated", set<&Facts::overheated, true>, 0, nullptr, kFailed, Why::kOverheated,
     set<&Facts::overheated, false>},
    {"Unrecoverable", set<&Facts::unrecoverable, true>, 0, nullptr, kFailed, Why::kUnrecoverable,
     set<&Facts::unrecoverable, false>},
    {"TakesNothing", nak<true>, 0, nullptr, kFailed, Why::kNoAnswer, nak<false>},
    {"AnswersNothing", mute<true>, 0, nullptr, kFailed, Why::kNoAnswer, mute<false>},
    {"Unplugged", unplug, 0, nullptr, kFailed, Why::kAway, plug},
    {"UnpluggedAtTheFirstQuestion", unplug_after<2>, 0, nullptr, kFailed, Why::kAway, plug},
    {"UnpluggedBeforeThePicture", unplug_after<15>, 0, nullptr, kFailed, Why::kAway, plug},

    // In the middle of the picture: something may have come out.
    {"PaperOutInMidTicket", run_out_after_rows<100>, 0, nullptr, kUnknown, Why::kPaperOut,
     set<&Facts::paper_out, false>},
    {"PaperOutAtTheLastRow", run_out_after_rows<kTicketRows>, 0, nullptr, kUnknown, Why::kPaperOut,
     set<&Facts::paper_out, false>},
    {"CoverOpenedInMidTicket", nullptr, 60, set<&Facts::cover_open, true>, kUnknown,
     Why::kCoverOpen, set<&Facts::cover_open, false>},
    {"FeedButtonHeldInMidTicket", nullptr, 60, set<&Facts::offline, true>, kUnknown, Why::kOffline,
     set<&Facts::offline, false>},
    {"OverheatedInMidTicket", nullptr, 60, set<&Facts::overheated, true>, kUnknown,
     Why::kOverheated, set<&Facts::overheated, false>},
    {"BrokenInMidTicket", nullptr, 60, set<&Facts::unrecoverable, true>, kUnknown,
     Why::kUnrecoverable, set<&Facts::unrecoverable, false>},
    {"CutterJams", jam, 0, nullptr, kUnknown, Why::kCutterError, set<&Facts::cutter_error, false>},
    {"StopsTakingInMidTicket", nullptr, 60, nothing, kUnknown, Why::kNoAnswer, nothing},
    {"NakInMidTicket", nullptr, 60, nak<true>, kUnknown, Why::kNoAnswer, nak<false>},
    {"SilentAfterTheCut", nullptr, 60, go_silent, kUnknown, Why::kNoAnswer, mute<false>},
    {"StallInMidTicket", nullptr, 60, stall, kUnknown, Why::kTransferError, nothing},
    {"ShortTransfer", end_short, 0, nullptr, kUnknown, Why::kTransferError, nothing},
    {"PulledAtTheFirstRow", nullptr, 1, unplug, kUnknown, Why::kUnplugged, plug},
    {"UnpluggedInMidTicket", unplug_after<15000>, 0, nullptr, kUnknown, Why::kUnplugged, plug},
    {"PulledInMidTicket", nullptr, 60, unplug, kUnknown, Why::kUnplugged, plug},
};

class PrinterFault : public PrinterTest, public testing::WithParamInterface<Fault> {};

TEST_P(PrinterFault, IsToldInTimeAndTheNextTicketIsWhole) {
  const Fault& fault = GetParam();
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  expect_next_ticket_is_whole(1);
  const uint64_t rows_before = rows();
  const uint64_t cuts_before = cuts();

  if (fault.held_row != 0) {
    bench_->with_model([&](PrinterModel& model) { model.set_rows_allowed(fault.held_row); });
  }
  if (fault.before != nullptr) fault.before(*bench_);
  auto begin = std::chrono::steady_clock::now();
  const auto slot = begin_print(noisy_raster(576, kTicketRows, 2));
  if (fault.during != nullptr) {
    ASSERT_TRUE(wait_until([&] { return rows() >= rows_before + fault.held_row; }));
    begin = std::chrono::steady_clock::now();
    fault.during(*bench_);
  }
  ASSERT_TRUE(wait_until([&] { return slot->has_value(); }));
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(took, std::chrono::milliseconds(kToldWithinMs));
  EXPECT_STREQ(name_of((*slot)->outcome), name_of(fault.outcome));
  EXPECT_EQ((*slot)->code, code_of(fault.reason));
  if (fault.outcome == kFailed) {
    EXPECT_EQ(rows(), rows_before) << "told as failed, but dots came out";
  }

  const uint64_t rows_then = rows();
  const bool was_silent = fault.during == go_silent;  // the whole ticket came out meanwhile
  fault.mend(*bench_);
  // Long enough to be seen as well again, whatever was seen of the fault: the driver polls.
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  bench_->with_model([](PrinterModel& model) { model.set_rows_allowed({}); });
  EXPECT_EQ(cuts(), cuts_before + (was_silent ? 1 : 0));
  expect_next_ticket_is_whole(3);
  uint64_t extra = 0;  // the picture of 300 rows apart: nothing of the old ticket came out later
  bench_->with_model([&](PrinterModel& model) { extra = model.paper().rows() - rows_then - 300; });
  EXPECT_EQ(extra, 0U);
}

INSTANTIATE_TEST_SUITE_P(Each, PrinterFault, testing::ValuesIn(kFaults),
                         [](const testing::TestParamInfo<Fault>& each) {
                           return std::string(each.param.name);
                         });

// The cable is pulled after so many twentieths of everything that a ticket sends.
class PrinterPulled : public PrinterTest, public testing::WithParamInterface<uint64_t> {};

TEST_P(PrinterPulled, IsToldTrulyAndTheNextTicketIsWhole) {
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  const Raster raster = noisy_raster(576, kTicketRows, 1);
  const auto received = [&] {
    uint64_t bytes = 0;
    bench_->with_model([&](PrinterModel& model) { bytes = model.received_bytes(); });
    return bytes;
  };
  const uint64_t begin_bytes = received();
  ASSERT_EQ(print(raster).outcome, PrintOutcome::kPrinted);
  const uint64_t ticket_bytes = received() - begin_bytes;
  const uint64_t rows_before = rows();

  bench_->usb().unplug_after(ticket_bytes * GetParam() / 20);
  const auto begin = std::chrono::steady_clock::now();
  const PrintResult result = print(raster);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(kToldWithinMs));
  EXPECT_NE(result.outcome, PrintOutcome::kPrinted) << "nobody was there to say so";
  EXPECT_TRUE(result.reason == PrintReason::kAway || result.reason == PrintReason::kUnplugged)
      << result.code;
  if (result.outcome == kFailed) {
    EXPECT_EQ(rows(), rows_before) << "told as failed, but dots came out";
  }
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kAway));
  bench_->plug();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  expect_next_ticket_is_whole(2);
}

INSTANTIATE_TEST_SUITE_P(AtEachTwentieth, PrinterPulled, testing::Range<uint64_t>(0, 20));

class PrinterOddity : public PrinterTest {
 protected:
  void use(const PrinterIdentity& identity) {
    bench_ = std::make_unique<PrinterBench>(testbed_, identity, UsbPlace{});
    bench_->plug();
    open_port();
    ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  }
};

TEST_F(PrinterOddity, WithoutSoftResetThePortIsReset) {
  PrinterIdentity identity;
  identity.obeys_soft_reset = false;
  use(identity);
  bench_->with_model([](PrinterModel& model) { model.run_out_after_rows(100); });
  EXPECT_EQ(print(noisy_raster(576, kTicketRows, 1)).reason, PrintReason::kPaperOut);
  bench_->change_facts([](PrinterFacts& facts) { facts.paper_out = false; });
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  expect_next_ticket_is_whole(2);
  EXPECT_GE(bench_->usb().counts().port_resets, 1U);
}

TEST_F(PrinterOddity, WithoutAutomaticStatusItIsAsked) {
  PrinterIdentity identity;
  identity.knows_automatic_status = false;
  use(identity);
  bench_->change_facts([](PrinterFacts& facts) { facts.cover_open = true; });
  ASSERT_TRUE(wait_until([&] { return port_->status().facts.cover_open; }));
  bench_->change_facts([](PrinterFacts& facts) { facts.cover_open = false; });
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  bench_->with_model([](PrinterModel& model) { model.run_out_after_rows(100); });
  EXPECT_EQ(print(noisy_raster(576, kTicketRows, 1)).outcome, PrintOutcome::kUnknown);
  EXPECT_TRUE(port_->status().facts.paper_out);
}

// A ticket with a code that the printer draws itself: whole, and the code says the same.
TEST_F(PrinterOddity, TheCodeThatThePrinterDrawsSaysWhatThePictureSaid) {
  const auto quirks = std::filesystem::path(testing::TempDir()) / "native-quirks";
  std::filesystem::create_directories(quirks);
  std::ofstream(quirks / "native.conf")
      << "[[printer]]\nname = \"draws codes\"\ndevices = [\"04b8:*\"]\nnative_qr = true\n";
  bench_->plug();
  open_port("escpos:usb", {.quirks_folder = quirks});
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  const std::string url = "http://hall.example/t/q7Jx2mVb9Kc4TnRw8ZpL3A";
  Paper picture(576);
  picture.feed(28);
  picture.add_qr(url, 7, '1', Justify::kCentre);
  picture.feed(28);
  picture.cut();
  const Raster& drawn = picture.tickets().back().raster;
  std::optional<PrintResult> result;
  port_->print(PrintJob{drawn, true, {{NativeKind::kQr, 0, drawn.rows(), url, 7}}},
               [&](const PrintResult& told) { result = told; });
  ASSERT_TRUE(wait_until([&] { return result.has_value(); }));
  EXPECT_EQ(result->outcome, PrintOutcome::kPrinted) << result->code;
  EXPECT_TRUE(last_ticket() == drawn);
  bench_->with_model([](PrinterModel& model) { EXPECT_LT(model.received_bytes(), 500u); });
}

// Lines in the printer's own Chinese font: each as high as its rows were, its bytes GBK.
TEST_F(PrinterOddity, TheLinesThatThePrinterWritesItselfKeepTheTicketsLength) {
  const auto quirks = std::filesystem::path(testing::TempDir()) / "gbk-quirks";
  std::filesystem::create_directories(quirks);
  std::ofstream(quirks / "gbk.conf")
      << "[[printer]]\nname = \"writes\"\ndevices = [\"04b8:*\"]\ngbk_text = true\n";
  bench_->plug();
  open_port("escpos:usb", {.quirks_folder = quirks});
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  const Raster raster = noisy_raster(576, 300, 9);
  std::optional<PrintResult> result;
  port_->print(PrintJob{raster,
                        true,
                        {{NativeKind::kText, 40, 30, "社保"},
                         {NativeKind::kText, 100, 60, "བོད"},  // not in GBK
                         {NativeKind::kText, 200, 48, "A012"}}},
               [&](const PrintResult& told) { result = told; });
  ASSERT_TRUE(wait_until([&] { return result.has_value(); }));
  EXPECT_EQ(result->outcome, PrintOutcome::kPrinted) << result->code;
  Raster expected = raster;
  for (const auto& [first, rows] : {std::pair{40, 30}, {200, 48}})
    for (int y = first; y < first + rows; ++y)
      for (int x = 0; x < 576; ++x) expected.set_black(x, y, false);
  EXPECT_TRUE(last_ticket() == expected);
  bench_->with_model([](PrinterModel& model) {
    EXPECT_EQ(model.paper().tickets().back().texts,
              (std::vector<std::string>{"\xC9\xE7\xB1\xA3", "A012"}));
  });
}

TEST_F(PrinterOddity, AStalledOutIsClearedBeforeATicketSuffers) {
  use({});
  bench_->usb().stall(PrinterModel::kOutEndpoint, true);
  expect_next_ticket_is_whole(3);
  EXPECT_GE(bench_->usb().counts().cleared_halts, 1U);
}

TEST_F(PrinterOddity, AStalledInIsCleared) {
  use({});
  bench_->usb().stall(PrinterModel::kInEndpoint, true);
  ASSERT_TRUE(wait_until([&] { return bench_->usb().counts().cleared_halts > 0; }));
  bench_->change_facts([](PrinterFacts& facts) { facts.paper_near_end = true; });
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kAttention));
  expect_next_ticket_is_whole(4);
}

TEST_F(PrinterOddity, ManyReplugsInARowLeaveItWorking) {
  use({});
  for (int i = 0; i < 10; ++i) {
    bench_->unplug();
    bench_->plug();
  }
  ASSERT_TRUE(wait_until([&] {
    return port_->status().condition == DeviceCondition::kReady && bench_->usb().claimed();
  }));
  expect_next_ticket_is_whole(5);
}

TEST_F(PrinterOddity, TicketsAndRepeatedFaultsNeverMeet) {
  use({});
  for (uint32_t round = 0; round < 6; ++round) {
    bench_->with_model([&](PrinterModel& model) { model.run_out_after_rows(37 + 50 * round); });
    EXPECT_EQ(print(noisy_raster(576, kTicketRows, round)).outcome, PrintOutcome::kUnknown);
    bench_->change_facts([](PrinterFacts& facts) { facts.paper_out = false; });
    ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
    expect_next_ticket_is_whole(100 + round);
  }
}

}  // namespace
}  // namespace yichuang
