// ZeroMQ sockets with every option of the hall in one table (socket.cc). Not thread-safe: a socket
// belongs to one thread. Never throws.
#pragma once

#include <zmq.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/device_file.h"

namespace yichuang {

// One context a process.
class ZmqContext {
 public:
  ZmqContext();
  ~ZmqContext();
  ZmqContext(const ZmqContext&) = delete;
  ZmqContext& operator=(const ZmqContext&) = delete;
  void* get() const { return context_; }

 private:
  void* context_;
};

// What a socket is for decides its type and all of its options.
enum class SocketUse {
  kServerCommands,  // ROUTER of queue-server
  kServerFeed,      // PUB of queue-server
  kClientCommands,  // DEALER
  kClientFeed,      // SUB, of everything
  kGate,            // REP of the ZAP gate, inproc
  kPair,            // PAIR, inproc, between two threads of one program
};

struct Received {
  std::string routing_id;  // ROUTER only
  std::string user_id;     // the authenticated sender's public key (Z85); ROUTER only
  std::string body;
};

class Socket {
 public:
  Socket(ZmqContext& context, SocketUse use);
  ~Socket();
  Socket(Socket&& other) noexcept : socket_(other.socket_), routed_(other.routed_) {
    other.socket_ = nullptr;
  }
  Socket& operator=(Socket&&) = delete;
  Socket(const Socket&) = delete;

  // CURVE as the server / as a client of `server_public_key`. Before bind or connect.
  // The gate hears `zap_domain` with each question about a peer of this socket.
  void use_server_key(const KeyPair& keys, const char* zap_domain = "hall");
  void use_client_key(const KeyPair& keys, const std::string& server_public_key);

  Result<void> bind(const std::string& endpoint);
  Result<void> connect(const std::string& endpoint);
  // The endpoint a bind to port 0 ("tcp://127.0.0.1:*") chose.
  std::string bound_endpoint() const;

  // Sends without waiting; false if the peer is away or its queue is full.
  bool send(std::string_view body);
  bool send_to(std::string_view routing_id, std::string_view body);  // ROUTER
  // Receives without waiting; false if there is nothing. A ROUTER message that is not exactly two
  // frames comes with an empty body, which no codec accepts.
  bool receive(Received& out);
  void* get() const { return socket_; }

 private:
  void* socket_;
  bool routed_;  // a ROUTER: messages start with the peer's routing id
};

// Makes a CURVE key pair (Z85).
KeyPair make_key_pair();
// The public key of a secret key.
std::string public_key_of(const std::string& secret_key);

}  // namespace yichuang
