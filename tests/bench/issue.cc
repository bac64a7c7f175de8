#include <algorithm>

#include "base/assert.h"
#include "tests/bench/figures.h"
#include "tests/bench/programs.h"

namespace yichuang::bench {
namespace {

wire::Command issue(const std::string& service) {
  wire::Command command;
  command.mutable_issue_ticket()->set_service(service);
  return command;
}

wire::Reply done(wire::Reply reply) {
  if (reply.refusal() != wire::REFUSAL_UNSPECIFIED) {
    std::fprintf(stderr, "refused: %s\n", reply.sentence().c_str());
  }
  HALL_ASSERT(reply.refusal() == wire::REFUSAL_UNSPECIFIED);
  return reply;
}

double issue_one_client(TemporaryHall& hall) {
  ZmqContext context;
  Asker desk(context, hall.enroll("admin", "desk-alone"));
  desk.ask_until_answered(issue(hall.services()[0]));
  std::vector<double> times;
  for (int i = 0; i < 600; ++i) {
    const double start = now_us();
    done(desk.ask(issue(hall.services()[0])));
    times.push_back(now_us() - start);
  }
  return percentile(times, 0.5);
}

// 64 desks in a closed loop: each asks again as soon as it is answered. Desks and not kiosks, for
// whom numbers end when the last to wait would be called after the hall closes.
double issue_64_clients(TemporaryHall& hall) {
  ZmqContext context;
  const DeviceFile device = hall.enroll("admin", "desk-64");
  std::vector<Asker> desks;
  std::vector<zmq_pollitem_t> items;
  for (int i = 0; i < kClients; ++i) desks.emplace_back(context, device);
  // Every series but the first, which the lone client has used, up to its last number.
  const int total = static_cast<int>(hall.services().size() - 1) * 990;
  int sent = 0;
  const auto next = [&] {
    return issue(hall.services()[1 + sent++ % (hall.services().size() - 1)]);
  };
  for (Asker& desk : desks) {
    done(desk.ask_until_answered(next()));
    items.push_back({desk.socket().get(), 0, ZMQ_POLLIN, 0});
  }
  const int first = sent;
  const double start = now_us();
  for (Asker& desk : desks) desk.send(next());
  for (int answered = first; answered < total;) {
    const int before = answered;
    for (Asker& desk : desks) {
      const auto reply = desk.receive_now();
      if (!reply) continue;
      done(*reply);
      ++answered;
      if (sent < total) desk.send(next());
    }
    // One thread is all 64 desks, and zmq_poll asks the kernel once a socket: only to wait.
    if (answered == before) HALL_ASSERT(zmq_poll(items.data(), kClients, 10'000) > 0);
  }
  return (total - first) * 1e6 / (now_us() - start);
}

double call_next(TemporaryHall& hall) {
  ZmqContext context;
  Asker clerk(context, hall.enroll("admin", "admin"));
  clerk.clerk = "1001";
  wire::Command command;
  command.mutable_sign_in()->set_window(1);
  done(clerk.ask_until_answered(command));
  command.mutable_open_window()->set_window(1);
  done(clerk.ask(command));
  for (uint32_t i = 0; i < 400; ++i) {
    wire::Command confirm;
    confirm.mutable_confirm_ticket()->set_ticket(1 + i);
    confirm.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
    done(clerk.ask(confirm));
  }
  std::vector<double> times;
  for (int i = 0; i < 400; ++i) {
    wire::Command next;
    next.mutable_call_next()->set_window(1);
    const double start = now_us();
    done(clerk.ask(next));
    times.push_back(now_us() - start);
    next.mutable_start_service()->set_window(1);
    done(clerk.ask(next));
    next.mutable_complete_service()->set_window(1);
    done(clerk.ask(next));
  }
  return percentile(times, 0.5);
}

}  // namespace

void measure_commands(Table& table, const BareLimits& bare, const std::filesystem::path& bin) {
  TemporaryHall hall(bin);
  hall.start();
  const double floor_us = bare.commit_us + bare.round_trip_us;
  const double alone_us = issue_one_client(hall);
  table.add({"durable issue, 1 client, median", alone_us, "µs",
             "bare commit + bare round trip; budget 2", alone_us / floor_us});
  const double next_us = call_next(hall);
  table.add({"call next, 1 client, median", next_us, "µs", "bare commit + bare round trip",
             next_us / floor_us});
  const double cpu_before = cpu_seconds(hall.server().pid());
  const double rate = issue_64_clients(hall);
  table.add({"durable issues, 64 clients", rate, "/s",
             "the lower of bare group commit and bare echo; budget 0.5",
             rate / std::min(bare.group_rows_per_s, bare.echoes_per_s)});
  table.add({"durable issues, 64 clients, beside the goal", rate, "/s", "30,000/s", rate / 30'000});
  table.add({"server CPU of a durable issue, 64 clients",
             (cpu_seconds(hall.server().pid()) - cpu_before) * 1e6 / (25 * 990.0), "µs", "", 0});
}

}  // namespace yichuang::bench
