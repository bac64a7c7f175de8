// The State as pages for the wire, back again, and its hash. snapshot(from_snapshot(x)) == x: all
// that apply() will ever read is in the pages.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

// The pages, each under limits::kMessageBytesMax with an envelope around it; at least one.
std::vector<wire::SnapshotPage> snapshot(const State& state);

// The state of a complete set of pages in order. Refuses missing pages, pages of different seqs and
// references to unknown services or windows.
Result<State> from_snapshot(const std::vector<wire::SnapshotPage>& pages);

// Equal states have equal hashes, in every program and build. Cost: O(tickets of the day).
uint64_t state_hash(const State& state);

}  // namespace yichuang
