// CommandId: 128 bits, made by the client and kept by it before it sends. Ordered by time (the
// first 48 bits are milliseconds, the layout of UUID version 7, RFC 9562 section 5.7), so that
// the journal's unique index grows at its right edge.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace yichuang {

struct CommandId {
  std::array<uint8_t, 16> bytes{};
  friend auto operator<=>(const CommandId&, const CommandId&) = default;

  static CommandId make(Time now, Random& random);
  // The id in a message's bytes, or nothing if they are not 16 or all zero.
  static std::optional<CommandId> parse(std::string_view raw);

  std::string_view raw() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  std::string hex() const;
};

struct CommandIdHash {
  size_t operator()(const CommandId& id) const;
};

// Lower-case hexadecimal of any bytes.
std::string to_hex(std::string_view bytes);

}  // namespace yichuang
