#include "papers/keys.h"

#include <sodium.h>

namespace yichuang {

namespace {

PaperKey derived(std::string_view server_secret, std::string_view purpose) {
  PaperKey key{};
  crypto_generichash(
      key.data(), key.size(), reinterpret_cast<const unsigned char*>(server_secret.data()),
      server_secret.size(), reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size());
  return key;
}

}  // namespace

PaperKeyPair document_keys_of(std::string_view server_secret) {
  return document_keys_from(derived(server_secret, "yichuang document key"));
}

PaperKeyPair document_keys_from(const PaperKey& secret) {
  PaperKeyPair pair;
  pair.secret = secret;
  crypto_scalarmult_base(pair.public_key.data(), pair.secret.data());
  return pair;
}

PaperKeyPair upload_keys_of(std::string_view server_secret) {
  PaperKeyPair pair;
  pair.secret = derived(server_secret, "yichuang upload key");
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> both{};
  crypto_sign_seed_keypair(pair.public_key.data(), both.data(), pair.secret.data());
  sodium_memzero(both.data(), both.size());
  return pair;
}

std::string paper_key_text(const PaperKey& key) {
  std::string hex(key.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), key.data(), key.size());
  hex.pop_back();
  return hex;
}

std::optional<PaperKey> paper_key_of(std::string_view hex) {
  PaperKey key{};
  size_t length = 0;
  const bool whole = sodium_hex2bin(key.data(), key.size(), hex.data(), hex.size(), nullptr,
                                    &length, nullptr) == 0;
  if (!whole || length != key.size() || hex.size() != 2 * key.size()) return {};
  return key;
}

}  // namespace yichuang
