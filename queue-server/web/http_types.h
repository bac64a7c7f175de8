// What a request and its answer are to the rest of queue-web: plain values, nothing of the HTTP
// library. Safe on any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yichuang {

class EventStream;

struct HttpRequest {
  std::string method;   // "GET", "POST", …; HEAD arrives as GET
  std::string path;     // unescaped, without the query
  std::string address;  // of the peer, without its port
  bool secure = false;  // came by HTTPS, here or at the proxy in front
  std::string body;
  // The headers that queue-web knows; empty if absent.
  std::string cookie;
  std::string csrf_token;  // X-CSRF-Token
  std::string content_type;
  std::string if_none_match;
  std::string fetch_site;  // Sec-Fetch-Site
  std::string authorization;
  std::string content_range;
};

struct HttpResponse {
  unsigned status = 200;
  std::string content_type;
  std::shared_ptr<const std::string> body;  // null: none
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<EventStream> stream;  // set: the body is this stream of server-sent events
};

// Gives a request its one answer, now or later, from any thread. Later calls are ignored.
using HttpAnswer = std::function<void(HttpResponse)>;
// Called on the HTTP thread; must not block, and must see to it that the answer comes.
using HttpHandler = std::function<void(HttpRequest, HttpAnswer)>;

HttpResponse text_response(unsigned status, std::string content_type, std::string body);
HttpResponse json_response(unsigned status, std::string json);
// {"ok":false,"error":name,"sentence":sentence}: the shape of every failure of the API.
HttpResponse error_response(unsigned status, std::string_view name, std::string_view sentence);

// The value of a cookie in a Cookie header (RFC 6265 section 4.2.1), or empty. The first of that
// name counts.
std::string_view cookie_value(std::string_view header, std::string_view name);

// True if a Content-Type header names application/json, with any parameters.
bool is_json(std::string_view content_type);

}  // namespace yichuang
