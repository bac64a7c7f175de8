#include "queue-server/zmq_transport.h"

#include "base/log.h"

namespace yichuang {

ZmqTransport::ZmqTransport(std::unique_ptr<ServerSockets> sockets, Allowlist& allowlist)
    : sockets_(std::move(sockets)), allowlist_(allowlist) {}

void ZmqTransport::begin_tick() {
  if (auto fresh = allowlist_.refresh(); !fresh) {
    log_error("the list of enrolled devices stays as it was: {}", fresh.error().sentence);
  }
}

bool ZmqTransport::receive(Request& request) {
  if (!sockets_->commands().receive(frame_)) return false;
  request.peer = std::move(frame_.routing_id);
  request.who = allowlist_.find(frame_.user_id);
  request.body = std::move(frame_.body);
  return true;
}

bool ZmqTransport::reply(const std::string& peer, const std::string& body) {
  return sockets_->commands().send_to(peer, body);
}

void ZmqTransport::publish(const std::string& body) { sockets_->feed().send(body); }

void ZmqTransport::wait(int64_t timeout_ms) {
  zmq_pollitem_t items[] = {{sockets_->commands().get(), 0, ZMQ_POLLIN, 0}};
  zmq_poll(items, 1, timeout_ms);
}

}  // namespace yichuang
