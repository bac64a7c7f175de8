#include "net/server_sockets.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstring>

#include <fmt/format.h>
#include "base/config.h"
#include "base/file.h"

namespace yichuang {
namespace {

Result<KeyPair> load_server_key(const std::filesystem::path& path) {
  auto config = Config::load(path);
  if (!config) return config.error();
  KeyPair keys;
  keys.secret_key = config->root().text("secret_key", 40, 40);
  keys.public_key = config->root().text("public_key", 40, 40);
  if (auto done = config->finish(); !done) return done.error();
  if (public_key_of(keys.secret_key) != keys.public_key) {
    return Error{ErrorCode::kCorrupt,
                 path.string() + ": the two keys do not belong together; restore it from backup"};
  }
  return keys;
}

// The number of the event that waits on a socket monitor, 0 if none does. An event is two frames:
// number (16 bit) with value (32 bit), and the endpoint (zmq_socket_monitor(3)).
uint16_t monitor_event(void* monitor) {
  uint8_t frame[6] = {};
  char endpoint[256];
  if (zmq_recv(monitor, frame, sizeof frame, ZMQ_DONTWAIT) != sizeof frame) return 0;
  zmq_recv(monitor, endpoint, sizeof endpoint, 0);
  uint16_t event = 0;
  std::memcpy(&event, frame, sizeof event);
  return event;
}

}  // namespace

Result<KeyPair> ensure_server_key(const std::filesystem::path& path) {
  auto loaded = load_server_key(path);
  if (loaded || loaded.error().code != ErrorCode::kNotFound) return loaded;
  const std::string lock_path = path.string() + ".lock";
  const int lock = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0 || ::flock(lock, LOCK_EX) != 0) {
    if (lock >= 0) ::close(lock);
    return Error{ErrorCode::kInternal, "cannot create " + lock_path};
  }
  loaded = load_server_key(path);  // another program may have been first
  if (!loaded && loaded.error().code == ErrorCode::kNotFound) {
    const KeyPair keys = make_key_pair();
    const auto saved = write_file_atomic(
        path,
        fmt::format("# The hall's key. Whoever has it can pose as this hall: keep it here alone.\n"
                    "public_key = '{}'\nsecret_key = '{}'\n",
                    keys.public_key, keys.secret_key),
        0600);
    loaded = saved ? Result<KeyPair>(keys) : Result<KeyPair>(saved.error());
  }
  ::close(lock);
  return loaded;
}

ServerSockets::ServerSockets()
    : commands_(context_, SocketUse::kServerCommands), feed_(context_, SocketUse::kServerFeed) {}

Result<std::unique_ptr<ServerSockets>> ServerSockets::open(const KeyPair& keys,
                                                           Allowlist& allowlist,
                                                           const std::string& commands_endpoint,
                                                           const std::string& feed_endpoint) {
  std::unique_ptr<ServerSockets> sockets(new ServerSockets());
  auto gate = ZapGate::start(sockets->context_, allowlist);
  if (!gate) return gate.error();
  sockets->gate_ = std::move(*gate);
  sockets->commands_.use_server_key(keys);
  sockets->feed_.use_server_key(keys);
  if (auto done = sockets->gate_holds(keys); !done) return done.error();
  if (auto done = sockets->commands_.bind(commands_endpoint); !done) return done.error();
  if (auto done = sockets->feed_.bind(feed_endpoint); !done) return done.error();
  return sockets;
}

Result<void> ServerSockets::gate_holds(const KeyPair& keys) {
  // A ROUTER of its own on a loopback port, with the same gate and key: nothing of the hall is
  // reachable before the test is passed. An IMMEDIATE DEALER can send only after the handshake,
  // so POLLOUT means that the stranger was let in; the handshake's failure is an event.
  Socket probe(context_, SocketUse::kServerCommands);
  probe.use_server_key(keys, ZapGate::kSelfTestDomain);
  if (auto done = probe.bind("tcp://127.0.0.1:*"); !done) return done;
  Socket stranger(context_, SocketUse::kClientCommands);
  stranger.use_client_key(make_key_pair(), keys.public_key);
  constexpr char kMonitor[] = "inproc://gate-self-test";
  if (zmq_socket_monitor(stranger.get(), kMonitor,
                         ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                             ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL |
                             ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL) != 0) {
    return Error{ErrorCode::kInternal, "cannot watch the gate's self-test"};
  }
  Socket events(context_, SocketUse::kPair);
  if (auto done = events.connect(kMonitor); !done) return done;
  if (auto done = stranger.connect(probe.bound_endpoint()); !done) return done;
  zmq_pollitem_t items[] = {{events.get(), 0, ZMQ_POLLIN, 0}};
  zmq_poll(items, 1, 5000);
  const uint16_t event = monitor_event(events.get());
  zmq_socket_monitor(stranger.get(), nullptr, 0);
  if (event == ZMQ_EVENT_HANDSHAKE_FAILED_AUTH) return {};
  return Error{ErrorCode::kRefused,
               event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED
                   ? "the gate let in a key that nobody enrolled; the server does not open"
                   : "the gate did not answer its self-test; the server does not open"};
}

}  // namespace yichuang
