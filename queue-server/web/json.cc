#include "queue-server/web/json.h"

#include <fmt/format.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace yichuang {
namespace {

// Bytes of the UTF-8 sequence that starts `text` (RFC 3629 section 4), or 0 if it is not one.
size_t utf8_length(std::string_view text) {
  const auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (size_t at = 1; at < length; ++at) {
    if ((byte(at) & 0xC0) != 0x80) return 0;
  }
  if (first == 0xE0 && byte(1) < 0xA0) return 0;
  if (first == 0xED && byte(1) > 0x9F) return 0;
  if (first == 0xF0 && byte(1) < 0x90) return 0;
  if (first == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

}  // namespace

void JsonWriter::before_value() {
  if (comma_) text_ += ',';
  comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
  before_value();
  text_ += '{';
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  text_ += '}';
  comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  before_value();
  text_ += '[';
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  text_ += ']';
  comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  before_value();
  quoted(name);
  text_ += ':';
  comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  quoted(text);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) { return raw(truth ? "true" : "false"); }
JsonWriter& JsonWriter::value(int64_t number) { return raw(fmt::format("{}", number)); }
JsonWriter& JsonWriter::null() { return raw("null"); }

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  text_ += json;
  return *this;
}

// Escapes as RFC 8259 section 7 asks, and "<" besides, so that no text can end a script element.
void JsonWriter::quoted(std::string_view text) {
  text_ += '"';
  while (!text.empty()) {
    const size_t length = utf8_length(text);
    const char c = text.front();
    if (length == 0) {
      text_ += "\xEF\xBF\xBD";
    } else if (c == '"' || c == '\\') {
      text_ += '\\';
      text_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == '<' || c == 0x7F) {
      text_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      text_ += text.substr(0, length);
    }
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  text_ += '"';
}

Result<JsonObject> JsonObject::parse(std::string_view body) {
  const auto refuse = [](std::string sentence) {
    return Error{ErrorCode::kInvalid, std::move(sentence)};
  };
  const size_t start = body.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos || body[start] != '{') {
    return refuse("the body must be a JSON object");
  }
  google::protobuf::Struct parsed;
  const std::string text(body);
  if (!google::protobuf::util::JsonStringToMessage(text, &parsed).ok()) {
    return refuse("the body is not JSON");
  }
  JsonObject object;
  for (const auto& [name, value] : parsed.fields()) {
    if (value.has_string_value()) {
      object.members_[name] = value.string_value();
    } else if (value.has_bool_value()) {
      object.members_[name] = value.bool_value();
    } else if (value.has_number_value()) {
      const double number = value.number_value();
      if (!(std::abs(number) <= 9007199254740992.0) || number != std::floor(number)) {
        return refuse(fmt::format("{} must be a whole number", name));
      }
      object.members_[name] = static_cast<int64_t>(number);
    } else {
      return refuse(fmt::format("{} must be a text or a number", name));
    }
  }
  return object;
}

std::optional<std::string> JsonObject::text(std::string_view name) const {
  const auto found = members_.find(name);
  if (found == members_.end()) return std::nullopt;
  const auto* value = std::get_if<std::string>(&found->second);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<uint32_t> JsonObject::number(std::string_view name) const {
  const auto found = members_.find(name);
  if (found == members_.end()) return std::nullopt;
  const auto* value = std::get_if<int64_t>(&found->second);
  if (!value || *value < 0 || *value > UINT32_MAX) return std::nullopt;
  return static_cast<uint32_t>(*value);
}

std::optional<bool> JsonObject::flag(std::string_view name) const {
  const auto found = members_.find(name);
  if (found == members_.end()) return std::nullopt;
  const auto* value = std::get_if<bool>(&found->second);
  return value ? std::optional(*value) : std::nullopt;
}

std::string JsonObject::unknown_beside(std::span<const std::string_view> names) const {
  for (const auto& [name, value] : members_) {
    if (std::ranges::find(names, name) == names.end()) return name;
  }
  return {};
}

}  // namespace yichuang
