#include "drivers/key_wedge.h"

#include <algorithm>

#include "drivers/limits.h"

namespace yichuang {

void KeyWedge::forget() {
  std::fill(begun_.begin(), begun_.end(), '\0');
  begun_.clear();
  too_long_ = false;
}

KeyWedge::Typed KeyWedge::type(std::string_view text, int64_t at_ms) {
  if (at_ms - last_ms_ > kGapMs) forget();
  last_ms_ = at_ms;
  Typed typed;
  for (const char c : text) {
    Typed one = type_one(c);
    typed.taken = typed.taken || one.taken;
    if (one.code) typed.code = std::move(one.code);
  }
  return typed;
}

KeyWedge::Typed KeyWedge::type_one(char c) {
  if (begun_.size() < prefix_.size()) {
    if (c != prefix_[begun_.size()]) forget();  // and perhaps it begins here
    if (c != prefix_[begun_.size()]) return {};
    begun_ += c;
    return {.taken = true, .code = {}};
  }
  if (c == '\n') {
    Typed typed{.taken = true, .code = {}};
    if (!too_long_ && begun_.size() > prefix_.size()) typed.code = begun_.substr(prefix_.size());
    forget();
    return typed;
  }
  if (begun_.size() - prefix_.size() < limits::kScannedBytesMax) {
    begun_ += c;
  } else {
    too_long_ = true;
  }
  return {.taken = true, .code = {}};
}

}  // namespace yichuang
