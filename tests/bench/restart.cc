#include <fmt/format.h>

#include <cstdlib>

#include "base/assert.h"
#include "base/clock.h"
#include "queue-server/journal/journal.h"
#include "tests/bench/figures.h"
#include "tests/bench/temporary_hall.h"
#include "wire/codec.h"

namespace yichuang::bench {
namespace {

// Events of earlier days in the journal; YICHUANG_BENCH_HISTORY sets another number.
int history_events() {
  const char* wanted = std::getenv("YICHUANG_BENCH_HISTORY");
  return wanted ? std::max(2, std::atoi(wanted)) : 200'000;
}

// Two days ago: a day of device reports, which are the only events without end.
void write_history(const std::filesystem::path& path, int events) {
  auto journal = open_sqlite_journal(path, JournalUse::kServe);
  HALL_ASSERT(journal.ok());
  const Time then = SystemClock().now() - 2 * 86'400'000;
  SystemRandom random;
  std::vector<JournalEntry> batch;
  for (int seq = 1; seq <= events; ++seq) {
    wire::Event event;
    event.set_seq(static_cast<uint64_t>(seq));
    event.set_prev_seq(static_cast<uint64_t>(seq) - 1);
    event.set_at_ms(then.ms);
    if (seq == 1) {
      event.mutable_day_opened()->set_day(20200101);
      event.mutable_day_opened()->set_next_ticket(1);
    } else {
      auto& record = *event.mutable_device_reported()->mutable_record();
      record.set_owner("kiosk-1");
      record.set_device("printer");
      record.set_state(seq % 2 ? wire::DEVICE_STATE_READY : wire::DEVICE_STATE_ATTENTION);
    }
    batch.push_back({event.seq(), then, CommandId::make(then, random), seq == 1 ? 20200101u : 0u,
                     encode(event)});
    if (batch.size() == 10'000 || seq == events) {
      HALL_ASSERT((*journal)->append(batch).ok());
      batch.clear();
    }
  }
}

void live_a_day(TemporaryHall& hall, Asker& desk, int events) {
  for (int i = 0; i < events / 2; ++i) {
    wire::Command command;
    command.mutable_issue_ticket()->set_service(hall.services()[i % hall.services().size()]);
    const wire::Reply issued = desk.ask_until_answered(command);
    HALL_ASSERT(issued.has_ticket());
    command.mutable_confirm_ticket()->set_ticket(issued.ticket().ticket());
    command.mutable_confirm_ticket()->set_delivery(wire::DELIVERY_PRINTED);
    desk.ask(command);
  }
}

}  // namespace

void measure_restart(Table& table, const std::filesystem::path& bin) {
  constexpr int kToday = 10'000;
  const int history = history_events();
  TemporaryHall hall(bin);
  write_history(hall.folder() / "journal.db", history);
  const DeviceFile device = hall.enroll("admin", "desk-1");
  wire::Command ping;
  ping.mutable_ping();
  hall.start();
  {
    ZmqContext context;
    Asker desk(context, device);
    live_a_day(hall, desk, kToday);
  }
  std::vector<double> times;
  for (int i = 0; i < 7; ++i) {
    hall.kill();
    const double start = now_us();
    hall.start();
    ZmqContext context;
    Asker desk(context, device);
    desk.ask_until_answered(ping);
    times.push_back((now_us() - start) / 1000);
  }
  const double ms = percentile(times, 0.5);
  table.add({fmt::format("restart, {} events today, {} in history", kToday, history), ms, "ms",
             "200 ms", ms / 200});
}

}  // namespace yichuang::bench
