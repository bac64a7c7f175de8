// The door for browsers and phones: HTTP/1.1 on libmicrohttpd with one epoll thread. It reads and
// bounds requests, hands them to the handler, and parks those whose answer comes later. It knows
// no path and no session.
//
// Threads: the handler runs on the HTTP thread. An HttpAnswer may be called on any thread; parking
// (suspend) and answering (resume) a request happen under one lock, which is held across nothing
// else, so that an answer can never slip between "is it there?" and the suspend.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "queue-server/web/http_types.h"

namespace yichuang {

// Where to listen: an address of this machine and a port (0: any that is free).
struct ListenAddress {
  sockaddr_storage socket = {};
  socklen_t socket_size = 0;
  std::string written;  // as in the config, "127.0.0.1:8080" or "[::1]:8080"
};

Result<ListenAddress> parse_listen_address(std::string_view text);

class HttpServer {
 public:
  struct Options {
    ListenAddress listen;
    std::string tls_certificate;  // PEM; empty: plain HTTP
    std::string tls_key;
    unsigned idle_seconds;  // a connection without progress is closed
    unsigned connections_max;
    // A proxy of ours in front says who asked (last of X-Forwarded-For) and how
    // (X-Forwarded-Proto). Else these headers are ignored.
    bool behind_proxy;
  };

  // Binds and starts the HTTP thread.
  static Result<std::unique_ptr<HttpServer>> start(Options options, HttpHandler handler);
  // Stops. Parked requests get 503; the streams must be closed before.
  ~HttpServer();

  uint16_t port() const;

  struct Body;  // known to http_server.cc alone

 private:
  explicit HttpServer(std::unique_ptr<Body> body);
  std::unique_ptr<Body> body_;
};

}  // namespace yichuang
