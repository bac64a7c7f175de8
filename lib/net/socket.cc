#include "net/socket.h"

#include <fmt/format.h>

#include <cstring>
#include <span>

#include "base/assert.h"
#include "base/limits.h"

namespace yichuang {
namespace {

// Heartbeats notice a peer that died without a word within 4 s; TCP keepalive backs them up. A
// server sends none: each client's ping says after how long a silence (TTL) it is gone, and a
// server that pinged 500 boards besides would spend a third of the feed's time on it.
// RECONNECT_IVL: who lost the server tries again after 300 to 599 ms, each time anew (libzmq adds a
// random part of the interval's length, so 500 boards do not come at once), and never waits longer:
// with a growing pause a board stood still for up to 5 s after its network was back.
// CONNECT_TIMEOUT: a try whose SYNs are lost is given up before TCP waits for 2 s and more (RFC
// 6298: 1 s, doubled). BACKLOG: room for all of them in the moment at which a server starts.
// IMMEDIATE: no queueing for a peer that is away, so no stale command is delivered later.
// ROUTER_MANDATORY: a send to a peer that left fails instead of vanishing.
// No ROUTING_ID (a second device of that name would go unheard), no CONFLATE, never XPUB_NODROP.
struct Option {
  int name;
  int value;
};

constexpr Option kAll[] = {
    {ZMQ_LINGER, 0},
    {ZMQ_MAXMSGSIZE, static_cast<int>(limits::kSocketMessageBytesMax)},
    {ZMQ_HANDSHAKE_IVL, 5000},
    {ZMQ_TCP_KEEPALIVE, 1},
    {ZMQ_TCP_KEEPALIVE_IDLE, 30},
    {ZMQ_TCP_KEEPALIVE_INTVL, 10},
    {ZMQ_TCP_KEEPALIVE_CNT, 3},
    {ZMQ_RECONNECT_IVL, 300},
    {ZMQ_CONNECT_TIMEOUT, 1200},
    {ZMQ_BACKLOG, 1024},
    {ZMQ_IPV6, 1},
};
constexpr Option kHeartbeats[] = {
    {ZMQ_HEARTBEAT_IVL, 2000}, {ZMQ_HEARTBEAT_TIMEOUT, 2000}, {ZMQ_HEARTBEAT_TTL, 5000}};
constexpr Option kServerCommands[] = {
    {ZMQ_ROUTER_MANDATORY, 1}, {ZMQ_RCVHWM, 2000}, {ZMQ_SNDHWM, 2000}};
constexpr Option kServerFeed[] = {{ZMQ_SNDHWM, 20000}};
constexpr Option kClientCommands[] = {{ZMQ_IMMEDIATE, 1}, {ZMQ_SNDHWM, 1000}, {ZMQ_RCVHWM, 1000}};
constexpr Option kClientFeed[] = {{ZMQ_RCVHWM, 20000}};
constexpr Option kInproc[] = {{ZMQ_SNDHWM, 0}, {ZMQ_RCVHWM, 0}};

struct Use {
  int type;
  std::span<const Option> options;
};

Use of(SocketUse use) {
  switch (use) {
    case SocketUse::kServerCommands:
      return {ZMQ_ROUTER, kServerCommands};
    case SocketUse::kServerFeed:
      return {ZMQ_PUB, kServerFeed};
    case SocketUse::kClientCommands:
      return {ZMQ_DEALER, kClientCommands};
    case SocketUse::kClientFeed:
      return {ZMQ_SUB, kClientFeed};
    case SocketUse::kGate:
      return {ZMQ_REP, {}};
    case SocketUse::kPair:
      return {ZMQ_PAIR, kInproc};
  }
  return {ZMQ_PAIR, {}};
}

void set(void* socket, const Option& option) {
  int rc = 0;
  if (option.name == ZMQ_MAXMSGSIZE) {  // the one 64-bit option of the table
    const int64_t wide = option.value;
    rc = zmq_setsockopt(socket, option.name, &wide, sizeof wide);
  } else {
    rc = zmq_setsockopt(socket, option.name, &option.value, sizeof option.value);
  }
  HALL_ASSERT(rc == 0);
}

void set_text(void* socket, int name, std::string_view value) {
  const int rc = zmq_setsockopt(socket, name, value.data(), value.size());
  HALL_ASSERT(rc == 0);
}

class Message {
 public:
  Message() { zmq_msg_init(&message_); }
  ~Message() { zmq_msg_close(&message_); }
  Message(const Message&) = delete;
  Message& operator=(const Message&) = delete;
  bool receive(void* socket) { return zmq_msg_recv(&message_, socket, ZMQ_DONTWAIT) >= 0; }
  std::string_view bytes() {
    return {static_cast<const char*>(zmq_msg_data(&message_)), zmq_msg_size(&message_)};
  }
  bool more() const { return zmq_msg_more(&message_) != 0; }
  std::string_view user_id() {
    const char* id = zmq_msg_gets(&message_, "User-Id");
    return id ? id : "";
  }

 private:
  zmq_msg_t message_;
};

}  // namespace

ZmqContext::ZmqContext() : context_(zmq_ctx_new()) { HALL_ASSERT(context_ != nullptr); }
ZmqContext::~ZmqContext() { zmq_ctx_term(context_); }

Socket::Socket(ZmqContext& context, SocketUse use)
    : socket_(zmq_socket(context.get(), of(use).type)), routed_(of(use).type == ZMQ_ROUTER) {
  HALL_ASSERT(socket_ != nullptr);
  if (use != SocketUse::kGate && use != SocketUse::kPair) {
    for (const Option& option : kAll) set(socket_, option);
    if (use == SocketUse::kClientCommands || use == SocketUse::kClientFeed) {
      for (const Option& option : kHeartbeats) set(socket_, option);
    }
  } else {
    set(socket_, {ZMQ_LINGER, 0});
  }
  for (const Option& option : of(use).options) set(socket_, option);
  if (use == SocketUse::kClientFeed) set_text(socket_, ZMQ_SUBSCRIBE, "");
}

Socket::~Socket() {
  if (socket_) zmq_close(socket_);
}

void Socket::use_server_key(const KeyPair& keys, const char* zap_domain) {
  set(socket_, {ZMQ_CURVE_SERVER, 1});
  set_text(socket_, ZMQ_CURVE_SECRETKEY, keys.secret_key);
  // A domain makes libzmq ask the gate for every peer.
  set_text(socket_, ZMQ_ZAP_DOMAIN, zap_domain);
}

void Socket::use_client_key(const KeyPair& keys, const std::string& server_public_key) {
  set_text(socket_, ZMQ_CURVE_SERVERKEY, server_public_key);
  set_text(socket_, ZMQ_CURVE_PUBLICKEY, keys.public_key);
  set_text(socket_, ZMQ_CURVE_SECRETKEY, keys.secret_key);
}

Result<void> Socket::bind(const std::string& endpoint) {
  if (zmq_bind(socket_, endpoint.c_str()) == 0) return {};
  return Error{ErrorCode::kUnavailable,
               fmt::format("cannot listen on {}: {}", endpoint, zmq_strerror(zmq_errno()))};
}

Result<void> Socket::connect(const std::string& endpoint) {
  if (zmq_connect(socket_, endpoint.c_str()) == 0) return {};
  return Error{ErrorCode::kInvalid,
               fmt::format("cannot connect to {}: {}", endpoint, zmq_strerror(zmq_errno()))};
}

std::string Socket::bound_endpoint() const {
  char text[256] = {};
  size_t size = sizeof text;
  const int rc = zmq_getsockopt(socket_, ZMQ_LAST_ENDPOINT, text, &size);
  HALL_ASSERT(rc == 0);
  return text;
}

bool Socket::send(std::string_view body) {
  return zmq_send(socket_, body.data(), body.size(), ZMQ_DONTWAIT) >= 0;
}

bool Socket::send_to(std::string_view routing_id, std::string_view body) {
  if (zmq_send(socket_, routing_id.data(), routing_id.size(), ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0) {
    return false;
  }
  return zmq_send(socket_, body.data(), body.size(), ZMQ_DONTWAIT) >= 0;
}

bool Socket::receive(Received& out) {
  out.routing_id.clear();
  out.user_id.clear();
  out.body.clear();
  Message first;
  if (!first.receive(socket_)) return false;
  if (!routed_) {
    out.body = first.bytes();
  } else {
    out.routing_id = first.bytes();
  }
  int bodies = routed_ ? 0 : 1;
  for (bool more = first.more(); more;) {
    Message next;
    if (!next.receive(socket_)) break;
    more = next.more();
    ++bodies;
    out.body = next.bytes();
    // Only the body frame carries the sender's User-Id in libzmq 4.3.4.
    if (routed_) out.user_id = next.user_id();
  }
  if (bodies != 1) out.body.clear();
  return true;
}

KeyPair make_key_pair() {
  char public_key[41];
  char secret_key[41];
  const int rc = zmq_curve_keypair(public_key, secret_key);
  HALL_ASSERT(rc == 0);
  return {public_key, secret_key};
}

std::string public_key_of(const std::string& secret_key) {
  char public_key[41];
  return zmq_curve_public(public_key, secret_key.c_str()) == 0 ? public_key : "";
}

}  // namespace yichuang
