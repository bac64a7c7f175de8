#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <map>
#include <thread>

#include "base/assert.h"
#include "tests/bench/figures.h"
#include "tests/bench/programs.h"

namespace yichuang::bench {
namespace {

constexpr int kCalls = 1000;
constexpr double kTickerSeconds = 10;

double realtime_us() {
  return std::chrono::duration<double, std::micro>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// What a board's --trace file says, read as it grows.
class TraceFile {
 public:
  explicit TraceFile(std::filesystem::path path) : path_(std::move(path)) {}

  // Until the board has drawn an event at or after `seq`.
  void await_presented(uint64_t seq) {
    for (int i = 0; i < 15'000; ++i) {
      read();
      if (!presented_.empty() && presented_.rbegin()->first >= seq) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    HALL_ASSERT(false && "the board did not draw within 15 s");
  }
  // When the first frame that shows an event at or after `seq` was on the screen, Unix µs.
  double presented_us(uint64_t seq) const {
    const auto drawn = presented_.lower_bound(seq);
    HALL_ASSERT(drawn != presented_.end());
    return drawn->second;
  }
  // Frames a second over the last `seconds`, by whole seconds of the trace.
  double frames_per_second(double seconds) {
    read();
    const auto last = frames_.rbegin();
    HALL_ASSERT(last != frames_.rend());
    auto first = frames_.lower_bound(last->first - seconds * 1e6);
    HALL_ASSERT(first->first < last->first);
    return (last->second - first->second) / (last->first - first->first) * 1e6;
  }

 private:
  void read() {
    if (!file_.is_open()) file_.open(path_);
    file_.clear();  // of the end it had come to
    unsigned long long number = 0;
    double us = 0;
    for (char c = 0; file_.get(c);) {
      if (c != '\n') {
        line_ += c;
        continue;
      }
      if (std::sscanf(line_.c_str(), "seq %llu presented %lf", &number, &us) == 2) {
        presented_.emplace(number, us);
      } else if (std::sscanf(line_.c_str(), "frames %llu presented %lf", &number, &us) == 2) {
        frames_.emplace(us, static_cast<double>(number));
      }
      line_.clear();
    }
  }

  const std::filesystem::path path_;
  std::ifstream file_;
  std::string line_;
  std::map<uint64_t, double> presented_;  // by seq, its first frame
  std::map<double, double> frames_;       // when, and how many since the start
};

wire::Command at_window(void (*fill)(wire::Command&)) {
  wire::Command command;
  fill(command);
  return command;
}

void open_window(Asker& clerk) {
  clerk.clerk = "1001";
  clerk.ask_until_answered(at_window([](auto& c) { c.mutable_sign_in()->set_window(1); }));
  clerk.ask(at_window([](auto& c) { c.mutable_open_window()->set_window(1); }));
}

// One visit up to the call; returns the call's reply.
wire::Reply call_somebody(const std::string& service, Asker& clerk) {
  wire::Command command;
  command.mutable_issue_ticket()->set_service(service);
  const wire::Reply issued = clerk.ask(command);
  HALL_ASSERT(issued.has_ticket());
  command.mutable_confirm_ticket()->set_ticket(issued.ticket().ticket());
  command.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
  clerk.ask(command);
  return clerk.ask(at_window([](auto& c) { c.mutable_call_next()->set_window(1); }));
}

void finish_visit(Asker& clerk) {
  clerk.ask(at_window([](auto& c) { c.mutable_start_service()->set_window(1); }));
  clerk.ask(at_window([](auto& c) { c.mutable_complete_service()->set_window(1); }));
}

// From the answer to "call next" to the frame that shows it.
std::vector<double> call_to_pixels_ms(const TemporaryHall& hall, Asker& clerk, TraceFile& trace) {
  std::vector<double> ms;
  for (int i = 0; i < kCalls; ++i) {
    const wire::Reply called = call_somebody(hall.services()[i % hall.services().size()], clerk);
    const double answered = realtime_us();
    trace.await_presented(called.seq());
    ms.push_back(std::max(0.0, trace.presented_us(called.seq()) - answered) / 1000);
    finish_visit(clerk);
  }
  return ms;
}

// The board rests: no call flashes any more, the ticker runs.
void measure_ticker(Table& table, const Started& board, TraceFile& trace, const char* size) {
  std::this_thread::sleep_for(std::chrono::seconds(8));
  const double before = cpu_seconds(board.child->pid());
  std::this_thread::sleep_for(std::chrono::duration<double>(kTickerSeconds));
  const double percent = (cpu_seconds(board.child->pid()) - before) / kTickerSeconds * 100;
  table.add({fmt::format("board {}, ticker, frames", size), trace.frames_per_second(kTickerSeconds),
             "/s", "", 0});
  table.add({fmt::format("board {}, ticker, CPU", size), percent, "%", "5 %", percent / 5});
}

}  // namespace

void measure_board(Table& table, const std::filesystem::path& bin) {
  TemporaryHall hall(bin);
  hall.start();
  ZmqContext context;
  Asker clerk(context, hall.enroll("admin", "admin"));
  open_window(clerk);
  {
    TraceFile trace(hall.folder() / "trace");
    const Started board = start_board(hall, {"--trace", (hall.folder() / "trace").string()});
    trace.await_presented(1);
    const std::vector<double> ms = call_to_pixels_ms(hall, clerk, trace);
    for (const auto& [name, share] : {std::pair{"p50", 0.5}, {"p99", 0.99}}) {
      table.add({fmt::format("call → pixels on a board, {} calls, {}", kCalls, name),
                 percentile(ms, share), "ms", "two frames, 33 ms",
                 percentile(ms, share) / kTwoFramesMs});
    }
    measure_ticker(table, board, trace, "1920×1080");
  }
  TraceFile trace(hall.folder() / "trace-4k");
  const Started board = start_board(hall, {"--trace", (hall.folder() / "trace-4k").string()},
                                    {.width = 3840, .height = 2160});
  measure_ticker(table, board, trace, "3840×2160");
  table.add({"board 3840×2160, memory", memory_mb(board.child->pid()), "MB", "", 0});
}

}  // namespace yichuang::bench
