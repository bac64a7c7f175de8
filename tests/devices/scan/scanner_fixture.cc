#include "tests/devices/scan/scanner_fixture.h"

#include <cstdlib>

#include "base/file.h"

namespace yichuang {

bool CountingSink::page_begins(const ScanPageHead& head) {
  pages.push_back({head, 0, 0, false});
  return true;
}

bool CountingSink::rows(std::span<const uint8_t> bytes) {
  Page& page = pages.back();
  for (const uint8_t byte : bytes) page.sum += byte * ++page.bytes;
  bytes_so_far += bytes.size();
  return bytes_so_far <= refuse_after;
}

bool CountingSink::page_ends() {
  pages.back().whole = true;
  return true;
}

ScannerTest::ScannerTest() : folder_(testing::TempDir() + "scanner-XXXXXX") {
  EXPECT_NE(mkdtemp(folder_.data()), nullptr);
  setenv("UNRULY_SCRIPT", (folder_ + "/script").c_str(), 1);
  setenv("LD_LIBRARY_PATH", UNRULY_FOLDER, 1);  // where libsane looks for backends first
  script("");
}

ScannerOptions ScannerTest::options() const {
  ScannerOptions options;
  options.worker = SCAN_WORKER;
  options.config_folder = folder_;
  options.patience.open_ms = 3'000;
  options.patience.start_ms = 3'000;
  options.patience.read_ms = 2'000;
  options.patience.cancel_ms = 1'000;
  options.patience.check_ms = 2'000;
  options.patience.retry_first_ms = 100;
  options.patience.retry_longest_ms = 500;
  options.patience.ask_every_ms = 100;
  return options;
}

void ScannerTest::open(const std::string& name, const ScannerOptions& with) {
  auto opened = ScannerPort::open("sane:" + name, with, {});
  ASSERT_TRUE(opened) << opened.error().sentence;
  port_ = std::move(*opened);
  port_->on_status([this](const ScannerStatus& status) { statuses_.push_back(status); });
}

void ScannerTest::script(const std::string& lines) const {
  ASSERT_TRUE(write_file_atomic(folder_ + "/script", lines, 0600));
}

bool ScannerTest::wait_until(const std::function<bool()>& done) {
  const int64_t deadline_ms = clock_.steady_ms() + kScanDeadlineMs;
  while (!done()) {
    if (clock_.steady_ms() >= deadline_ms) return false;
    port_->wait(10);
    port_->drain();
  }
  return true;
}

bool ScannerTest::wait_for(DeviceCondition condition) {
  return wait_until([&] { return port_->status().condition == condition; });
}

void ScannerTest::begin(const ScanJob& job) {
  result_.reset();
  progress_told_ = 0;
  sink_ = std::make_shared<CountingSink>();
  port_->scan(
      job, sink_, [this](int, int) { ++progress_told_; },
      [this](const ScanResult& result) { result_ = result; });
}

ScanResult ScannerTest::finish() {
  EXPECT_TRUE(wait_until([this] { return result_.has_value(); }));
  return result_.value_or(ScanResult{});
}

ScanResult ScannerTest::scan(const ScanJob& job) {
  begin(job);
  return finish();
}

void ScannerTest::expect_whole_page() {
  const ScanResult result = scan({.colour = true, .dpi = 75});
  EXPECT_EQ(result.code, "scanner.ok");
  ASSERT_EQ(sink_->pages.size(), 1U);
  const auto& page = sink_->pages[0];
  const auto row = static_cast<uint64_t>(page.head.bytes_per_line);
  uint64_t sum = 0;
  for (uint64_t i = 0; i < row * static_cast<uint64_t>(page.head.lines); ++i)
    sum += static_cast<uint8_t>((i / row) * 7 + i % row) * (i + 1);
  EXPECT_TRUE(page.whole);
  EXPECT_EQ(page.sum, sum);
}

}  // namespace yichuang
