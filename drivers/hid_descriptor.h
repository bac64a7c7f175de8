// A HID report descriptor taken apart: which bits of which report carry which usage ("Device Class
// Definition for HID 1.11", section 6.2.2). Pure; any bytes are accepted, a descriptor that breaks
// the rules or a limit is an error. Only input reports are kept: nothing is sent to readers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"

namespace yichuang::hid {

// A usage page (high 16 bits) and an id on it.
using Usage = uint32_t;
constexpr Usage usage_of(uint16_t page, uint16_t id) { return Usage{page} << 16 | id; }

// A run of equal elements of one input report: `count` of `element_bits` each.
struct Field {
  uint8_t report_id = 0;  // 0: the device numbers no reports
  Usage usage = 0;
  size_t bit_at = 0;  // in the report as it comes, its id byte included
  size_t element_bits = 0;
  size_t count = 0;
};

struct Descriptor {
  std::vector<Usage> applications;  // of the top-level collections: what kind of device this is
  std::vector<Field> inputs;        // in the order of the reports' bits
};

Result<Descriptor> parse_descriptor(std::span<const uint8_t> bytes);

}  // namespace yichuang::hid
