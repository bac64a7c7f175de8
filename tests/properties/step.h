// One step of a random hall's life, as eight bytes: what happens, who does it, to what, and how
// much time passes before. Bytes, so that the property tests and the fuzzer play the same halls,
// and a failing one can be cut down by leaving steps out.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "queue-server/decide.h"

namespace yichuang::properties {

struct Step {
  uint8_t action = 0;   // which command, or what else happens
  uint8_t who = 0;      // the actor
  uint8_t subject = 0;  // the ticket or window
  uint8_t service = 0;
  uint8_t choice = 0;  // whatever else the command lets choose
  uint8_t detail = 0;
  uint8_t pause = 0;  // how much time passes first
  uint8_t unit = 0;   // of the pause; and whether the server asks what is due
};

inline constexpr size_t kStepBytes = 8;

// As many whole steps as the bytes hold, at most `max`.
std::vector<Step> steps_of(const uint8_t* bytes, size_t size, size_t max);

// What a step does, by its action modulo kActions: below kCommands a command of some kind.
inline constexpr uint8_t kCommands = 72;
inline constexpr uint8_t kNewDay = 72;
inline constexpr uint8_t kNewCatalogue = 73;
inline constexpr uint8_t kStaffTheHall = 74;  // and all up to the last: a clerk at every window
inline constexpr uint8_t kActions = 80;

// How much time passes before the step.
int64_t pause_ms(const Step& step);
// A command, sensible or not, about what is in the hall; never a query.
wire::Command command_of(const Step& step, const State& state, const Moment& moment);
// Some actor of any role. Without the roles that may not send the command at all: the server
// refuses those before it decides.
Actor actor_of(const Step& step);

}  // namespace yichuang::properties
