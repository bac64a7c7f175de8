#include "net/zap_gate.h"

#include <array>
#include <string>
#include <vector>

#include "base/log.h"

namespace yichuang {
namespace {

constexpr char kGateEndpoint[] = "inproc://zeromq.zap.01";  // fixed by RFC 27
constexpr char kStopEndpoint[] = "inproc://zap-gate-stop";
constexpr size_t kFramesMax = 16;

bool receive_frames(void* socket, std::vector<std::string>& frames) {
  frames.clear();
  int more = 1;
  while (more) {
    zmq_msg_t message;
    zmq_msg_init(&message);
    if (zmq_msg_recv(&message, socket, ZMQ_DONTWAIT) < 0) {
      zmq_msg_close(&message);
      return false;
    }
    if (frames.size() < kFramesMax) {
      frames.emplace_back(static_cast<const char*>(zmq_msg_data(&message)), zmq_msg_size(&message));
    }
    more = zmq_msg_more(&message);
    zmq_msg_close(&message);
  }
  return true;
}

void answer(void* socket, const std::string& request_id, bool allowed, std::string_view user_id) {
  const std::array<std::string_view, 6> frames = {
      "1.0", request_id, allowed ? "200" : "400", allowed ? "OK" : "not enrolled", user_id, ""};
  for (size_t i = 0; i < frames.size(); ++i) {
    zmq_send(socket, frames[i].data(), frames[i].size(), i + 1 < frames.size() ? ZMQ_SNDMORE : 0);
  }
}

// The key that a CURVE request of version 1.0 shows, in Z85; empty if it is anything else.
// Frames: version, request id, domain, address, identity, mechanism, credentials (32 bytes).
std::string key_shown(const std::vector<std::string>& frames) {
  if (frames.size() != 7 || frames[0] != "1.0" || frames[5] != "CURVE" || frames[6].size() != 32) {
    return {};
  }
  char key[41];
  zmq_z85_encode(key, reinterpret_cast<const uint8_t*>(frames[6].data()), 32);
  return key;
}

}  // namespace

Result<std::unique_ptr<ZapGate>> ZapGate::start(ZmqContext& context, Allowlist& allowlist) {
  Socket asked(context, SocketUse::kGate);
  Socket stop_here(context, SocketUse::kPair);
  Socket stop_there(context, SocketUse::kPair);
  if (auto done = asked.bind(kGateEndpoint); !done) return done.error();
  if (auto done = stop_here.bind(kStopEndpoint); !done) return done.error();
  if (auto done = stop_there.connect(kStopEndpoint); !done) return done.error();
  return std::unique_ptr<ZapGate>(
      new ZapGate(std::move(asked), std::move(stop_here), std::move(stop_there), allowlist));
}

ZapGate::ZapGate(Socket asked, Socket stop_here, Socket stop_there, Allowlist& allowlist)
    : asked_(std::move(asked)),
      stop_here_(std::move(stop_here)),
      stop_there_(std::move(stop_there)),
      allowlist_(allowlist),
      thread_([this] { run(); }) {}

ZapGate::~ZapGate() {
  stop_here_.send("stop");
  thread_.join();
}

void ZapGate::run() {
  std::vector<std::string> frames;
  while (true) {
    zmq_pollitem_t items[] = {{asked_.get(), 0, ZMQ_POLLIN, 0},
                              {stop_there_.get(), 0, ZMQ_POLLIN, 0}};
    if (zmq_poll(items, 2, -1) < 0) continue;
    if (items[1].revents & ZMQ_POLLIN) return;
    if (!receive_frames(asked_.get(), frames)) continue;
    if (auto fresh = allowlist_.refresh(); !fresh) {
      log_error("the list of enrolled devices stays as it was: {}", fresh.error().sentence);
    }
    const std::string key = key_shown(frames);
    const bool allowed = !key.empty() && allowlist_.find(key) != nullptr;
    if (!allowed && frames.size() > 2 && frames[2] == kSelfTestDomain) {
      log_info("the gate keeps a stranger out: its self-test is passed");
    } else if (!allowed) {
      log_warning("refused a connection from {}: its key is not enrolled",
                  frames.size() > 3 ? frames[3] : "an unknown address");
    }
    answer(asked_.get(), frames.size() > 1 ? frames[1] : "", allowed, allowed ? key : "");
  }
}

}  // namespace yichuang
