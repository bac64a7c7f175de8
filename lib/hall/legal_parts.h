// What the checks of events and states from outside share. Private to lib/hall (legal*.cc). Each
// says what is wrong, or nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/limits.h"
#include "hall/state.h"
#include "wire/hall.pb.h"

namespace yichuang {

// Every enum in the message, and in those inside it, is one that this version knows; every field
// whose name ends in "_ms" is a moment between 1970 and limits::kTimeMsMax.
std::string check_values(const google::protobuf::Message& message);

// A catalogue that a loader could have given.
std::string check_catalogue(const wire::CatalogueAdopted& catalogue);
// What services, and kiosks that number by themselves, put before their numbers: one or two capital
// letters.
bool is_prefix(std::string_view prefix);
std::string check_rules(const Rules& rules);
bool is_policy(const std::string& name);  // or empty: the default
std::string check_hours(const std::vector<OpenSpan>& hours);
std::string check_slots(uint32_t service_seconds, uint32_t slot_minutes, uint32_t slot_capacity);

// Counts and sums that observations could have given; then nothing that learn() does overflows.
std::string check_learned(const Learned& learned, uint32_t count_max = limits::kLearnedCountMax);
// The days on record: one after the other, all before today.
std::string check_days(const Learned& learned, uint32_t today);
// From outside at most so many, so that a day's own observations still have room.
inline constexpr uint32_t kLearnedCountMaxOutside = limits::kLearnedCountMax / 2;

}  // namespace yichuang
