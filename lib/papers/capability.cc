#include "papers/capability.h"

#include <sodium.h>

#include <array>
#include <optional>

#include "wire/codec.h"

namespace yichuang {

namespace {

constexpr std::string_view kScheme = "Yichuang ";
constexpr int kBase64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
constexpr size_t kHeaderBytesMax = 1024;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), kBase64), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), kBase64);
  text.pop_back();
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &length, &end, kBase64) != 0 ||
      end != text.data() + text.size())
    return {};
  bytes.resize(length);
  return bytes;
}

}  // namespace

wire::UploadGrant sign_upload(const PaperKeyPair& upload_keys,
                              const wire::UploadCapability& capability) {
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> ignored{};
  crypto_sign_seed_keypair(ignored.data(), secret.data(), upload_keys.secret.data());
  wire::UploadGrant grant;
  grant.set_capability(encode(capability));
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                       bytes_of(grant.capability()), grant.capability().size(), secret.data());
  sodium_memzero(secret.data(), secret.size());
  grant.set_signature(std::move(signature));
  return grant;
}

std::string authorization_of(const wire::UploadGrant& grant) {
  return std::string(kScheme) + base64(grant.capability()) + "." + base64(grant.signature());
}

Result<wire::UploadCapability> check_upload(const PaperKey& upload_public_key,
                                            std::string_view hall, std::string_view authorization,
                                            Time now) {
  const Error refused{ErrorCode::kRefused, "this is no leave to upload here; ask for a new one"};
  if (authorization.size() > kHeaderBytesMax || !authorization.starts_with(kScheme)) return refused;
  authorization.remove_prefix(kScheme.size());
  const size_t dot = authorization.find('.');
  if (dot == std::string_view::npos) return refused;
  const auto bytes = from_base64(authorization.substr(0, dot));
  const auto signature = from_base64(authorization.substr(dot + 1));
  if (!bytes || !signature || signature->size() != crypto_sign_BYTES) return refused;
  if (crypto_sign_verify_detached(bytes_of(*signature), bytes_of(*bytes), bytes->size(),
                                  upload_public_key.data()) != 0)
    return refused;
  wire::UploadCapability capability;
  if (!decode(*bytes, capability) || capability.hall() != hall ||
      capability.document().size() != 16 || capability.hash().size() != 32)
    return refused;
  if (now.ms >= capability.expires_ms())
    return Error{ErrorCode::kRefused, "the leave to upload is over; ask for a new one"};
  return capability;
}

}  // namespace yichuang
