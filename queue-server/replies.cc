#include "queue-server/replies.h"

#include <sodium.h>

#include <cstring>

#include "base/assert.h"
#include "base/limits.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

constexpr size_t kMacBytes = 12;
constexpr size_t kTokenBytes = 4 + kMacBytes;

std::array<uint8_t, kTokenBytes> token_bytes(const TokenKey& key, TicketKey ticket) {
  std::array<uint8_t, kTokenBytes> bytes{};
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<uint8_t>(ticket >> (8 * (3 - i)));
  std::array<uint8_t, crypto_generichash_BYTES_MIN> mac{};
  static_assert(crypto_generichash_BYTES_MIN >= kMacBytes);
  crypto_generichash(mac.data(), mac.size(), bytes.data(), 4, key.data(), key.size());
  std::memcpy(bytes.data() + 4, mac.data(), kMacBytes);
  return bytes;
}

}  // namespace

std::string ticket_token(const TokenKey& key, TicketKey ticket) {
  const auto bytes = token_bytes(key, ticket);
  char text[kTokenBytes * 2] = {};
  sodium_bin2base64(text, sizeof text, bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text;
}

std::optional<TicketKey> ticket_of_token(const TokenKey& key, std::string_view token) {
  std::array<uint8_t, kTokenBytes> bytes{};
  size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), token.data(), token.size(), nullptr, &size,
                        nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      size != bytes.size()) {
    return std::nullopt;
  }
  TicketKey ticket = 0;
  for (int i = 0; i < 4; ++i) ticket = ticket << 8 | bytes[i];
  const auto expected = token_bytes(key, ticket);
  if (sodium_memcmp(bytes.data(), expected.data(), bytes.size()) != 0) return std::nullopt;
  return ticket;
}

wire::Reply reply_for(const wire::Event& first_event, const TokenKey& key) {
  wire::Reply reply;
  reply.set_seq(first_event.seq());
  if (first_event.has_ticket_issued()) {
    const auto& issued = first_event.ticket_issued();
    auto& ticket = *reply.mutable_ticket();
    ticket.set_ticket(issued.ticket());
    ticket.set_number(issued.number());
    ticket.set_service(issued.service());
    ticket.set_ahead(issued.ahead());
    ticket.set_wait_min_p50(issued.wait_min_p50());
    ticket.set_wait_min_p90(issued.wait_min_p90());
    ticket.set_token(ticket_token(key, issued.ticket()));
  } else if (first_event.has_ticket_called()) {
    const auto& called = first_event.ticket_called();
    auto& ticket = *reply.mutable_ticket();
    ticket.set_ticket(called.ticket());
    ticket.set_number(called.number());
    ticket.set_service(called.service());
    ticket.set_window(called.window());
  }
  return reply;
}

wire::Reply reply_for(const Refused& refused) {
  wire::Reply reply;
  reply.set_refusal(refused.code);
  reply.set_sentence(refused.sentence.substr(0, 400));
  return reply;
}

void address(wire::Reply& reply, std::string_view hall, std::string_view command_id) {
  reply.set_version(kProtocolVersion);
  reply.set_hall(std::string(hall));
  reply.set_command_id(std::string(command_id));
}

// All the room at once: growing would stop a tick to move what is there.
ReplyMemory::ReplyMemory() { replies_.reserve(limits::kRepliesRememberedMax + 1); }

const std::string* ReplyMemory::find(const CommandId& id) const {
  const auto found = replies_.find(id);
  return found == replies_.end() ? nullptr : &found->second;
}

void ReplyMemory::remember(const CommandId& id, std::string reply) {
  if (!replies_.emplace(id, std::move(reply)).second) return;
  order_.push_back(id);
  if (order_.size() > limits::kRepliesRememberedMax) {
    set_older_up_to(order_.front());
    replies_.erase(order_.front());
    order_.pop_front();
  }
}

}  // namespace yichuang
