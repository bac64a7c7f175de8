// Bar code readers that speak HID POS ("HID Point of Sale Usage Tables 1.02", page 0x8C): where a
// reader's reports hold what it read, by its report descriptor, and codes put together from
// reports. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/hid_descriptor.h"

namespace yichuang::hid {

struct Place {
  size_t byte_at = 0;
  size_t count = 0;
};

// Where a report of scanned data holds what.
struct ScanLayout {
  uint8_t report_id = 0;           // 0: the reports have none
  Place data;                      // Decoded Data
  std::optional<Place> symbology;  // up to three characters, "]Q1" (ISO/IEC 15424)
  std::optional<Place> length;     // bytes of data that count; else up to the last that is not 0
  std::optional<size_t> more_bit;  // set: the code goes on in the next report
};

// Refuses a device that is no bar code reader, or whose data does not lie in whole bytes.
Result<ScanLayout> scan_layout(const Descriptor& descriptor);

struct ScannedCode {
  std::string text;       // as read: bytes, mostly UTF-8
  std::string symbology;  // "]Q1"; empty: the reader does not say
};

// Puts codes together. Reports that are of another kind, short or senseless are dropped; a code
// longer than limits::kScannedBytesMax is dropped whole.
class ScanAssembler {
 public:
  explicit ScanAssembler(const ScanLayout& layout) : layout_(layout) {}
  void feed(std::span<const uint8_t> report, const std::function<void(ScannedCode)>& found);
  // Forgets a code that has begun: the rest did not come in time, or the reader left.
  void reset() { code_ = {}, too_long_ = false; }
  bool begun() const { return !code_.text.empty(); }
  uint64_t dropped() const { return dropped_; }

 private:
  ScanLayout layout_;
  ScannedCode code_;
  bool too_long_ = false;
  uint64_t dropped_ = 0;
};

}  // namespace yichuang::hid
