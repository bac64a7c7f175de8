#include <fmt/format.h>
#include <sys/resource.h>

#include <deque>
#include <string>
#include <vector>

#include "base/assert.h"
#include "base/clock.h"
#include "base/id.h"
#include "client/mirror.h"
#include "tests/bench/figures.h"
#include "tests/bench/programs.h"
#include "tests/bench/temporary_hall.h"
#include "wire/codec.h"

namespace yichuang::bench {
namespace {

constexpr int kBoards = 500;
constexpr int kTickets = 2'000;  // of the day, for snapshots of a usual size
constexpr int kLookMs = 5;
constexpr double kAway = 8;            // seconds: longer than any pause between two tries
constexpr double kInStepMsMax = 2000;  // after the server is back

// Boards as HallClient has them, read by one thread.
class Boards {
 public:
  explicit Boards(const DeviceFile& device) : hall_(device.hall) {
    for (int i = 0; i < kBoards; ++i) {
      Board& board = boards_.emplace_back(context_);
      board.feed.use_client_key(device.keys, device.server_public_key);
      board.commands.use_client_key(device.keys, device.server_public_key);
      HALL_ASSERT(board.feed.connect(device.feed).ok());
      HALL_ASSERT(board.commands.connect(device.commands).ok());
      items_.push_back({board.feed.get(), 0, ZMQ_POLLIN, 0});
      items_.push_back({board.commands.get(), 0, ZMQ_POLLIN, 0});
    }
  }

  // Takes what comes, for a moment; how many are in step then.
  int go_on() {
    HALL_ASSERT(zmq_poll(items_.data(), static_cast<int>(items_.size()), kLookMs) >= 0);
    const int64_t now_ms = clock_.steady_ms();
    int in_step = 0;
    for (size_t i = 0; i < boards_.size(); ++i) {
      Board& board = boards_[i];
      if (items_[2 * i].revents != 0 || items_[2 * i + 1].revents != 0) take(board);
      if (board.mirror.next_due_steady_ms() <= now_ms) ask(board);
      in_step += board.mirror.fresh(now_ms) ? 1 : 0;
    }
    return in_step;
  }
  // Until so many are in step.
  void await(int count) {
    while (go_on() < count) continue;
  }

 private:
  struct Board {
    explicit Board(ZmqContext& context)
        : feed(context, SocketUse::kClientFeed), commands(context, SocketUse::kClientCommands) {}
    Socket feed;
    Socket commands;
    Mirror mirror;
  };

  void take(Board& board) {
    while (board.feed.receive(frame_)) {
      wire::Feed feed;
      HALL_ASSERT(decode(frame_.body, feed).ok());
      board.mirror.on_feed(feed, clock_.steady_ms(), {});
    }
    while (board.commands.receive(frame_)) {
      wire::Reply reply;
      HALL_ASSERT(decode(frame_.body, reply).ok());
      board.mirror.on_reply(reply, clock_.steady_ms(), {});
    }
    ask(board);
  }

  void ask(Board& board) {
    const auto make_id = [&] { return std::string(CommandId::make(clock_.now(), random_).raw()); };
    for (auto& query : board.mirror.due(clock_.steady_ms(), make_id)) {
      query.command.set_version(kProtocolVersion);
      query.command.set_hall(hall_);
      query.command.set_command_id(query.id);
      board.commands.send(encode(query.command));
    }
  }

  const std::string hall_;
  const SystemClock clock_;
  SystemRandom random_;
  ZmqContext context_;
  std::deque<Board> boards_;
  std::vector<zmq_pollitem_t> items_;
  Received frame_;
};

void allow_many_files() {
  rlimit limit{};
  HALL_ASSERT(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  limit.rlim_cur = limit.rlim_max;
  HALL_ASSERT(setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

}  // namespace

void measure_reconnect(Table& table, const std::filesystem::path& bin) {
  allow_many_files();
  TemporaryHall hall(bin);
  hall.start();
  ZmqContext context;
  const DeviceFile desk_device = hall.enroll("admin", "desk-1");
  Asker desk(context, desk_device);
  wire::Command command;
  command.mutable_ping();
  desk.ask_until_answered(command);
  for (int i = 0; i < kTickets; ++i) {
    command.mutable_issue_ticket()->set_service(hall.services()[i % hall.services().size()]);
    HALL_ASSERT(desk.ask(command).has_ticket());
  }
  Boards boards(hall.enroll("display", "board-1"));
  boards.await(kBoards);
  hall.kill();
  for (const double back = now_us() + kAway * 1e6; now_us() < back;) boards.go_on();
  hall.start();
  Asker probe(context, desk_device);
  command.mutable_ping();
  probe.ask_until_answered(command);
  const double answered = now_us();
  std::vector<double> ms;
  for (const int count : {kBoards / 2, kBoards}) {
    boards.await(count);
    ms.push_back((now_us() - answered) / 1000);
  }
  const double cpu = cpu_seconds(hall.server().pid());
  const auto name = [](const char* what) {
    return fmt::format("{} boards, the server is back → {}", kBoards, what);
  };
  table.add({name("half of them in step"), ms[0], "ms", "2 s", ms[0] / kInStepMsMax});
  table.add({name("all in step"), ms[1], "ms", "2 s", ms[1] / kInStepMsMax});
  table.add({name("server CPU till then"), cpu * 1000, "ms", "", 0});
}

}  // namespace yichuang::bench
