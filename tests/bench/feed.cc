#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "base/assert.h"
#include "tests/bench/figures.h"
#include "tests/bench/programs.h"
#include "tests/bench/temporary_hall.h"
#include "wire/codec.h"

namespace yichuang::bench {
namespace {

constexpr int kMirrors = 500;
constexpr double kEventsPerSecond = 20;
constexpr int kEvents = 200;
constexpr double kCpuPercentMax = 10;

// The feed sockets of many boards, kiosks and consoles, read by one thread.
class Mirrors {
 public:
  explicit Mirrors(const DeviceFile& device) {
    for (int i = 0; i < kMirrors; ++i) {
      Socket& socket = sockets_.emplace_back(context_, SocketUse::kClientFeed);
      socket.use_client_key(device.keys, device.server_public_key);
      HALL_ASSERT(socket.connect(device.feed).ok());
      items_.push_back({socket.get(), 0, ZMQ_POLLIN, 0});
    }
    heard_.resize(kMirrors);
  }

  // Until every mirror has heard at least `count` events since the last forget().
  void await(uint64_t count) {
    while (std::ranges::any_of(heard_, [&](uint64_t one) { return one < count; })) {
      HALL_ASSERT(zmq_poll(items_.data(), kMirrors, 10'000) > 0);
      take_all();
    }
  }
  // Until every mirror has heard a pulse: it is connected and subscribed.
  void await_subscribed() {
    std::vector<bool> subscribed(kMirrors);
    while (std::ranges::count(subscribed, true) < kMirrors) {
      HALL_ASSERT(zmq_poll(items_.data(), kMirrors, 10'000) > 0);
      for (int i = 0; i < kMirrors; ++i) {
        while (sockets_[i].receive(frame_)) subscribed[i] = true;
      }
    }
  }
  void take_all() {
    wire::Feed feed;
    for (int i = 0; i < kMirrors; ++i) {
      while (sockets_[i].receive(frame_)) {
        HALL_ASSERT(decode(frame_.body, feed).ok());
        if (feed.has_event()) ++heard_[i];
      }
    }
  }

 private:
  ZmqContext context_;
  std::vector<Socket> sockets_;
  std::vector<zmq_pollitem_t> items_;
  std::vector<uint64_t> heard_;
  Received frame_;
};

}  // namespace

void measure_feed(Table& table, const std::filesystem::path& bin) {
  TemporaryHall hall(bin);
  hall.start();
  ZmqContext context;
  Asker desk(context, hall.enroll("admin", "desk-1"));
  wire::Command command;
  command.mutable_ping();
  desk.ask_until_answered(command);
  Mirrors mirrors(hall.enroll("display", "board-1"));
  mirrors.await_subscribed();
  const double cpu_before = cpu_seconds(hall.server().pid());
  const double start = now_us();
  for (int i = 0; i < kEvents; ++i) {
    command.mutable_issue_ticket()->set_service(hall.services()[i % hall.services().size()]);
    HALL_ASSERT(desk.ask(command).has_ticket());
    const double due_us = start + (i + 1) * 1e6 / kEventsPerSecond;
    while (now_us() < due_us) {
      mirrors.take_all();
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }
  const double seconds = (now_us() - start) / 1e6;
  const double percent = (cpu_seconds(hall.server().pid()) - cpu_before) / seconds * 100;
  mirrors.await(kEvents);  // nobody missed one
  table.add({fmt::format("{} mirrors, {} events/s, server CPU", kMirrors, kEventsPerSecond),
             percent, "%", "10 %", percent / kCpuPercentMax});
}

}  // namespace yichuang::bench
