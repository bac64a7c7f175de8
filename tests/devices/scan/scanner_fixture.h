// What the tests of the scanner driver share: a port, a sink that checks what it takes, ways to
// wait for a condition, and the unruly backend's script. The deadline is for a loaded machine.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "drivers/scanner_port.h"

namespace yichuang {

inline constexpr int kScanDeadlineMs = 30'000;

// Counts, and keeps a checksum of each page. Read it when the job is over.
class CountingSink final : public ScanSink {
 public:
  struct Page {
    ScanPageHead head;
    uint64_t bytes = 0;
    uint64_t sum = 0;  // of byte × (place + 1)
    bool whole = false;
  };
  bool page_begins(const ScanPageHead& head) override;
  bool rows(std::span<const uint8_t> bytes) override;
  bool page_ends() override;
  void page_dropped() override { ++dropped; }

  std::vector<Page> pages;
  int dropped = 0;
  std::atomic<uint64_t> bytes_so_far = 0;
  uint64_t refuse_after = UINT64_MAX;  // bytes
};

class ScannerTest : public testing::Test {
 protected:
  ScannerTest();

  ScannerOptions options() const;
  void open(const std::string& name, const ScannerOptions& with);
  void open_unruly() { open("unruly:0", options()); }
  // Replaces the script whole.
  void script(const std::string& lines) const;
  bool wait_until(const std::function<bool()>& done);
  bool wait_for(DeviceCondition condition);

  void begin(const ScanJob& job);
  ScanResult finish();
  ScanResult scan(const ScanJob& job);
  // A page that is right in every byte.
  void expect_whole_page();

  SystemClock clock_;
  std::string folder_;
  std::shared_ptr<CountingSink> sink_;
  std::optional<ScanResult> result_;
  int progress_told_ = 0;
  std::vector<ScannerStatus> statuses_;
  std::unique_ptr<ScannerPort> port_;  // last: nothing of ours goes while it calls
};

}  // namespace yichuang
