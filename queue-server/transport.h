// How requests reach the tick and answers leave it. queue-server uses ZeroMQ (zmq_transport.h); the
// tests and the simulator bring their own network.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "net/allowlist.h"

namespace yichuang {

class Transport {
 public:
  struct Request {
    std::string peer;                           // where the reply goes
    std::shared_ptr<const EnrolledDevice> who;  // null: not enrolled (any more)
    std::string body;
  };

  virtual ~Transport() = default;
  // Once before each tick's first receive: what changed in the allowlist counts from here.
  virtual void begin_tick() = 0;
  // False if nothing waits.
  virtual bool receive(Request& request) = 0;
  // Never waits; false if the peer is gone or does not read. It will ask again.
  virtual bool reply(const std::string& peer, const std::string& body) = 0;
  virtual void publish(const std::string& body) = 0;
  // Returns when a request waits, after `timeout_ms`, or on a signal.
  virtual void wait(int64_t timeout_ms) = 0;
};

}  // namespace yichuang
