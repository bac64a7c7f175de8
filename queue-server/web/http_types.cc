#include "queue-server/web/http_types.h"

#include <algorithm>

#include "queue-server/web/json.h"

namespace yichuang {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace

HttpResponse text_response(unsigned status, std::string content_type, std::string body) {
  HttpResponse response;
  response.status = status;
  response.content_type = std::move(content_type);
  response.body = std::make_shared<const std::string>(std::move(body));
  return response;
}

HttpResponse json_response(unsigned status, std::string json) {
  HttpResponse response = text_response(status, "application/json; charset=utf-8", std::move(json));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

HttpResponse error_response(unsigned status, std::string_view name, std::string_view sentence) {
  JsonWriter json;
  json.begin_object().member("ok", false).member("error", name).member("sentence", sentence);
  return json_response(status, json.end_object().take());
}

std::string_view cookie_value(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const size_t end = std::min(header.find(';'), header.size());
    const std::string_view pair = trimmed(header.substr(0, end));
    const size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return {};
}

bool is_json(std::string_view content_type) {
  const std::string_view type = trimmed(content_type.substr(0, content_type.find(';')));
  constexpr std::string_view kJson = "application/json";
  return std::ranges::equal(type, kJson, [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

}  // namespace yichuang
