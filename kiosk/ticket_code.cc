#include "kiosk/ticket_code.h"

#include <algorithm>

namespace yichuang::kiosk {

std::string token_of_code(std::string_view code) {
  constexpr size_t kTokenLength = 22;  // queue-server/tokens.h
  constexpr std::string_view kPage = "/t/";
  const auto is_url = [&](std::string_view scheme) { return code.starts_with(scheme); };
  if (is_url("http://") || is_url("https://")) {
    const size_t at = code.rfind(kPage);
    if (at == std::string_view::npos) return {};
    code.remove_prefix(at + kPage.size());
  }
  const auto is_of_token = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  const bool token = code.size() == kTokenLength && std::ranges::all_of(code, is_of_token);
  return token ? std::string(code) : std::string();
}

}  // namespace yichuang::kiosk
