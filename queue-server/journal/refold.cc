#include "queue-server/journal/refold.h"

#include <fmt/format.h>

#include <set>

#include "hall/apply.h"
#include "hall/legal.h"
#include "hall/snapshot.h"
#include "wire/codec.h"

namespace yichuang {
namespace {

Error broken(uint64_t seq, std::string_view rule, std::string_view what) {
  return Error{ErrorCode::kCorrupt, fmt::format("event {}: {}: {}", seq, rule, what)};
}

// The event, if it may follow `state`.
Result<wire::Event> read_event(const State& state, const StoredEvent& stored) {
  wire::Event event;
  if (auto read = decode(stored.body, event); !read) {
    return broken(stored.seq, "schema", read.error().sentence);
  }
  if (event.seq() != stored.seq) {
    return broken(stored.seq, "schema", fmt::format("says it is {}", event.seq()));
  }
  if (auto legal = check_legal(state, event); !legal) {
    return broken(stored.seq, "legal transitions", legal.error().sentence);
  }
  return event;
}

Result<void> fold_private(PrivateState& kept, const wire::Event& event,
                          const std::string& private_part) {
  wire::PrivatePart part;
  if (auto read = decode(private_part, part); !read) {
    return broken(event.seq(), "schema", read.error().sentence);
  }
  apply_private(kept, event, part);
  return {};
}

void count_tickets(const State& state, JournalReport& report) {
  for (const Ticket& ticket : state.tickets) {
    ++report.tickets_by_phase[std::string(name_of(ticket.phase))];
  }
}

// The invariants that one event can break beyond cannot_follow(): unique numbers of the day.
class Checker {
 public:
  explicit Checker(JournalReport& report) : report_(report) {}

  Result<void> operator()(const StoredEvent& stored) {
    auto event = read_event(report_.state, stored);
    if (!event) return event.error();
    if (event->has_day_opened()) {
      count_tickets(report_.state, report_);
      numbers_.clear();
      ++report_.days;
    }
    if (event->has_ticket_issued()) {
      ++report_.tickets;
      if (!numbers_.insert(event->ticket_issued().number()).second) {
        return broken(stored.seq, "unique number", event->ticket_issued().number());
      }
    }
    apply(report_.state, *event);
    ++report_.events;
    return fold_private(kept_, *event, stored.private_part);
  }

 private:
  PrivateState kept_;
  JournalReport& report_;
  std::set<std::string> numbers_;
};

Result<void> check_windows(const State& state) {
  std::set<TicketKey> seen;
  for (const auto& [number, window] : state.windows) {
    if (window.ticket == 0) continue;
    const Ticket* ticket = state.ticket(window.ticket);
    if (!ticket || ticket->window != number || !seen.insert(window.ticket).second) {
      return broken(state.seq, "one window", fmt::format("window {}", number));
    }
  }
  return {};
}

}  // namespace

Result<Refolded> refold_today(Journal& journal) {
  Refolded out;
  auto first = journal.last_day_seq();
  if (!first) return first.error();
  if (*first == 0) return out;
  // The checksum of the event before is trusted here; hallctl verify reads everything.
  auto done = journal.read(*first, [&](const StoredEvent& stored) -> Result<void> {
    auto event = read_event(out.state, stored);
    if (!event) return event.error();
    apply(out.state, *event);
    return fold_private(out.kept, *event, stored.private_part);
  });
  if (!done) return done.error();
  return out;
}

Result<JournalReport> verify_journal(Journal& journal) {
  JournalReport report;
  if (auto done = journal.read(1, Checker(report)); !done) return done.error();
  count_tickets(report.state, report);
  uint64_t counted = 0;
  for (const auto& [phase, count] : report.tickets_by_phase) counted += count;
  if (counted != report.tickets) {
    return broken(report.state.seq, "no ticket vanishes",
                  fmt::format("{} issued, {} accounted for", report.tickets, counted));
  }
  if (auto done = check_windows(report.state); !done) return done.error();
  if (auto legal = check_legal(report.state); !legal) {
    return broken(report.state.seq, "legal state", legal.error().sentence);
  }
  auto again = from_snapshot(snapshot(report.state));
  if (!again || state_hash(*again) != state_hash(report.state)) {
    return broken(report.state.seq, "one fold", "the snapshot does not equal the fold");
  }
  report.hash = state_hash(report.state);
  return report;
}

}  // namespace yichuang
