// What the parts of apply() share. Private to lib/hall: only apply() may call these.
#pragma once

#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

// An event of a ticket's life (apply_ticket.cc).
void apply_to_ticket(State& state, const wire::Event& event);

// Look-ups of what must be there: cannot_follow() has seen to it.
Ticket& ticket_of(State& state, TicketKey key);
Window& window_of(State& state, WindowNumber number);
Service& service_of(State& state, std::string_view id);

// A place of its slot is taken.
void keep_appointment(State& state, const Appointment& appointment);
// Nobody holds this appointment any more: checked in, cancelled, missed. What it was.
Appointment take_appointment(State& state, AppointmentKey key);

// Those who wait for this window alone may be called anywhere from now on.
void free_those_waiting_for(State& state, Window& window);

// What the snapshot does not carry because the tickets say it: their lines, the series' last
// numbers. Called for each ticket of a snapshot, in order.
void index_ticket(State& state, const Ticket& ticket);

// The letters that a number starts with, and the digits behind them.
struct NumberParts {
  std::string prefix;
  uint32_t ordinal = 0;
};
NumberParts parts_of(const std::string& number);

}  // namespace yichuang
