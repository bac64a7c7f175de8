#include "tests/sim/secrets.h"

#include <sodium.h>

#include "base/assert.h"
#include "base/id.h"

namespace yichuang::sim {
namespace {

bool is_of_a_token(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '_';
}

size_t first_two(const char* bytes) {
  return static_cast<size_t>(static_cast<unsigned char>(bytes[0])) << 8 |
         static_cast<unsigned char>(bytes[1]);
}

std::string base64_of(const std::string& bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  return text;
}

}  // namespace

void Secrets::add_bytes(const std::string& bytes) {
  HALL_ASSERT(bytes.size() >= kBytes);
  if (!bytes_.insert(bytes.substr(0, kBytes)).second) return;
  begins_.set(first_two(bytes.data()));
  texts_.insert(to_hex(bytes).substr(0, kHexChars));
  texts_.insert(base64_of(bytes).substr(0, kTokenChars));
}

// Texts can only stand where enough of their characters stand together, which is rare.
bool Secrets::any_in(std::string_view bytes) const {
  for (size_t begin = 0; begin < bytes.size();) {
    size_t end = begin;
    while (end < bytes.size() && is_of_a_token(bytes[end])) ++end;
    for (const size_t size : {kTokenChars, kHexChars}) {
      for (size_t at = begin; at + size <= end; ++at) {
        if (texts_.contains(std::string(bytes.substr(at, size)))) return true;
      }
    }
    begin = end + 1;
  }
  for (size_t at = 0; at + kBytes <= bytes.size(); ++at) {
    if (!begins_.test(first_two(bytes.data() + at))) continue;
    if (bytes_.contains(std::string(bytes.substr(at, kBytes)))) return true;
  }
  return false;
}

}  // namespace yichuang::sim
