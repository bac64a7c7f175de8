// State: one hall, one business day, as the feed may show it. The server, every mirror, the
// verifier and the tests fold the same events into it with the same apply() (apply.h), which is
// the only code that changes it. Plain data; reading it is safe on the thread that owns it.
//
// What is private (reply memory, tokens) is not here: it sits beside the State in queue-server.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "hall/learned.h"
#include "hall/line.h"
#include "hall/rules.h"
#include "wire/hall.pb.h"

namespace yichuang {

using WindowNumber = uint32_t;    // 1..99, the number on the window's sign
using ServiceIndex = uint32_t;    // into State::services
using AppointmentKey = uint32_t;  // hall-wide, never used twice

using wire::DeviceState;
using wire::TicketPhase;
using wire::WindowPhase;

struct Ticket {
  TicketKey key = 0;
  std::string number;  // "A012"
  ServiceIndex service = 0;
  std::vector<ServiceIndex> plan;  // of the items still to come after this one
  TicketPhase phase = wire::TICKET_PHASE_ISSUED;
  wire::Delivery delivery = wire::DELIVERY_UNSPECIFIED;
  PriorityClass priority = wire::PRIORITY_CLASS_ORDINARY;
  bool agent = false;            // for the agent window
  bool resumed = false;          // goes first: it was held, or a manager put it there
  bool pool = false;             // held for any window
  WindowNumber window = 0;       // where it is, or was last, called
  WindowNumber only_window = 0;  // that alone may call it
  uint32_t calls = 0;            // of the running round: 1 call, 2 and 3 recalls
  uint32_t misses = 0;
  uint32_t due_call = 0;  // reactivated: callable once its service has made so many calls
  wire::CallReason reason = wire::CALL_REASON_UNSPECIFIED;  // of its very first call
  Time issued_at;
  Time arrived_at;  // decides its place; before the issue only if it was adopted
  Time slot_at;     // of the appointment that it was checked in for
  Time first_called_at;
  Time called_at;   // the last call or recall
  Time started_at;  // of the running item
  Time held_at;
  Time ended_at;
  Time round_called_at;       // the first call of the running round; not set: never called
  uint32_t told_min_p50 = 0;  // the wait that was told at issue
  uint32_t told_min_p90 = 0;
  std::string item;                // what the citizen comes for; empty: not said
  TicketKey voucher = 0;           // what it was issued for
  AppointmentKey appointment = 0;  // if anything
};

// Who waits for one service, or for one window alone. A ticket stands in exactly one line while it
// waits (line_of), in none otherwise.
struct Lines {
  std::array<Line, kPriorityClasses> walk_ins;  // by class; each by arrival
  Line agents;                                  // for the agent window, by arrival
  Line appointments;                            // checked in inside their slot, by slot
  Line resumed;   // were held, or a manager put them first; by arrival
  Line returned;  // reactivated, by due call
  size_t size() const;
  friend bool operator==(const Lines&, const Lines&) = default;
};

struct Service {
  std::string id;
  std::string prefix;
  std::string name_zh;
  std::string name_en;
  std::string icon;
  uint32_t service_seconds = 0;  // from the catalogue
  uint32_t slot_minutes = 0;     // 0: no appointments
  uint32_t slot_capacity = 0;
  uint32_t issued = 0;  // tickets today
  uint32_t calls = 0;   // first calls made today
  uint32_t served = 0;
  std::array<uint32_t, wire::VisitOutcome_ARRAYSIZE> outcomes{};  // of the served
  int64_t served_ms_total = 0;
  uint32_t no_shows = 0;  // appointments missed today
  bool retired = false;   // left the catalogue today; its tickets are still served
  Lines lines;            // but for those who wait for one window alone
  size_t waiting_count() const { return lines.size(); }
};

struct Window {
  WindowNumber number = 0;
  std::string name_zh;
  std::string name_en;
  bool general = false;
  bool helps = false;  // takes from the general queue when nobody waits for its own services
  bool agent = false;  // where agents with many cases go
  std::vector<ServiceIndex> services;  // what it serves, also retired ones; general: all
  WindowPhase phase = wire::WINDOW_PHASE_CLOSED;
  std::string reason;    // of a pause
  Time until;            // of a pause, as its clerk expects; may be not set, or past
  std::string clerk;     // badge; empty: nobody is signed in
  TicketKey ticket = 0;  // called or served here now
  Time since;            // of the phase
  Time free_since;       // its last visit ended while people waited; it has not called since
  uint32_t served = 0;   // today
  bool retired = false;
  Lines lines;  // who waits for this window alone
};

// A line of the board: the last call or recall of a ticket, newest at the front.
struct Call {
  TicketKey ticket = 0;
  std::string number;
  ServiceIndex service = 0;
  WindowNumber window = 0;
  Time at;
  uint32_t call = 0;  // 1 first call, 2.. recalls
};

struct Device {
  std::string owner;   // the enrolled name
  std::string device;  // "printer"
  DeviceState state = wire::DEVICE_STATE_UNSPECIFIED;
  std::vector<std::string> facts;
  Time since;
};

// Booked, and nobody has checked in yet.
struct Appointment {
  AppointmentKey key = 0;
  ServiceIndex service = 0;
  Time slot;
};

// How far a number series is used today, by its prefix: a service's, or a kiosk's own (offline).
struct Series {
  uint32_t ordinal = 0;  // of the last number
  Time arrived_at;       // of that ticket
};

struct Slot {
  ServiceIndex service = 0;
  int64_t from_ms = 0;
  friend auto operator<=>(const Slot&, const Slot&) = default;
};

struct Alarm {
  wire::AlarmKind kind = wire::ALARM_KIND_UNSPECIFIED;
  std::string subject;  // a service, a window, "kiosk-1/printer", a number
  friend auto operator<=>(const Alarm&, const Alarm&) = default;
};

// A manager's message that takes over every screen (应急).
struct Emergency {
  std::string zh;
  std::string en;
  Time since;
  bool running() const { return !zh.empty() || !en.empty(); }
};

struct OpenSpan {
  Time from;
  Time to;
};

struct State {
  uint64_t seq = 0;      // of the last event folded; 0: nothing yet
  uint64_t day_seq = 0;  // of today's DayOpened
  Time at;               // of that event
  uint32_t day = 0;      // 20250520; 0: no day was ever opened
  Time midnight;         // when that day began in the hall's zone; not set: taken as UTC's

  uint32_t catalogue_version = 0;
  std::string catalogue_digest;
  std::string hall_zh;
  std::string hall_en;
  std::string time_zone;
  std::vector<wire::Text> notices;
  Rules rules;
  bool keeps_hours = false;                           // the catalogue says when the hall is open
  std::vector<OpenSpan> hours;                        // of today, in order; none: closed
  std::map<std::string, std::string> offline_series;  // a kiosk's own prefix, by its name

  std::vector<Service> services;  // catalogue order; retired ones at the end
  std::map<WindowNumber, Window> windows;
  TicketKey first_ticket = 1;                 // of today
  std::vector<Ticket> tickets;                // today's; tickets[key - first_ticket]
  std::map<std::string, Series> series;       // by prefix
  Line unconfirmed;                           // tickets in phase ISSUED, by their issue
  Line held;                                  // tickets in phase HELD, by when they were held
  std::map<TicketKey, std::string> vouchers;  // of yesterday's tickets, not used yet: the service
  AppointmentKey next_appointment = 1;
  std::map<AppointmentKey, Appointment> appointments;
  Line appointment_times;                 // the same by slot, to know whose time is over
  std::map<Slot, uint32_t> booked;        // how many are booked in each slot
  std::map<Alarm, Time> alarms;           // running, since when
  Emergency emergency;                    // until it is set again, or the day ends
  std::deque<Call> recent_calls;          // at most limits::kRecentCallsMax
  std::map<std::string, Device> devices;  // by "owner/device"
  Learned learned;

  // Look-ups; null if there is no such thing today.
  const Ticket* ticket(TicketKey key) const;
  const Window* window(WindowNumber number) const;
  const Service* service(std::string_view id) const;
  ServiceIndex service_index(const Service& service) const {
    return static_cast<ServiceIndex>(&service - services.data());
  }
  TicketKey next_ticket() const { return first_ticket + static_cast<TicketKey>(tickets.size()); }
};

// The line where a waiting ticket stands, and its place there.
Line& line_of(State& state, const Ticket& ticket);
QueuePlace place_of(const Ticket& ticket);

// How much a person of the class counts after waiting so long; the greatest is called first.
int64_t priority_of(const Rules& rules, PriorityClass priority, int64_t waited_ms);

// How many people would be called before this ticket if a window called now and again, and how many
// after it, if it waits; within its service and, if one window alone may call it, among those
// who wait for that. Cost: O(log n), and the returned tickets before it.
size_t people_ahead(const State& state, const Ticket& ticket, Time now);
size_t people_behind(const State& state, const Ticket& ticket, Time now);
// Everybody who waits: for a service, or for one window alone.
size_t people_waiting(const State& state);
// How long a visit is expected to take by the catalogue; never 0.
int64_t expected_visit_ms(const Service& service);
bool serves(const Window& window, ServiceIndex service);
// Agents with many cases are called by a window of their own now; while there is none, by all.
bool agents_apart(const State& state, ServiceIndex service);
// Served, cancelled, expired or voided: nothing is expected of it any more. (A voided ticket whose
// paper was printed after all can still be confirmed.)
bool is_over(TicketPhase phase);
// It is over and nobody ever had it: void, or cancelled before it was confirmed. The voucher or
// appointment that it was for is as good as before.
bool reached_nobody(const Ticket& ticket);
// Of today's tickets for the voucher (or appointment; the other is 0), leaving `but_for` out: the
// one that reached somebody or still may, else the newest; null if there is none.
// Cost: O(today's tickets).
const Ticket* ticket_for(const State& state, TicketKey voucher, AppointmentKey appointment,
                         TicketKey but_for = 0);
std::string_view name_of(TicketPhase phase);  // "waiting", for logs and JSON
std::string_view name_of(WindowPhase phase);
std::string_view name_of(DeviceState state);
std::string_view name_of(wire::CallReason reason);

}  // namespace yichuang
