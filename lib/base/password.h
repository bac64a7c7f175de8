// Passwords and PINs as hashes: argon2id (libsodium's crypto_pwhash_str, interactive limits: 64
// MiB, two passes). Each takes about 0.1 s. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace yichuang {

Result<std::string> hash_password(std::string_view password);
// Takes as long as hashing does, right or wrong.
bool password_matches(const std::string& hash, std::string_view password);

}  // namespace yichuang
