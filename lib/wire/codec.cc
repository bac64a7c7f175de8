#include "wire/codec.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <string>
#include <unordered_map>
#include <vector>

#include "base/limits.h"

namespace yichuang {
namespace {

namespace pb = google::protobuf;

struct FieldLimit {
  const pb::FieldDescriptor* field;
  size_t bytes_max;
  int count_max;
};

// The fields of a message type that need a look: bounded ones, and messages that contain some.
// Built once per type; descriptors live as long as the program.
const std::vector<FieldLimit>& limits_of(const pb::Descriptor* type) {
  thread_local std::unordered_map<const pb::Descriptor*, std::vector<FieldLimit>> known;
  if (auto found = known.find(type); found != known.end()) return found->second;
  std::vector<FieldLimit> fields;
  for (int i = 0; i < type->field_count(); ++i) {
    const pb::FieldDescriptor* field = type->field(i);
    const bool text = field->cpp_type() == pb::FieldDescriptor::CPPTYPE_STRING;
    const bool message = field->cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
    if (!text && !message && !field->is_repeated()) continue;
    const auto& options = field->options();
    // A field without its limit is a mistake in hall.proto; tests/unit/codec_test.cc finds it.
    fields.push_back({field, options.GetExtension(wire::max_bytes),
                      static_cast<int>(options.GetExtension(wire::max_count))});
  }
  return known.emplace(type, std::move(fields)).first->second;
}

Error over(const pb::FieldDescriptor* field, size_t found, size_t max, const char* unit) {
  return Error{ErrorCode::kInvalid,
               fmt::format("{}: {} {}, at most {}", field->name(), found, unit, max)};
}

Result<void> check_text(const pb::Message& message, const FieldLimit& limit) {
  const auto* reflection = message.GetReflection();
  std::string scratch;
  const int count = limit.field->is_repeated() ? reflection->FieldSize(message, limit.field) : 1;
  for (int i = 0; i < count; ++i) {
    const std::string& value =
        limit.field->is_repeated()
            ? reflection->GetRepeatedStringReference(message, limit.field, i, &scratch)
            : reflection->GetStringReference(message, limit.field, &scratch);
    if (value.size() > limit.bytes_max) {
      return over(limit.field, value.size(), limit.bytes_max, "bytes");
    }
  }
  return {};
}

Result<void> check_messages(const pb::Message& message, const FieldLimit& limit) {
  const auto* reflection = message.GetReflection();
  if (!limit.field->is_repeated()) {
    if (!reflection->HasField(message, limit.field)) return {};
    auto inner = within_limits(reflection->GetMessage(message, limit.field));
    if (inner) return inner;
    return Error{inner.error().code, limit.field->name() + "." + inner.error().sentence};
  }
  for (int i = 0, n = reflection->FieldSize(message, limit.field); i < n; ++i) {
    auto inner = within_limits(reflection->GetRepeatedMessage(message, limit.field, i));
    if (!inner)
      return Error{inner.error().code, limit.field->name() + "." + inner.error().sentence};
  }
  return {};
}

}  // namespace

Result<void> within_limits(const pb::Message& message) {
  const auto* reflection = message.GetReflection();
  for (const FieldLimit& limit : limits_of(message.GetDescriptor())) {
    if (limit.field->is_repeated()) {
      const int count = reflection->FieldSize(message, limit.field);
      if (count > limit.count_max) {
        return over(limit.field, static_cast<size_t>(count), static_cast<size_t>(limit.count_max),
                    "elements");
      }
    }
    const auto kind = limit.field->cpp_type();
    Result<void> inner;
    if (kind == pb::FieldDescriptor::CPPTYPE_STRING) inner = check_text(message, limit);
    if (kind == pb::FieldDescriptor::CPPTYPE_MESSAGE) inner = check_messages(message, limit);
    if (!inner) return inner;
  }
  return {};
}

Result<void> decode(std::string_view bytes, pb::Message& message) {
  if (bytes.size() > limits::kMessageBytesMax) {
    return Error{ErrorCode::kInvalid,
                 fmt::format("{} bytes, at most {}", bytes.size(), limits::kMessageBytesMax)};
  }
  if (!message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Error{ErrorCode::kInvalid,
                 "not a " + message.GetDescriptor()->name() + " in protocol buffers"};
  }
  return within_limits(message);
}

std::string encode(const pb::Message& message) {
  std::string bytes;
  const bool done = message.SerializeToString(&bytes);
  HALL_ASSERT(done);
  return bytes;
}

}  // namespace yichuang
