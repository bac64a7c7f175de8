#include "net/link.h"

#include "base/limits.h"
#include "base/wipe.h"

namespace yichuang {

Result<std::unique_ptr<Link>> Link::open(const DeviceFile& device, std::function<void()> wake) {
  std::unique_ptr<Link> link(new Link(device, std::move(wake)));
  if (auto done = link->connect(device); !done) return done.error();
  link->thread_ = std::thread([raw = link.get()] { raw->run(); });
  return link;
}

Link::Link(const DeviceFile& device, std::function<void()> wake)
    : commands_(context_, SocketUse::kClientCommands),
      feed_(context_, SocketUse::kClientFeed),
      out_here_(context_, SocketUse::kPair),
      out_there_(context_, SocketUse::kPair),
      wake_(std::move(wake)) {
  commands_.use_client_key(device.keys, device.server_public_key);
  feed_.use_client_key(device.keys, device.server_public_key);
}

Result<void> Link::connect(const DeviceFile& device) {
  constexpr char kOut[] = "inproc://link-out";
  if (auto done = out_here_.bind(kOut); !done) return done;
  if (auto done = out_there_.connect(kOut); !done) return done;
  if (auto done = commands_.connect(device.commands); !done) return done;
  return feed_.connect(device.feed);
}

Link::~Link() {
  if (!thread_.joinable()) return;
  send("");
  thread_.join();
}

void Link::send(std::string frame) {
  std::lock_guard hold(out_lock_);
  out_here_.send(frame);
}

std::vector<Link::Message> Link::take() {
  std::lock_guard hold(inbox_lock_);
  return std::exchange(inbox_, {});
}

void Link::run() {
  Received frame;
  while (true) {
    zmq_pollitem_t items[] = {{commands_.get(), 0, ZMQ_POLLIN, 0},
                              {feed_.get(), 0, ZMQ_POLLIN, 0},
                              {out_there_.get(), 0, ZMQ_POLLIN, 0}};
    if (zmq_poll(items, 3, -1) < 0) continue;
    while (out_there_.receive(frame)) {
      if (frame.body.empty()) return;
      commands_.send(frame.body);
      wipe(frame.body);  // the next one may be shorter, or late
    }
    receive_all(commands_, Message::From::kCommands);
    receive_all(feed_, Message::From::kFeed);
  }
}

void Link::receive_all(Socket& socket, Message::From from) {
  Received frame;
  bool was_empty = false;
  bool any = false;
  while (socket.receive(frame)) {
    std::lock_guard hold(inbox_lock_);
    if (!any) was_empty = inbox_.empty();
    any = true;
    if (inbox_.size() < limits::kInboxMax) inbox_.push_back({from, std::move(frame.body)});
  }
  if (any && was_empty && wake_) wake_();
}

}  // namespace yichuang
