#include "queue-server/tokens.h"

#include <sodium.h>

#include <algorithm>

namespace yichuang {
namespace {

constexpr size_t kMacBytes = 12;
constexpr size_t kTokenBytes = 4 + kMacBytes;
using TokenBytes = std::array<uint8_t, kTokenBytes>;

// What is hashed: four bytes of the key, and for all but tickets a letter before them.
enum class Opens : uint8_t { kTicket = 0, kAppointment = 'A' };

TokenBytes token_bytes(const TokenKey& key, Opens what, uint32_t number) {
  TokenBytes bytes{};
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<uint8_t>(number >> (8 * (3 - i)));
  std::array<uint8_t, 5> hashed{static_cast<uint8_t>(what)};
  std::copy_n(bytes.begin(), 4, hashed.begin() + 1);
  const size_t skipped = what == Opens::kTicket ? 1 : 0;
  std::array<uint8_t, crypto_generichash_BYTES_MIN> mac{};
  static_assert(crypto_generichash_BYTES_MIN >= kMacBytes);
  crypto_generichash(mac.data(), mac.size(), hashed.data() + skipped, hashed.size() - skipped,
                     key.data(), key.size());
  std::copy_n(mac.begin(), kMacBytes, bytes.begin() + 4);
  return bytes;
}

std::string token(const TokenKey& key, Opens what, uint32_t number) {
  const TokenBytes bytes = token_bytes(key, what, number);
  char text[kTokenBytes * 2] = {};
  sodium_bin2base64(text, sizeof text, bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text;
}

std::optional<uint32_t> number_of(const TokenKey& key, Opens what, std::string_view token) {
  TokenBytes bytes{};
  size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), token.data(), token.size(), nullptr, &size,
                        nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      size != bytes.size()) {
    return std::nullopt;
  }
  uint32_t number = 0;
  for (int i = 0; i < 4; ++i) number = number << 8 | bytes[i];
  const TokenBytes expected = token_bytes(key, what, number);
  if (sodium_memcmp(bytes.data(), expected.data(), bytes.size()) != 0) return std::nullopt;
  return number;
}

}  // namespace

std::string ticket_token(const TokenKey& key, TicketKey ticket) {
  return token(key, Opens::kTicket, ticket);
}
std::string appointment_token(const TokenKey& key, AppointmentKey appointment) {
  return token(key, Opens::kAppointment, appointment);
}
std::optional<TicketKey> ticket_of_token(const TokenKey& key, std::string_view token) {
  return number_of(key, Opens::kTicket, token);
}
std::optional<AppointmentKey> appointment_of_token(const TokenKey& key, std::string_view token) {
  return number_of(key, Opens::kAppointment, token);
}

}  // namespace yichuang
