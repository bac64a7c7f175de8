#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "catalogue/reading.h"

namespace yichuang {
namespace {

void read_policy(const ConfigTable& table, Rules& rules) {
  const std::string name = table.text_or("policy", name_of(rules.policy));
  for (const Policy policy : {Policy::kAccumulating, Policy::kFifo, Policy::kAbsolute}) {
    if (name != name_of(policy)) continue;
    rules.policy = policy;
    return;
  }
  table.problem("policy",
                fmt::format("\"accumulating\", \"fifo\" or \"absolute\", found \"{}\"", name));
}

// How many times the waiting of each class counts, against 1 for everybody else.
void read_rates(const ConfigTable& table, Rules& rules) {
  struct Rate {
    const char* key;
    PriorityClass priority;
  };
  constexpr Rate kRates[] = {{"ordinary", wire::PRIORITY_CLASS_ORDINARY},
                             {"elderly", wire::PRIORITY_CLASS_ELDERLY},
                             {"disabled", wire::PRIORITY_CLASS_DISABLED},
                             {"pregnant", wire::PRIORITY_CLASS_PREGNANT},
                             {"soldier", wire::PRIORITY_CLASS_SOLDIER},
                             {"with_children", wire::PRIORITY_CLASS_WITH_CHILDREN},
                             {"voucher", wire::PRIORITY_CLASS_VOUCHER}};
  const auto rates = table.table_or_none("rates");
  if (!rates) return;
  for (const Rate& rate : kRates) {
    uint32_t& value = rules.rates[rate.priority];
    value = static_cast<uint32_t>(rates->integer_or(rate.key, value, 1, kRateMax));
  }
  rules.rates[wire::PRIORITY_CLASS_UNSPECIFIED] = rules.rates[wire::PRIORITY_CLASS_ORDINARY];
}

void read_number(const ConfigTable& table, const char* key, uint32_t Rules::*rule, Rules& rules) {
  const RuleRange range = range_of(rule);
  rules.*rule = static_cast<uint32_t>(table.integer_or(key, rules.*rule, range.min, range.max));
}

void read_numbers(const ConfigTable& table, Rules& rules) {
  struct Number {
    const char* key;
    uint32_t Rules::*rule;
  };
  constexpr Number kNumbers[] = {
      {"confirm_seconds", &Rules::confirm_seconds},
      {"recall_seconds", &Rules::recall_seconds},
      {"calls", &Rules::calls_max},
      {"reactivate_behind", &Rules::reactivate_behind},
      {"slot_early_minutes", &Rules::slot_early_minutes},
      {"slot_late_minutes", &Rules::slot_late_minutes},
      {"bookings_per_person", &Rules::bookings_per_person},
      {"booking_days", &Rules::booking_days},
      {"agent_cases", &Rules::agent_cases},
      {"issue_early_minutes", &Rules::issue_early_minutes},
  };
  for (const Number& number : kNumbers) read_number(table, number.key, number.rule, rules);
  rules.missed_is_void = table.boolean_or("missed_is_void", rules.missed_is_void);
}

void read_alarms(const ConfigTable& table, Rules& rules) {
  const auto alarms = table.table_or_none("alarms");
  if (!alarms) return;
  read_number(*alarms, "wait_minutes", &Rules::alarm_wait_minutes, rules);
  read_number(*alarms, "waiting", &Rules::alarm_waiting, rules);
  read_number(*alarms, "waiting_high", &Rules::alarm_waiting_high, rules);
  read_number(*alarms, "hold_minutes", &Rules::alarm_hold_minutes, rules);
  if (rules.alarm_waiting_high <= rules.alarm_waiting) {
    alarms->problem("waiting_high",
                    fmt::format("more than waiting, which is {}", rules.alarm_waiting));
  }
}

bool is_letter(const std::string& text) {
  return text.size() == 1 && text[0] >= 'A' && text[0] <= 'Z';
}

void read_offline(const ConfigTable& root, Catalogue& catalogue) {
  std::set<std::string> letters;
  std::set<std::string> kiosks;
  for (const auto& service : catalogue.services) letters.insert(service.prefix);
  for (const ConfigTable& table : root.tables("offline", limits::kWindowsMax)) {
    OfflineSeriesDefinition series{table.text("kiosk", 32), table.text("letter", 60)};
    if (!series.kiosk.empty() && !kiosks.insert(series.kiosk).second) {
      table.problem("kiosk", fmt::format("each kiosk once, found \"{}\" again", series.kiosk));
    }
    if (!series.prefix.empty() && !is_letter(series.prefix)) {
      table.problem("letter",
                    fmt::format("one capital letter, A to Z, found \"{}\"", series.prefix));
    } else if (!series.prefix.empty() && !letters.insert(series.prefix).second) {
      table.problem("letter", fmt::format("a letter that no service and no other kiosk has, found "
                                          "\"{}\" again",
                                          series.prefix));
    }
    catalogue.offline_series.push_back(std::move(series));
  }
}

}  // namespace

void read_rules(Reading& reading) {
  const auto path = reading.folder / "rules.toml";
  if (!std::filesystem::exists(path)) return;  // the defaults are a whole set of rules
  const auto root = reading.open(path);
  if (!root) return;
  Rules& rules = reading.catalogue.rules;
  read_policy(*root, rules);
  read_rates(*root, rules);
  read_numbers(*root, rules);
  read_alarms(*root, rules);
  read_offline(*root, reading.catalogue);
}

}  // namespace yichuang
