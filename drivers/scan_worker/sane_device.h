// SaneDevice: one scanner through SANE, in the words of scan_wire.h. On the worker's thread, but
// cancel(), which the SANE Standard (1.06, 4.3.10) allows at any time. May crash or hang with its
// backend: that is why it lives in a process of its own.
#pragma once

#include <sane/sane.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "drivers/scan_wire.h"
#include "drivers/scanner.h"

namespace yichuang {

class SaneDevice {
 public:
  // Hands a message to the kiosk; waits while it does not read.
  using Tell = std::function<void(std::span<const uint8_t>)>;
  explicit SaneDevice(Tell tell) : tell_(std::move(tell)) {}
  ~SaneDevice() { close(); }
  SaneDevice(const SaneDevice&) = delete;
  SaneDevice& operator=(const SaneDevice&) = delete;

  // What came of it, and what the scanner can do.
  scan_wire::Opened open(const std::string& name);
  scan_wire::Opened reopen();
  bool is_open() const { return handle_ != nullptr; }
  // Its state, from its sensors or over the network; nothing: it cannot tell, or does not answer.
  bool tells() const;
  bool ask(scan_wire::Facts& facts);
  // Scans, telling pages and rows, until there are no more pages or something ends it.
  scan_wire::End scan(const scan_wire::Scan& job);
  // Before scan(), on the thread that calls cancel(): from here on cancel() counts.
  void expect_scan() { cancelled_ = false; }
  // Any thread.
  void cancel();

 private:
  struct Option {
    SANE_Int index = 0;
    const SANE_Option_Descriptor* about = nullptr;
  };

  void close();
  void index_options();
  const SANE_Option_Descriptor* find(const char* name) const;
  bool set_number(const char* name, double value);
  bool set_text(const char* name, const std::string& value);
  bool set_flag(const char* name, bool value);
  bool get_flag(const char* name) const;
  bool control(const Option& option, void* value);
  scan_wire::Opened describe();
  ScanReason set_up(const scan_wire::Scan& job);
  ScanReason one_page(int dpi);
  ScanReason read_rows(const SANE_Parameters& about, const scan_wire::Page& head);
  ScanReason reason_of(SANE_Status status, bool at_start);

  const Tell tell_;
  std::string name_;
  std::string status_url_;
  std::map<std::string, Option, std::less<>> options_;
  std::atomic<bool> cancelled_ = false;
  std::mutex mutex_;  // guards handle_ against cancel()
  SANE_Handle handle_ = nullptr;
  bool scanning_ = false;
};

// Every scanner that the configured backends find, told as kDevice messages.
void tell_devices(const SaneDevice::Tell& tell);

}  // namespace yichuang
