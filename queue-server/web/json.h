// JSON out: a writer that appends and escapes. JSON in: the flat object of a POST, read by
// protobuf's parser with a limit on depth and size before it. Pure; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"

namespace yichuang {

// Writes one value; commas are its own business. The text is deterministic: equal calls, equal
// bytes, so that a change can be noticed by comparing.
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  // Text must be UTF-8; a byte that is not becomes U+FFFD.
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(bool truth);
  // Whole numbers up to 2^53 (all of ours: milliseconds, counts, keys) are exact in a browser.
  JsonWriter& value(int64_t number);
  JsonWriter& value(uint64_t number) { return value(static_cast<int64_t>(number)); }
  JsonWriter& value(uint32_t number) { return value(static_cast<int64_t>(number)); }
  JsonWriter& value(int number) { return value(static_cast<int64_t>(number)); }
  JsonWriter& null();
  // A value that is JSON already.
  JsonWriter& raw(std::string_view json);
  template <class T>
  JsonWriter& member(std::string_view name, const T& v) {
    return key(name).value(v);
  }
  std::string take() { return std::move(text_); }

 private:
  void before_value();
  void quoted(std::string_view text);
  std::string text_;
  bool comma_ = false;  // a value was written at this level
};

// A flat JSON object of texts and whole numbers, as every POST carries.
class JsonObject {
 public:
  // Refuses what is not an object, has nested values, or a number that is not whole.
  static Result<JsonObject> parse(std::string_view body);

  // The member, or nothing if it is absent or of another kind.
  std::optional<std::string> text(std::string_view name) const;
  std::optional<uint32_t> number(std::string_view name) const;
  std::optional<bool> flag(std::string_view name) const;
  bool has(std::string_view name) const { return members_.contains(name); }
  // The first member that is none of `names`, or empty: a misspelt key is refused, not ignored.
  std::string unknown_beside(std::span<const std::string_view> names) const;

 private:
  using Value = std::variant<std::string, int64_t, bool>;
  std::map<std::string, Value, std::less<>> members_;
};

}  // namespace yichuang
