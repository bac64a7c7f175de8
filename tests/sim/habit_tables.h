// What the tables of habits share: the habits of staff (habits_staff.cc) and of citizens
// (habits_citizens.cc).
#pragma once

#include "tests/sim/habits.h"
#include "wire/hall.pb.h"

namespace yichuang::sim {

std::span<const Habit> clerk_habits();
std::span<const Habit> guide_desk_habits();
std::span<const Habit> manager_habits();
std::span<const Habit> kiosk_habits();
std::span<const Habit> phones_habits();

bool working(const Scene& s);
std::string any_service(const Scene& s);
// A token of a ticket given here, now and then with a wrong letter.
std::string any_token(const Scene& s);
std::string some_reason(const Scene& s);  // now and then none
wire::PriorityClass any_class(const Scene& s);

// Commands of several jobs. The first two need somebody in the scene (its habit's weight).
void confirm(const Scene& s, wire::Command& c);
void cancel(const Scene& s, wire::Command& c);
// A number with all that may be said with it.
void take_number(const Scene& s, wire::Command& c);

}  // namespace yichuang::sim
