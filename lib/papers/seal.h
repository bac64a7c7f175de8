// Sealed papers: what a kiosk has scanned, encrypted to the hall's document key before it touches a
// disk or a network. Only the holder of the secret key (queue-web) opens it. Pure; any thread;
// libsodium must be initialised.
//
// Format, all of it authenticated:
//   8 bytes   "YCSEAL1\n"
//   80 bytes  a fresh stream key in a sealed box (X25519, crypto_box_seal)
//   24 bytes  header of the stream (XChaCha20-Poly1305, crypto_secretstream)
//   then      chunks of 64 KiB and 17 bytes more each; the last one is tagged FINAL, so that a file
//             cut anywhere does not open
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "papers/keys.h"

namespace yichuang {

// Of one paper's file, before and after.
inline constexpr size_t kPaperBytesMax = size_t{32} << 20;
inline constexpr size_t kSealedBytesMax = kPaperBytesMax + (size_t{64} << 10);

// `plain` is at most kPaperBytesMax (asserted).
std::string seal(const PaperKey& document_public_key, std::string_view plain);

// What was sealed. kInvalid if the file is damaged, cut, or sealed to another hall's key. The
// caller wipes what it gets.
Result<std::string> open_sealed(const PaperKeyPair& document_keys, std::string_view sealed);

// BLAKE2b of the sealed bytes, 32 bytes: what an upload's capability names.
std::string sealed_hash(std::string_view sealed);

}  // namespace yichuang
