// Result<T>: a value, or an error that says what to do. Operating errors are values; bugs are
// assertions (assert.h). Nothing of ours throws across a library boundary.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/assert.h"

namespace yichuang {

enum class ErrorCode {
  kInvalid,      // the input breaks a rule; the sentence names the place
  kNotFound,     // nothing by that name
  kRefused,      // understood, but not allowed or not possible now
  kUnavailable,  // a device, file or peer is away; trying later may help
  kExhausted,    // a limit is reached (disk, numbers, memory budget)
  kCorrupt,      // stored data does not match its checksum or its schema
  kInternal,     // the operating system or a library failed
};

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string sentence;  // English; says what happened and what to do next
};

template <class T, class E = Error>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : body_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit by design
  Result(E error)
      : body_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: implicit by design

  explicit operator bool() const { return ok(); }
  bool ok() const { return body_.index() == 0; }

  T& value() & {
    HALL_ASSERT(ok());
    return std::get<0>(body_);
  }
  const T& value() const& {
    HALL_ASSERT(ok());
    return std::get<0>(body_);
  }
  T&& value() && {
    HALL_ASSERT(ok());
    return std::get<0>(std::move(body_));
  }
  const E& error() const {
    HALL_ASSERT(!ok());
    return std::get<1>(body_);
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, E> body_;
};

template <class E>
class [[nodiscard]] Result<void, E> {
 public:
  Result() = default;
  Result(E error) : error_(std::move(error)) {}  // NOLINT: implicit by design

  explicit operator bool() const { return ok(); }
  bool ok() const { return !error_.has_value(); }
  const E& error() const {
    HALL_ASSERT(!ok());
    return *error_;
  }

 private:
  std::optional<E> error_;
};

}  // namespace yichuang
