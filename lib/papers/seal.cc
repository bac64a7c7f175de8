#include "papers/seal.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/assert.h"

namespace yichuang {

namespace {

constexpr std::string_view kMagic = "YCSEAL1\n";
constexpr size_t kChunk = size_t{64} << 10;
constexpr size_t kMore = crypto_secretstream_xchacha20poly1305_ABYTES;
constexpr size_t kKey = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr size_t kBoxed = kKey + crypto_box_SEALBYTES;
constexpr size_t kHeader = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr size_t kBegin = kMagic.size() + kBoxed + kHeader;

// Keys and the stream's state are wiped when they go.
template <class T>
struct Wiped {
  T value{};
  Wiped() = default;
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { sodium_memzero(&value, sizeof value); }
};
using StreamKey = Wiped<std::array<unsigned char, kKey>>;
using Stream = Wiped<crypto_secretstream_xchacha20poly1305_state>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string seal(const PaperKey& document_public_key, std::string_view plain) {
  HALL_ASSERT(plain.size() <= kPaperBytesMax);
  StreamKey key;
  crypto_secretstream_xchacha20poly1305_keygen(key.value.data());
  const size_t chunks = std::max<size_t>(1, (plain.size() + kChunk - 1) / kChunk);
  std::string sealed(kBegin + plain.size() + chunks * kMore, '\0');
  std::ranges::copy(kMagic, sealed.begin());
  unsigned char* at = bytes_of(sealed) + kMagic.size();
  const int boxed = crypto_box_seal(at, key.value.data(), kKey, document_public_key.data());
  HALL_ASSERT(boxed == 0);
  at += kBoxed;
  Stream stream;
  crypto_secretstream_xchacha20poly1305_init_push(&stream.value, at, key.value.data());
  at += kHeader;
  for (size_t i = 0; i < chunks; ++i) {
    const std::string_view chunk = plain.substr(i * kChunk, kChunk);
    const unsigned char tag = i + 1 == chunks ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0;
    crypto_secretstream_xchacha20poly1305_push(&stream.value, at, nullptr, bytes_of(chunk),
                                               chunk.size(), nullptr, 0, tag);
    at += chunk.size() + kMore;
  }
  return sealed;
}

Result<std::string> open_sealed(const PaperKeyPair& document_keys, std::string_view sealed) {
  const Error damaged{ErrorCode::kInvalid,
                      "this paper does not open: it is damaged, or sealed to another hall's key; "
                      "ask the citizen to scan it again"};
  if (sealed.size() < kBegin + kMore || sealed.size() > kSealedBytesMax ||
      !sealed.starts_with(kMagic))
    return damaged;
  StreamKey key;
  std::string_view rest = sealed.substr(kMagic.size());
  if (crypto_box_seal_open(key.value.data(), bytes_of(rest), kBoxed,
                           document_keys.public_key.data(), document_keys.secret.data()) != 0)
    return damaged;
  rest.remove_prefix(kBoxed);
  Stream stream;
  if (crypto_secretstream_xchacha20poly1305_init_pull(&stream.value, bytes_of(rest),
                                                      key.value.data()) != 0)
    return damaged;
  rest.remove_prefix(kHeader);
  // Reserved whole, so that no copy is left behind by growth.
  std::string plain(rest.size(), '\0');
  size_t length = 0;
  unsigned char tag = 0;
  while (!rest.empty()) {
    const std::string_view chunk = rest.substr(0, kChunk + kMore);
    const bool whole =
        chunk.size() >= kMore && tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL &&
        crypto_secretstream_xchacha20poly1305_pull(&stream.value, bytes_of(plain) + length, nullptr,
                                                   &tag, bytes_of(chunk), chunk.size(), nullptr,
                                                   0) == 0;
    if (!whole) {
      sodium_memzero(plain.data(), plain.size());
      return damaged;
    }
    length += chunk.size() - kMore;
    rest.remove_prefix(chunk.size());
  }
  if (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL) {
    sodium_memzero(plain.data(), plain.size());
    return damaged;
  }
  plain.resize(length);
  return plain;
}

std::string sealed_hash(std::string_view sealed) {
  std::string hash(32, '\0');
  crypto_generichash(bytes_of(hash), hash.size(), bytes_of(sealed), sealed.size(), nullptr, 0);
  return hash;
}

}  // namespace yichuang
