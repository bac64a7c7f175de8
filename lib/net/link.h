// A client's sockets on a thread of their own: DEALER for commands and queries, SUB for the feed,
// both CURVE. Messages out go through send(), messages in pile up in a bounded inbox until the
// owner takes them. libzmq reconnects by itself; heartbeats (socket.cc) notice a dead server.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "net/device_file.h"
#include "net/socket.h"

namespace yichuang {

class Link {
 public:
  struct Message {
    enum class From { kCommands, kFeed };
    From from;
    std::string body;
  };

  // `wake` is called on the link's thread when the inbox becomes non-empty.
  static Result<std::unique_ptr<Link>> open(const DeviceFile& device, std::function<void()> wake);
  ~Link();

  // Any thread. The frame is dropped if the server is away: the commander sends again.
  void send(std::string frame);
  // Takes all messages that arrived, in order. If more than limits::kInboxMax piled up, the newest
  // were dropped; the mirror sees the gap and repairs it.
  std::vector<Message> take();

 private:
  Link(const DeviceFile& device, std::function<void()> wake);
  Result<void> connect(const DeviceFile& device);
  void run();
  void receive_all(Socket& socket, Message::From from);
  ZmqContext context_;
  Socket commands_;
  Socket feed_;
  Socket out_here_;   // the owner's end of a pair: frames to send; "" stops the thread
  Socket out_there_;  // the thread's end
  std::mutex out_lock_;
  std::function<void()> wake_;
  std::mutex inbox_lock_;
  std::vector<Message> inbox_;
  std::thread thread_;
};

}  // namespace yichuang
