#include "kiosk/in_hand.h"

#include <fmt/format.h>

#include <charconv>

#include "base/file.h"
#include "base/log.h"

namespace yichuang::kiosk {

uint32_t InHand::left_over() const {
  std::error_code error;
  if (!std::filesystem::exists(file_, error)) return 0;
  const auto text = read_file(file_, 16);
  uint32_t ticket = 0;
  if (!text) {
    log_warning("{}", text.error().sentence);
    return 0;
  }
  std::from_chars(text->data(), text->data() + text->size(), ticket);
  return ticket;
}

void InHand::put(uint32_t ticket) const {
  if (auto done = write_file_atomic(file_, fmt::format("{}\n", ticket), 0600); !done)
    log_error("{}", done.error().sentence);
}

void InHand::clear() const {
  std::error_code error;
  std::filesystem::remove(file_, error);
  if (error) log_error("{}: {}", file_.string(), error.message());
}

}  // namespace yichuang::kiosk
