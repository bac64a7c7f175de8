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

constexpr double kTwoFramesMs = 33;
constexpr double kTickerSeconds = 10;

double realtime_us() {
  return std::chrono::duration<double, std::micro>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// "seq <n> presented <µs>" lines, the first frame of each seq.
std::map<uint64_t, double> read_trace(const std::filesystem::path& path) {
  std::map<uint64_t, double> presented;
  std::ifstream file(path);
  unsigned long long seq = 0;
  double us = 0;
  for (std::string line; std::getline(file, line);) {
    if (std::sscanf(line.c_str(), "seq %llu presented %lf", &seq, &us) == 2) {
      presented.emplace(seq, us);
    }
  }
  return presented;
}

// Until the board has drawn an event at or after `seq`.
void await_presented(const std::filesystem::path& trace, uint64_t seq) {
  for (int i = 0; i < 3000; ++i) {
    const auto presented = read_trace(trace);
    if (!presented.empty() && presented.rbegin()->first >= seq) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  HALL_ASSERT(false && "the board did not draw within 15 s");
}

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
wire::Reply call_somebody(TemporaryHall& hall, Asker& clerk) {
  wire::Command command;
  command.mutable_issue_ticket()->set_service(hall.services()[0]);
  const wire::Reply issued = clerk.ask(command);
  command.mutable_confirm_ticket()->set_ticket(issued.ticket().ticket());
  command.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
  clerk.ask(command);
  return clerk.ask(at_window([](auto& c) { c.mutable_call_next()->set_window(1); }));
}

void finish_visit(Asker& clerk) {
  clerk.ask(at_window([](auto& c) { c.mutable_start_service()->set_window(1); }));
  clerk.ask(at_window([](auto& c) { c.mutable_complete_service()->set_window(1); }));
}

}  // namespace

void measure_board(Table& table, const std::filesystem::path& bin) {
  TemporaryHall hall(bin);
  hall.start();
  const auto trace = hall.folder() / "trace";
  ZmqContext context;
  Asker clerk(context, hall.enroll("admin", "admin"));
  open_window(clerk);
  const Started board = start_board(hall, {"--trace", trace.string()});
  await_presented(trace, 1);
  std::map<uint64_t, double> answered;
  for (int i = 0; i < 200; ++i) {
    const wire::Reply called = call_somebody(hall, clerk);
    answered[called.seq()] = realtime_us();
    await_presented(trace, called.seq());
    finish_visit(clerk);
  }
  const auto presented = read_trace(trace);
  std::vector<double> ms;
  for (const auto& [seq, us] : answered) {
    const auto drawn = presented.lower_bound(seq);
    HALL_ASSERT(drawn != presented.end());
    ms.push_back(std::max(0.0, drawn->second - us) / 1000);
  }
  table.add({"call → pixels on a board, p50", percentile(ms, 0.5), "ms", "two frames, 33 ms",
             percentile(ms, 0.5) / kTwoFramesMs});
  table.add({"call → pixels on a board, p99", percentile(ms, 0.99), "ms", "two frames, 33 ms",
             percentile(ms, 0.99) / kTwoFramesMs});
  // The board rests: no call flashes any more, the ticker runs.
  std::this_thread::sleep_for(std::chrono::seconds(8));
  const double before = cpu_seconds(board.child->pid());
  std::this_thread::sleep_for(std::chrono::duration<double>(kTickerSeconds));
  const double percent = (cpu_seconds(board.child->pid()) - before) / kTickerSeconds * 100;
  table.add({"board, ticker running, CPU", percent, "%", "5 %", percent / 5});
}

}  // namespace yichuang::bench
