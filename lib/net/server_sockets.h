// The server's two sockets behind the gate, and its key. The order is fixed here once: gate, then
// bind, then the self-test with a throwaway key, then business.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/allowlist.h"
#include "net/socket.h"
#include "net/zap_gate.h"

namespace yichuang {

// The server's key pair from `path` (mode 0600); made and saved at first use. Safe if two programs
// do it at once: one key wins.
Result<KeyPair> ensure_server_key(const std::filesystem::path& path);

class ServerSockets {
 public:
  static Result<std::unique_ptr<ServerSockets>> open(const KeyPair& keys, Allowlist& allowlist,
                                                     const std::string& commands_endpoint,
                                                     const std::string& feed_endpoint);
  Socket& commands() { return commands_; }
  Socket& feed() { return feed_; }

 private:
  ServerSockets();
  // Connects with a key that nobody enrolled and expects silence; an answer is a broken gate.
  Result<void> gate_holds(const KeyPair& keys);
  ZmqContext context_;
  std::unique_ptr<ZapGate> gate_;
  Socket commands_;
  Socket feed_;
};

}  // namespace yichuang
