#include "queue-server/web/http_server.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <optional>
#include <set>

#include "base/log.h"
#include "queue-server/web/event_streams.h"
#include "queue-server/web/web_limits.h"

namespace yichuang {
namespace {

using web_limits::kBodyBytesMax;

// One request under way. The HTTP thread and whoever answers share it.
struct Exchange {
  MHD_Connection* connection = nullptr;
  HttpRequest request;
  bool dispatched = false;
  // Under Parking::lock:
  std::optional<HttpResponse> response;
  bool answered = false;
  bool parked = false;
};

// Shared with the answers that are still out, so that one that comes after the end finds it shut.
struct Parking {
  std::mutex lock;
  std::set<std::shared_ptr<Exchange>> parked;
  bool stopping = false;
};

// What libmicrohttpd keeps for a stream's body.
struct StreamBody {
  std::shared_ptr<EventStream> stream;
  MHD_Connection* connection;
};

// Pages come from here alone, run no inline script, and nobody frames them. The phone page's
// address holds a token: it is not told to other sites.
void add_common_headers(MHD_Response* response, bool tls) {
  const auto add = [&](const char* name, const char* value) {
    MHD_add_response_header(response, name, value);
  };
  add("Content-Security-Policy",
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
      "object-src 'none'");
  add("X-Content-Type-Options", "nosniff");
  add("X-Frame-Options", "DENY");
  add("Referrer-Policy", "no-referrer");
  add("Cross-Origin-Opener-Policy", "same-origin");
  add("Cross-Origin-Resource-Policy", "same-origin");
  if (tls) add("Strict-Transport-Security", "max-age=31536000");
}

ssize_t read_stream(void* body, uint64_t, char* buffer, size_t size) {
  auto& source = *static_cast<StreamBody*>(body);
  const ptrdiff_t n = source.stream->read(source.connection, buffer, size);
  return n < 0 ? MHD_CONTENT_READER_END_OF_STREAM : n;
}

void free_stream(void* body) { delete static_cast<StreamBody*>(body); }

void free_body(void* holder) { delete static_cast<std::shared_ptr<const std::string>*>(holder); }

MHD_Response* make_body(MHD_Connection* connection, const HttpResponse& response) {
  if (response.stream) {
    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 16 * 1024, read_stream,
                                             new StreamBody{response.stream, connection},
                                             free_stream);
  }
  static const auto kEmpty = std::make_shared<const std::string>();
  auto* holder = new std::shared_ptr<const std::string>(response.body ? response.body : kEmpty);
  return MHD_create_response_from_buffer_with_free_callback_cls(
      (*holder)->size(), const_cast<char*>((*holder)->data()), free_body, holder);
}

MHD_Result queue(MHD_Connection* connection, const HttpResponse& response, bool tls) {
  MHD_Response* out = make_body(connection, response);
  if (!out) return MHD_NO;
  add_common_headers(out, tls);
  if (!response.content_type.empty()) {
    MHD_add_response_header(out, MHD_HTTP_HEADER_CONTENT_TYPE, response.content_type.c_str());
  }
  for (const auto& [name, value] : response.headers) {
    MHD_add_response_header(out, name.c_str(), value.c_str());
  }
  const MHD_Result queued = MHD_queue_response(connection, response.status, out);
  MHD_destroy_response(out);
  return queued;
}

// The peer without its port. Of IPv6 the /64, because one subscriber has all of it.
std::string peer_address(MHD_Connection* connection) {
  const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (!info || !info->client_addr) return "unknown";
  char text[INET6_ADDRSTRLEN] = {};
  if (info->client_addr->sa_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(info->client_addr);
    inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
  } else if (info->client_addr->sa_family == AF_INET6) {
    in6_addr network = reinterpret_cast<const sockaddr_in6*>(info->client_addr)->sin6_addr;
    std::memset(network.s6_addr + 8, 0, 8);
    inet_ntop(AF_INET6, &network, text, sizeof text);
  }
  return text;
}

// Behind a proxy its last entry is the one that our proxy wrote.
void read_forwarded(MHD_Connection* connection, HttpRequest& request) {
  const char* from = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-Forwarded-For");
  const char* how = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "X-Forwarded-Proto");
  if (from) {
    std::string_view last(from);
    last.remove_prefix(last.rfind(',') + 1);  // npos + 1 = 0
    while (last.starts_with(' ')) last.remove_prefix(1);
    request.address = last.substr(0, 64);
  }
  request.secure = request.secure || (how && std::string_view(how) == "https");
}

// Reads the headers that are known; false if one is longer than allowed.
bool read_headers(MHD_Connection* connection, HttpRequest& request) {
  const std::pair<const char*, std::string*> known[] = {
      {"Cookie", &request.cookie},
      {"X-CSRF-Token", &request.csrf_token},
      {"Content-Type", &request.content_type},
      {"If-None-Match", &request.if_none_match},
      {"Sec-Fetch-Site", &request.fetch_site},
      {"Authorization", &request.authorization},
      {"Content-Range", &request.content_range},
  };
  for (const auto& [name, target] : known) {
    const char* value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    if (!value) continue;
    if (std::strlen(value) > web_limits::kHeaderBytesMax) return false;
    *target = value;
  }
  return true;
}

// Papers come in pieces that are larger than what browsers send.
bool is_paper(std::string_view method, std::string_view path) {
  return method == "PUT" && path.starts_with("/documents/");
}

size_t body_bytes_max(const HttpRequest& request) {
  return request.method == "PUT" ? web_limits::kPieceBytesMax : kBodyBytesMax;
}

// Why the request is turned away before its body is read, or nothing.
std::optional<HttpResponse> reject_early(MHD_Connection* connection, const char* url,
                                         std::string_view method, HttpRequest& request) {
  // The sum of all headers is bounded by libmicrohttpd's memory for a connection, 32 KiB.
  if (std::strlen(url) > web_limits::kPathBytesMax) {
    return error_response(MHD_HTTP_URI_TOO_LONG, "URL_TOO_LONG", "this address is too long");
  }
  if (method != "GET" && method != "HEAD" && method != "POST" && !is_paper(method, url)) {
    auto response = error_response(MHD_HTTP_METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED",
                                   "only GET, HEAD and POST are understood");
    response.headers.emplace_back("Allow", "GET, HEAD, POST");
    return response;
  }
  request.method = method == "HEAD" ? "GET" : method;
  request.path = url;
  request.address = peer_address(connection);
  if (!read_headers(connection, request)) {
    return error_response(MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE, "HEADER_TOO_LONG",
                          "a header is too long");
  }
  const char* length = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Content-Length");
  uint64_t bytes = 0;
  if (length) std::from_chars(length, length + std::strlen(length), bytes);
  if (bytes > body_bytes_max(request)) {
    return error_response(
        MHD_HTTP_CONTENT_TOO_LARGE, "BODY_TOO_LARGE",
        fmt::format("the body is larger than {} KiB", body_bytes_max(request) / 1024));
  }
  return std::nullopt;
}

HttpResponse busy_response() {
  auto response = error_response(MHD_HTTP_SERVICE_UNAVAILABLE, "BUSY",
                                 "too many requests are waiting; try again in a moment");
  response.headers.emplace_back("Retry-After", "2");
  return response;
}

HttpAnswer make_answer(std::shared_ptr<Parking> parking, std::shared_ptr<Exchange> exchange) {
  return [parking = std::move(parking), exchange = std::move(exchange)](HttpResponse response) {
    const std::lock_guard guard(parking->lock);
    if (exchange->answered) return;
    exchange->answered = true;
    exchange->response = std::move(response);
    if (!exchange->parked) return;
    exchange->parked = false;
    parking->parked.erase(exchange);
    MHD_resume_connection(exchange->connection);
  };
}

// After the handler: the response if it is there, else the request is parked until it is.
std::optional<HttpResponse> response_or_park(Parking& parking,
                                             const std::shared_ptr<Exchange>& exchange) {
  const std::lock_guard guard(parking.lock);
  if (exchange->answered) return std::move(exchange->response);
  if (parking.stopping || parking.parked.size() >= web_limits::kParkedMax) {
    exchange->answered = true;
    return busy_response();
  }
  exchange->parked = true;
  parking.parked.insert(exchange);
  MHD_suspend_connection(exchange->connection);
  return std::nullopt;
}

void log_microhttpd(void*, const char* format, va_list arguments) {
  char line[400];
  std::vsnprintf(line, sizeof line, format, arguments);
  std::string_view text(line);
  while (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  log_debug("http: {}", text);  // a peer's misbehaviour, not ours
}

}  // namespace

struct HttpServer::Body {
  Options options;
  HttpHandler handler;
  MHD_Daemon* daemon = nullptr;
  std::shared_ptr<Parking> parking = std::make_shared<Parking>();

  static MHD_Result on_request(void* body, MHD_Connection* connection, const char* url,
                               const char* method, const char*, const char* data, size_t* size,
                               void** state);
  static void on_completed(void*, MHD_Connection*, void** state, MHD_RequestTerminationCode);
  bool tls() const { return !options.tls_certificate.empty(); }
};

// libmicrohttpd calls this when the head is read, for each piece of the body, at its end, and
// again after a resume (microhttpd.h, MHD_AccessHandlerCallback).
MHD_Result HttpServer::Body::on_request(void* body, MHD_Connection* connection, const char* url,
                                        const char* method, const char*, const char* data,
                                        size_t* size, void** state) {
  auto& self = *static_cast<Body*>(body);
  if (!*state) {
    auto exchange = std::make_shared<Exchange>();
    exchange->connection = connection;
    auto rejected = reject_early(connection, url, method, exchange->request);
    exchange->request.secure = self.tls();
    if (self.options.behind_proxy) read_forwarded(connection, exchange->request);
    *state = new std::shared_ptr<Exchange>(exchange);
    return rejected ? queue(connection, *rejected, self.tls()) : MHD_YES;
  }
  const auto exchange = *static_cast<std::shared_ptr<Exchange>*>(*state);
  if (*size > 0) {
    // A body without a length that grows over the limit: the connection is closed.
    const size_t bytes_max = body_bytes_max(exchange->request);
    if (exchange->request.body.size() + *size > bytes_max) return MHD_NO;
    exchange->request.body.append(data, *size);
    *size = 0;
    return MHD_YES;
  }
  if (!exchange->dispatched) {
    exchange->dispatched = true;
    self.handler(std::move(exchange->request), make_answer(self.parking, exchange));
  }
  const auto response = response_or_park(*self.parking, exchange);
  return response ? queue(connection, *response, self.tls()) : MHD_YES;
}

void HttpServer::Body::on_completed(void*, MHD_Connection*, void** state,
                                    MHD_RequestTerminationCode) {
  delete static_cast<std::shared_ptr<Exchange>*>(*state);
  *state = nullptr;
}

Result<ListenAddress> parse_listen_address(std::string_view text) {
  const Error wrong{ErrorCode::kInvalid,
                    "an address and a port, e.g. \"127.0.0.1:8080\" or \"[::1]:8080\""};
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong;
  std::string host(text.substr(0, colon));
  const std::string_view digits = text.substr(colon + 1);
  uint16_t port = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (failed != std::errc() || end != digits.data() + digits.size()) return wrong;
  ListenAddress address;
  address.written = text;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&address.socket);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(port);
    address.socket_size = sizeof *v6;
    if (inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) != 1) return wrong;
  } else {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&address.socket);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    address.socket_size = sizeof *v4;
    if (inet_pton(AF_INET, host.c_str(), &v4->sin_addr) != 1) return wrong;
  }
  return address;
}

namespace {

Result<int> open_listen_socket(const ListenAddress& address) {
  const int fd = ::socket(address.socket.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const int on = 1;
  if (fd >= 0 && ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
      ::bind(fd, reinterpret_cast<const sockaddr*>(&address.socket), address.socket_size) == 0 &&
      ::listen(fd, SOMAXCONN) == 0) {
    return fd;
  }
  const int why = errno;
  if (fd >= 0) ::close(fd);
  return Error{ErrorCode::kUnavailable,
               fmt::format("cannot listen on {}: {}; is another program using it?", address.written,
                           std::strerror(why))};
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::start(Options options, HttpHandler handler) {
  const auto fd = open_listen_socket(options.listen);
  if (!fd) return fd.error();
  auto body = std::make_unique<Body>();
  body->options = std::move(options);
  body->handler = std::move(handler);
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  if (body->options.listen.socket.ss_family == AF_INET6) flags |= MHD_USE_IPv6;
  std::vector<MHD_OptionItem> tls;
  if (body->tls()) {
    flags |= MHD_USE_TLS;
    tls.push_back({MHD_OPTION_HTTPS_MEM_CERT, 0, body->options.tls_certificate.data()});
    tls.push_back({MHD_OPTION_HTTPS_MEM_KEY, 0, body->options.tls_key.data()});
  }
  tls.push_back({MHD_OPTION_END, 0, nullptr});
  body->daemon = MHD_start_daemon(
      flags, 0, nullptr, nullptr, Body::on_request, body.get(), MHD_OPTION_EXTERNAL_LOGGER,
      log_microhttpd, nullptr, MHD_OPTION_LISTEN_SOCKET, *fd, MHD_OPTION_CONNECTION_LIMIT,
      body->options.connections_max, MHD_OPTION_CONNECTION_TIMEOUT, body->options.idle_seconds,
      MHD_OPTION_NOTIFY_COMPLETED, Body::on_completed, nullptr, MHD_OPTION_ARRAY, tls.data(),
      MHD_OPTION_END);
  if (!body->daemon) {
    ::close(*fd);
    return Error{ErrorCode::kInternal,
                 "the HTTP server did not start; check the TLS certificate and key if there are "
                 "any, and the limit of open files"};
  }
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(body)));
}

HttpServer::HttpServer(std::unique_ptr<Body> body) : body_(std::move(body)) {}

// libmicrohttpd panics if it is stopped with a suspended connection: resume all first.
HttpServer::~HttpServer() {
  {
    const std::lock_guard guard(body_->parking->lock);
    body_->parking->stopping = true;
    for (const auto& exchange : body_->parking->parked) {
      exchange->answered = true;
      exchange->response = busy_response();
      exchange->parked = false;
      MHD_resume_connection(exchange->connection);
    }
    body_->parking->parked.clear();
  }
  MHD_stop_daemon(body_->daemon);
}

uint16_t HttpServer::port() const {
  const auto* info = MHD_get_daemon_info(body_->daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

}  // namespace yichuang
