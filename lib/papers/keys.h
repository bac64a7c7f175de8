// The hall's keys for scanned papers. Both are made from the server's secret key when a device is
// enrolled, so that they are kept nowhere else: the document key (sealed to by kiosks, opened by
// queue-web) and the upload key (signs what may be uploaded). Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yichuang {

// 32 bytes: a public key, or the secret from which its pair is made.
using PaperKey = std::array<uint8_t, 32>;

struct PaperKeyPair {
  PaperKey public_key{};
  PaperKey secret{};
};

// X25519, and Ed25519. `server_secret` is the server's secret key as it stands in its key file.
PaperKeyPair document_keys_of(std::string_view server_secret);
PaperKeyPair upload_keys_of(std::string_view server_secret);

// The pair of a secret that document_keys_of() gave.
PaperKeyPair document_keys_from(const PaperKey& secret);

// 64 hexadecimal digits, and back; nothing if they are none.
std::string paper_key_text(const PaperKey& key);
std::optional<PaperKey> paper_key_of(std::string_view hex);

}  // namespace yichuang
