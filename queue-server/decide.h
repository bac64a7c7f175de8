// What a command does to the hall: events, or a refusal with a sentence. This is where every rule
// of HALL.md that answers a command is enforced.
//
// Pure and total: reads the state, changes nothing, knows no clock but `moment.now`, no randomness,
// no I/O. The same inputs give the same answer, in the server, the simulator and the tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "hall/state.h"
#include "net/device_file.h"
#include "queue-server/estimate.h"
#include "queue-server/opening.h"
#include "queue-server/private_state.h"
#include "queue-server/tokens.h"
#include "wire/hall.pb.h"

namespace yichuang {

// Who asks: the enrolled device, by its key, and the clerk for whom queue-web speaks.
struct Actor {
  std::string device;
  Role role = Role::kDisplay;
  std::string clerk;
  wire::StaffRole staff = wire::STAFF_ROLE_UNSPECIFIED;  // of that clerk
};

// What a decision may know besides the public state. The pointers may be null: then nobody is told
// a wait, the hall keeps no hours and takes no appointments, no person is known, no token opens.
struct Moment {
  Time now;                              // not before state.at
  const Estimates* estimates = nullptr;  // what a citizen is told at issue; may be a little old
  const Opening* opening = nullptr;
  const PrivateState* kept = nullptr;
  const TokenKey* tokens = nullptr;
};

struct Refused {
  wire::Refusal code = wire::REFUSAL_UNSPECIFIED;
  std::string sentence;  // English: what to do
  Time not_before{};     // of NOT_YET: when it is possible; not set: not told
};

using Events = std::vector<wire::Event>;  // bodies only; the tick stamps seq, prev_seq and time

// The events of a command, in order; none if there is nothing to change. The first event alone
// determines the reply (replies.h). Queries are not commands: they assert.
Result<Events, Refused> decide(const State& state, const wire::Command& command, const Actor& actor,
                               const Moment& moment);

inline constexpr uint32_t kMissesMax = 2;  // the second expires

}  // namespace yichuang
