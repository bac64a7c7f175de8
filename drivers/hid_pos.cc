#include "drivers/hid_pos.h"

#include <algorithm>

#include "drivers/limits.h"

namespace yichuang::hid {
namespace {

// HID POS 1.02, section 3; Byte Count is of the Generic Desktop page (HID Usage Tables 1.12).
constexpr uint16_t kBarCodePage = 0x8C;
constexpr Usage kSymbology1 = usage_of(kBarCodePage, 0xFB);
constexpr Usage kSymbology3 = usage_of(kBarCodePage, 0xFD);
constexpr Usage kDecodedData = usage_of(kBarCodePage, 0xFE);
constexpr Usage kDecodedDataContinued = usage_of(kBarCodePage, 0xFF);
constexpr Usage kByteCount = usage_of(0x01, 0x3B);
// Honeywell and others of its layout mark "more follows" on a page of their own.
constexpr Usage kVendorContinued = usage_of(0xFF66, 0x04);

bool in_bytes(const Field& field) { return field.element_bits == 8 && field.bit_at % 8 == 0; }

Place place_of(const Field& field) { return {field.bit_at / 8, field.count}; }

}  // namespace

Result<ScanLayout> scan_layout(const Descriptor& descriptor) {
  const auto is_reader = [](Usage usage) { return usage >> 16 == kBarCodePage; };
  if (std::ranges::none_of(descriptor.applications, is_reader)) {
    return Error{ErrorCode::kNotFound, "this interface is not a bar code reader"};
  }
  const auto data = std::ranges::find(descriptor.inputs, kDecodedData, &Field::usage);
  if (data == descriptor.inputs.end() || !in_bytes(*data)) {
    return Error{ErrorCode::kInvalid, "the reader's reports hold no decoded data in whole bytes"};
  }
  ScanLayout layout;
  layout.report_id = data->report_id;
  layout.data = place_of(*data);
  for (const Field& field : descriptor.inputs) {
    if (field.report_id != data->report_id) continue;
    if (field.usage >= kSymbology1 && field.usage <= kSymbology3 && in_bytes(field)) {
      // One field of up to three characters, or several side by side; more is no symbology.
      const Place place = place_of(field);
      const size_t begin = layout.symbology ? layout.symbology->byte_at : place.byte_at;
      const size_t end = place.byte_at + place.count;
      if (end > begin && end - begin <= 3) layout.symbology = Place{begin, end - begin};
    } else if (field.usage == kByteCount && in_bytes(field) && field.count == 1) {
      layout.length = place_of(field);
    } else if (field.usage == kDecodedDataContinued || field.usage == kVendorContinued) {
      layout.more_bit = field.bit_at;
    }
  }
  return layout;
}

void ScanAssembler::feed(std::span<const uint8_t> report,
                         const std::function<void(ScannedCode)>& found) {
  const auto& data = layout_.data;
  const size_t more_byte = layout_.more_bit.value_or(0) / 8;
  const bool whole = report.size() >= data.byte_at + data.count && report.size() > more_byte;
  if (!whole || (layout_.report_id != 0 && report[0] != layout_.report_id)) {
    ++dropped_;
    return;
  }
  const auto bytes = report.subspan(data.byte_at, data.count);
  size_t length = data.count;
  if (layout_.length) {
    if (layout_.length->byte_at >= report.size()) return void(++dropped_);
    length = report[layout_.length->byte_at];
    if (length > data.count) return void(++dropped_);
  } else {
    while (length > 0 && bytes[length - 1] == 0) --length;
  }
  if (layout_.symbology && code_.symbology.empty() &&
      layout_.symbology->byte_at + layout_.symbology->count <= report.size()) {
    const auto symbology = report.subspan(layout_.symbology->byte_at, layout_.symbology->count);
    const bool printable =
        std::ranges::all_of(symbology, [](uint8_t byte) { return byte > 0x20 && byte < 0x7F; });
    if (printable) code_.symbology.assign(symbology.begin(), symbology.end());
  }
  too_long_ = too_long_ || code_.text.size() + length > limits::kScannedBytesMax;
  if (!too_long_) code_.text.append(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(length));
  if (layout_.more_bit && (report[more_byte] >> (*layout_.more_bit % 8) & 1)) return;
  if (too_long_ || code_.text.empty()) {
    ++dropped_;
  } else {
    found(std::move(code_));
  }
  reset();
}

}  // namespace yichuang::hid
