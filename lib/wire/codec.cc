#include "wire/codec.h"

#include <fmt/format.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/stubs/logging.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/limits.h"

namespace yichuang {
namespace {

namespace pb = google::protobuf;

struct TypeLimits;

struct FieldLimit {
  const pb::FieldDescriptor* field = nullptr;
  size_t bytes_max = 0;
  int count_max = 0;
  const TypeLimits* inner = nullptr;  // of a message field: its type's
};

// What of a message type needs a look: bounded fields, and messages that contain some. Of a oneof
// only the field that is set does.
struct TypeLimits {
  std::vector<FieldLimit> by_index;  // every field, by FieldDescriptor::index()
  std::vector<int> always;           // those to look at that are in no oneof
  std::vector<const pb::OneofDescriptor*> oneofs;
};

// Built once per type and thread; descriptors live as long as the program. No message of the schema
// contains itself, so this ends.
const TypeLimits& limits_of(const pb::Descriptor* type) {
  thread_local std::unordered_map<const pb::Descriptor*, std::unique_ptr<TypeLimits>> known;
  if (auto found = known.find(type); found != known.end()) return *found->second;
  auto limits = std::make_unique<TypeLimits>();
  for (int i = 0; i < type->field_count(); ++i) {
    const pb::FieldDescriptor* field = type->field(i);
    const bool text = field->cpp_type() == pb::FieldDescriptor::CPPTYPE_STRING;
    const bool message = field->cpp_type() == pb::FieldDescriptor::CPPTYPE_MESSAGE;
    const auto& options = field->options();
    // A field without its limit is a mistake in hall.proto; tests/unit/codec_test.cc finds it.
    limits->by_index.push_back({field, options.GetExtension(wire::max_bytes),
                                static_cast<int>(options.GetExtension(wire::max_count)),
                                message ? &limits_of(field->message_type()) : nullptr});
    const bool matters = text || message || field->is_repeated();
    if (matters && !field->containing_oneof()) limits->always.push_back(i);
  }
  for (int i = 0; i < type->oneof_decl_count(); ++i) limits->oneofs.push_back(type->oneof_decl(i));
  return *known.emplace(type, std::move(limits)).first->second;
}

// From the start of the program: the library would write a line to stderr for each text that is not
// UTF-8, and whoever sends them could fill the disk. What decode() refuses has its own sentence.
[[maybe_unused]] pb::LogHandler* const kLoudHandler = pb::SetLogHandler(nullptr);

Result<void> check_message(const pb::Message& message, const TypeLimits& limits);

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

Result<void> check_inner(const pb::Message& inner, const FieldLimit& limit) {
  auto checked = check_message(inner, *limit.inner);
  if (checked) return checked;
  return Error{checked.error().code, limit.field->name() + "." + checked.error().sentence};
}

Result<void> check_messages(const pb::Message& message, const FieldLimit& limit) {
  const auto* reflection = message.GetReflection();
  if (!limit.field->is_repeated()) {
    if (!reflection->HasField(message, limit.field)) return {};
    return check_inner(reflection->GetMessage(message, limit.field), limit);
  }
  for (int i = 0, n = reflection->FieldSize(message, limit.field); i < n; ++i) {
    auto checked = check_inner(reflection->GetRepeatedMessage(message, limit.field, i), limit);
    if (!checked) return checked;
  }
  return {};
}

Result<void> check_field(const pb::Message& message, const FieldLimit& limit) {
  if (limit.field->is_repeated()) {
    const int count = message.GetReflection()->FieldSize(message, limit.field);
    if (count > limit.count_max) {
      return over(limit.field, static_cast<size_t>(count), static_cast<size_t>(limit.count_max),
                  "elements");
    }
  }
  const auto kind = limit.field->cpp_type();
  if (kind == pb::FieldDescriptor::CPPTYPE_STRING) return check_text(message, limit);
  if (kind == pb::FieldDescriptor::CPPTYPE_MESSAGE) return check_messages(message, limit);
  return {};
}

Result<void> check_message(const pb::Message& message, const TypeLimits& limits) {
  for (const int index : limits.always) {
    auto checked = check_field(message, limits.by_index[static_cast<size_t>(index)]);
    if (!checked) return checked;
  }
  const auto* reflection = message.GetReflection();
  for (const pb::OneofDescriptor* oneof : limits.oneofs) {
    const pb::FieldDescriptor* set = reflection->GetOneofFieldDescriptor(message, oneof);
    if (!set) continue;
    auto checked = check_field(message, limits.by_index[static_cast<size_t>(set->index())]);
    if (!checked) return checked;
  }
  return {};
}

}  // namespace

Result<void> within_limits(const pb::Message& message) {
  return check_message(message, limits_of(message.GetDescriptor()));
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
