#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <set>
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
constexpr std::chrono::milliseconds kLook{2};

struct Heard {
  double at_us = 0;
  std::string body;
};

// The sockets of many boards: of each the feed, read by one thread, and the link for commands,
// which only lives.
class Mirrors {
 public:
  explicit Mirrors(const DeviceFile& device) {
    for (int i = 0; i < kMirrors; ++i) {
      Socket& socket = sockets_.emplace_back(context_, SocketUse::kClientFeed);
      socket.use_client_key(device.keys, device.server_public_key);
      HALL_ASSERT(socket.connect(device.feed).ok());
      items_.push_back({socket.get(), 0, ZMQ_POLLIN, 0});
      if (device.commands.empty()) continue;  // of a bare feed
      Socket& link = links_.emplace_back(context_, SocketUse::kClientCommands);
      link.use_client_key(device.keys, device.server_public_key);
      HALL_ASSERT(link.connect(device.commands).ok());
    }
  }

  // Until every mirror has heard something: it is connected and subscribed.
  void await_subscribed() { await(heard_); }
  // Until every mirror has heard at least `count` events since the last forget().
  void await_events(int count) { await(events_, count); }
  void take_all() {
    for (int i = 0; i < kMirrors; ++i) {
      while (sockets_[i].receive(frame_)) {
        HALL_ASSERT(decode(frame_.body, feed_).ok());
        ++heard_[i];
        if (feed_.has_event()) ++events_[i];
        if (i == 0) of_the_first_.push_back({now_us(), frame_.body});
      }
    }
  }
  void forget() {
    take_all();
    std::ranges::fill(events_, 0);
    of_the_first_.clear();
  }
  // What the first mirror has heard since the last forget().
  const std::vector<Heard>& of_the_first() const { return of_the_first_; }

 private:
  void await(const std::vector<int>& counts, int count = 1) {
    while (std::ranges::any_of(counts, [&](int one) { return one < count; })) {
      HALL_ASSERT(zmq_poll(items_.data(), kMirrors, 10'000) > 0);
      take_all();
    }
  }

  ZmqContext context_;
  std::vector<Socket> sockets_;
  std::vector<Socket> links_;
  std::vector<zmq_pollitem_t> items_;
  std::vector<int> heard_ = std::vector<int>(kMirrors);
  std::vector<int> events_ = std::vector<int>(kMirrors);
  std::vector<Heard> of_the_first_;
  Received frame_;
  wire::Feed feed_;
};

std::set<pid_t> own_threads() {
  std::set<pid_t> threads;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    threads.insert(std::stoi(task.path().filename()));
  }
  return threads;
}

// The same bodies at the same moments from a bare PUB socket with the hall's options and CURVE:
// what libzmq and the system take for that, with no hall around it.
class BareFeed {
 public:
  explicit BareFeed(std::vector<Heard> bodies) : bodies_(std::move(bodies)) {
    const std::set<pid_t> before = own_threads();
    std::atomic<bool> open{false};
    thread_ = std::thread([this, &open] {
      ZmqContext context;
      Socket socket(context, SocketUse::kServerFeed);
      use_key_without_gate(socket, keys_);
      HALL_ASSERT(socket.bind("tcp://127.0.0.1:*").ok());
      endpoint_ = socket.bound_endpoint();
      open = true;
      open.notify_one();
      play(socket);
    });
    open.wait(false);
    std::ranges::set_difference(own_threads(), before, std::inserter(threads_, threads_.end()));
  }
  ~BareFeed() {
    stop_ = true;
    thread_.join();
  }
  BareFeed(const BareFeed&) = delete;
  BareFeed& operator=(const BareFeed&) = delete;

  DeviceFile device() const {
    DeviceFile device;
    device.keys = make_key_pair();
    device.server_public_key = keys_.public_key;
    device.feed = endpoint_;
    return device;
  }
  void go() { go_ = true; }
  double cpu_seconds() const {
    double sum = 0;
    for (const pid_t thread : threads_) sum += thread_cpu_seconds(thread);
    return sum;
  }

 private:
  // Says something now and then until go(), for the mirrors to subscribe by.
  void play(Socket& socket) {
    while (!go_) {
      socket.send(bodies_.front().body);
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    const double start = now_us();
    for (const Heard& heard : bodies_) {
      while (now_us() - start < heard.at_us - bodies_.front().at_us) {
        std::this_thread::sleep_for(kLook);
      }
      socket.send(heard.body);
    }
    while (!stop_) std::this_thread::sleep_for(kLook);
  }

  const std::vector<Heard> bodies_;
  const KeyPair keys_ = make_key_pair();
  std::string endpoint_;
  std::set<pid_t> threads_;
  std::atomic<bool> go_{false};
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

double bare_percent(const std::vector<Heard>& bodies, int events) {
  BareFeed feed(bodies);
  Mirrors mirrors(feed.device());
  mirrors.await_subscribed();
  mirrors.forget();
  const double cpu_before = feed.cpu_seconds();
  const double start = now_us();
  feed.go();
  mirrors.await_events(events);
  return (feed.cpu_seconds() - cpu_before) / ((now_us() - start) / 1e6) * 100;
}

}  // namespace

void measure_feed(Table& table, const std::filesystem::path& bin) {
  TemporaryHall hall(bin);
  hall.start();
  ZmqContext context;
  Asker desk(context, hall.enroll("admin", "desk-1"));
  wire::Command command;
  command.mutable_ping();
  desk.ask_until_answered(command);
  std::vector<Heard> bodies;
  std::vector<double> slowest_ms;
  double percent = 0;
  {
    Mirrors mirrors(hall.enroll("display", "board-1"));
    mirrors.await_subscribed();
    mirrors.forget();
    const double cpu_before = cpu_seconds(hall.server().pid());
    const double start = now_us();
    for (int i = 0; i < kEvents; ++i) {
      command.mutable_issue_ticket()->set_service(hall.services()[i % hall.services().size()]);
      HALL_ASSERT(desk.ask(command).has_ticket());
      const double answered = now_us();
      mirrors.await_events(i + 1);  // nobody misses one
      slowest_ms.push_back((now_us() - answered) / 1000);
      const double due_us = start + (i + 1) * 1e6 / kEventsPerSecond;
      while (now_us() < due_us) {
        mirrors.take_all();
        std::this_thread::sleep_for(kLook);
      }
    }
    percent = (cpu_seconds(hall.server().pid()) - cpu_before) / ((now_us() - start) / 1e6) * 100;
    bodies = mirrors.of_the_first();
  }
  const auto name = [](const char* what) {
    return fmt::format("{} mirrors, {} events/s, {}", kMirrors, kEventsPerSecond, what);
  };
  const double bare = bare_percent(bodies, kEvents);
  table.add({name("bare CURVE PUB, CPU"), bare, "%", "", 0});
  table.add({name("server CPU"), percent, "%", "10 %", percent / kCpuPercentMax});
  table.add({name("server CPU"), percent, "%", "the bare PUB", percent / bare});
  for (const double share : {0.5, 0.99}) {
    const double ms = percentile(slowest_ms, share);
    table.add({name(share < 0.9 ? "answer → the last one, p50" : "answer → the last one, p99"), ms,
               "ms", "two frames, 33 ms", ms / kTwoFramesMs});
  }
}

}  // namespace yichuang::bench
