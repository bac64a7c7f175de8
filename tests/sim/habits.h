// What people do in the hall, as tables: each habit says when it fits, how often, and what command
// it is. Some habits are mistakes and impatience; the server must refuse them well.
//
// To add a command: a row in one of the tables (habits.cc), and, if it makes events, rules in
// HallModel.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "hall/state.h"
#include "tests/sim/seeded_random.h"

namespace yichuang::sim {

enum class HallTime { kOpen, kLunch, kClosing, kNight };

// A ticket that a kiosk or a desk gave out.
struct GivenTicket {
  TicketKey key = 0;
  std::string token;
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

  // A ticket that was given here and is in `phase` now; null if there is none.
  const Ticket* given_in(TicketPhase phase) const;
  const Ticket* anybodys() const;  // any ticket of today, or null
};

struct Habit {
  const char* name;
  unsigned (*weight)(const Scene&);  // 0: does not fit
  void (*fill)(const Scene&, wire::Command&);
};

enum class Job { kClerk, kKiosk, kGuideDesk };
std::span<const Habit> habits_of(Job job);
// One that fits, by weight; null: does nothing this time.
const Habit* choose_habit(Job job, const Scene& scene);

}  // namespace yichuang::sim
