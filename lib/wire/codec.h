// Bytes to messages and back, with the limits that hall.proto states. Everything that comes from a
// socket or a journal passes here first. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "wire/hall.pb.h"

namespace yichuang {

inline constexpr uint32_t kProtocolVersion = 1;

// Parses `bytes` into `message`. Refuses what is not protobuf, is over limits::kMessageBytesMax, or
// has a field over its max_bytes or max_count; the sentence names the field.
Result<void> decode(std::string_view bytes, google::protobuf::Message& message);

// The message's bytes. Deterministic for equal messages in one build (no maps in the schema).
std::string encode(const google::protobuf::Message& message);

// The first field over the limits of hall.proto, e.g. "pause_window.reason: 500 bytes, at most
// 120"; ok if there is none.
Result<void> within_limits(const google::protobuf::Message& message);

}  // namespace yichuang
