#include "hall/rules.h"

#include <algorithm>

#include "base/assert.h"

namespace yichuang {
namespace {

void set_if_given(uint32_t given, uint32_t& rule) {
  if (given != 0) rule = given;
}

}  // namespace

const char* name_of(Policy policy) {
  switch (policy) {
    case Policy::kAccumulating:
      return "accumulating";
    case Policy::kFifo:
      return "fifo";
    case Policy::kAbsolute:
      return "absolute";
  }
  return "unknown";
}

RuleRange range_of(uint32_t Rules::*rule) {
  const auto* found = std::ranges::find(kRuleRanges, rule, &RuleRange::rule);
  HALL_ASSERT(found != std::end(kRuleRanges));
  return *found;
}

Rules rules_of(const wire::Rules& rules) {
  Rules out;
  for (const Policy policy : {Policy::kFifo, Policy::kAbsolute}) {
    if (rules.policy() == name_of(policy)) out.policy = policy;
  }
  const size_t rates = std::min(out.rates.size(), static_cast<size_t>(rules.rates_size()));
  for (size_t i = 0; i < rates; ++i) {
    set_if_given(rules.rates(static_cast<int>(i)), out.rates[i]);
  }
  out.missed_is_void = rules.missed_is_void();
  set_if_given(rules.confirm_seconds(), out.confirm_seconds);
  set_if_given(rules.recall_seconds(), out.recall_seconds);
  set_if_given(rules.calls_max(), out.calls_max);
  set_if_given(rules.reactivate_behind(), out.reactivate_behind);
  set_if_given(rules.slot_early_minutes(), out.slot_early_minutes);
  set_if_given(rules.slot_late_minutes(), out.slot_late_minutes);
  set_if_given(rules.bookings_per_person(), out.bookings_per_person);
  set_if_given(rules.booking_days(), out.booking_days);
  set_if_given(rules.agent_cases(), out.agent_cases);
  set_if_given(rules.issue_early_minutes(), out.issue_early_minutes);
  set_if_given(rules.alarm_wait_minutes(), out.alarm_wait_minutes);
  set_if_given(rules.alarm_waiting(), out.alarm_waiting);
  set_if_given(rules.alarm_waiting_high(), out.alarm_waiting_high);
  set_if_given(rules.alarm_hold_minutes(), out.alarm_hold_minutes);
  return out;
}

wire::Rules to_wire(const Rules& rules) {
  wire::Rules out;
  out.set_policy(name_of(rules.policy));
  for (const uint32_t rate : rules.rates) out.add_rates(rate);
  out.set_missed_is_void(rules.missed_is_void);
  out.set_confirm_seconds(rules.confirm_seconds);
  out.set_recall_seconds(rules.recall_seconds);
  out.set_calls_max(rules.calls_max);
  out.set_reactivate_behind(rules.reactivate_behind);
  out.set_slot_early_minutes(rules.slot_early_minutes);
  out.set_slot_late_minutes(rules.slot_late_minutes);
  out.set_bookings_per_person(rules.bookings_per_person);
  out.set_booking_days(rules.booking_days);
  out.set_agent_cases(rules.agent_cases);
  out.set_issue_early_minutes(rules.issue_early_minutes);
  out.set_alarm_wait_minutes(rules.alarm_wait_minutes);
  out.set_alarm_waiting(rules.alarm_waiting);
  out.set_alarm_waiting_high(rules.alarm_waiting_high);
  out.set_alarm_hold_minutes(rules.alarm_hold_minutes);
  return out;
}

size_t class_index(PriorityClass priority) {
  return priority > 0 && priority < static_cast<int>(kPriorityClasses)
             ? static_cast<size_t>(priority)
             : static_cast<size_t>(wire::PRIORITY_CLASS_ORDINARY);
}

uint32_t rate_of(const Rules& rules, PriorityClass priority) {
  return rules.rates[class_index(priority)];
}

// Who came d after me is called first at my wait w only if rate_other × (w − d) > rate_own × w,
// that is, d < (rate_other − rate_own) / rate_other × w. (A tie is mine: I came first.)
int64_t overtaking_span_ms(const Rules& rules, PriorityClass own, PriorityClass other,
                           int64_t waited_ms) {
  const int64_t mine = rate_of(rules, own);
  const int64_t theirs = rate_of(rules, other);
  if (theirs <= mine || rules.policy == Policy::kFifo) return 0;
  if (rules.policy == Policy::kAbsolute) return INT64_MAX;
  return ((theirs - mine) * waited_ms + theirs - 1) / theirs;
}

}  // namespace yichuang
