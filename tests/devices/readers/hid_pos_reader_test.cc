// The driver of bar code readers against a reader on the emulated bus: whole codes come through,
// whatever is wrong with a report spoils that code only.
#include "tests/devices/readers/reader_fixture.h"
#include "tests/devices/readers/reader_models.h"
#include "tests/devices/usb_emulator.h"

namespace yichuang {
namespace {

class HidPosReader : public ReaderTest {
 protected:
  HidPosReader() : testbed_(umockdev_testbed_new(), g_object_unref), usb_(testbed_.get(), model_) {}
  ~HidPosReader() override {
    port_.reset();
    if (usb_.plugged()) usb_.unplug();
  }
  void plug(int address = 5) { usb_.plug({1, address, "1-1"}); }
  void open_reader() { open("hidpos:usb:0c2e:1007"); }
  void scan(const std::string& code) {
    usb_.with_model([&] { model_.scan(code); });
  }
  void send(std::vector<uint8_t> report) {
    usb_.with_model([&] { model_.send(std::move(report)); });
  }
  void expect_next_code_is_read(const std::string& code = "https://hall.example/t/A001") {
    const size_t before = codes_.size();
    scan(code);
    ASSERT_TRUE(wait_until([&] { return codes_.size() > before; }));
    EXPECT_EQ(codes_.back().text, code);
    EXPECT_EQ(codes_.back().symbology, "]Q1");
    EXPECT_EQ(codes_.size(), before + 1);
  }

  const std::unique_ptr<UMockdevTestbed, void (*)(void*)> testbed_;
  HidPosModel model_;
  UsbEmulator usb_;
};

TEST_F(HidPosReader, ReadsCodesOfOneReportAndOfMany) {
  plug();
  open_reader();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  expect_next_code_is_read("6901234567892");
  expect_next_code_is_read(std::string(700, 'x') + "end");
}

TEST_F(HidPosReader, NeedNotBeThereAndComesBackAtAnotherAddress) {
  open_reader();
  EXPECT_EQ(port_->status().condition, DeviceCondition::kAway);
  for (int address = 5; address < 9; ++address) {
    plug(address);
    ASSERT_TRUE(wait_for(DeviceCondition::kReady));
    expect_next_code_is_read();
    usb_.unplug();
    ASSERT_TRUE(wait_for(DeviceCondition::kAway));
  }
}

TEST_F(HidPosReader, IsPulledInTheMiddleOfACode) {
  plug();
  open_reader();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  std::vector<uint8_t> begun(64, 'x');
  begun[0] = 2, begun[1] = 56, begun[61] = 1;
  send(begun);
  usb_.unplug();
  ASSERT_TRUE(wait_for(DeviceCondition::kAway));
  plug(6);
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  expect_next_code_is_read();
}

TEST_F(HidPosReader, SenselessReportsSpoilNothingElse) {
  plug();
  open_reader();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  std::vector<uint8_t> hostile_length(64, 'x');
  hostile_length[0] = 2, hostile_length[1] = 255, hostile_length[61] = 0;
  std::vector<uint8_t> other_report(64, 'x');
  other_report[0] = 9;
  for (const auto& report : {std::vector<uint8_t>{2}, std::vector<uint8_t>{2, 5, ']', 'Q'},
                             hostile_length, other_report, std::vector<uint8_t>(64, 0)}) {
    send(report);
    expect_next_code_is_read();
  }
}

// The rest of a code never came: the next code does not begin with what there was of it.
TEST_F(HidPosReader, HalfACodeIsForgotten) {
  plug();
  open_reader();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  std::vector<uint8_t> begun(64, 'x');
  begun[0] = 2, begun[1] = 56, begun[61] = 1;
  send(begun);
  const SystemClock clock;
  const int64_t until_ms = clock.steady_ms() + 1'300;
  ASSERT_TRUE(wait_until([&] { return clock.steady_ms() >= until_ms; }));
  expect_next_code_is_read();
}

TEST_F(HidPosReader, AStallIsCleared) {
  plug();
  open_reader();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  usb_.stall(HidPosModel::kInEndpoint, true);
  ASSERT_TRUE(wait_until([&] { return usb_.counts().cleared_halts > 0; }));
  expect_next_code_is_read();
}

TEST_F(HidPosReader, ADeviceThatIsNoReaderIsLeftAlone) {
  model_.set_report_descriptor({0x05, 0x0D, 0x09, 0x04, 0xA1, 0x01, 0xC0});  // a touch screen
  plug();
  open_reader();
  ASSERT_TRUE(wait_until([&] { return usb_.counts().claims > 0; }));
  EXPECT_TRUE(wait_until([&] { return !usb_.claimed(); }));
  EXPECT_EQ(port_->status().condition, DeviceCondition::kAway);
}

TEST_F(HidPosReader, AnAddressWithoutIdsIsRefused) {
  const auto opened = ReaderPort::open("hidpos:usb", {}, {});
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().sentence.find("hidpos:usb:VVVV:PPPP"), std::string::npos);
}

}  // namespace
}  // namespace yichuang
