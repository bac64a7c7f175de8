#include "base/id.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace yichuang {

CommandId CommandId::make(Time now, Random& random) {
  CommandId id;
  random.fill(id.bytes);
  for (int i = 0; i < 6; ++i) {
    id.bytes[i] = static_cast<uint8_t>(static_cast<uint64_t>(now.ms) >> (8 * (5 - i)));
  }
  id.bytes[6] = static_cast<uint8_t>((id.bytes[6] & 0x0F) | 0x70);
  id.bytes[8] = static_cast<uint8_t>((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

std::optional<CommandId> CommandId::parse(std::string_view raw) {
  CommandId id;
  if (raw.size() != id.bytes.size()) return std::nullopt;
  std::memcpy(id.bytes.data(), raw.data(), raw.size());
  if (std::ranges::all_of(id.bytes, [](uint8_t b) { return b == 0; })) return std::nullopt;
  return id;
}

std::string CommandId::hex() const { return to_hex(raw()); }

size_t CommandIdHash::operator()(const CommandId& id) const {
  size_t tail;  // the random half
  std::memcpy(&tail, id.bytes.data() + 8, sizeof tail);
  return tail;
}

std::string to_hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (unsigned char b : bytes) {
    out += kDigits[b >> 4];
    out += kDigits[b & 15];
  }
  return out;
}

}  // namespace yichuang
