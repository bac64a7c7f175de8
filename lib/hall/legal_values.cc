// The values inside messages from outside, one by one.
#include <fmt/format.h>
#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <set>

#include "base/limits.h"
#include "hall/legal_parts.h"

namespace yichuang {
namespace {

namespace pb = google::protobuf;

constexpr uint32_t kDaySeconds = 86'400;
constexpr uint32_t kDayMinutes = 1440;
constexpr uint32_t kSlotCapacityMax = 999;

std::string check_enum(const pb::FieldDescriptor& field, int number) {
  if (field.enum_type()->FindValueByNumber(number)) return {};
  return fmt::format("{}: {} is not known to this version", field.name(), number);
}

std::string check_time(const pb::FieldDescriptor& field, int64_t ms) {
  if (ms >= 0 && ms <= limits::kTimeMsMax) return {};
  return fmt::format("{}: {} is not a time", field.name(), ms);
}

// One element of a field: `i` is ignored unless the field is repeated.
std::string check_element(const pb::Message& message, const pb::FieldDescriptor& field, int i) {
  const pb::Reflection& read = *message.GetReflection();
  const bool list = field.is_repeated();
  switch (field.cpp_type()) {
    case pb::FieldDescriptor::CPPTYPE_ENUM:
      return check_enum(field, list ? read.GetRepeatedEnumValue(message, &field, i)
                                    : read.GetEnumValue(message, &field));
    case pb::FieldDescriptor::CPPTYPE_INT64:
      if (!field.name().ends_with("_ms")) return {};
      return check_time(
          field, list ? read.GetRepeatedInt64(message, &field, i) : read.GetInt64(message, &field));
    case pb::FieldDescriptor::CPPTYPE_MESSAGE:
      return check_values(list ? read.GetRepeatedMessage(message, &field, i)
                               : read.GetMessage(message, &field));
    default:
      return {};
  }
}

// Of services and of kiosks: no two number with the same letters.
std::string check_prefixes(const wire::CatalogueAdopted& catalogue) {
  std::set<std::string_view> taken;
  const auto check = [&](const std::string& prefix, const std::string& whose) -> std::string {
    if (is_prefix(prefix) && taken.insert(prefix).second) return {};
    return fmt::format("the letter \"{}\" of {} is no letter, or another's", prefix, whose);
  };
  for (const auto& service : catalogue.services()) {
    if (auto wrong = check(service.prefix(), service.id()); !wrong.empty()) return wrong;
  }
  for (const auto& series : catalogue.offline_series()) {
    if (auto wrong = check(series.prefix(), series.kiosk()); !wrong.empty()) return wrong;
  }
  return {};
}

std::string check_services(const wire::CatalogueAdopted& catalogue, std::set<std::string>& ids) {
  for (const auto& service : catalogue.services()) {
    if (service.id().empty() || !ids.insert(service.id()).second) {
      return fmt::format("service \"{}\" has no id, or another's", service.id());
    }
    if (auto wrong =
            check_slots(service.service_seconds(), service.slot_minutes(), service.slot_capacity());
        !wrong.empty()) {
      return service.id() + ": " + wrong;
    }
  }
  return {};
}

std::string check_windows(const wire::CatalogueAdopted& catalogue,
                          const std::set<std::string>& services) {
  std::set<uint32_t> numbers;
  for (const auto& window : catalogue.windows()) {
    if (window.window() == 0 || window.window() > limits::kWindowsMax ||
        !numbers.insert(window.window()).second) {
      return fmt::format("window {} is no number from 1 to {}, or there twice", window.window(),
                         limits::kWindowsMax);
    }
    for (const std::string& id : window.services()) {
      if (!services.contains(id)) {
        return fmt::format("window {} serves \"{}\", which nobody knows", window.window(), id);
      }
    }
  }
  return {};
}

// What one observation adds at most: half a day (learned.cc), in seconds and square seconds.
constexpr uint64_t kSumEach = 43'200;
constexpr uint64_t kSquareEach = kSumEach * kSumEach;
// Fading rounds the counts down a little more than the sums.
constexpr uint64_t kRounding = 8;

bool is_possible(uint32_t count, uint64_t sum, uint32_t count_max) {
  return count <= count_max && sum <= kSumEach * (count + kRounding);
}

bool is_possible(const Durations& durations, uint32_t count_max) {
  return is_possible(durations.count, durations.sum, count_max) &&
         durations.square_sum <= kSquareEach * (durations.count + kRounding);
}

bool is_possible(const LearnedService& service, uint32_t count_max) {
  uint64_t visits = 0;
  for (const LearnedHour& hour : service.hours) {
    if (!is_possible(hour.count, hour.sum, count_max)) return false;
    visits += hour.count;
  }
  return service.came <= count_max && service.missed <= count_max &&
         service.square_sum <= kSquareEach * (visits + kHours * kRounding);
}

}  // namespace

std::string check_values(const pb::Message& message) {
  std::vector<const pb::FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const pb::FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? message.GetReflection()->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (auto wrong = check_element(message, *field, i); !wrong.empty()) return wrong;
    }
  }
  return {};
}

bool is_prefix(std::string_view prefix) {
  return !prefix.empty() && prefix.size() <= 2 &&
         std::ranges::all_of(prefix, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_policy(const std::string& name) {
  constexpr Policy kPolicies[] = {Policy::kAccumulating, Policy::kFifo, Policy::kAbsolute};
  return name.empty() ||
         std::ranges::any_of(kPolicies, [&](Policy policy) { return name == name_of(policy); });
}

// The rules of a test or a simulation may be below the loader's ranges, never above.
std::string check_rules(const Rules& rules) {
  for (const RuleRange& range : kRuleRanges) {
    const uint32_t value = rules.*range.rule;
    if (value == 0 || value > range.max) {
      return fmt::format("a rule is {}, at most {} is possible", value, range.max);
    }
  }
  for (const uint32_t rate : rules.rates) {
    if (rate == 0 || rate > kRateMax) {
      return fmt::format("a rate is {}, at most {} is possible", rate, kRateMax);
    }
  }
  return {};
}

std::string check_hours(const std::vector<OpenSpan>& hours) {
  Time last;
  for (const OpenSpan& span : hours) {
    if (span.from < last || span.to <= span.from) return "the hours are not in order";
    last = span.to;
  }
  return {};
}

std::string check_slots(uint32_t service_seconds, uint32_t slot_minutes, uint32_t slot_capacity) {
  if (service_seconds > kDaySeconds) return "a visit is longer than a day";
  if (slot_minutes > kDayMinutes) return "a slot is longer than a day";
  if (slot_capacity > kSlotCapacityMax) return fmt::format("{} in one slot", slot_capacity);
  return {};
}

std::string check_catalogue(const wire::CatalogueAdopted& catalogue) {
  std::set<std::string> ids;
  if (auto wrong = check_services(catalogue, ids); !wrong.empty()) return wrong;
  if (auto wrong = check_prefixes(catalogue); !wrong.empty()) return wrong;
  if (auto wrong = check_windows(catalogue, ids); !wrong.empty()) return wrong;
  if (!is_policy(catalogue.rules().policy())) {
    return fmt::format("policy \"{}\" is not known to this version", catalogue.rules().policy());
  }
  if (auto wrong = check_rules(rules_of(catalogue.rules())); !wrong.empty()) return wrong;
  std::vector<OpenSpan> hours;
  for (const auto& span : catalogue.hours().open()) {
    hours.push_back({Time{span.from_ms()}, Time{span.to_ms()}});
  }
  return check_hours(hours);
}

std::string check_learned(const Learned& learned, uint32_t count_max) {
  for (const Durations& durations :
       {learned.come, learned.miss, learned.turnaround, learned.pause}) {
    if (!is_possible(durations, count_max)) return "what was learned of durations is impossible";
  }
  for (const LearnedService& service : learned.services) {
    if (!is_possible(service, count_max)) return "what was learned of a service is impossible";
  }
  const ToldRecent& recent = learned.told_recent;
  if (recent.count > kToldRecentMax || recent.below_p50 > kMillion ||
      recent.within_p90 > kMillion || recent.error_milliminutes > uint32_t{24} * 60 * 1000) {
    return "the record of told waits is impossible";
  }
  return {};
}

std::string check_days(const Learned& learned, uint32_t today) {
  if (learned.days.size() > kDayRecordsMax) return "more days are on record than are kept";
  uint32_t before = 0;
  for (const DayRecord& day : learned.days) {
    if (day.day <= before || day.day >= today) return "the days on record are in no order";
    before = day.day;
  }
  return {};
}

}  // namespace yichuang
