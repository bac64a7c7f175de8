// The rules that a hall may set (rules.toml of its catalogue), with the defaults of HALL.md. Part
// of the State, because everything that decide() and apply() do by them must replay for ever.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "wire/hall.pb.h"

namespace yichuang {

using wire::PriorityClass;

inline constexpr size_t kPriorityClasses = wire::PriorityClass_ARRAYSIZE;

// Who of those who wait comes first (next_ticket.h).
enum class Policy : uint8_t {
  kAccumulating,  // the greatest rate × time waited
  kFifo,          // the earliest arrival
  kAbsolute,      // the highest rate, then the earliest arrival
};

struct Rules {
  Policy policy = Policy::kAccumulating;
  // How fast a person of the class gains priority, by PriorityClass; 3:1 by default. Emergencies
  // come first under every policy.
  std::array<uint32_t, kPriorityClasses> rates = {1, 1, 3, 3, 3, 3, 3, 3, 1};
  uint32_t confirm_seconds = 60;
  uint32_t recall_seconds = 20;
  uint32_t calls_max = 3;
  uint32_t reactivate_behind = 3;  // calls
  bool missed_is_void = false;
  uint32_t slot_early_minutes = 5;
  uint32_t slot_late_minutes = 15;
  uint32_t bookings_per_person = 2;
  uint32_t booking_days = 14;
  uint32_t agent_cases = 3;  // with more an agent goes to the agent window
  uint32_t issue_early_minutes = 30;
  uint32_t alarm_wait_minutes = 30;
  uint32_t alarm_waiting = 10;
  uint32_t alarm_waiting_high = 20;
  uint32_t alarm_hold_minutes = 15;
  friend bool operator==(const Rules&, const Rules&) = default;
};

// What a hall may set a number of its rules to.
struct RuleRange {
  uint32_t Rules::*rule;
  uint32_t min;
  uint32_t max;
};
inline constexpr RuleRange kRuleRanges[] = {
    {&Rules::confirm_seconds, 10, 600},   {&Rules::recall_seconds, 5, 300},
    {&Rules::calls_max, 1, 10},           {&Rules::reactivate_behind, 1, 50},
    {&Rules::slot_early_minutes, 1, 120}, {&Rules::slot_late_minutes, 1, 120},
    {&Rules::bookings_per_person, 1, 20}, {&Rules::booking_days, 1, 60},
    {&Rules::agent_cases, 1, 100},        {&Rules::issue_early_minutes, 1, 240},
    {&Rules::alarm_wait_minutes, 1, 999}, {&Rules::alarm_waiting, 1, 999},
    {&Rules::alarm_waiting_high, 1, 999}, {&Rules::alarm_hold_minutes, 1, 999},
};
inline constexpr uint32_t kRateMax = 100;  // of a class, against 1 for everybody else
RuleRange range_of(uint32_t Rules::*rule);

// Unset fields keep their default. An unknown policy is "accumulating": the loader of the catalogue
// refuses one, so it can only come from a newer version.
Rules rules_of(const wire::Rules& rules);
// Every field set: rules_of(to_wire(x)) == x.
wire::Rules to_wire(const Rules& rules);
const char* name_of(Policy policy);  // "accumulating"

// A class as an index of `rates`; an unknown one counts as ordinary.
size_t class_index(PriorityClass priority);
uint32_t rate_of(const Rules& rules, PriorityClass priority);

// The bound of the policy (next_ticket.h): of walk-ins of class `other`, those that come so many ms
// after one of class `own`, or later, are not called before it while it has waited at most
// `waited_ms`. Emergencies aside. 0: none of them ever overtakes.
//
//   accumulating  (1 − rate_own / rate_other) × waited, rounded up, if rate_other is the greater
//   fifo          0
//   absolute      INT64_MAX if rate_other is the greater: there is no bound
//
// `waited_ms` is not negative.
int64_t overtaking_span_ms(const Rules& rules, PriorityClass own, PriorityClass other,
                           int64_t waited_ms);

}  // namespace yichuang
