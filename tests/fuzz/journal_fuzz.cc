// A journal from outside: damaged, edited, or of another hall. Reading it gives a typed error or a
// state from which a server can go on; never a crash.
//
// The bytes are events (records_of). An event without a seq is given the next one, and the time of
// the one before it unless it says a later one, so that most of a changed journal is read.
#include "hall/apply.h"
#include "hall/legal.h"
#include "queue-server/journal/journal.h"
#include "queue-server/journal/refold.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/hall_checks.h"
#include "tests/fuzz/mutate_records.h"
#include "wire/codec.h"

namespace yichuang::fuzz {
namespace {

constexpr size_t kEventsMax = 200;

// Holds what is read and nothing else.
class HeldJournal final : public Journal {
 public:
  std::vector<StoredEvent> events;
  uint64_t day_seq = 0;

  Result<void> read(uint64_t first_seq, const OnEntry& on_entry) override {
    for (const StoredEvent& event : events) {
      if (event.seq < first_seq) continue;
      if (auto done = on_entry(event); !done) return done;
    }
    return {};
  }
  Result<uint64_t> last_day_seq() override { return day_seq; }
  Result<void> append(std::span<const JournalEntry>) override { return away(); }
  Result<std::optional<std::string>> find(const CommandId&) override { return away(); }
  Result<std::optional<CommandId>> greatest_command() override { return away(); }
  Result<std::vector<std::string>> after(uint64_t, size_t, size_t) override { return away(); }
  Result<std::optional<std::string>> meta(const std::string&) override { return away(); }
  Result<void> set_meta(const std::string&, const std::string&) override { return away(); }
  Result<void> keep_catalogue(uint32_t, Time, const std::string&) override { return away(); }
  void idle() override {}
  uint64_t free_bytes() const override { return 0; }

 private:
  static Error away() { return {ErrorCode::kUnavailable, "nothing but events is held"}; }
};

// Who booked or came, so that the private parts are folded too.
std::string person_of(const wire::Event& event) {
  wire::PrivatePart part;
  part.set_person(std::string(kPersonBytes, static_cast<char>('a' + event.seq() % 3)));
  for (int i = 0; i < event.appointments_carried().appointments_size(); ++i) {
    part.add_persons(part.person());
  }
  return encode(part);
}

void add(HeldJournal& journal, const std::string& record, Time& at) {
  const uint64_t seq = journal.events.size() + 1;
  wire::Event event;
  if (!event.ParseFromString(record)) {
    journal.events.push_back({seq, record, ""});
    return;
  }
  if (event.seq() == 0) {
    event.set_seq(seq);
    event.set_prev_seq(seq - 1);
    at = std::max(at, Time{event.at_ms()});
    event.set_at_ms(at.ms);
  }
  if (event.has_day_opened()) journal.day_seq = seq;
  journal.events.push_back({seq, event.SerializeAsString(), person_of(event)});
}

void check_error(const Error& error) {
  check(error.code == ErrorCode::kCorrupt, "a broken journal is told from a broken program");
  check(error.sentence.starts_with("event "), "the event is named: " + error.sentence);
}

// Everything that is legal on its own, however the events between look.
void fold_what_is_legal(const HeldJournal& journal) {
  State state;
  for (const StoredEvent& stored : journal.events) {
    wire::Event event;
    if (!decode(stored.body, event)) continue;
    event.set_seq(state.seq + 1);
    event.set_at_ms(std::max(event.at_ms(), state.at.ms));
    if (!check_legal(state, event)) continue;
    apply(state, event);
  }
  check_state(state, state.at);
  go_on(state);
}

}  // namespace
}  // namespace yichuang::fuzz

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace yichuang::fuzz;
  HeldJournal journal;
  yichuang::Time at;
  for (const std::string& record : records_of(data, size)) {
    if (journal.events.size() < kEventsMax) add(journal, record, at);
  }
  if (auto today = yichuang::refold_today(journal)) {
    check_state(today->state, today->state.at);
  } else {
    check_error(today.error());
  }
  if (auto all = yichuang::verify_journal(journal); !all) check_error(all.error());
  fold_what_is_legal(journal);
  return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t size_max, unsigned seed) {
  return yichuang::fuzz::mutate_records(yichuang::wire::Event::default_instance(), data, size,
                                        size_max, seed);
}
