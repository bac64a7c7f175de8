// What must never be on the feed, in the log, or in an answer that anybody may ask for: the tokens
// of tickets and appointments, the hashes of persons' ID numbers, the key of the tokens. Finds them
// as they are, and as a program would write them down: in hexadecimal or base64, also cut short.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <unordered_set>

namespace yichuang::sim {

class Secrets {
 public:
  void add_token(const std::string& token) { texts_.insert(token.substr(0, kTokenChars)); }
  // A person's hash, or a key; what is longer than a hash is known by its beginning.
  void add_bytes(const std::string& bytes);
  bool any_in(std::string_view bytes) const;

 private:
  static constexpr size_t kTokenChars = 22;  // of a token, and of what base64 begins with
  static constexpr size_t kHexChars = 32;
  static constexpr size_t kBytes = 16;

  std::unordered_set<std::string> texts_;  // of kTokenChars or kHexChars each
  std::unordered_set<std::string> bytes_;  // kBytes each
  std::bitset<0x10000> begins_;  // the first two of each of bytes_: most of a message is not such
};

}  // namespace yichuang::sim
