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
#include "wire/hall.pb.h"

namespace yichuang {

// Who asks: the enrolled device, by its key, and the clerk for whom queue-web speaks.
struct Actor {
  std::string device;
  Role role = Role::kDisplay;
  std::string clerk;
};

struct Moment {
  Time now;                    // not before state.at
  const Estimates* estimates;  // what a citizen is told at issue; may be a little old
};

struct Refused {
  wire::Refusal code = wire::REFUSAL_UNSPECIFIED;
  std::string sentence;  // English: what to do
};

using Events = std::vector<wire::Event>;  // bodies only; the tick stamps seq, prev_seq and time

// The events of a command, in order; none if there is nothing to change. The first event alone
// determines the reply (replies.h). Queries are not commands: they assert.
Result<Events, Refused> decide(const State& state, const wire::Command& command, const Actor& actor,
                               const Moment& moment);

// The events that end the running business day, if there is one, and open `day`: everybody who
// still waits expires, every series starts again; what the hall learned goes on, a little faded.
// `midnight` is when the day began in the hall's zone; not set: hours of the day are UTC's.
Events open_day(const State& state, uint32_t day, const wire::CatalogueAdopted& catalogue,
                Time midnight = {});

inline constexpr int64_t kRecallSpacingMs = 20'000;
inline constexpr uint32_t kCallsMax = 3;          // then the ticket is to be marked missed
inline constexpr uint32_t kReactivateBehind = 3;  // calls
inline constexpr uint32_t kMissesMax = 2;         // the second expires

}  // namespace yichuang
