// The hall's network: CURVE sockets behind the gate (lib/net/server_sockets.h). One thread.
#pragma once

#include <memory>

#include "net/server_sockets.h"
#include "queue-server/transport.h"

namespace yichuang {

class ZmqTransport final : public Transport {
 public:
  ZmqTransport(std::unique_ptr<ServerSockets> sockets, Allowlist& allowlist);
  void begin_tick() override;
  bool receive(Request& request) override;
  bool reply(const std::string& peer, const std::string& body) override;
  void publish(const std::string& body) override;
  void wait(int64_t timeout_ms) override;

 private:
  std::unique_ptr<ServerSockets> sockets_;
  Allowlist& allowlist_;
  Received frame_;
};

}  // namespace yichuang
