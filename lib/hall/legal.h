// What may be folded when it comes from outside: from a server that may be another program, or from
// a journal that may be damaged or edited. Stricter than cannot_follow(), which knows the life of a
// ticket: here every number has its range, every list its end and every word its meaning, so that
// no later step of apply(), decide() or an estimate can be led astray. A mirror (lib/client) and
// the journal's reader (queue-server/journal) ask; the server does not ask of its own events, but
// what it decides is always legal (tests/properties).
//
// Pure; any thread. Every error is kCorrupt and says what is wrong and where.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

// Whether it may stand for an item of the catalogue: empty, or a-z, 0-9 and "-".
bool is_item_id(std::string_view id);

// Whether apply(state, event) may be called: cannot_follow(), and all values are possible ones. A
// word that this version does not know (an enum of a newer server) is refused: who guesses would
// show another hall than the server's. Cost: O(fields of the event + log n).
Result<void> check_legal(const State& state, const wire::Event& event);

// Whether the state is one that the fold of some journal gives, as far as a later event may rely on
// it. Cost: O(n log n) in tickets.
Result<void> check_legal(const State& state);

// from_snapshot() for pages from outside: the state, if it is legal.
Result<State> from_foreign_snapshot(const std::vector<wire::SnapshotPage>& pages);

}  // namespace yichuang
