// From the journal back to the state: at start (the running day), and for verification (all).
#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "hall/state.h"
#include "queue-server/journal/journal.h"
#include "queue-server/private_state.h"

namespace yichuang {

struct Refolded {
  State state;
  PrivateState kept;
};

// The states after the last event. Reads from the last DayOpened on. An empty journal gives empty
// states.
Result<Refolded> refold_today(Journal& journal);

struct JournalReport {
  uint64_t events = 0;
  uint32_t days = 0;
  uint64_t tickets = 0;                              // ever issued
  std::map<std::string, uint64_t> tickets_by_phase;  // of all days; they add up to `tickets`
  State state;                                       // after the last event
  uint64_t hash = 0;                                 // state_hash(state)
};

// Folds all of the journal and checks what DESIGN section 13 names: every checksum, no gap, unique
// numbers a day, legal transitions, no ticket vanishes. The error names the event and the rule.
Result<JournalReport> verify_journal(Journal& journal);

}  // namespace yichuang
