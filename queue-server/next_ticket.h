// Who is next at a window, and why. Pure.
#pragma once

#include <optional>

#include "hall/state.h"

namespace yichuang {

struct NextTicket {
  TicketKey ticket = 0;
  wire::CallReason reason = wire::CALL_REASON_UNSPECIFIED;
  uint32_t passed = 0;  // people who came before it and wait for the same window still
};

// The ticket that `window` should call next, in this order: emergencies; who was held and is back,
// or was put first; the reactivated whose turn has come; appointments inside their slot; the
// walk-in of the greatest priority by the hall's policy (rules.h), ties by arrival, then number;
// the reactivated before their turn, because nobody else waits. Among those who wait for this
// window alone or for a service of it; a window that helps goes on to all others when those are
// none. A window that left the catalogue calls only for services that left it too.
//
// What that promises somebody who waits, at every call of a window that may call them (`now`):
//
// 1. Within a class and service first come, first called: nobody of the own class overtakes.
// 2. Whoever is called by the policy has waited at least rate_own / rate_theirs as long: by the
//    shipped rates at least a third. A person who comes when I have waited w can only be called
//    before me if I wait longer than w × rate_theirs / (rate_theirs − rate_own): 1.5 w.
// 3. So those who overtake me in a wait of W came in its first (1 − rate_own / rate_max) × W
//    (overtaking_span_ms, rules.h), and they are of a faster class. Before my call the windows that
//    may call me make by the policy at most A + F calls: A of people who were there before me, F of
//    a faster class who came in that part. If those windows make μ calls a minute and faster people
//    come at λ a minute, W ≤ A / (μ − (1 − rate_own / rate_max) × λ): finite even if the faster
//    alone came as fast as they are called. fifo: W ≤ A / μ; absolute: W ≤ A / (μ − λ), no bound
//    when λ reaches μ.
//
// What comes before the policy adds calls, each kind by its own limit: an appointment,
// slot_capacity in every slot_minutes of each service (booked slots that overlap my wait, 5 minutes
// early and 15 late by the shipped rules; a hall that plans as many as its windows can serve leaves
// nothing for walk-ins); a reactivated ticket once in its life, because the second miss expires it,
// and it was called before; a resumed one once for each time it was held at a window, which took a
// call. Only emergencies and tickets put first have no limit but the desk's and the manager's
// judgement: each has a reason on record. Adopted, transferred and several-item tickets keep their
// arrival and count as people who were there before; so does whoever is granted a class, from their
// own arrival. Windows that help are no promise: they call only when their own lines are empty.
// Cost: O(services × classes × log waiting).
std::optional<NextTicket> next_ticket(const State& state, const Window& window, Time now);

// Whether the window calls tickets of the service, also by helping.
bool may_call(const Window& window, ServiceIndex service, const State& state);

}  // namespace yichuang
