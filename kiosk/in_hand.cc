#include "kiosk/in_hand.h"

#include <fmt/format.h>

#include <charconv>

#include "base/file.h"
#include "base/log.h"

namespace yichuang::kiosk {

namespace {

constexpr size_t kFileBytesMax = 32;
constexpr std::string_view kPrinted = " printed";
constexpr std::string_view kPaperless = " paperless";

// "4711\n": cancel; "4711 printed\n" and "4711 paperless\n": confirm.
std::string_view word_of(wire::Delivery delivery) {
  if (delivery == wire::DELIVERY_PRINTED) return kPrinted;
  return delivery == wire::DELIVERY_PAPERLESS ? kPaperless : std::string_view();
}

InHand::Ticket parse(std::string_view text) {
  InHand::Ticket ticket;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, ticket.key);
  if (error != std::errc()) return {};
  std::string_view word(rest, static_cast<size_t>(end - rest));
  if (word.ends_with('\n')) word.remove_suffix(1);
  for (const wire::Delivery delivery : {wire::DELIVERY_PRINTED, wire::DELIVERY_PAPERLESS})
    if (word == word_of(delivery)) ticket.delivery = delivery;
  return ticket;
}

}  // namespace

InHand::InHand(std::filesystem::path file) : file_(std::move(file)) {
  std::error_code error;
  if (!std::filesystem::exists(file_, error)) return;
  const auto text = read_file(file_, kFileBytesMax);
  if (text) {
    ticket_ = parse(*text);
  } else {
    log_warning("{}", text.error().sentence);
  }
}

void InHand::put(const Ticket& ticket) {
  if (ticket == ticket_) return;
  ticket_ = ticket;
  const std::string text = fmt::format("{}{}\n", ticket.key, word_of(ticket.delivery));
  if (auto done = write_file_atomic(file_, text, 0600); !done)
    log_error("{}", done.error().sentence);
}

void InHand::clear() {
  if (ticket_.key == 0) return;
  ticket_ = {};
  std::error_code error;
  std::filesystem::remove(file_, error);
  if (error) log_error("{}: {}", file_.string(), error.message());
}

}  // namespace yichuang::kiosk
