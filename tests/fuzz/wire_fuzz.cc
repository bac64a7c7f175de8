// The codec (lib/wire): whatever the bytes are, they are refused with a sentence or give a message
// within the limits of hall.proto, which comes back equal when it is encoded and decoded again.
//
// The first byte says which message the others should be.
#include <array>
#include <memory>

#include "base/limits.h"
#include "tests/fuzz/fuzz.h"
#include "wire/codec.h"

namespace yichuang::fuzz {
namespace {

const google::protobuf::Message& kind_of(uint8_t byte) {
  static const std::array<const google::protobuf::Message*, 6> kKinds = {
      &wire::Command::default_instance(),      &wire::Reply::default_instance(),
      &wire::Event::default_instance(),        &wire::Feed::default_instance(),
      &wire::SnapshotPage::default_instance(), &wire::PrivatePart::default_instance()};
  return *kKinds[byte % kKinds.size()];
}

void decode_and_back(const google::protobuf::Message& kind, std::string_view bytes) {
  const std::unique_ptr<google::protobuf::Message> message(kind.New());
  if (const auto read = decode(bytes, *message); !read) {
    check(!read.error().sentence.empty(), "a refusal has a sentence");
    return;
  }
  check(within_limits(*message).ok(), "what is decoded is within the limits");
  const std::string again = encode(*message);
  check(again.size() <= limits::kMessageBytesMax, "encoding makes no message too long");
  const std::unique_ptr<google::protobuf::Message> twice(kind.New());
  check(decode(again, *twice).ok(), "what was encoded is decoded");
  check(encode(*twice) == again, "decoding gives back what was encoded");
}

}  // namespace
}  // namespace yichuang::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang::fuzz;
  if (size == 0) return 0;
  decode_and_back(kind_of(data[0]), {reinterpret_cast<const char*>(data + 1), size - 1});
  return 0;
}
