// State: one hall, one business day, as the feed may show it. The server, every mirror, the
// verifier and the tests fold the same events into it with the same apply() (apply.h), which is
// the only code that changes it. Plain data; reading it is safe on the thread that owns it.
//
// What is private (reply memory, tokens) is not here: it sits beside the State in queue-server.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "hall/learned.h"
#include "wire/hall.pb.h"

namespace yichuang {

using TicketKey = uint32_t;     // hall-wide, never used twice; the number is only a label
using WindowNumber = uint32_t;  // 1..99, the number on the window's sign
using ServiceIndex = uint32_t;  // into State::services

using wire::DeviceState;
using wire::TicketPhase;
using wire::WindowPhase;

struct Ticket {
  TicketKey key = 0;
  std::string number;  // "A012"
  ServiceIndex service = 0;
  TicketPhase phase = wire::TICKET_PHASE_ISSUED;
  wire::Delivery delivery = wire::DELIVERY_UNSPECIFIED;
  WindowNumber window = 0;  // where it is, or was last, called
  uint32_t calls = 0;       // of the running round: 1 call, 2 and 3 recalls
  uint32_t misses = 0;
  uint32_t due_call = 0;  // reactivated: callable once its service has made so many calls
  Time issued_at;         // also its arrival, which decides its place
  Time called_at;         // the last call or recall
  Time started_at;
  Time ended_at;
  Time round_called_at;       // the first call of the running round; not set: never called
  uint32_t told_min_p50 = 0;  // the wait that was told at issue
  uint32_t told_min_p90 = 0;
};

// A place in a service's line: by arrival, then by key. For returned tickets: by due call.
struct QueuePlace {
  int64_t order = 0;
  TicketKey ticket = 0;
  friend auto operator<=>(const QueuePlace&, const QueuePlace&) = default;
};

struct Service {
  std::string id;
  std::string prefix;
  std::string name_zh;
  std::string name_en;
  std::string icon;
  uint32_t service_seconds = 0;  // from the catalogue
  uint32_t issued = 0;           // numbers used of the series today
  uint32_t calls = 0;            // first calls made today
  uint32_t served = 0;
  int64_t served_ms_total = 0;
  bool retired = false;           // left the catalogue today; its tickets are still served
  std::set<QueuePlace> waiting;   // callable, by arrival
  std::set<QueuePlace> returned;  // reactivated, by due call
  size_t waiting_count() const { return waiting.size() + returned.size(); }
};

struct Window {
  WindowNumber number = 0;
  std::string name_zh;
  std::string name_en;
  bool general = false;
  std::vector<ServiceIndex> services;  // what it serves; general: all that are not retired
  WindowPhase phase = wire::WINDOW_PHASE_CLOSED;
  std::string reason;    // of a pause
  std::string clerk;     // badge; empty: nobody is signed in
  TicketKey ticket = 0;  // called or served here now
  Time since;            // of the phase
  Time free_since;       // its last visit ended while people waited; it has not called since
  uint32_t served = 0;   // today
  bool retired = false;
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

  std::vector<Service> services;  // catalogue order; retired ones at the end
  std::map<WindowNumber, Window> windows;
  TicketKey first_ticket = 1;             // of today
  std::vector<Ticket> tickets;            // today's; tickets[key - first_ticket]
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

// How many people will be called before this ticket, if it waits; by service line.
size_t people_ahead(const State& state, const Ticket& ticket);
size_t people_behind(const State& state, const Ticket& ticket);
// How long a visit is expected to take by the catalogue; never 0.
int64_t expected_visit_ms(const Service& service);
bool serves(const Window& window, ServiceIndex service);
bool is_over(TicketPhase phase);              // served, cancelled or expired: no event can follow
std::string_view name_of(TicketPhase phase);  // "waiting", for logs and JSON
std::string_view name_of(WindowPhase phase);
std::string_view name_of(DeviceState state);

}  // namespace yichuang
