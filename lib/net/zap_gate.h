// The gate at the hall's door: answers libzmq's question "may this key in?" (ZAP, RFC 27) from the
// allowlist. Without a running gate libzmq lets every key in, so it starts before any bind, and
// queue-server tries a throwaway key before it opens (server_sockets.h).
#pragma once

#include <thread>

#include "base/result.h"
#include "net/allowlist.h"
#include "net/socket.h"

namespace yichuang {

class ZapGate {
 public:
  // The ZAP domain of the socket that this test is made on. It changes nothing but the log: a
  // refusal there is what should happen, on the hall's own sockets it is a warning.
  static constexpr char kSelfTestDomain[] = "self-test";
  // Starts the gate's thread; it ends with the object. One gate a context.
  static Result<std::unique_ptr<ZapGate>> start(ZmqContext& context, Allowlist& allowlist);
  ~ZapGate();

 private:
  ZapGate(Socket asked, Socket stop_here, Socket stop_there, Allowlist& allowlist);
  void run();
  Socket asked_;
  Socket stop_here_;   // the owner's end
  Socket stop_there_;  // the thread's end
  Allowlist& allowlist_;
  std::thread thread_;
};

}  // namespace yichuang
