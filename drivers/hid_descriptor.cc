#include "drivers/hid_descriptor.h"

#include <algorithm>
#include <array>

#include "drivers/limits.h"

namespace yichuang::hid {
namespace {

// Item prefixes without their size bits (HID 1.11, 6.2.2.4, 6.2.2.7, 6.2.2.8).
enum Item : uint8_t {
  kInput = 0x80,
  kCollection = 0xA0,
  kEndCollection = 0xC0,
  kUsagePage = 0x04,
  kReportSize = 0x74,
  kReportId = 0x84,
  kReportCount = 0x94,
  kPush = 0xA4,
  kPop = 0xB4,
  kUsage = 0x08,
  kUsageMinimum = 0x18,
  kUsageMaximum = 0x28,
};
constexpr uint8_t kLongItem = 0xFE;
constexpr uint32_t kConstant = 0x01;  // Input: padding
constexpr uint32_t kVariable = 0x02;  // Input: an element for each usage, else an array of choices

struct Globals {
  uint16_t usage_page = 0;
  uint32_t report_size_bits = 0;
  uint32_t report_count = 0;
  uint8_t report_id = 0;
};

struct Locals {
  std::vector<Usage> usages;
  Usage minimum = 0;
};

Error wrong(const char* sentence) { return {ErrorCode::kInvalid, sentence}; }

class Parser {
 public:
  Result<Descriptor> parse(std::span<const uint8_t> bytes);

 private:
  Result<void> main_item(uint8_t item, uint32_t value);
  Result<void> global_item(uint8_t item, uint32_t value);
  Result<void> local_item(uint8_t item, uint32_t value, size_t value_bytes);
  Result<void> input(uint32_t flags);
  // A usage of one or two bytes is on the page in force; one of four names its own.
  Usage full(uint32_t value, size_t value_bytes) const {
    return value_bytes == 4 ? value : usage_of(globals_.usage_page, static_cast<uint16_t>(value));
  }

  Descriptor out_;
  Globals globals_;
  std::vector<Globals> pushed_;
  Locals locals_;
  size_t collections_ = 0;
  bool numbered_ = false;                  // some report has an id
  std::array<size_t, 256> report_bits_{};  // input bits so far, by report id; without the id byte
};

Result<void> Parser::input(uint32_t flags) {
  const size_t element_bits = globals_.report_size_bits;
  const size_t count = globals_.report_count;
  size_t& at = report_bits_[globals_.report_id];
  constexpr size_t kBitsMax = limits::kHidReportBytesMax * 8;
  if (element_bits > kBitsMax || count > kBitsMax || element_bits * count > kBitsMax - at) {
    return wrong("an input report is too long");
  }
  const size_t id_bits = globals_.report_id != 0 ? 8 : 0;
  if (!(flags & kConstant) && element_bits > 0) {
    const auto& usages = locals_.usages;
    for (size_t i = 0; i < count;) {
      const bool single = (flags & kVariable) && i + 1 < usages.size();
      const size_t run = single ? 1 : count - i;  // the last usage holds for all that are left
      if (out_.inputs.size() == limits::kHidFieldsMax) return wrong("too many fields");
      const Usage usage = usages.empty() ? 0 : usages[std::min(i, usages.size() - 1)];
      out_.inputs.push_back(
          {globals_.report_id, usage, id_bits + at + i * element_bits, element_bits, run});
      i += run;
    }
  }
  at += element_bits * count;
  return {};
}

Result<void> Parser::main_item(uint8_t item, uint32_t value) {
  Result<void> done{};
  if (item == kInput) {
    done = input(value);
  } else if (item == kCollection) {
    if (collections_++ == 0 && !locals_.usages.empty()) {
      if (out_.applications.size() == limits::kHidFieldsMax) return wrong("too many collections");
      out_.applications.push_back(locals_.usages.front());
    }
  } else if (item == kEndCollection) {
    if (collections_ == 0) return wrong("a collection ends that never began");
    --collections_;
  }
  locals_ = {};
  return done;
}

Result<void> Parser::global_item(uint8_t item, uint32_t value) {
  switch (item) {
    case kUsagePage:
      globals_.usage_page = static_cast<uint16_t>(value);
      break;
    case kReportSize:
      globals_.report_size_bits = value;
      break;
    case kReportCount:
      globals_.report_count = value;
      break;
    case kReportId:
      if (value == 0 || value > 255) return wrong("a report id is not 1 to 255");
      globals_.report_id = static_cast<uint8_t>(value);
      numbered_ = true;
      break;
    case kPush:
      if (pushed_.size() == limits::kHidPushesMax) return wrong("too many pushes");
      pushed_.push_back(globals_);
      break;
    case kPop:
      if (pushed_.empty()) return wrong("a pop without its push");
      globals_ = pushed_.back();
      pushed_.pop_back();
      break;
    default:
      break;  // units and ranges say nothing about where bits are
  }
  return {};
}

Result<void> Parser::local_item(uint8_t item, uint32_t value, size_t value_bytes) {
  if (item == kUsageMinimum) {
    locals_.minimum = full(value, value_bytes);
    return {};
  }
  if (item != kUsage && item != kUsageMaximum) return {};
  const Usage last = full(value, value_bytes);
  const Usage first = item == kUsage ? last : locals_.minimum;
  if (first > last || last - first >= limits::kHidFieldsMax ||
      locals_.usages.size() + (last - first) >= limits::kHidFieldsMax) {
    return wrong("a range of usages is wrong or too long");
  }
  for (Usage usage = first;; ++usage) {
    locals_.usages.push_back(usage);
    if (usage == last) return {};
  }
}

Result<Descriptor> Parser::parse(std::span<const uint8_t> bytes) {
  if (bytes.size() > limits::kHidDescriptorBytesMax) return wrong("the descriptor is too long");
  for (size_t at = 0; at < bytes.size();) {
    const uint8_t prefix = bytes[at++];
    if (prefix == kLongItem) {  // reserved; its size stands in the next byte, a tag follows
      if (at == bytes.size()) return wrong("the descriptor ends inside an item");
      const size_t skipped = size_t{bytes[at]} + 2;
      if (skipped > bytes.size() - at) return wrong("the descriptor ends inside an item");
      at += skipped;
      continue;
    }
    const size_t value_bytes = (prefix & 3) == 3 ? 4 : prefix & 3;
    if (value_bytes > bytes.size() - at) return wrong("the descriptor ends inside an item");
    uint32_t value = 0;
    for (size_t i = 0; i < value_bytes; ++i) value |= uint32_t{bytes[at + i]} << (8 * i);
    at += value_bytes;
    const auto item = static_cast<uint8_t>(prefix & 0xFC);
    const int type = prefix >> 2 & 3;
    auto done = type == 0   ? main_item(item, value)
                : type == 1 ? global_item(item, value)
                            : local_item(item, value, value_bytes);
    if (!done) return done.error();
  }
  if (collections_ != 0) return wrong("a collection does not end");
  const bool unnumbered =
      std::ranges::any_of(out_.inputs, [](const Field& field) { return field.report_id == 0; });
  if (numbered_ && unnumbered) return wrong("some reports have an id, some have none");
  return std::move(out_);
}

}  // namespace

Result<Descriptor> parse_descriptor(std::span<const uint8_t> bytes) {
  return Parser().parse(bytes);
}

}  // namespace yichuang::hid
