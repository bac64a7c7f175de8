// HALL.md's defaults, written down a second time on purpose, and how a hall's own rule replaces
// one.
#pragma once

#include <cstdint>

namespace yichuang::sim {

inline constexpr uint32_t kConfirmSeconds = 60;
inline constexpr uint32_t kRecallSeconds = 20;
inline constexpr uint32_t kCallsMax = 3;
inline constexpr uint32_t kReturnBehindCalls = 3;
inline constexpr uint32_t kMissesMax = 2;
inline constexpr uint32_t kSeriesMax = 999;
inline constexpr uint32_t kAgentCases = 3;
inline constexpr uint32_t kIssueEarlyMinutes = 30;
inline constexpr uint32_t kSlotEarlyMinutes = 5;
inline constexpr uint32_t kSlotLateMinutes = 15;
inline constexpr uint32_t kBookingsPerPerson = 2;
inline constexpr uint32_t kItemsMax = 8;  // still to come on one ticket
inline constexpr uint32_t kAlarmWaitMinutes = 30;
inline constexpr uint32_t kAlarmWaiting = 10;
inline constexpr uint32_t kAlarmWaitingHigh = 20;
inline constexpr uint32_t kAlarmHoldMinutes = 15;
inline constexpr uint32_t kRateOrdinary = 1;
inline constexpr uint32_t kRatePriority = 3;

inline constexpr int64_t kSecondInMs = 1000;
inline constexpr int64_t kMinuteInMs = 60'000;

inline int64_t rule_or(uint32_t given, uint32_t usual) { return given == 0 ? usual : given; }

}  // namespace yichuang::sim
