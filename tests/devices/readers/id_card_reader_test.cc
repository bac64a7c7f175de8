// The driver of ID card readers against a security module on USB and on a serial line (a terminal
// pair). Nothing but facts leaves the driver, and each fault is told as what it is.
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include <mutex>
#include <thread>

#include "tests/devices/readers/reader_fixture.h"
#include "tests/devices/readers/reader_models.h"
#include "tests/devices/usb_emulator.h"

namespace yichuang {
namespace {

class IdCardReader : public ReaderTest {
 protected:
  IdCardReader() : testbed_(umockdev_testbed_new(), g_object_unref), usb_(testbed_.get(), model_) {}
  ~IdCardReader() override {
    port_.reset();
    if (usb_.plugged()) usb_.unplug();
  }
  void plug(int address = 5) { usb_.plug({1, address, "1-1"}); }
  void open_reader() { open("idcard:usb:0400:c35a"); }
  void with_module(const std::function<void(SdtModule&)>& change) {
    usb_.with_model([&] { change(model_.module); });
  }
  void expect_next_card_is_read() {
    cards_.clear();
    with_module([](SdtModule& module) { module.put_card(made_up_card('2')); });
    ASSERT_TRUE(
        wait_until([&] { return !cards_.empty() && cards_.back().outcome == CardOutcome::kRead; }));
    EXPECT_EQ(cards_.back().facts.born.date(), 19491231u);
    EXPECT_EQ(cards_.back().facts.last_four.substr(0, 3), "002");
    with_module([](SdtModule& module) { module.take_card(); });
  }
  // So many more commands have been answered: what was to happen has happened.
  void let_it_ask(int commands) {
    int before = 0;
    with_module([&](SdtModule& module) { before = module.commands; });
    ASSERT_TRUE(wait_until([&] {
      int now = 0;
      with_module([&](SdtModule& module) { now = module.commands; });
      return now >= before + commands;
    }));
  }

  const std::unique_ptr<UMockdevTestbed, void (*)(void*)> testbed_;
  SdtUsbModel model_;
  UsbEmulator usb_;
};

TEST_F(IdCardReader, ReadsACardOnceWhileItLiesThere) {
  plug();
  open_reader();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  port_->seek_cards(true);
  with_module([](SdtModule& module) { module.put_card(made_up_card('2')); });
  ASSERT_TRUE(wait_until([&] { return !cards_.empty(); }));
  let_it_ask(4);
  port_->drain();
  ASSERT_EQ(cards_.size(), 1U);
  EXPECT_EQ(cards_[0].outcome, CardOutcome::kRead);
  expect_next_card_is_read();
}

TEST_F(IdCardReader, OnePersonHasOneHashAndTwoHaveTwo) {
  plug();
  open_reader();
  port_->seek_cards(true);
  for (const char person : {'2', '2', '4'}) {
    const size_t before = cards_.size();
    with_module([&](SdtModule& module) { module.put_card(made_up_card(person)); });
    ASSERT_TRUE(wait_until([&] { return cards_.size() > before; }));
    with_module([](SdtModule& module) { module.take_card(); });
  }
  EXPECT_EQ(cards_[0].facts, cards_[1].facts);
  EXPECT_NE(cards_[0].facts.person, cards_[2].facts.person);
}

TEST_F(IdCardReader, LooksForNoCardUnasked) {
  plug();
  open_reader();
  with_module([](SdtModule& module) { module.put_card(made_up_card('2')); });
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  port_->drain();
  EXPECT_TRUE(cards_.empty());
  int commands = 0;
  with_module([&](SdtModule& module) { commands = module.commands; });
  EXPECT_LE(commands, 2);  // whether the module is well
}

TEST_F(IdCardReader, ACardThatIsPulledAwayIsToldOnce) {
  plug();
  open_reader();
  port_->seek_cards(true);
  with_module([](SdtModule& module) {
    module.remove_while_reading = true;
    module.put_card(made_up_card('2'));
  });
  ASSERT_TRUE(wait_until([&] { return !cards_.empty(); }));
  let_it_ask(9);
  port_->drain();
  ASSERT_EQ(cards_.size(), 1U);
  EXPECT_EQ(cards_[0].outcome, CardOutcome::kMoved);
  with_module([](SdtModule& module) { module.remove_while_reading = false; });
  expect_next_card_is_read();
}

TEST_F(IdCardReader, ACardThatLiesBadlyIsToldOnce) {
  plug();
  open_reader();
  port_->seek_cards(true);
  with_module([](SdtModule& module) {
    module.refuse_select = true;
    module.put_card(made_up_card('2'));
  });
  ASSERT_TRUE(wait_until([&] { return !cards_.empty(); }));
  EXPECT_EQ(cards_[0].outcome, CardOutcome::kMoved);
  with_module([](SdtModule& module) { module.refuse_select = false; });
  expect_next_card_is_read();
}

TEST_F(IdCardReader, ARecordThatIsWrongIsUnreadable) {
  plug();
  open_reader();
  port_->seek_cards(true);
  std::vector<uint8_t> wrong = made_up_card('2');
  wrong[4 + 122] = '9';  // the first digit of the number
  with_module([&](SdtModule& module) { module.put_card(wrong); });
  ASSERT_TRUE(wait_until([&] { return !cards_.empty(); }));
  EXPECT_EQ(cards_[0].outcome, CardOutcome::kUnreadable);
  EXPECT_EQ(cards_[0].facts, IdCardFacts{});
  expect_next_card_is_read();
}

TEST_F(IdCardReader, AnswersInSmallPiecesAreWhole) {
  model_.piece_bytes = 7;
  plug();
  open_reader();
  port_->seek_cards(true);
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  expect_next_card_is_read();
}

TEST_F(IdCardReader, WrongChecksumsMuteModulesAndHostileLengthsAreSilence) {
  plug();
  open_reader();
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  port_->seek_cards(true);
  const std::function<void(SdtModule&, bool)> faults[] = {
      [](SdtModule& module, bool on) { module.mute = on; },
      [](SdtModule& module, bool on) { module.wrong_checksum = on; },
  };
  for (const auto& fault : faults) {
    with_module([&](SdtModule& module) { fault(module, true); });
    ASSERT_TRUE(wait_for(DeviceCondition::kStopped));
    EXPECT_EQ(text_of(port_->status()), "stopped: silent");
    with_module([&](SdtModule& module) { fault(module, false); });
    ASSERT_TRUE(wait_for(DeviceCondition::kReady));
    expect_next_card_is_read();
  }
  for (const uint16_t length : {1, 40, 1'000, 2'401, 65'535}) {
    cards_.clear();
    with_module([&](SdtModule& module) {
      module.hostile_length = length;
      module.put_card(made_up_card('2'));
    });
    let_it_ask(5);
    with_module([](SdtModule& module) {
      module.hostile_length = 0;
      module.take_card();
    });
    port_->drain();
    for (const CardRead& card : cards_) EXPECT_NE(card.outcome, CardOutcome::kRead) << length;
    expect_next_card_is_read();
  }
}

TEST_F(IdCardReader, IsUnpluggedWhileACardIsReadAndComesBack) {
  plug();
  open_reader();
  port_->seek_cards(true);
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  for (int address = 6; address < 10; ++address) {
    with_module([](SdtModule& module) { module.put_card(made_up_card('2')); });
    usb_.unplug();
    ASSERT_TRUE(wait_for(DeviceCondition::kAway));
    plug(address);
    ASSERT_TRUE(wait_for(DeviceCondition::kReady));
    expect_next_card_is_read();
  }
}

TEST_F(IdCardReader, AStallIsCleared) {
  plug();
  open_reader();
  port_->seek_cards(true);
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  usb_.stall(SdtUsbModel::kOutEndpoint, true);
  ASSERT_TRUE(wait_until([&] { return usb_.counts().cleared_halts > 0; }));
  expect_next_card_is_read();
}

// --- On a serial line ----------------------------------------------------------------------------

// The module at the other end of a terminal pair, on a thread of its own.
class SerialModule {
 public:
  SerialModule() : master_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    EXPECT_EQ(grantpt(master_), 0);
    EXPECT_EQ(unlockpt(master_), 0);
    path_ = ptsname(master_);
    // Held open, so that the line is there also while the driver does not have it.
    slave_ = ::open(path_.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    termios line{};
    tcgetattr(slave_, &line);
    cfmakeraw(&line);
    tcsetattr(slave_, TCSANOW, &line);
    EXPECT_EQ(pipe(bell_), 0);
    thread_ = std::thread([this] { run(); });
  }
  ~SerialModule() {
    ::close(bell_[1]);
    thread_.join();
    ::close(bell_[0]);
    ::close(slave_);
    ::close(master_);
  }
  void with(const std::function<void(SdtModule&)>& change) {
    const std::lock_guard lock(mutex_);
    change(module_);
  }
  const std::string& path() const { return path_; }

 private:
  void run() {
    while (true) {
      pollfd both[2] = {{bell_[0], POLLIN, 0}, {master_, POLLIN, 0}};
      poll(both, 2, -1);
      if (both[0].revents != 0) return;
      uint8_t bytes[256];
      const ssize_t count = ::read(master_, bytes, sizeof bytes);
      if (count <= 0) continue;
      const std::lock_guard lock(mutex_);
      const auto answer = module_.answer({bytes, static_cast<size_t>(count)});
      EXPECT_EQ(::write(master_, answer.data(), answer.size()),
                static_cast<ssize_t>(answer.size()));
    }
  }

  int master_;
  int slave_ = -1;
  int bell_[2] = {-1, -1};
  std::string path_;
  std::mutex mutex_;
  SdtModule module_;
  std::thread thread_;
};

TEST_F(ReaderTest, AnIdCardReaderOnASerialLineReadsCards) {
  SerialModule line;
  open("idcard:serial:" + line.path());
  port_->seek_cards(true);
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  for (const char person : {'2', '4'}) {
    const size_t before = cards_.size();
    line.with([&](SdtModule& module) { module.put_card(made_up_card(person)); });
    ASSERT_TRUE(wait_until([&] { return cards_.size() > before; }));
    EXPECT_EQ(cards_.back().outcome, CardOutcome::kRead);
  }
  line.with([](SdtModule& module) { module.mute = true; });
  ASSERT_TRUE(wait_for(DeviceCondition::kStopped));
  line.with([](SdtModule& module) { module.mute = false; });
  ASSERT_TRUE(wait_for(DeviceCondition::kReady));
  port_.reset();
}

TEST_F(ReaderTest, ASerialLineThatIsNotThereIsAway) {
  open("idcard:serial:/dev/ttyNothing7");
  ASSERT_TRUE(wait_for(DeviceCondition::kAway));
}

}  // namespace
}  // namespace yichuang
