// What time alone does to the hall: nobody asks for it. Pure, like decide().
#pragma once

#include "queue-server/decide.h"

namespace yichuang {

// The events that are due at `moment`: tickets whose print was never confirmed are voided,
// appointments that nobody came for are missed after closing, alarms begin and end. At most
// limits::kTimedEventsPerTickMax; the rest come with the next call. The server asks once a second.
// Cost: O(services + windows + devices), not the number of tickets.
Events due(const State& state, const Moment& moment);

// The events that end the running business day, if there is one, and open `day`: everybody who
// still waits expires, with a voucher for the next day the hall is open, and every series starts
// again; what the hall learned goes on, a little faded. Appointments of services that the catalogue
// has no more are cancelled, those of past days missed, the others carried over. `midnight` is when
// the day began in the hall's zone; not set: hours of the day are UTC's.
Events open_day(const State& state, uint32_t day, const wire::CatalogueAdopted& catalogue,
                Time midnight = {});

}  // namespace yichuang
