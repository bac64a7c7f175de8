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
#include <tuple>
#include <vector>

#include "base/zone.h"
#include "hall/state.h"
#include "net/device_file.h"
#include "wire/hall.pb.h"

namespace yichuang::sim {

// The command behind an event, and the role of the device that sent it.
struct Asked {
  wire::Command command;
  Role role = Role::kDisplay;
};

class HallModel {
 public:
  explicit HallModel(Zone zone) : zone_(std::move(zone)) {}

  // Folds one committed event; throws a Violation if it breaks a rule. `asked`: the command whose
  // first event it is; null if nobody asked for it.
  void see(const wire::Event& event, const Asked* asked);
  // Throws if `state`, after the same events, says something else: windows, lines and the tickets
  // that changed since the last look; `everything` looks at all of the day.
  void compare(const State& state, bool everything);
  uint64_t issued_ever() const { return issued_ever_; }
  // Whether something is still expected of a ticket of today for the service.
  bool is_live(uint32_t ticket, const std::string& service) const;
  uint32_t bookings_per_person() const;
  // Calm: what time alone does must be done if it was due `settled_ms` ago.
  void check_settled(int64_t now_ms, int64_t settled_ms) const;

 private:
  struct Booking {
    std::string service;
    int64_t slot_ms = 0;
    friend bool operator==(const Booking&, const Booking&) = default;
  };
  struct Visit {  // a ticket
    std::string number;
    std::string service;
    std::vector<std::string> plan;
    wire::TicketPhase phase = wire::TICKET_PHASE_ISSUED;
    wire::PriorityClass priority = wire::PRIORITY_CLASS_ORDINARY;
    bool agent = false;
    bool first = false;  // was held and is back, or a manager put it there
    bool pool = false;
    uint32_t window = 0;
    uint32_t only_window = 0;  // that alone may call it
    uint32_t calls = 0;
    uint32_t misses = 0;
    uint32_t due_call = 0;  // of a returned one
    int64_t issued_ms = 0;
    int64_t arrival_ms = 0;
    int64_t called_ms = 0;
    int64_t held_ms = 0;
    int64_t slot_ms = 0;
    uint32_t voucher = 0;      // what it was issued for
    uint32_t appointment = 0;  // if anything
    Booking booking;           // that appointment
    bool confirmed = false;
    bool reached_nobody() const;
  };
  struct Counter {  // a window
    std::set<std::string> services;
    wire::WindowPhase phase = wire::WINDOW_PHASE_CLOSED;
    std::string clerk;
    uint32_t ticket = 0;
    bool helps = false;
    bool agent = false;
    bool retired = false;
    std::set<uint32_t> waiting;  // for this window alone
  };
  struct Line {  // a service
    std::string prefix;
    uint32_t issued = 0;
    uint32_t calls = 0;
    uint32_t slot_capacity = 0;
    uint32_t no_shows = 0;
    bool retired = false;
    std::set<uint32_t> waiting;  // for any window
  };
  struct Series {
    uint32_t last = 0;
    int64_t arrival_ms = 0;  // of that ticket
  };
  using AlarmName = std::pair<wire::AlarmKind, std::string>;
  using Rule = void (HallModel::*)(const wire::Event&);
  static Rule rule_for(wire::Event::BodyCase body);

  // ---- The day, the catalogue, windows (hall_model.cc). ----
  void day_opened(const wire::Event& event);
  void catalogue_adopted(const wire::Event& event);
  void clerk_signed_in(const wire::Event& event);
  void clerk_signed_out(const wire::Event& event);
  void window_opened(const wire::Event& event);
  void window_paused(const wire::Event& event);
  void window_closed(const wire::Event& event);
  void window_services_set(const wire::Event& event);
  void anything(const wire::Event&) {}

  // ---- A ticket's life (hall_model_tickets.cc, hall_model_visits.cc). ----
  void issued(const wire::Event& event);
  void confirmed(const wire::Event& event);
  void voided(const wire::Event& event);
  void cancelled(const wire::Event& event);
  void reactivated(const wire::Event& event);
  void priority_granted(const wire::Event& event);
  void expired(const wire::Event& event);
  void called(const wire::Event& event);
  void recalled(const wire::Event& event);
  void missed(const wire::Event& event);
  void started(const wire::Event& event);
  void came_of_it(const Visit& seen, wire::VisitOutcome outcome);
  void served(const wire::Event& event);
  void item_served(const wire::Event& event);
  void service_added(const wire::Event& event);
  void held(const wire::Event& event);
  void resumed(const wire::Event& event);
  void transferred(const wire::Event& event);

  // ---- Promises for later, alarms (hall_model_promises.cc). ----
  void vouchers_granted(const wire::Event& event);
  void appointment_booked(const wire::Event& event);
  void appointment_moved(const wire::Event& event);
  void appointment_cancelled(const wire::Event& event);
  void appointment_missed(const wire::Event& event);
  void appointments_carried(const wire::Event& event);
  void alarm_raised(const wire::Event& event);
  void alarm_cleared(const wire::Event& event);
  void device_reported(const wire::Event& event);
  void document_opened(const wire::Event& event);
  void emergency_set(const wire::Event& event);

  void check_envelope(const wire::Event& event);
  void check_carried(const wire::Event& event) const;
  void end_day(const wire::DayOpened& opened);
  void adopt(const wire::CatalogueAdopted& catalogue);
  void set_services(Counter& at, bool general, const std::vector<std::string>& ids);
  void check_number(const wire::TicketIssued& made);
  void check_adopted(const wire::Event& event);
  void check_who_may_issue(const wire::Event& event) const;
  bool begins_before_closing(int64_t wait_ms) const;
  void check_checked_in(const wire::Event& event, const Booking& booking) const;
  void take_voucher(const wire::TicketIssued& made);
  void check_instead(const wire::TicketIssued& made);
  void check_used_once(uint32_t ticket) const;
  void check_slot(const std::string& service, int64_t slot_ms) const;
  Booking take_booking(uint32_t appointment);
  bool hours_are_over() const;
  bool is_open_at(int64_t at_ms) const;
  bool somebody_waits_long(const std::string& service, int64_t at_ms) const;
  bool condition_holds(const AlarmName& alarm, int64_t at_ms) const;
  bool somebody_serves(const std::string& service) const;

  Visit& visit(uint32_t ticket);
  Counter& counter(uint32_t window);
  Line& line(const std::string& service);
  Visit& visit_at(uint32_t ticket, uint32_t window, wire::TicketPhase phase);
  std::set<uint32_t>& waiting_place(const Visit& visit);
  void move(uint32_t ticket, wire::TicketPhase to);
  void leave_window(uint32_t ticket);
  void free_those_waiting_for(Counter& at);
  bool manager_asked() const;
  bool guide_asked() const;

  // ---- Whose turn it is at a window, by the rules of HALL.md alone (hall_model_turn.cc). ----
  struct Turn {
    uint32_t ticket = 0;
    wire::CallReason reason = wire::CALL_REASON_UNSPECIFIED;
    uint32_t passed = 0;  // walk-ins that arrived before it
  };
  using Lanes = std::vector<const std::set<uint32_t>*>;
  Turn turn_at(uint32_t window) const;
  Turn turn_among(const Counter& at, const Lanes& lanes) const;
  uint32_t first_returned(const Lanes& lanes, bool also_early) const;
  uint32_t best_walk_in(const Counter& at, const Lanes& lanes) const;
  uint32_t walk_ins_before(const Lanes& lanes, uint32_t ticket) const;
  bool calls_agents(const Counter& at, const Visit& agent) const;
  bool is_walk_in(const Visit& visit) const;
  bool serves_or_helps(const Counter& at, const std::string& service) const;
  uint32_t rate_of(wire::PriorityClass priority) const;

  void compare_windows(const State& state) const;
  void compare_lines(const State& state) const;
  void compare_visit(const State& state, uint32_t ticket) const;
  void compare_promises(const State& state) const;

  Zone zone_;
  uint64_t seq_ = 0;
  int64_t at_ms_ = 0;
  uint32_t day_ = 0;
  uint64_t issued_ever_ = 0;
  uint32_t next_ticket_ = 1;
  uint32_t next_appointment_ = 1;
  const Asked* asked_ = nullptr;
  uint32_t must_expire_ = 0;  // missed for good: its expiry must be the next event
  wire::ExpiryReason must_expire_why_ = wire::EXPIRY_REASON_UNSPECIFIED;
  uint32_t stepped_up_ = 0;  // a walk-in of a window: called at once
  wire::Rules rules_;
  bool keeps_hours_ = false;
  std::vector<std::pair<int64_t, int64_t>> hours_;  // from, to
  std::map<std::string, std::string> offline_series_;
  std::map<uint32_t, Visit> visits_;
  std::map<uint32_t, Counter> counters_;
  std::map<std::string, Line> lines_;
  std::map<std::string, Series> series_;  // by letter
  std::set<std::string> numbers_;         // of the day
  std::set<uint32_t> changed_;
  std::map<uint32_t, std::string> vouchers_;       // good today
  std::map<uint32_t, std::string> next_vouchers_;  // earned today
  std::map<uint32_t, Booking> bookings_;
  // Of the day before, that the events behind DayOpened must carry over.
  std::map<uint32_t, std::string> vouchers_to_come_;
  std::map<uint32_t, Booking> bookings_to_come_;
  std::set<std::string> bookings_to_end_;  // services: cancelled, for the next day has them not
  std::set<AlarmName> alarms_;
  std::pair<std::string, std::string> emergency_;  // zh, en; empty: none
  std::map<std::string, wire::DeviceState> devices_;
};

}  // namespace yichuang::sim
