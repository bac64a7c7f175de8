// A little model of the hall that knows only the events, and the named invariants that it and the
// State must keep (DESIGN section 13). Shares no code with apply() and decide(). Slow and simple.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang::properties {

// Which invariant does not hold, and how; empty: all do.
using Violation = std::string;

class Watch {
 public:
  // Before the event is applied to `state`: does it keep the order of the hall?
  Violation before(const State& state, const wire::Event& event) const;
  // Folds the event into the model.
  Violation see(const wire::Event& event);
  // Does the state say the same as the model?
  Violation compare(const State& state) const;
  // `window` was told that nobody waits for it.
  Violation nobody_for(const State& state, const Window& window) const;

  size_t issued_ever() const { return issued_ever_; }

 private:
  struct Seen {
    std::string number;
    TicketPhase phase = wire::TICKET_PHASE_ISSUED;
    WindowNumber window = 0;  // where it is called or served
  };
  struct Booking {
    std::string service;
    int64_t slot_ms = 0;
  };
  Violation see_day(const wire::DayOpened& opened);
  Violation see_issued(const wire::TicketIssued& issued);
  Violation see_visit(const wire::Event& event);
  Violation see_wait(const wire::Event& event);
  Violation see_appointment(const wire::Event& event);
  Violation book(const wire::AppointmentBooked& booked);
  void adopt(const wire::CatalogueAdopted& catalogue);
  Violation take_window(TicketKey ticket, WindowNumber window);
  void leave_window(Seen& seen);
  void move(TicketKey ticket, TicketPhase phase);

  uint32_t day_ = 0;
  size_t issued_ever_ = 0;
  std::map<TicketKey, Seen> today_;
  std::set<std::string> numbers_;  // of the day
  std::map<WindowNumber, TicketKey> at_;
  std::map<AppointmentKey, Booking> bookings_;
  std::map<std::string, uint32_t> capacity_;  // of a slot, by service
};

}  // namespace yichuang::properties
