// What the tests of reader drivers share: a port, what it has told, waiting for a condition.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <umockdev.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "drivers/reader_port.h"

namespace yichuang {

class ReaderTest : public testing::Test {
 protected:
  ReaderTest() { ::signal(SIGHUP, SIG_IGN); }  // emulated nodes hang up when they are pulled

  void open(const std::string& address) {
    ReaderOptions options;
    options.person_key = {1, 2, 3};
    options.answer_ms = 200;
    options.retry_first_ms = 50;
    options.retry_longest_ms = 100;
    auto opened = ReaderPort::open(address, options, {});
    ASSERT_TRUE(opened) << opened.error().sentence;
    port_ = std::move(*opened);
    port_->on_code([this](const hid::ScannedCode& code) { codes_.push_back(code); });
    port_->on_card([this](const CardRead& card) { cards_.push_back(card); });
  }

  bool wait_until(const std::function<bool()>& done) {
    constexpr int64_t kDeadlineMs = 30'000;
    const SystemClock clock;
    const int64_t deadline_ms = clock.steady_ms() + kDeadlineMs;
    while (!done()) {
      if (clock.steady_ms() >= deadline_ms) return false;
      port_->wait(5);
      port_->drain();
    }
    return true;
  }
  bool wait_for(DeviceCondition condition) {
    return wait_until([&] { return port_->status().condition == condition; });
  }

  std::vector<hid::ScannedCode> codes_;
  std::vector<CardRead> cards_;
  std::unique_ptr<ReaderPort> port_;
};

}  // namespace yichuang
