// A second, slow and simple opinion of what the hall may do: a fold of the journal's events that
// shares no code with lib/hall or with decide(). Every rule of HALL.md that an event can break is
// checked as it passes; what the server believes is compared with what is known here.
//
// To teach it a new event: a row in kRules (hall_model.cc) and a member function.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "base/zone.h"
#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang::sim {

class HallModel {
 public:
  explicit HallModel(Zone zone) : zone_(std::move(zone)) {}

  // Folds one committed event; throws a Violation if it breaks a rule.
  void see(const wire::Event& event);
  // Throws if `state`, after the same events, says something else: windows and the tickets that
  // changed since the last look; `everything` looks at all tickets of the day.
  void compare(const State& state, bool everything);
  uint64_t issued_ever() const { return issued_ever_; }

 private:
  struct Visit {  // a ticket
    std::string number;
    std::string service;
    wire::TicketPhase phase = wire::TICKET_PHASE_ISSUED;
    uint32_t window = 0;
    uint32_t calls = 0;
    uint32_t misses = 0;
    uint32_t due_call = 0;
    int64_t arrival_ms = 0;
    int64_t called_ms = 0;
  };
  struct Counter {  // a window
    std::set<std::string> services;
    wire::WindowPhase phase = wire::WINDOW_PHASE_CLOSED;
    std::string clerk;
    uint32_t ticket = 0;
    bool retired = false;
  };
  struct Line {  // a service
    std::string prefix;
    uint32_t issued = 0;
    uint32_t calls = 0;
    bool retired = false;
    std::set<uint32_t> waiting;
  };
  using Rule = void (HallModel::*)(const wire::Event&);
  static Rule rule_for(wire::Event::BodyCase body);

  void day_opened(const wire::Event& event);
  void catalogue_adopted(const wire::Event& event);
  void clerk_signed_in(const wire::Event& event);
  void clerk_signed_out(const wire::Event& event);
  void window_opened(const wire::Event& event);
  void window_paused(const wire::Event& event);
  void window_closed(const wire::Event& event);
  void issued(const wire::Event& event);
  void confirmed(const wire::Event& event);
  void cancelled(const wire::Event& event);
  void called(const wire::Event& event);
  void recalled(const wire::Event& event);
  void missed(const wire::Event& event);
  void reactivated(const wire::Event& event);
  void started(const wire::Event& event);
  void served(const wire::Event& event);
  void expired(const wire::Event& event);
  void anything(const wire::Event&) {}

  void check_envelope(const wire::Event& event);
  void adopt(const wire::CatalogueAdopted& catalogue);
  Visit& visit(uint32_t ticket);
  Counter& counter(uint32_t window);
  Visit& visit_at(uint32_t ticket, uint32_t window, wire::TicketPhase phase);
  void move(uint32_t ticket, wire::TicketPhase to);
  void leave_window(uint32_t ticket);
  // Whose turn it is at a window, by the rules of HALL.md alone.
  struct Turn {
    uint32_t ticket = 0;
    wire::CallReason reason = wire::CALL_REASON_UNSPECIFIED;
  };
  Turn turn_at(const Counter& counter) const;
  uint32_t first_returned(const Counter& counter, bool also_early) const;
  void compare_visit(const State& state, uint32_t ticket) const;

  Zone zone_;
  uint64_t seq_ = 0;
  int64_t at_ms_ = 0;
  uint32_t day_ = 0;
  uint64_t issued_ever_ = 0;
  uint32_t next_ticket_ = 1;
  uint32_t must_expire_ = 0;  // missed a second time: its expiry must be the next event
  std::map<uint32_t, Visit> visits_;
  std::map<uint32_t, Counter> counters_;
  std::map<std::string, Line> lines_;
  std::set<std::string> numbers_;  // of the day
  std::set<uint32_t> changed_;
};

}  // namespace yichuang::sim
