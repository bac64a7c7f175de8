// What a ticket printer may say: any bytes, at once or one at a time, with a reset in between.
#include "drivers/escpos_status.h"
#include "tests/fuzz/fuzz.h"

namespace yichuang {
namespace {

struct Heard {
  size_t messages = 0;
  size_t bytes = 0;
  bool operator==(const Heard&) const = default;
};

Heard hear(escpos::StatusParser& parser, const uint8_t* data, size_t size) {
  Heard heard;
  for (size_t i = 0; i < size; ++i) {
    parser.feed(data[i], [&](const escpos::Message& message) {
      ++heard.messages;
      const auto* automatic = std::get_if<escpos::AutomaticStatus>(&message);
      heard.bytes += automatic ? automatic->bytes.size() : 1;
      if (!automatic) return;
      const PrinterFacts facts = escpos::facts_of(*automatic);
      fuzz::check(!facts.away, "who speaks is there");
    });
  }
  return heard;
}

}  // namespace
}  // namespace yichuang

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang;
  escpos::StatusParser parser;
  const Heard heard = hear(parser, data, size);
  fuzz::check(heard.bytes + parser.dropped_bytes() <= size, "no byte counts twice");
  fuzz::check(heard.bytes + parser.dropped_bytes() + 4 > size, "no byte is forgotten");
  parser.reset();
  const uint64_t dropped = parser.dropped_bytes();
  const Heard again = hear(parser, data, size);
  fuzz::check(again == heard, "after a reset the same means the same");
  fuzz::check(parser.dropped_bytes() - dropped <= size, "no byte is dropped twice");
  if (size >= 4) {
    const PrinterFacts facts = escpos::facts_of({data[0], data[1], data[2], data[3]}, Profile{});
    fuzz::check(condition_of(facts) != DeviceCondition::kAway, "who answers is there");
  }
  return 0;
}
