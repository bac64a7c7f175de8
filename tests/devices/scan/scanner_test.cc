// The scanner driver against Debian's backend "test", which has every kind of option that SANE has.
#include <fstream>

#include "tests/devices/scan/scanner_fixture.h"

namespace yichuang {
namespace {

class SaneBackends : public ScannerTest {
 protected:
  // A4: without this the backend ends at 200 mm.
  void SetUp() override { std::ofstream(folder_ + "/test.conf") << "geometry_max 300\n"; }
};

TEST_F(SaneBackends, AreOpenedByNameAlone) {
  open("test:0", options());
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  const ScannerCapabilities able = port_->capabilities();
  EXPECT_TRUE(able.has(ScanSource::kFlatbed));
  EXPECT_TRUE(able.has(ScanSource::kFeeder));
  EXPECT_TRUE(able.grey);
  EXPECT_TRUE(able.colour);
  EXPECT_EQ(able.dpi_max, 1200);
  EXPECT_EQ(able.width_mm, 300);
}

TEST_F(SaneBackends, GiveAnA4PageInColour) {
  open("test:0", options());
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  const ScanResult result = scan({.dpi = 300, .width_mm = 210, .height_mm = 297});
  EXPECT_EQ(result.code, "scanner.ok");
  ASSERT_EQ(sink_->pages.size(), 1U);
  EXPECT_EQ(sink_->pages[0].head.width_px, 2480);
  EXPECT_EQ(sink_->pages[0].head.lines, 3507);
  EXPECT_TRUE(sink_->pages[0].head.colour);
  EXPECT_EQ(sink_->pages[0].head.dpi, 300);
}

TEST_F(SaneBackends, GiveTenPagesFromTheFeederAndThenNone) {
  open("test:0", options());
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  const ScanResult result =
      scan({.source = ScanSource::kFeeder, .colour = false, .dpi = 75, .pages_max = 50});
  EXPECT_EQ(result.code, "scanner.ok");
  EXPECT_EQ(result.pages, 10);
}

TEST_F(SaneBackends, AScannerThatIsNotThereIsAway) {
  open("test:9", options());
  const ScanResult result = scan({});
  EXPECT_EQ(result.code, "scanner.away");
  EXPECT_EQ(port_->status().condition, DeviceCondition::kAway);
}

TEST_F(SaneBackends, ATraceHoldsNoPage) {
  auto with = options();
  with.trace_file = folder_ + "/trace";
  open("unruly:0", with);
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  expect_whole_page();
  port_.reset();
  std::ifstream file(folder_ + "/trace");
  const std::string trace((std::istreambuf_iterator<char>(file)), {});
  EXPECT_NE(trace.find("# rows "), std::string::npos);
  EXPECT_NE(trace.find("# job 1 scanner.ok pages 1"), std::string::npos);
  EXPECT_LT(trace.size(), 20'000U);
}

}  // namespace
}  // namespace yichuang
