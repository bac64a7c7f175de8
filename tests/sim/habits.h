// What people do in the hall, as tables: each habit says when it fits, how often, and what command
// it is. Some habits are mistakes and impatience; the server must refuse them well.
//
// To add a command: a row in a table (habits_staff.cc, habits_citizens.cc) and, if it makes events,
// rules in HallModel.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hall/state.h"
#include "tests/sim/offline_series.h"
#include "tests/sim/seeded_random.h"

namespace yichuang::sim {

enum class HallTime { kOpen, kLunch, kClosing, kNight };

// A ticket that a kiosk or a desk gave out.
struct GivenTicket {
  TicketKey key = 0;
  std::string token;
};

struct GivenAppointment {
  AppointmentKey key = 0;
  std::string token;
  int64_t slot_ms = 0;
};

// What somebody sees when deciding what to do next.
struct Scene {
  const State& state;  // as the device's mirror shows it
  SeededRandom& random;
  HallTime time = HallTime::kOpen;
  // At a window.
  WindowNumber own_window = 0;
  const Window* window = nullptr;   // null: the mirror does not know it
  const Ticket* visitor = nullptr;  // called or served there
  std::string clerk;
  // At a kiosk or desk: what it gave out, newest last.
  const std::vector<GivenTicket>* given = nullptr;
  const std::vector<GivenAppointment>* appointments = nullptr;
  Time now;                      // of the hall, as the device knows it
  OfflineSeries* own = nullptr;  // a kiosk's numbers while the server is away
  bool cut_off = false;

  // A ticket that was given here and is in `phase` now; null if there is none.
  const Ticket* given_in(TicketPhase phase) const;
  const Ticket* anybodys() const;  // any ticket of today, or null
  const Ticket* anybody_in(TicketPhase phase) const;
  std::string person() const;  // the hash of somebody's ID number; mostly of one who comes often
};

struct Habit {
  const char* name;
  unsigned (*weight)(const Scene&);            // 0: does not fit
  void (*fill)(const Scene&, wire::Command&);  // null, or no body: sends nothing
};

enum class Job { kClerk, kKiosk, kGuideDesk, kManager, kPhones };
// What the envelope says of who has the job.
wire::StaffRole staff_role_of(Job job);
std::span<const Habit> habits_of(Job job);
// One that fits, by weight; null: does nothing this time.
const Habit* choose_habit(Job job, const Scene& scene);

}  // namespace yichuang::sim
