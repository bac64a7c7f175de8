#include "wire/framed.h"

#include <cstdint>

namespace yichuang {

namespace {

constexpr size_t kLengthBytes = 4;  // little-endian

}  // namespace

void append_framed(std::string& bytes, const google::protobuf::Message& message) {
  const std::string body = message.SerializeAsString();
  for (size_t i = 0; i < kLengthBytes; ++i)
    bytes += static_cast<char>(body.size() >> (8 * i) & 0xFF);
  bytes += body;
}

Result<void> take_framed(std::string_view& rest, google::protobuf::Message& message) {
  if (rest.size() < kLengthBytes) return Error{ErrorCode::kInvalid, "a message is cut off"};
  size_t length = 0;
  for (size_t i = 0; i < kLengthBytes; ++i)
    length |= static_cast<size_t>(static_cast<uint8_t>(rest[i])) << (8 * i);
  rest.remove_prefix(kLengthBytes);
  if (length > rest.size() || !message.ParseFromArray(rest.data(), static_cast<int>(length)))
    return Error{ErrorCode::kInvalid, "a message cannot be read"};
  rest.remove_prefix(length);
  return {};
}

}  // namespace yichuang
