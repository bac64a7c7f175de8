// A code reader that says anything of itself and then sends anything. The first record is its
// report descriptor, the others are reports.
#include "drivers/hid_pos.h"
#include "drivers/limits.h"
#include "tests/fuzz/fuzz.h"

namespace yichuang {
namespace {

std::span<const uint8_t> span_of(const std::string& bytes) {
  return {reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()};
}

}  // namespace
}  // namespace yichuang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang;
  const auto records = fuzz::records_of(data, size);
  if (records.empty()) return 0;
  const auto descriptor = hid::parse_descriptor(span_of(records[0]));
  if (!descriptor) return 0;
  fuzz::check(descriptor->inputs.size() <= limits::kHidFieldsMax, "fields are bounded");
  const auto layout = hid::scan_layout(*descriptor);
  if (!layout) return 0;
  hid::ScanAssembler assembler(*layout);
  for (size_t i = 1; i < records.size(); ++i) {
    assembler.feed(span_of(records[i]), [](const hid::ScannedCode& code) {
      fuzz::check(!code.text.empty(), "nothing is no code");
      fuzz::check(code.text.size() <= limits::kScannedBytesMax, "codes are bounded");
      fuzz::check(code.symbology.size() <= 3, "a symbology has three characters");
    });
  }
  assembler.reset();
  fuzz::check(!assembler.begun(), "a reset forgets what has begun");
  return 0;
}
