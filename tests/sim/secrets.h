// What must never be on the feed, in the log, or in an answer that anybody may ask for: the tokens
// of tickets and appointments, the hashes of persons' ID numbers, the key of the tokens. Finds them
// as they are, and as a program would write them down: in hexadecimal or base64, also cut short.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

namespace yichuang::sim {

class Secrets {
 public:
  void add_token(const std::string& token) { texts_.insert(token.substr(0, kTokenChars)); }
  // A person's hash, or a key.
  void add_bytes(const std::string& bytes);
  bool any_in(std::string_view bytes) const;

 private:
  static constexpr size_t kTokenChars = 22;  // of a token, and of what base64 begins with
  static constexpr size_t kHexChars = 32;

  std::unordered_set<std::string> texts_;  // of kTokenChars or kHexChars each
  std::set<std::string> bytes_;
};

}  // namespace yichuang::sim
