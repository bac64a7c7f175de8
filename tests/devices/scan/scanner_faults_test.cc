// The fault matrix of scanners: whatever the backend or the scanner does, the outcome is told
// truly and soon, the kiosk's process is not harmed, and the next page is whole.
#include "tests/devices/scan/scanner_fixture.h"

namespace yichuang {
namespace {

constexpr int kTellMsMax = 5'000;

struct Fault {
  const char* name;
  const char* script;  // while the job runs
  ScanReason reason;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }

class ScannerFaults : public ScannerTest, public testing::WithParamInterface<Fault> {};

TEST_P(ScannerFaults, IsToldTrulyAndTheNextPageIsWhole) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  script(GetParam().script);
  const int64_t begin_ms = clock_.steady_ms();
  const ScanResult result = scan({.colour = true, .dpi = 75});
  EXPECT_EQ(result.code, code_of(GetParam().reason));
  EXPECT_EQ(result.outcome, ScanOutcome::kFailed);
  EXPECT_EQ(result.pages, 0);
  EXPECT_LE(clock_.steady_ms() - begin_ms, kTellMsMax);
  EXPECT_EQ(sink_->dropped, sink_->pages.empty() ? 0 : 1);
  script("");
  ASSERT_TRUE(wait_for(DeviceCondition::kReady)) << text_of(port_->status());
  expect_whole_page();
}

INSTANTIATE_TEST_SUITE_P(
    Matrix, ScannerFaults,
    testing::Values(Fault{"CrashAtStart", "fault=crash-start\n", ScanReason::kCrashed},
                    Fault{"CrashInMidPage", "fault=crash-read\n", ScanReason::kCrashed},
                    Fault{"HangAtStart", "fault=hang-start\n", ScanReason::kHung},
                    Fault{"HangInMidPage", "fault=hang-read\n", ScanReason::kHung},
                    Fault{"JamInMidPage", "fault=jam\n", ScanReason::kJammed},
                    Fault{"CoverOpen", "cover-open=1\n", ScanReason::kCoverOpen},
                    Fault{"TransferError", "fault=io\n", ScanReason::kTransferError},
                    Fault{"PageCutShort", "fault=short\n", ScanReason::kTruncated},
                    Fault{"Unplugged", "present=0\nat=0\n", ScanReason::kUnplugged},
                    Fault{"UnpluggedInMidPage", "fault=io\npresent=1\nat=20000\n",
                          ScanReason::kTransferError},
                    Fault{"HeldAtItsPanel", "fault=busy\n", ScanReason::kBusy},
                    Fault{"SenselessPage", "fault=bad-width\n", ScanReason::kCrashed},
                    Fault{"FormatThatNobodyAskedFor", "fault=one-bit\n", ScanReason::kBadJob}),
    [](const testing::TestParamInfo<Fault>& each) { return std::string(each.param.name); });

TEST_F(ScannerTest, IsLostInMidPageAndComesBack) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  script("delay-us=20000\nat=30000\n");
  begin({.colour = true, .dpi = 300});
  ASSERT_TRUE(wait_until([this] { return sink_->bytes_so_far > 30'000; }));
  script("present=0\nat=30000\n");
  EXPECT_EQ(finish().code, "scanner.unplugged");
  EXPECT_EQ(port_->status().condition, DeviceCondition::kAway);
  EXPECT_EQ(scan({}).code, "scanner.away");
  script("");
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  expect_whole_page();
}

TEST_F(ScannerTest, CanBeCancelledAtAnyTime) {
  open_unruly();
  for (const uint64_t after_bytes : {0, 1, 40'000, 400'000, 2'000'000}) {
    ASSERT_TRUE(wait_for(DeviceCondition::kReady));
    script("delay-us=1000\n");
    begin({.colour = true, .dpi = 150});
    ASSERT_TRUE(wait_until([&] { return sink_->bytes_so_far >= after_bytes; }));
    const int64_t begin_ms = clock_.steady_ms();
    port_->cancel();
    EXPECT_EQ(finish().code, "scanner.cancelled") << after_bytes;
    EXPECT_LT(clock_.steady_ms() - begin_ms, 1'000);
    script("");
    expect_whole_page();
  }
}

// A backend that does not hear sane_cancel costs its process, not the citizen's time.
TEST_F(ScannerTest, ABackendThatIsDeafToCancelIsEnded) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  script("fault=deaf\n");
  begin({.dpi = 75});
  ASSERT_TRUE(wait_until([this] { return sink_->bytes_so_far >= 20'000; }));
  const int64_t begin_ms = clock_.steady_ms();
  port_->cancel();
  EXPECT_EQ(finish().code, "scanner.cancelled");
  EXPECT_LT(clock_.steady_ms() - begin_ms, 3'000);
  script("");
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  EXPECT_FALSE(port_->status().facts.failing);
  expect_whole_page();
}

TEST_F(ScannerTest, ABackendThatCrashesOrHangsWhenOpenedIsTriedAgain) {
  for (const char* fault : {"fault=crash-open\n", "fault=hang-open\n", "fault=busy-open\n"}) {
    script(fault);
    auto with = options();
    with.patience.open_ms = 300;
    open("unruly:0", with);
    if (std::string_view(fault) != "fault=busy-open\n") {
      ASSERT_TRUE(wait_until([this] { return port_->status().facts.failing; }));
    }
    EXPECT_EQ(port_->status().condition, DeviceCondition::kAway);
    EXPECT_EQ(scan({}).code, "scanner.away");
    script("");
    ASSERT_TRUE(wait_for(DeviceCondition::kReady));
    expect_whole_page();
  }
}

TEST_F(ScannerTest, ABackendThatHangsWhileItIsAskedIsStartedAnew) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  script("fault=hang-ask\n");
  ASSERT_TRUE(wait_until([this] { return port_->status().facts.failing; }));
  script("");
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  expect_whole_page();
}

TEST_F(ScannerTest, TellsACoverThatIsOpenedBetweenJobs) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  script("cover-open=1\n");
  ASSERT_TRUE(wait_for(DeviceCondition::kAttention));
  EXPECT_EQ(text_of(port_->status()), "attention: cover_open");
  script("page-loaded=1\n");
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  ASSERT_TRUE(wait_until([this] { return port_->status().facts.paper_loaded; }));
}

// One that cannot tell keeps its jam until the next page says otherwise, and is not given up.
TEST_F(ScannerTest, AJamIsKnownUntilAPageGoesThrough) {
  script("sensors=0\n");
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  script("sensors=0\nfault=jam\n");
  EXPECT_EQ(scan({.dpi = 75}).code, "scanner.jammed");
  EXPECT_EQ(text_of(port_->status()), "attention: jammed");
  script("sensors=0\n");
  expect_whole_page();
  EXPECT_EQ(text_of(port_->status()), "ready");
}

TEST_F(ScannerTest, FeedsUntilTheFeederIsEmpty) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  ScanResult result = scan({.source = ScanSource::kFeeder, .dpi = 75, .pages_max = 50});
  EXPECT_EQ(result.code, "scanner.ok");
  EXPECT_EQ(result.pages, 3);
  result = scan({.source = ScanSource::kFeeder, .dpi = 75, .pages_max = 2});
  EXPECT_EQ(result.pages, 2);
  script("pages=0\n");
  EXPECT_EQ(scan({.source = ScanSource::kFeeder, .dpi = 75, .pages_max = 50}).code,
            "scanner.no_paper");
}

TEST_F(ScannerTest, PagesBeforeAJamAreKept) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  script("delay-us=2000\n");
  begin({.source = ScanSource::kFeeder, .dpi = 75, .pages_max = 50});
  ASSERT_TRUE(wait_until([this] { return sink_->bytes_so_far > 2'000'000; }));  // on the second
  script("fault=jam\n");
  const ScanResult result = finish();
  EXPECT_EQ(result.code, "scanner.jammed");
  EXPECT_GE(result.pages, 1);
  EXPECT_TRUE(sink_->pages[0].whole);
  EXPECT_EQ(sink_->dropped, 1);
}

TEST_F(ScannerTest, APageThatIsNotTakenEndsTheJob) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  begin({.dpi = 300});
  sink_->refuse_after = 100'000;
  const ScanResult result = finish();
  EXPECT_EQ(result.code, "scanner.not_taken");
  EXPECT_EQ(sink_->dropped, 1);
  expect_whole_page();
}

TEST_F(ScannerTest, ScansColourAt600DotsAnInch) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  const ScanResult result = scan({.colour = true, .dpi = 600, .width_mm = 210});
  EXPECT_EQ(result.code, "scanner.ok");
  ASSERT_EQ(sink_->pages.size(), 1U);
  EXPECT_EQ(sink_->pages[0].head.width_px, 4960);
  EXPECT_EQ(sink_->pages[0].bytes, uint64_t{4960} * 3 * 7015);
  EXPECT_GT(progress_told_, 10);
}

TEST_F(ScannerTest, APageOfUnknownLengthEndsWithItsLastRow) {
  script("lines-unknown=1\n");
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  EXPECT_EQ(scan({.dpi = 75}).code, "scanner.ok");
  EXPECT_EQ(sink_->pages[0].head.lines, -1);
  EXPECT_TRUE(sink_->pages[0].whole);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_F(ScannerTest, ABackendThatEatsMemoryMeetsItsLimit) {
  auto with = options();
  with.worker_memory_mib = 512;
  open("unruly:0", with);
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  script("fault=eat-memory\n");
  EXPECT_EQ(scan({.dpi = 75}).code, "scanner.too_large");
  script("");
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  expect_whole_page();
}
#endif

TEST_F(ScannerTest, ClosingInMidPageTellsAndEndsTheHelper) {
  open_unruly();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  script("fault=hang-read\n");
  begin({.dpi = 75});
  ASSERT_TRUE(wait_until([this] { return sink_->bytes_so_far >= 20'000; }));
  const int64_t begin_ms = clock_.steady_ms();
  port_.reset();
  EXPECT_LT(clock_.steady_ms() - begin_ms, 2'000);
  EXPECT_EQ(sink_->dropped, 1);
}

TEST_F(ScannerTest, AddressesAndHelpersThatAreWrongAreRefused) {
  auto without = options();
  without.worker = "/nowhere/scan-worker";
  const auto no_helper = ScannerPort::open("sane:unruly:0", without, {});
  ASSERT_FALSE(no_helper);
  EXPECT_NE(no_helper.error().sentence.find("/nowhere/scan-worker"), std::string::npos);
  EXPECT_FALSE(ScannerPort::open("twain:usb", options(), {}));
}

}  // namespace
}  // namespace yichuang
