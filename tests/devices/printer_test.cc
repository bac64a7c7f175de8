// The printer driver on an emulated bus when all is well: finding, claiming, printing, status.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "drivers/escpos_status.h"
#include "drivers/limits.h"
#include "tests/devices/printer_fixture.h"
#include "tests/devices/tape.h"

namespace yichuang {
namespace {

class Printer : public PrinterTest {};

TEST_F(Printer, PaperShowsExactlyThePictureThatWasSent) {
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  for (const int width : {576, 569, 384, 1}) {
    const Raster raster =
        noisy_raster(width < 144 ? 144 : width, 333, static_cast<uint32_t>(width));
    ASSERT_EQ(print(raster).outcome, PrintOutcome::kPrinted);
    const Raster paper = last_ticket();
    ASSERT_EQ(paper.rows(), raster.rows());
    int wrong = 0;
    for (int y = 0; y < paper.rows(); ++y) {
      for (int x = 0; x < paper.width_dots(); ++x) {
        wrong += paper.black(x, y) != (x < raster.width_dots() && raster.black(x, y));
      }
    }
    EXPECT_EQ(wrong, 0);
  }
  EXPECT_EQ(cuts(), 4U);
}

TEST_F(Printer, CountsTicketsCutsAndPaperAcrossRestarts) {
  const std::string file = testing::TempDir() + "printed-" + std::to_string(getpid());
  bench_->plug();
  for (uint64_t printed = 1; printed <= 3; ++printed) {
    open_port("escpos:usb", {.counter_file = file});
    ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
    EXPECT_EQ(print(noisy_raster(576, 100, 1)).outcome, PrintOutcome::kPrinted);
    ASSERT_TRUE(wait_until([&] { return port_->counts().printed == printed; }));
    EXPECT_EQ(port_->counts(), (PrintCounts{printed, 0, printed, 100 * printed}));
    close_port();
  }
  std::ofstream(file) << "printed = many\n";
  open_port("escpos:usb", {.counter_file = file});
  EXPECT_EQ(port_->counts(), PrintCounts{});
  std::filesystem::remove(file);
}

TEST_F(Printer, IsPickedUpWhenItComesAfterTheProgram) {
  open_port();
  EXPECT_EQ(port_->status().condition, DeviceCondition::kAway);
  EXPECT_EQ(print(noisy_raster(576, 10, 1)).reason, PrintReason::kAway);
  bench_->plug();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  expect_next_ticket_is_whole(2);
}

TEST_F(Printer, APrintRightAfterOpenWaitsForThePrinterThatIsThere) {
  bench_->plug();
  open_port();
  expect_next_ticket_is_whole(3);
}

TEST_F(Printer, ComesBackAtAnotherAddressAfterReplug) {
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  for (uint32_t round = 0; round < 3; ++round) {
    bench_->unplug();
    ASSERT_TRUE(wait_for_condition(DeviceCondition::kAway));
    bench_->plug();
    ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
    expect_next_ticket_is_whole(round);
  }
}

TEST_F(Printer, IsFoundWithoutVendorAndProduct) {
  bench_->plug();
  open_port("escpos:usb");
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  expect_next_ticket_is_whole(4);
}

TEST_F(Printer, AnotherProgramsClaimIsRetried) {
  bench_->usb().refuse_next_claim(EBUSY);
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  EXPECT_GE(bench_->usb().counts().refused_claims, 1U);
  expect_next_ticket_is_whole(5);
}

TEST_F(Printer, EachChangeIsToldAsItHappens) {
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  struct Change {
    bool PrinterFacts::*fact;
    DeviceCondition condition;
  };
  for (const Change& change : {Change{&PrinterFacts::paper_near_end, DeviceCondition::kAttention},
                               Change{&PrinterFacts::paper_out, DeviceCondition::kStopped},
                               Change{&PrinterFacts::cover_open, DeviceCondition::kStopped},
                               Change{&PrinterFacts::offline, DeviceCondition::kStopped},
                               Change{&PrinterFacts::cutter_error, DeviceCondition::kStopped},
                               Change{&PrinterFacts::overheated, DeviceCondition::kStopped},
                               Change{&PrinterFacts::unrecoverable, DeviceCondition::kStopped}}) {
    bench_->change_facts([&](PrinterFacts& facts) { facts.*change.fact = true; });
    ASSERT_TRUE(wait_until([&] { return port_->status().facts.*change.fact; }));
    EXPECT_EQ(port_->status().condition, change.condition);
    ASSERT_TRUE(wait_until([&] { return statuses_.back() == port_->status(); }));
    bench_->change_facts([&](PrinterFacts& facts) { facts.*change.fact = false; });
    ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  }
}

TEST_F(Printer, NearTheEndOfItsPaperItPrints) {
  bench_->plug();
  bench_->change_facts([](PrinterFacts& facts) { facts.paper_near_end = true; });
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kAttention));
  expect_next_ticket_is_whole(6);
}

TEST_F(Printer, ASlowPrinterIsWaitedFor) {
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  EXPECT_EQ(bench_->command("rows_per_second 600"), "ok");
  expect_next_ticket_is_whole(7);  // 300 rows
}

TEST_F(Printer, TicketsComeOutInOrder) {
  bench_->plug();
  open_port();
  std::vector<std::shared_ptr<std::optional<PrintResult>>> slots;
  for (int i = 0; i < 5; ++i) slots.push_back(begin_print(noisy_raster(576, 20 + i, 8)));
  ASSERT_TRUE(wait_until([&] { return slots.back()->has_value(); }));
  for (const auto& slot : slots) EXPECT_EQ((*slot)->outcome, PrintOutcome::kPrinted);
  bench_->with_model([](PrinterModel& model) {
    ASSERT_EQ(model.paper().tickets().size(), 5U);
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(model.paper().tickets()[static_cast<size_t>(i)].raster.rows(), 20 + i);
    }
  });
}

TEST_F(Printer, AFullQueueRefusesAndLosesNothing) {
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  // The first ticket hangs, well within its time, so that the others wait.
  bench_->with_model([](PrinterModel& model) { model.set_rows_allowed(5); });
  std::vector<std::shared_ptr<std::optional<PrintResult>>> slots;
  slots.push_back(begin_print(noisy_raster(576, 10, 1)));
  ASSERT_TRUE(wait_until([&] { return rows() >= 5; }));  // no longer in the queue
  for (size_t i = 0; i < limits::kPrintJobsMax + 3; ++i) {
    slots.push_back(begin_print(noisy_raster(576, 10, 1)));
  }
  bench_->with_model([](PrinterModel& model) { model.set_rows_allowed({}); });
  ASSERT_TRUE(wait_until([&] {
    return std::ranges::all_of(slots, [](const auto& slot) { return slot->has_value(); });
  }));
  const auto count = [&](PrintReason reason) {
    return std::ranges::count_if(slots,
                                 [&](const auto& slot) { return (*slot)->reason == reason; });
  };
  EXPECT_EQ(count(PrintReason::kQueueFull), 3);
  EXPECT_EQ(count(PrintReason::kNone), static_cast<int>(limits::kPrintJobsMax) + 1);
}

TEST_F(Printer, WhatDoesNotFitThePaperIsRefused) {
  bench_->plug();
  open_port("escpos:usb", {.width_dots = 384});
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  EXPECT_EQ(port_->width_dots(), 384);
  EXPECT_EQ(print(noisy_raster(576, 10, 1)).reason, PrintReason::kBadJob);
  EXPECT_EQ(print(Raster(384, 0)).reason, PrintReason::kBadJob);
  EXPECT_EQ(print(noisy_raster(384, 10, 1)).outcome, PrintOutcome::kPrinted);
  EXPECT_EQ(cuts(), 1U);
}

TEST_F(Printer, NoiseOnTheWayInDoesNotConfirmATicket) {
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  // What looks like answers, halves of status messages, XON and XOFF, bytes with the top bit.
  const std::vector<uint8_t> noise = {0x00, 0x0C, 0x10, 0x11, 0x13, 0xFF,
                                      0x80, 0x12, 0x1E, 0x10, 0x00};
  for (int i = 0; i < 50; ++i) {
    bench_->with_model([&](PrinterModel& model) { model.say(noise); });
  }
  bench_->with_model([](PrinterModel& model) { model.set_rows_allowed(50); });
  const Raster raster = noisy_raster(576, 300, 9);
  const auto slot = begin_print(raster);
  ASSERT_TRUE(wait_until([&] { return rows() >= 50; }));
  bench_->with_model([&](PrinterModel& model) { model.say(noise); });
  bench_->with_model([](PrinterModel& model) { model.set_rows_allowed({}); });
  ASSERT_TRUE(wait_until([&] { return slot->has_value(); }));
  EXPECT_TRUE(last_ticket() == raster);
  expect_next_ticket_is_whole(10);
}

TEST_F(Printer, ClosingInTheMiddleOfATicketEnds) {
  bench_->plug();
  open_port();
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  bench_->with_model([](PrinterModel& model) { model.set_rows_allowed(50); });
  begin_print(noisy_raster(576, 300, 11));
  ASSERT_TRUE(wait_until([&] { return rows() >= 50; }));
  close_port();
  bench_->with_model([](PrinterModel& model) { model.set_rows_allowed({}); });
  open_port();
  // The rest of the old ticket neither comes out nor swallows the new one, which hangs below the
  // rows that were printed: a program that has just started cannot know of them.
  const Raster raster = noisy_raster(576, 200, 12);
  ASSERT_EQ(print(raster).outcome, PrintOutcome::kPrinted);
  const Raster paper = last_ticket();
  ASSERT_EQ(paper.rows(), 50 + 200);
  for (int y = 0; y < 200; ++y) {
    ASSERT_TRUE(std::ranges::equal(paper.row(50 + y), raster.row(y))) << "row " << y;
  }
}

TEST_F(Printer, TwoPrintersAreToldApartBySerialNumber) {
  PrinterIdentity other;
  other.serial = "KIOSK0002";
  PrinterBench second(testbed_, other, UsbPlace{1, 40, "1-2"});
  bench_->plug();
  second.plug();
  open_port("escpos:usb:04b8:0202:KIOSK0002");
  ASSERT_TRUE(wait_for_condition(DeviceCondition::kReady));
  EXPECT_EQ(print(noisy_raster(576, 20, 13)).outcome, PrintOutcome::kPrinted);
  second.with_model([](PrinterModel& model) { EXPECT_EQ(model.paper().cuts(), 1U); });
  EXPECT_EQ(cuts(), 0U);

  // A second port takes the one that is left.
  auto any = open("escpos:usb");
  bool printed = false;
  any->print(noisy_raster(576, 20, 14), [&](const PrintResult& result) {
    printed = result.outcome == PrintOutcome::kPrinted;
  });
  EXPECT_TRUE(wait_until([&] {
    any->drain();
    return printed;
  }));
  EXPECT_EQ(cuts(), 1U);
  any.reset();
  close_port();
}

TEST_F(Printer, ListNamesWhatIsConnected) {
  bench_->plug();
  auto listed = find_printer_driver("escpos")->list();
  ASSERT_TRUE(listed.ok());
  ASSERT_EQ(listed->size(), 1U);
  EXPECT_EQ(listed->front().address.text(), "escpos:usb:04b8:0202:KIOSK0001");
  EXPECT_EQ(listed->front().manufacturer, "EPSON");
  EXPECT_EQ(listed->front().product, "TM-T20");
}

// A trace from the field is replayed like this: what was sent onto paper, what came through the
// parser.
TEST_F(Printer, TheTraceCanBeReplayed) {
  const std::string path = testing::TempDir() + "/printer.trace";
  const Raster raster = noisy_raster(576, 250, 15);
  bench_->plug();
  open_port("escpos:usb", {.trace_file = path});
  ASSERT_EQ(print(raster).outcome, PrintOutcome::kPrinted);
  close_port();

  std::vector<uint8_t> sent;
  std::vector<escpos::Message> said;
  escpos::StatusParser parser;
  bool reset_noted = false;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string ms, sign, hex;
    words >> ms >> sign >> hex;
    reset_noted = reset_noted || line.ends_with("# soft reset");
    if (sign == "#") continue;
    for (size_t i = 0; i < hex.size(); i += 2) {
      const auto byte = static_cast<uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16));
      if (sign == ">") sent.push_back(byte);
      if (sign == "<")
        parser.feed(byte, [&](const escpos::Message& each) { said.push_back(each); });
    }
  }
  EXPECT_TRUE(reset_noted);
  const Paper paper = decode_tape(sent, "", 576);
  ASSERT_EQ(paper.tickets().size(), 1U);
  EXPECT_TRUE(paper.tickets()[0].raster == raster);
  // Two requests for the paper sensor are answered before the ticket (connection, preparation), and
  // one behind the cut; the picture's own look-alikes are answered as questions for the status.
  EXPECT_EQ(std::ranges::count_if(said,
                                  [](const escpos::Message& each) {
                                    return std::holds_alternative<escpos::PaperStatus>(each);
                                  }),
            3);
}

}  // namespace
}  // namespace yichuang
