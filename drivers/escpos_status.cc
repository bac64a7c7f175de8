#include "drivers/escpos_status.h"

namespace yichuang::escpos {
namespace {

bool has(uint8_t byte, int bits) { return (byte & bits) != 0; }

// The fixed bits: a real-time answer is 0xx1xx10, an automatic status begins with 0xx1xx00 and goes
// on with bytes 0xx0xxxx, and so is an answer to GS r. XON and XOFF (0x11, 0x13) are none of them.
bool is_real_time(uint8_t byte) { return (byte & 0x93) == 0x12; }
bool begins_automatic(uint8_t byte) { return (byte & 0x93) == 0x10; }
bool continues_automatic(uint8_t byte) { return (byte & 0x90) == 0; }

}  // namespace

void StatusParser::feed(uint8_t byte, const std::function<void(const Message&)>& found) {
  if (automatic_count_ > 0 && continues_automatic(byte)) {
    automatic_[automatic_count_++] = byte;
    if (automatic_count_ == automatic_.size()) {
      automatic_count_ = 0;
      found(AutomaticStatus{automatic_});
    }
    return;
  }
  if (automatic_count_ > 0 && is_real_time(byte)) {  // it may overtake, in the middle of the four
    found(RealTimeStatus{byte});
    return;
  }
  dropped_bytes_ += automatic_count_;  // what had begun does not go on
  automatic_count_ = 0;
  if (is_real_time(byte)) {
    found(RealTimeStatus{byte});
  } else if (begins_automatic(byte)) {
    automatic_[automatic_count_++] = byte;
  } else if (continues_automatic(byte)) {
    found(PaperStatus{byte});
  } else {
    ++dropped_bytes_;
  }
}

PrinterFacts facts_of(const std::array<uint8_t, 4>& answers, const Profile& profile) {
  const auto [printer, offline_cause, error, paper] = answers;
  PrinterFacts facts;
  facts.away = false;
  facts.offline = has(printer, 0x08);
  facts.cover_open = has(offline_cause, 0x04);
  facts.cutter_error = has(error, 0x08);
  facts.unrecoverable = has(error, 0x20);
  facts.overheated = has(error, 0x40);
  facts.paper_near_end = has(paper, profile.near_end_bits);
  facts.paper_out = has(paper, profile.paper_out_bits) || has(offline_cause, 0x20);
  return facts;
}

PrinterFacts facts_of(const AutomaticStatus& status) {
  const auto [printer, error, paper, reserved] = status.bytes;
  PrinterFacts facts;
  facts.away = false;
  facts.offline = has(printer, 0x08);
  facts.cover_open = has(printer, 0x20);
  facts.cutter_error = has(error, 0x08);
  facts.unrecoverable = has(error, 0x20);
  facts.overheated = has(error, 0x40);
  facts.paper_near_end = has(paper, 0x03);
  facts.paper_out = has(paper, 0x0C);
  return facts;
}

}  // namespace yichuang::escpos
