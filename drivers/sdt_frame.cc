#include "drivers/sdt_frame.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "drivers/limits.h"

namespace yichuang::sdt {
namespace {

constexpr std::array<uint8_t, 5> kPreamble{0xAA, 0xAA, 0xAA, 0x96, 0x69};
constexpr size_t kLengthAt = kPreamble.size();
constexpr size_t kStatusAt = kLengthAt + 2;
constexpr size_t kStatusBytes = 3;
constexpr size_t kChecksumBytes = 1;
constexpr size_t kLengthMin = kStatusBytes + kChecksumBytes;

uint8_t xor_of(std::span<const uint8_t> bytes) {
  return std::accumulate(bytes.begin(), bytes.end(), uint8_t{0}, [](uint8_t sum, uint8_t byte) {
    return static_cast<uint8_t>(sum ^ byte);
  });
}

}  // namespace

std::vector<uint8_t> frame_of(Command command) {
  const auto code = static_cast<uint16_t>(command);
  const auto high = static_cast<uint8_t>(code >> 8);
  const auto low = static_cast<uint8_t>(code & 0xFF);
  constexpr uint8_t kLength = 3;  // command, parameter, checksum
  const uint8_t sum = kLength ^ high ^ low;
  const auto& p = kPreamble;
  return {p[0], p[1], p[2], p[3], p[4], 0x00, kLength, high, low, sum};
}

// All the room at once: a vector that grows leaves copies behind that nobody wipes.
AnswerParser::AnswerParser() { frame_.reserve(kStatusAt + limits::kSdtLengthMax); }

AnswerParser::~AnswerParser() { reset(); }

void AnswerParser::reset() {
  sodium_memzero(frame_.data(), frame_.size());
  frame_.clear();
}

bool AnswerParser::preamble_fits() const {
  const size_t count = std::min(frame_.size(), kPreamble.size());
  return std::equal(frame_.begin(), frame_.begin() + static_cast<ptrdiff_t>(count),
                    kPreamble.begin());
}

// The preamble may begin inside what looked like a frame: look for it from the second byte on.
void AnswerParser::drop_first() {
  do {
    std::rotate(frame_.begin(), frame_.begin() + 1, frame_.end());
    sodium_memzero(&frame_.back(), 1);
    frame_.pop_back();
    ++dropped_bytes_;
  } while (!preamble_fits());
}

void AnswerParser::feed(std::span<const uint8_t> bytes,
                        const std::function<void(const Answer&)>& found) {
  for (const uint8_t byte : bytes) {
    frame_.push_back(byte);
    while (!frame_.empty()) {
      if (!preamble_fits()) {
        drop_first();
        continue;
      }
      if (frame_.size() < kStatusAt) break;
      const size_t length = size_t{frame_[kLengthAt]} << 8 | frame_[kLengthAt + 1];
      if (length < kLengthMin || length > limits::kSdtLengthMax) {
        drop_first();
        continue;
      }
      if (frame_.size() < kStatusAt + length) break;
      const std::span<const uint8_t> whole(frame_);
      if (xor_of(whole.subspan(kLengthAt)) != 0) {  // the checksum included, all cancels out
        drop_first();
        continue;
      }
      const auto* status = &frame_[kStatusAt];
      found({static_cast<Status>(status[0] << 16 | status[1] << 8 | status[2]),
             whole.subspan(kStatusAt + kStatusBytes, length - kLengthMin)});
      reset();
    }
  }
}

}  // namespace yichuang::sdt
